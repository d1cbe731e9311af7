/**
 * What the RFCs say of a token endpoint, asked of a server by plain `fetch` and judged by hand-written expectations. It is a second
 * opinion beside the conformance card, so it imports nothing of the program: not its requests, its readers or its checks.
 */

/** `open`: this server shows nothing of the row. */
export type Opinion = 'held' | 'broken' | 'open';

export interface Asked {
  readonly address: string;
  readonly id: string;
  readonly secret: string;
  readonly scope: string;
  /** The way in which the client presents itself where a row does not ask for another. */
  readonly method: 'client_secret_post' | 'client_secret_basic';
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

const form = 'application/x-www-form-urlencoded';
const isGrant = ({ status, body }: Reply): boolean => status === 200 && typeof body?.['access_token'] === 'string';
const opinion = (isRight: boolean): Opinion => (isRight ? 'held' : 'broken');
const codeOf = ({ body }: Reply): unknown => body?.['error'];
/** Refused with 4xx and one of these codes. */
const refusesWith = (reply: Reply, ...codes: readonly string[]): boolean =>
  reply.status >= 400 && reply.status < 500 && codes.some((code) => code === codeOf(reply));

async function send(address: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(address, { redirect: 'manual', ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: objectIn(text) };
}

function objectIn(text: string): Reply['body'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

// §2.3.1: id and secret are form-encoded before they are joined.
const encoded = (value: string): string => encodeURIComponent(value).replaceAll('%20', '+');
const header = (id: string, secret: string, scheme = 'Basic'): string =>
  `${scheme} ${Buffer.from(`${encoded(id)}:${encoded(secret)}`).toString('base64')}`;

/** The opinion on every row of the card. */
export async function opinionsOf({
  address,
  id,
  secret,
  scope,
  method,
}: Asked): Promise<Readonly<Record<string, Opinion>>> {
  const isBasic = method === 'client_secret_basic';
  const grant: readonly [string, string][] = [
    ['grant_type', 'client_credentials'],
    ['scope', scope],
  ];
  const post = (pairs: readonly (readonly [string, string])[], authorization?: string): Promise<Reply> =>
    send(address, {
      method: 'POST',
      headers: { 'content-type': form, ...(authorization !== undefined && { authorization }) },
      body: pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&'),
    });
  /** The client in its usual way, or another one: `undefined` leaves a part out. */
  const as = (client: { id?: string; secret?: string }, pairs: readonly [string, string][]): Promise<Reply> =>
    isBasic
      ? post(pairs, header(client.id ?? '', client.secret ?? ''))
      : post([
          ...pairs,
          ...(client.id === undefined ? [] : [['client_id', client.id] as const]),
          ...(client.secret === undefined ? [] : [['client_secret', client.secret] as const]),
        ]);
  const me = { id, secret };
  const nobody = { id: 'nobody', secret: 'nothing' };
  const inBody: readonly [string, string][] = [
    ['client_id', id],
    ['client_secret', secret],
  ];

  const first = await as(me, grant);
  const second = await as(me, grant);
  const basic = await post(grant, header(id, secret));
  const small = await post(grant, header(id, secret, 'basic'));
  const get = await send(`${address}?${new URLSearchParams([...grant])}`, {
    headers: { authorization: header(id, secret) },
  });
  const inQuery = await send(`${address}?${new URLSearchParams([...inBody])}`, {
    method: 'POST',
    headers: { 'content-type': form },
    body: String(new URLSearchParams([...grant])),
  });
  const extra = await as(me, [...grant, ['something_else', 'x']]);
  const emptyScope = await as(me, [
    ['grant_type', 'client_credentials'],
    ['scope', ''],
  ]);
  const noScope = await as(me, [['grant_type', 'client_credentials']]);
  const otherScope = await as(me, [
    ['grant_type', 'client_credentials'],
    ['scope', 'nobody:knows'],
  ]);
  const noGrant = await as(me, [['scope', scope]]);
  const otherGrant = await as(me, [
    ['grant_type', 'fly_to_the_moon'],
    ['scope', scope],
  ]);
  const unknown = await as(nobody, grant);
  const unknownInBasic = await post(grant, header(nobody.id, nobody.secret));
  const noId = await as({ secret: nobody.secret }, grant);
  const noSecret = await as({ id: nobody.id }, grant);
  const both = await post([...grant, ...inBody], header(id, secret));
  const nothing = await send(address, { method: 'POST' });
  const plainText = await send(address, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x=y' });
  const json = await send(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(isBasic && { authorization: header(id, secret) }) },
    body: JSON.stringify(Object.fromEntries(isBasic ? grant : [...grant, ...inBody])),
  });
  const repeated = await Promise.all((isBasic ? grant : [...grant, ...inBody]).map((pair) => as(me, [...grant, pair])));

  const { headers, body = {} } = first;
  const token = String(body['access_token'] ?? '');
  const isJwt = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token);
  const part = (index: number): Readonly<Record<string, unknown>> =>
    isJwt ? JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) : {};
  const lifetime = body['expires_in'];
  /** Bad requests with the status that §5.2 gives them, and what 401 may be sent for. */
  const bad: readonly (readonly [reply: Reply, statuses: readonly number[]])[] = [
    [noGrant, [400]],
    [otherGrant, [400]],
    [noId, [400, 401]],
    [noSecret, [400, 401]],
    ...(isBasic ? [] : [[unknown, [400, 401]] as const]),
    [both, [400]],
    [nothing, [400, 401]],
    [plainText, [400, 401, 415]],
    [json, [400, 401, 415]],
    ...repeated.map((reply) => [reply, [400]] as const),
    [otherScope, [400]],
  ];
  const refused = bad
    .map(([reply]) => reply)
    .concat(unknownInBasic)
    .filter((reply) => reply.status >= 400 && reply.status < 500);
  const errorTexts = refused.flatMap((reply) =>
    ['error_description', 'error_uri'].flatMap((name) => reply.body?.[name] ?? []),
  );
  const every = [first, second, basic, small, extra, emptyScope, noScope, unknown, unknownInBasic, inQuery, ...refused];
  const challenge = (reply: Reply): string => reply.headers.get('www-authenticate') ?? '';
  const unauthorized = every.filter(({ status }) => status === 401);
  const challenges = every.map(challenge).filter((text) => /^basic/i.test(text));

  return {
    // RFC 6749 §5.1: "adding the following parameters to the entity-body of the HTTP response with a 200 (OK) status code"
    'rfc/success-status': opinion(first.status === 200),
    // "access_token REQUIRED"; A.12: 1*VSCHAR
    'rfc/access-token': opinion(/^[\x20-\x7e]+$/.test(token)),
    // "adding each parameter at the highest structure level"
    'rfc/top-level': opinion(['access_token', 'token_type', 'expires_in'].every((name) => name in body)),
    // "token_type REQUIRED"
    'rfc/token-type': opinion(typeof body['token_type'] === 'string' && body['token_type'] !== ''),
    // RFC 6750 §2.1: b64token
    'rfc/bearer-token': opinion(/^[A-Za-z0-9\-._~+/]+=*$/.test(token)),
    'rfc/expires-in': opinion(lifetime !== undefined),
    'rfc/expires-in-digits': opinion(
      Number.isInteger(lifetime) && /"expires_in":\d+[,}]/.test(first.text.replaceAll(/\s/g, '')),
    ),
    'rfc/plausible-lifetime': opinion(typeof lifetime === 'number' && lifetime > 0 && lifetime < 366 * 86_400),
    // RFC 6750 §5.3: "Token servers SHOULD issue short-lived (one hour or less) bearer tokens"
    'rfc/short-lifetime': opinion(Number(lifetime) <= 60 * 60),
    'rfc/scope': 'scope' in body ? opinion(/^[^\s"\\]+( [^\s"\\]+)*$/.test(String(body['scope']))) : 'open',
    // §4.4.3: "A refresh token SHOULD NOT be included."
    'rfc/refresh-token': opinion(!('refresh_token' in body)),
    'rfc/media-type': opinion(
      [first, ...refused.filter(({ status }) => status === 400 || status === 401)].every((reply) =>
        /^application\/json(;|$)/i.test(reply.headers.get('content-type') ?? ''),
      ),
    ),
    'rfc/repeated-member': opinion(
      [first, ...refused.filter((reply) => reply.body !== undefined)].every((reply) =>
        Object.keys(reply.body ?? {}).every((name) => reply.text.split(`"${name}":`).length === 2),
      ),
    ),
    'rfc/cache-control': opinion(/\bno-store\b/.test(headers.get('cache-control') ?? '')),
    'rfc/pragma': opinion(/\bno-cache\b/.test(headers.get('pragma') ?? '')),
    'rfc/tokens-differ': opinion(token !== second.body?.['access_token']),
    // §10.10: "less than or equal to 2^(-128)"
    'rfc/token-strength': opinion(token.length * Math.log2(/^[\da-f]+$/i.test(token) ? 16 : 62) >= 128),
    'rfc/jwt-alg': isJwt ? opinion(part(0)['alg'] !== 'none') : 'open',
    'rfc/jwt-times': isJwt
      ? opinion(Math.abs(Number(part(1)['exp']) - Number(part(1)['iat']) - Number(lifetime)) <= 5)
      : 'open',
    // Plain HTTP on this machine.
    'rfc/endpoint': 'open',
    'rfc/tls-version': 'open',
    'rfc/redirect': opinion(every.every(({ status }) => status < 300 || status >= 400)),
    // §2.3.1: "The authorization server MUST support the HTTP Basic authentication scheme"
    'rfc/basic': opinion(isGrant(basic)),
    // RFC 9110 §11.1: "a case-insensitive token to identify the authentication scheme"
    'rfc/scheme-case': isGrant(basic) ? opinion(isGrant(small)) : 'open',
    // §3.2: "The client MUST use the HTTP "POST" method"
    'rfc/only-post': opinion(!isGrant(get)),
    // §2.3.1: "The parameters ... MUST NOT be included in the request URI."
    'rfc/credentials-in-url': opinion(!isGrant(inQuery)),
    // §3.2: "The authorization server MUST ignore unrecognized request parameters."
    'rfc/unknown-parameter': opinion(isGrant(extra)),
    // §3.2: "Parameters sent without a value MUST be treated as if they were omitted"
    'rfc/empty-parameter': opinion(isGrant(emptyScope) === isGrant(noScope) && codeOf(emptyScope) === codeOf(noScope)),
    'rfc/error-status': opinion(
      bad.filter(([reply]) => !isGrant(reply)).every(([{ status }, statuses]) => statuses.includes(status)),
    ),
    'rfc/error-code': opinion(
      refused.every((reply) =>
        /^(invalid_(request|client|grant|scope)|unauthorized_client|unsupported_grant_type)$/.test(
          String(codeOf(reply)),
        ),
      ),
    ),
    'rfc/error-text':
      errorTexts.length === 0
        ? 'open'
        : opinion(errorTexts.every((text) => /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/.test(String(text)))),
    // §5.2: "MUST respond with an HTTP 401 (Unauthorized) status code and include the "WWW-Authenticate" response header field"
    'rfc/rejected-basic': opinion(unknownInBasic.status === 401 && /(^|, *)basic\b/i.test(challenge(unknownInBasic))),
    'rfc/rejected-client': isBasic ? 'open' : opinion(refusesWith(unknown, 'invalid_client')),
    'rfc/missing-client': opinion(
      [noId, noSecret].every((reply) => refusesWith(reply, 'invalid_client', 'invalid_request')),
    ),
    'rfc/unsupported-grant-type': opinion(refusesWith(otherGrant, 'unsupported_grant_type')),
    'rfc/missing-grant-type': opinion(refusesWith(noGrant, 'invalid_request')),
    // §5.2: "invalid_request: ... repeats a parameter"
    'rfc/repeated-parameter': repeated.every(isGrant)
      ? 'open'
      : opinion(repeated.filter((reply) => !isGrant(reply)).every((reply) => refusesWith(reply, 'invalid_request'))),
    // §3.2: "Request and response parameters MUST NOT be included more than once."
    'rfc/repetition-granted': opinion(!repeated.some(isGrant)),
    // §5.2: "utilizes more than one mechanism for authenticating the client"
    'rfc/two-authentications': opinion(refusesWith(both, 'invalid_request')),
    // §3.3: a default scope, or "fail the request indicating an invalid scope"
    'rfc/missing-scope': opinion(isGrant(noScope) || refusesWith(noScope, 'invalid_scope')),
    'rfc/unknown-scope': isGrant(otherScope)
      ? 'scope' in (otherScope.body ?? {})
        ? 'held'
        : 'open'
      : opinion(refusesWith(otherScope, 'invalid_scope')),
    // RFC 9110 §15.5.2
    'rfc/challenge':
      unauthorized.length === 0 ? 'open' : opinion(unauthorized.every((reply) => challenge(reply) !== '')),
    // RFC 7617 §2: "The authentication parameter 'realm' is REQUIRED"
    'rfc/challenge-realm':
      challenges.length === 0 ? 'open' : opinion(challenges.every((text) => /\brealm=/i.test(text))),
  };
}
