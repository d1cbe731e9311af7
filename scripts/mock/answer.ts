import type { ReadRequest, WireRequest } from '../model/case.ts';
import { sentBody } from '../model/known-response.ts';
import { mockBasis, mockResponseName } from '../model/mock-headers.ts';
import { valueAt, withValueAt } from '../model/pointer.ts';
import type { Json, KnownResponse, Provider } from '../model/provider.ts';
import { diagnose } from '../oauth/faults.ts';
import { readRequest } from '../oauth/read.ts';
import { isDocumented, tokenPaths } from './documented-request.ts';
import { issueToken } from './token.ts';

export interface MockAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined`: none. */
  readonly body: Json | undefined;
}
type Basis = KnownResponse['basis'];

const marked = (basis: Basis, status: number, headers: Readonly<Record<string, string>> = {}) => ({
  'content-type': 'application/json',
  // RFC 9110 §15.5.2.
  ...(status === 401 && { 'www-authenticate': 'Basic realm="mock"' }),
  ...headers,
  [mockBasis]: basis,
});

function known(response: KnownResponse, basis: Basis = response.basis, body: Json = sentBody(response)): MockAnswer {
  const status = typeof response.status === 'number' ? response.status : response.status[0];
  if (response.isEmpty === true)
    return { status, headers: { ...response.headers, [mockBasis]: basis }, body: undefined };
  const mediaType = response.mediaType !== undefined && { 'content-type': response.mediaType };
  return {
    status,
    headers: marked(basis, status, { ...mediaType, ...response.assumed?.headers, ...response.headers }),
    body,
  };
}

const assumed = (status: number, body: Json, headers: Readonly<Record<string, string>> = {}): MockAnswer => ({
  status,
  headers: marked('assumed', status, headers),
  body,
});

/** Answers as the provider's documentation says. Where it is silent, answers by RFC 6749 §5.2 and marks the answer `assumed`. */
export function answer(provider: Provider, seen: WireRequest): MockAnswer {
  const name = seen.headers.get(mockResponseName);
  if (name !== null) {
    const response = Object.hasOwn(provider.responses, name) ? provider.responses[name] : undefined;
    return response === undefined
      ? assumed(404, {
          error: 'unknown_response',
          error_description: `known: ${Object.keys(provider.responses).join(', ')}`,
        })
      : known(response);
  }
  const paths = tokenPaths(provider);
  if (!paths.includes(seen.url.pathname))
    return assumed(404, { error: 'not_found', error_description: `the token endpoint is ${paths[0]}` });
  const read = readRequest(seen, provider.request);
  return refusal(provider, seen, read) ?? grant(provider, seen, read);
}

function refusal(provider: Provider, seen: WireRequest, read: ReadRequest): MockAnswer | undefined {
  const diagnosis = diagnose(seen, read, provider);
  if (diagnosis === undefined) return undefined;
  const { fault, of } = diagnosis;
  // No vendor's page distinguishes a wrong secret from an unknown client, so both get the same answer.
  const name = fault.name === 'wrong-secret' ? 'unknown-client' : fault.name;
  const listed = provider.refusals.find((candidate) => candidate.fault === name && (candidate.of ?? '') === of);
  const response = listed?.response === undefined ? undefined : provider.responses[listed.response];
  if (response !== undefined) return known(response, listed?.basis === 'documented' ? response.basis : 'assumed');
  const rfc = fault.rfc(of, provider);
  const status = rfc?.statuses[0] ?? 400;
  return assumed(
    status,
    { error: rfc?.errors[0] ?? 'invalid_request' },
    status === 405 ? { allow: provider.request.method } : {},
  );
}

function grant(provider: Provider, seen: WireRequest, read: ReadRequest): MockAnswer {
  const { accessToken, scope: at } = provider.token;
  const asked = read.fields?.find(([name]) => name === 'scope')?.[1];
  const issued = withValueAt(sentBody(provider.responses.token), accessToken, issueToken(provider));
  const namesScope = at !== undefined && valueAt(issued, at) !== undefined;
  const body = namesScope && asked !== undefined ? withValueAt(issued, at, asked) : issued;
  const { status, headers } = known(
    provider.responses.token,
    isDocumented(provider, seen, read) ? 'documented' : 'assumed',
    body,
  );
  return { status, headers: { ...cacheHeaders(provider), ...headers }, body };
}

/** The cache headers of RFC 6749 §5.1. Leaves out those that are missing in the provider's documentation. */
function cacheHeaders({ deviations = [] }: Provider): MockAnswer['headers'] {
  const isUndocumented = (rule: `rfc/${string}`): boolean => !deviations.some((known) => known.rule === rule);
  return {
    ...(isUndocumented('rfc/cache-control') && { 'cache-control': 'no-store' }),
    ...(isUndocumented('rfc/pragma') && { pragma: 'no-cache' }),
  };
}
