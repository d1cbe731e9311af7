import type { ClientCredentials, RequestTemplate, WireRequest } from '../model/case.ts';
import type { Json, Pairs } from '../model/provider.ts';
import { resolve } from './template.ts';

export const formMediaType = 'application/x-www-form-urlencoded';
export const jsonMediaType = 'application/json';

/** RFC 6749 §2.3.1 and Appendix B: a Basic user name or password is form-encoded first. */
const formEncode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

const text = (value: Json): string => (typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value));

const resolved = (value: Json, values: Readonly<Record<string, string>>): Json =>
  typeof value === 'string' ? resolve(value, values) : value;

/** The parameters that present a client in a body or a query; a `null` part is left out. */
export const credentialPairs = (client: ClientCredentials): Pairs<Json> =>
  [['client_id', client.id] as const, ['client_secret', client.secret] as const].filter(([, value]) => value !== null);

/** All parameters of a form or JSON body, credentials included. */
export const bodyPairs = (request: RequestTemplate): Pairs<Json> =>
  request.body.kind === 'form' || request.body.kind === 'json'
    ? [
        ...request.body.fields,
        ...request.clients.filter((client) => client.authentication === 'client_secret_post').flatMap(credentialPairs),
      ]
    : [];

/** The query, credentials included where a fault puts them there. */
export const queryPairs = (request: RequestTemplate): Pairs => [
  ...request.query,
  ...request.clients
    .filter((client) => client.authentication === 'query')
    .flatMap((client) => credentialPairs(client).map(([name, value]) => [name, text(value)] as const)),
];

export const basicClient = (request: RequestTemplate): ClientCredentials | undefined =>
  request.clients.find((client) => client.authentication === 'client_secret_basic');

export function mediaTypeOf(body: RequestTemplate['body']): string | undefined {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'form':
      return formMediaType;
    case 'json':
      return jsonMediaType;
    case 'raw':
      return body.mediaType;
  }
}

/** `{"a":1,"a":2}` is valid JSON that JSON.stringify cannot say. */
const jsonText = (pairs: Pairs<Json>): string =>
  `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;

function bodyText(request: RequestTemplate, values: Readonly<Record<string, string>>): string {
  const { body } = request;
  if (body.kind === 'none') return '';
  if (body.kind === 'raw') return resolve(body.text, values);
  const pairs = bodyPairs(request).map(([name, value]) => [name, resolved(value, values)] as const);
  return body.kind === 'json'
    ? jsonText(pairs)
    : new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, text(value)])).toString();
}

/** The request as it goes over the wire. `values` holds `baseUrl` and every variable of the provider. */
export function toWire(request: RequestTemplate, values: Readonly<Record<string, string>>): WireRequest {
  const url = new URL(resolve(`{{baseUrl}}${request.path}`, values));
  for (const [name, value] of queryPairs(request)) url.searchParams.append(name, resolve(value, values));
  const headers = new Headers(request.headers.map(([name, value]) => [name, resolve(value, values)]));
  const mediaType = mediaTypeOf(request.body);
  if (mediaType !== undefined) headers.set('content-type', mediaType);
  const basic = basicClient(request);
  if (basic !== undefined) {
    const [id, secret] = [basic.id, basic.secret].map((part) => formEncode(text(resolved(part, values))));
    headers.set('authorization', `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`);
  }
  return { method: request.method, url, headers, body: bodyText(request, values) };
}
