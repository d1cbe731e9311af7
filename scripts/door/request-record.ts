import type { RequestTemplate } from '../model/case.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Json, Provider, Template } from '../model/provider.ts';
import { secretNames } from '../model/variables.ts';
import { basicClient, bodyPairs, mediaTypeOf, queryPairs } from '../oauth/render.ts';
import { resolve } from '../oauth/template.ts';
import type { Redactor } from './redact.ts';

/**
 * A request as a report shows it: decoded, with the names of secrets in place of their values. It is made from the template, so
 * that no secret has to be found again in an encoded request.
 */
export function describeRequest(
  request: RequestTemplate,
  provider: Provider,
  values: Readonly<Record<string, string>>,
  redactor: Redactor,
): Exchange['request'] {
  const shown = { ...values, ...Object.fromEntries(secretNames(provider).map((name) => [name, `‹${name}›`])) };
  const text = (value: Json): string => (typeof value === 'string' ? resolve(value, shown) : JSON.stringify(value));
  const pairs = (list: readonly (readonly [string, Json])[], separator: string): string =>
    list.map(([name, value]) => `${name}=${text(value)}`).join(separator);
  const mediaType = mediaTypeOf(request.body);
  const basic = basicClient(request);
  const query = pairs(queryPairs(request), '&');
  const headers: readonly (readonly [string, Template])[] = [
    ...(mediaType === undefined ? [] : [['Content-Type', mediaType] as const]),
    ...request.headers,
    ...(basic === undefined
      ? []
      : [['Authorization', `Basic ${text(basic.id ?? '')}:${text(basic.secret ?? '')}`] as const]),
  ];
  return {
    method: request.method,
    url: redactor.shown(`${resolve(`{{baseUrl}}${request.path}`, shown)}${query && `?${query}`}`),
    headers: headers.map(([name, value]) => [name, redactor.shown(text(value))] as const),
    body: redactor.shown(bodyText(request, text, pairs)),
  };
}

function bodyText(
  request: RequestTemplate,
  text: (value: Json) => string,
  pairs: (list: readonly (readonly [string, Json])[], separator: string) => string,
): string {
  switch (request.body.kind) {
    case 'none':
      return '';
    case 'raw':
      return text(request.body.text);
    case 'form':
      return pairs(bodyPairs(request), '&');
    case 'json':
      return `{${bodyPairs(request)
        .map(
          ([name, value]) =>
            `${JSON.stringify(name)}: ${typeof value === 'string' ? JSON.stringify(text(value)) : text(value)}`,
        )
        .join(', ')}}`;
  }
}
