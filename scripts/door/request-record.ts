import type { DescribedRequest, RequestTemplate } from '../model/case.ts';
import type { Exchange } from '../model/exchange.ts';
import { mark } from '../model/mask.ts';
import type { Pairs, Provider } from '../model/provider.ts';
import { secretNames } from '../model/variables.ts';
import { dependsOnEscape } from '../oauth/client-auth/client-secret-basic.ts';
import { describeRequest, fillIn, jsonObject } from '../oauth/request.ts';
import type { Redactor } from './redact.ts';

/**
 * A request as a report shows it: decoded, with the names of secrets in place of their values. It is made from the template, so
 * that no secret has to be found again in an encoded request.
 * @throws {Error} naming the variable that has no value
 */
export function requestRecord(
  request: RequestTemplate,
  provider: Provider,
  values: Readonly<Record<string, string>>,
  redactor: Redactor,
): Exchange['request'] {
  const named = Object.fromEntries(secretNames(provider).map((name) => [name, mark(name)]));
  const described = describeRequest(request);
  const filled = fillIn(described, { ...values, ...named });
  const { method, baseUrl, path, basic } = filled;
  const query = shownPairs(filled.query);
  const headers: Pairs = [
    ...filled.headers,
    ...(basic === undefined ? [] : [['Authorization', `${basic.scheme} ${basic.id}:${basic.secret}`] as const]),
  ];
  const { clientId } = values;
  const fields = filled.body.kind === 'form' || filled.body.kind === 'json' ? filled.body.pairs : [];
  const scope = fields.find(([name]) => name === 'scope')?.[1];
  // Neither the client id nor a scope is a secret. JSON escapes some of their characters.
  const open = [clientId, scope]
    .filter((value) => typeof value === 'string')
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
  return {
    method,
    url: redactor.request(`${baseUrl}${path}${query && `?${query}`}`, open),
    headers: headers.map(([name, value]) => [name, redactor.request(value, open)] as const),
    body: redactor.request(bodyText(filled.body), open),
    ...(typeof scope === 'string' && { scope: redactor.scope(scope) }),
    ...(changesInBasic(fillIn(described, values)) && { basicIsEncoded: true }),
  };
}

const changesInBasic = ({ basic }: DescribedRequest): boolean =>
  basic !== undefined && [basic.id, basic.secret].some((part) => dependsOnEscape(basic.escape, part));

const shownPairs = (pairs: Pairs): string => pairs.map(([name, value]) => `${name}=${value}`).join('&');

function bodyText(body: DescribedRequest['body']): string {
  switch (body.kind) {
    case 'none':
      return '';
    case 'form':
      return shownPairs(body.pairs);
    case 'json':
      return jsonObject(body.pairs, ' ');
    case 'raw':
      return body.text;
  }
}
