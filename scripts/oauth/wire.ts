import type { DescribedRequest, RequestTemplate, WireRequest } from '../model/case.ts';
import { escapeBasic } from './client-auth/client-secret-basic.ts';
import { describeRequest, fillIn, jsonObject } from './request.ts';

/**
 * The request as it goes over the wire. `values` holds `baseUrl` and every variable of the provider.
 * @throws {Error} naming the variable that has no value
 */
export function toWire(request: RequestTemplate, values: Readonly<Record<string, string>>): WireRequest {
  const { method, baseUrl, path, query, headers, basic, body } = fillIn(describeRequest(request), values);
  const url = new URL(`${baseUrl}${path}`);
  for (const [name, value] of query) url.searchParams.append(name, value);
  const sent = new Headers(headers.map(([name, value]) => [name, value]));
  if (basic !== undefined) {
    const credentials = `${escapeBasic(basic.escape, basic.id)}:${escapeBasic(basic.escape, basic.secret)}`;
    sent.set('authorization', `${basic.scheme} ${Buffer.from(credentials).toString('base64')}`);
  }
  return { method, url, headers: sent, body: bodyText(body) };
}

function bodyText(body: DescribedRequest['body']): string {
  switch (body.kind) {
    case 'none':
      return '';
    case 'form':
      return new URLSearchParams(body.pairs.map(([name, value]): [string, string] => [name, value])).toString();
    case 'json':
      return jsonObject(body.pairs, '');
    case 'raw':
      return body.text;
  }
}
