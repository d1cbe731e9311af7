import type { DescribedRequest, RequestTemplate } from '../model/case.ts';
import type { Json, Pairs } from '../model/provider.ts';
import { clientAuthMethod } from './client-auth/index.ts';
import { parameterText, resolve } from './template.ts';

export const formMediaType = 'application/x-www-form-urlencoded';
const jsonMediaType = 'application/json';

/** Puts the credentials where their authentication method says. Every printed form of a request is made from the result. */
export function describeRequest(request: RequestTemplate): DescribedRequest {
  const mediaType = mediaTypeOf(request.body);
  const withoutClients: DescribedRequest = {
    method: request.method,
    baseUrl: '{{baseUrl}}',
    path: request.path,
    query: request.query,
    headers: [...(mediaType === undefined ? [] : [['Content-Type', mediaType] as const]), ...request.headers],
    body: bodyOf(request.body),
  };
  return request.clients.reduce(
    (described, client) => clientAuthMethod(client.authentication).place(client, described),
    withoutClients,
  );
}

function mediaTypeOf(body: RequestTemplate['body']): string | undefined {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'form':
      return body.mediaType ?? formMediaType;
    case 'json':
      return body.mediaType ?? jsonMediaType;
    case 'raw':
      return body.mediaType;
  }
}

function bodyOf(body: RequestTemplate['body']): DescribedRequest['body'] {
  switch (body.kind) {
    case 'none':
      return body;
    case 'form':
      return { kind: 'form', pairs: body.fields.map(([name, value]) => [name, parameterText(value)] as const) };
    case 'json':
      return { kind: 'json', pairs: body.fields };
    case 'raw':
      return { kind: 'raw', text: body.text };
  }
}

/**
 * The request with its variables replaced. `values` holds `baseUrl` and every variable of the provider.
 * @throws {Error} naming the variable that has no value
 */
export function fillIn(request: DescribedRequest, values: Readonly<Record<string, string>>): DescribedRequest {
  const text = (template: string): string => resolve(template, values);
  const texts = (pairs: Pairs): Pairs => pairs.map(([name, value]) => [name, text(value)] as const);
  const { basic } = request;
  return {
    method: request.method,
    baseUrl: text(request.baseUrl),
    path: text(request.path),
    query: texts(request.query),
    headers: texts(request.headers),
    ...(basic !== undefined && { basic: { ...basic, id: text(basic.id), secret: text(basic.secret) } }),
    body: filledBody(request.body, text),
  };
}

function filledBody(body: DescribedRequest['body'], text: (template: string) => string): DescribedRequest['body'] {
  switch (body.kind) {
    case 'none':
      return body;
    case 'form':
      return { kind: 'form', pairs: body.pairs.map(([name, value]) => [name, text(value)] as const) };
    case 'json':
      return {
        kind: 'json',
        pairs: body.pairs.map(([name, value]) => [name, typeof value === 'string' ? text(value) : value] as const),
      };
    case 'raw':
      return { kind: 'raw', text: text(body.text) };
  }
}

/** A JSON object in which a name may repeat, which JSON.stringify cannot write. `space` follows each colon and comma. */
export const jsonObject = (pairs: Pairs<Json>, space: '' | ' '): string =>
  `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${space}${JSON.stringify(value)}`).join(`,${space}`)}}`;

/** A JSON object as people write it, a member a line. `valueText` gives the JSON text of each value. A name may repeat. */
export const jsonText = (pairs: Pairs<Json>, valueText: (name: string, value: Json) => string): string =>
  pairs.length === 0
    ? '{}'
    : `{\n${pairs.map(([name, value]) => `  ${JSON.stringify(name)}: ${valueText(name, value)}`).join(',\n')}\n}`;
