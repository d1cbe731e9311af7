import { casesOf } from '../../scripts/contract/cases.ts';
import type { RfcRule } from '../../scripts/judge/rules.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { Answer, Exchange, TokenFacts } from '../../scripts/model/exchange.ts';
import type { Subject } from '../../scripts/model/finding.ts';
import type { Json, Pointer, Provider } from '../../scripts/model/provider.ts';
import { acme, answered, answerWith, exchangeOf, htmlAnswer, jsonAnswer, masked } from '../support/exchanges.ts';

/** A provider whose cases can show every row. */
export const emca: Provider = {
  ...acme,
  request: { ...acme.request, parameters: { grant_type: 'client_credentials', scope: 'read' } },
  token: { accessToken: '/access_token', tokenType: '/token_type', expiry: { at: '/expires_in', unit: 'seconds' } },
  variants: [
    {
      name: 'token-basic',
      title: 'Basic',
      change: { authentication: 'client_secret_basic' },
      basis: 'observed',
    },
    {
      name: 'token-bare',
      title: 'Bare',
      change: { parameters: { grant_type: null, scope: null } },
      basis: 'documented',
    },
  ],
  refusals: [
    { fault: 'unknown-client', basis: 'required' },
    { fault: 'missing-parameter', of: 'client_id', basis: 'required' },
    { fault: 'missing-parameter', of: 'grant_type', basis: 'observed' },
    { fault: 'missing-parameter', of: 'scope', basis: 'observed' },
    { fault: 'unsupported-grant-type', basis: 'observed' },
    { fault: 'unknown-scope', basis: 'observed' },
    { fault: 'wrong-secret', basis: 'observed' },
    { fault: 'wrong-media-type', of: 'text/plain', basis: 'observed' },
  ],
};

const cases = new Map(casesOf(emca).map((one) => [one.id.slice('acme/'.length), one]));
export const caseOf = (slug: string): Case => {
  const one = cases.get(slug);
  if (one === undefined) throw new Error(`there is no case ${slug}: ${[...cases.keys()]}`);
  return one;
};

/** What a case was answered; without an answer it was not sent. */
export type Given = readonly [slug: string, answer?: Answer | undefined, more?: Partial<Exchange>];

export const subjectsOf = (given: readonly Given[], provider: Provider = emca): readonly Subject[] =>
  given.map(([slug, answer, more]) => ({
    provider,
    case: caseOf(slug),
    exchange: exchangeOf(caseOf(slug), answer === undefined ? [] : [answered(answer)], more),
  }));

export const opaque: TokenFacts = {
  at: '/access_token',
  kind: 'opaque',
  length: 43,
  vschar: true,
  b64token: true,
  bits: 256,
  id: 'a84269179166336e',
};
/** Issued when every answer of these tests comes, for an hour. */
const iat = Date.parse('2026-01-02T03:04:05.000Z') / 1000;
export const jwt = (more: Partial<NonNullable<TokenFacts['jwt']>> = {}): TokenFacts => ({
  ...opaque,
  kind: 'jwt',
  jwt: { alg: 'RS256', headerNames: ['alg'], claimNames: ['exp', 'iat'], iat, exp: iat + 3600, ...more },
});
/** An encrypted JWT: its claims cannot be read. */
export const jwe: TokenFacts = {
  ...opaque,
  kind: 'jwt',
  jwt: { alg: 'dir', enc: 'A256GCM', headerNames: ['alg', 'enc'], claimNames: [] },
};

const body = { access_token: '‹string, 43 characters, #a84269›', token_type: 'Bearer', expires_in: 3600 };
export const without = (name: keyof typeof body): Json =>
  Object.fromEntries(Object.entries(body).filter(([member]) => member !== name));
type Headers = Readonly<Record<string, string>>;
const pairs = (headers: Headers) => Object.entries(headers).map(([name, value]) => [name, masked(value)] as const);
const conforming: Headers = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  pragma: 'no-cache',
};

/** A token response without a fault, but for what is said. */
export const grants = (members: Json = {}, token: TokenFacts = opaque, headers: Headers = {}): Answer =>
  jsonAnswer(200, typeof members === 'object' && !Array.isArray(members) ? { ...body, ...members } : members, {
    tokens: [token],
    headers: pairs({ ...conforming, ...headers }),
  });
export const grantsExactly = (json: Json, more: Partial<Answer> = {}): Answer => ({
  ...grants(),
  ...jsonAnswer(200, json),
  ...more,
});
export const refuses = (error: string, status = 400, more: Json = {}, headers: Headers = {}): Answer =>
  jsonAnswer(
    status,
    { error, ...Object(more) },
    { headers: pairs({ 'content-type': 'application/json', ...headers }) },
  );
const withoutHeader = (name: string): Answer => ({
  ...grants(),
  headers: pairs(conforming).filter(([header]) => header !== name),
});
const twice = (at: Pointer): Answer =>
  answerWith({ body: { kind: 'json', json: body, oddities: [{ is: 'repeated-member', at }] } });
const challenge = { 'www-authenticate': 'Basic realm="token"' };
const url = (address: string): Partial<Exchange> => ({
  request: { method: 'POST', url: masked(address), headers: [], body: masked('') },
});

export interface RowTest {
  readonly held: readonly Given[];
  readonly broken: readonly Given[];
  /** Of the finding. */
  readonly shows: readonly [slug: string, at: Pointer, expected: string, actual: string];
  readonly unjudged: readonly Given[];
  readonly why: string;
}

const noToken = 'no token was granted';
const none = {
  unjudged: [['unknown-client', refuses('invalid_client')]],
  why: 'no token request was selected',
} as const;
const token = (answer: Answer): readonly Given[] => [['token', answer]];

/** A row without a test does not compile. */
export const rowTests: Readonly<Record<RfcRule, RowTest>> = {
  'rfc/success-status': {
    held: token(grants()),
    broken: token({ ...grants(), status: 201 }),
    shows: ['token', '', 'status 200', 'status 201'],
    unjudged: token(refuses('invalid_client', 401)),
    why: noToken,
  },
  'rfc/access-token': {
    held: token(grants()),
    broken: token(grants({}, { ...opaque, vschar: false })),
    shows: ['token', '/access_token', 'a string of printable ASCII', 'a string with other characters'],
    unjudged: token(grantsExactly({ data: body }, { tokens: [{ ...opaque, at: '/data/access_token' }] })),
    why: 'it does not stand at the top level: see rfc/top-level',
  },
  'rfc/top-level': {
    held: token(grants({ extra: { more: [1, { name: 'x' }] } })),
    broken: token(grantsExactly({ ...Object(without('expires_in')), data: [{ expires_in: 3600 }] })),
    shows: ['token', '/data/0/expires_in', 'expires_in at the top level', 'it is at /data/0/expires_in'],
    unjudged: token(htmlAnswer(200)),
    why: 'the body of the token response is not JSON',
  },
  'rfc/token-type': {
    held: token(grants({ token_type: 'bEARER' })),
    broken: token(grantsExactly(without('token_type'))),
    shows: [
      'token',
      '/token_type',
      'the type of the token, e.g. "Bearer"',
      'nothing; the body has access_token, expires_in',
    ],
    unjudged: token(htmlAnswer(200)),
    why: 'the body of the token response is not a JSON object',
  },
  'rfc/bearer-token': {
    held: token(grants({ token_type: 'bearer' })),
    broken: token(grants({}, { ...opaque, b64token: false })),
    shows: ['token', '/access_token', 'b64token characters', 'a string with other characters'],
    unjudged: token(grants({ token_type: 'mac' })),
    why: 'the token is not said to be a Bearer token',
  },
  'rfc/expires-in': {
    held: token(grants()),
    broken: token(grantsExactly(without('expires_in'))),
    shows: ['token', '/expires_in', 'the lifetime in seconds', 'nothing'],
    ...none,
  },
  'rfc/expires-in-digits': {
    held: token(grants()),
    broken: token(grants({ expires_in: '3600' })),
    shows: ['token', '/expires_in', 'a number of digits', 'string "3600"'],
    unjudged: token(grantsExactly(without('expires_in'))),
    why: 'there is no expires_in: see rfc/expires-in',
  },
  'rfc/plausible-lifetime': {
    held: token(grants({ expires_in: 31_536_000 })),
    broken: token(grants({ expires_in: 1_767_000_000_000 })),
    shows: ['token', '/expires_in', 'from 1 to 31536000', 'number 1767000000000'],
    unjudged: token(grants({ expires_in: null })),
    why: 'there is no expires_in that is a number',
  },
  'rfc/short-lifetime': {
    held: token(grants()),
    broken: token(grants({ expires_in: 86_400 })),
    shows: ['token', '/expires_in', 'at most 3600 seconds', '86400 seconds'],
    unjudged: token(grantsExactly(without('expires_in'))),
    why: 'nothing says how long the token lives',
  },
  'rfc/scope': {
    held: token(grants({ scope: 'read write:all' })),
    broken: token(grants({ scope: 'read  write' })),
    shows: ['token', '/scope', 'words with one space between them', 'string "read  write"'],
    unjudged: token(grants()),
    why: 'no token response has a scope: it says that the one asked for was granted',
  },
  'rfc/refresh-token': {
    held: token(grants()),
    broken: token(grants({ refresh_token: '‹string, 43 characters, #c0ffee›' })),
    shows: ['token', '/refresh_token', 'nothing', 'string ‹string, 43 characters, #c0ffee›'],
    ...none,
  },
  'rfc/media-type': {
    held: [
      ['token', grants({}, opaque, { 'content-type': 'Application/JSON;charset=UTF-8' })],
      ['unknown-client', refuses('invalid_client', 401)],
    ],
    broken: [
      ['token', grants()],
      ['unknown-client', htmlAnswer(401)],
    ],
    shows: ['unknown-client', '', 'Content-Type application/json', 'Content-Type text/html'],
    unjudged: [['wrong-media-type-text-plain', htmlAnswer(415)]],
    why: 'status 415 is an answer of HTTP',
  },
  'rfc/repeated-member': {
    held: token(grants()),
    broken: token(twice('/expires_in')),
    shows: ['token', '/expires_in', 'there once', 'there more than once'],
    unjudged: token(htmlAnswer(200)),
    why: 'the body is not JSON',
  },
  'rfc/cache-control': {
    held: token(grants({}, opaque, { 'cache-control': 'private, No-Store' })),
    broken: token(grants({}, opaque, { 'cache-control': 'no-cache' })),
    shows: ['token', '', 'Cache-Control: no-store', 'Cache-Control: no-cache'],
    unjudged: token(refuses('invalid_client')),
    why: noToken,
  },
  'rfc/pragma': {
    held: token(grants()),
    broken: token(withoutHeader('pragma')),
    shows: ['token', '', 'Pragma: no-cache', 'no Pragma'],
    unjudged: token(refuses('invalid_client')),
    why: noToken,
  },
  'rfc/tokens-differ': {
    held: [...token(grants()), ['token-basic', grants({}, { ...opaque, id: 'b' })]],
    broken: [...token(grants()), ['token-basic', grants()]],
    shows: ['token-basic', '/access_token', 'a token of its own', 'the token of acme/token'],
    unjudged: token(grants()),
    why: 'one token only was issued',
  },
  'rfc/token-strength': {
    held: token(grants({}, { ...opaque, bits: 128 })),
    broken: token(grants({}, { ...opaque, bits: 122 })),
    shows: ['token', '/access_token', 'at least 128 bits', 'at most 122 bits'],
    unjudged: token(grantsExactly(without('access_token'), { tokens: [] })),
    why: 'there is no token: see rfc/access-token',
  },
  'rfc/jwt-alg': {
    held: token(grants({}, jwt())),
    broken: token(grants({}, jwt({ alg: 'None' }))),
    shows: ['token', '/access_token', 'a signed JWT', 'alg None'],
    unjudged: token(grants()),
    why: 'every token is opaque',
  },
  'rfc/jwt-times': {
    held: token(grants({}, jwt({ iat: iat + 5, exp: iat + 3600 }))),
    broken: token(grants({ expires_in: 60 }, jwt())),
    shows: ['token', '/expires_in', '3600 seconds, as exp − iat says', 'number 60, which fits in minutes'],
    unjudged: token(grants()),
    why: 'every token is opaque',
  },
  'rfc/endpoint': {
    held: [['token', grants(), url('https://acme.test/token')]],
    broken: [['token', grants(), url('https://acme.test/token#top')]],
    shows: ['token', '', 'https, without a fragment', 'https and a fragment'],
    unjudged: [['token', grants(), url('http://127.0.0.1:4010/token')]],
    why: 'the endpoint is on this machine',
  },
  'rfc/redirect': {
    held: token(grants()),
    broken: token(answerWith({ status: 307 })),
    shows: ['token', '', 'an answer', 'status 307'],
    unjudged: [['token-basic', grants()]],
    why: 'no token request and no refusal was selected',
  },
  'rfc/basic': {
    held: [...token(grants()), ['token-basic', grants()]],
    broken: [...token(grants()), ['token-basic', refuses('invalid_client', 401)]],
    shows: ['token-basic', '', 'a token', 'status 401 invalid_client'],
    unjudged: token(grants()),
    why: 'no case of this provider sends Basic with its credentials',
  },
  'rfc/credentials-in-url': {
    held: [
      ['unknown-client', refuses('invalid_client')],
      ['missing-parameter-client-id', refuses('invalid_request')],
      ['credentials-in-query', refuses('invalid_request')],
    ],
    broken: [
      ['unknown-client', refuses('invalid_client')],
      ['missing-parameter-client-id', refuses('invalid_request')],
      ['credentials-in-query', refuses('invalid_client')],
    ],
    shows: [
      'credentials-in-query',
      '',
      'credentials in the query are not read',
      'status 400 invalid_client, as for an unknown client',
    ],
    unjudged: [
      ['unknown-client', refuses('invalid_client')],
      ['missing-parameter-client-id', refuses('invalid_client')],
      ['credentials-in-query', refuses('invalid_client')],
    ],
    why: 'an unknown client and a missing client_id get the same answer',
  },
  'rfc/unknown-parameter': {
    held: [...token(grants()), ['extra-parameter', grants()]],
    broken: [...token(grants()), ['extra-parameter', refuses('invalid_request')]],
    shows: ['extra-parameter', '', 'a token', 'status 400 invalid_request'],
    unjudged: [...token(refuses('invalid_request')), ['extra-parameter', refuses('invalid_request')]],
    why: 'not even the canonical request got a token',
  },
  'rfc/empty-parameter': {
    held: [
      ['missing-parameter-scope', refuses('invalid_scope')],
      ['empty-scope', refuses('invalid_scope')],
    ],
    broken: [
      ['missing-parameter-scope', grants()],
      ['empty-scope', refuses('invalid_scope')],
    ],
    shows: ['empty-scope', '', 'status 200 and a token, as without scope', 'status 400 invalid_scope'],
    unjudged: [['empty-scope', refuses('invalid_scope')]],
    why: 'no answer to a request without scope to compare with',
  },
  'rfc/error-status': {
    held: [['unknown-client', refuses('invalid_client', 401)]],
    broken: [['unknown-client', refuses('invalid_client', 403)]],
    shows: ['unknown-client', '', 'status 401 or 400', 'status 403'],
    unjudged: [['unknown-client', refuses('invalid_client', 500)]],
    why: 'status 500 is no refusal',
  },
  'rfc/error-code': {
    held: [['unknown-client', refuses('unauthorized_client')]],
    broken: [['unknown-client', refuses('server_error')]],
    shows: ['unknown-client', '/error', 'an error code of RFC 6749', 'string "server_error"'],
    unjudged: [['wrong-method-get', htmlAnswer(400)]],
    why: 'no refusal was selected',
  },
  'rfc/error-text': {
    held: [['unknown-client', refuses('invalid_client', 400, { error_description: 'No such ‹clientId› here.' })]],
    broken: [['unknown-client', refuses('invalid_client', 400, { error_uri: 'https://acme.test/a b' })]],
    shows: [
      'unknown-client',
      '/error_uri',
      'printable ASCII without quotation marks and backslashes',
      'string "https://acme.test/a b"',
    ],
    unjudged: [['unknown-client', refuses('invalid_client')]],
    why: 'no refusal has an error_description or an error_uri',
  },
  'rfc/rejected-basic': {
    held: [['unknown-client-basic', refuses('invalid_client', 401, {}, challenge)]],
    broken: [['unknown-client-basic', refuses('invalid_client', 400)]],
    shows: [
      'unknown-client-basic',
      '',
      'status 401 with WWW-Authenticate: Basic',
      'status 400 without WWW-Authenticate',
    ],
    unjudged: [['unknown-client', refuses('invalid_client')]],
    why: 'no case of this provider sends an unknown client in Basic',
  },
  'rfc/rejected-client': {
    held: [['unknown-client', refuses('invalid_client')]],
    broken: [['unknown-client', refuses('unauthorized_client', 401)]],
    shows: ['unknown-client', '/error', 'error invalid_client', 'string "unauthorized_client"'],
    unjudged: [['unknown-client', jsonAnswer(401, { error_code: 'unauthorized' })]],
    why: 'the refusal has no error code: see rfc/error-code',
  },
  'rfc/missing-client': {
    held: [['missing-parameter-client-id', refuses('invalid_request')]],
    broken: [['missing-parameter-client-id', refuses('invalid_grant')]],
    shows: [
      'missing-parameter-client-id',
      '/error',
      'error invalid_client or invalid_request',
      'string "invalid_grant"',
    ],
    unjudged: [['missing-parameter-client-id', refuses('invalid_request', 503)]],
    why: 'status 503 is no refusal',
  },
  'rfc/unsupported-grant-type': {
    held: [['unsupported-grant-type', refuses('unsupported_grant_type')]],
    broken: [['unsupported-grant-type', grants()]],
    shows: ['unsupported-grant-type', '', 'error unsupported_grant_type', 'status 200 and a token'],
    unjudged: [['unsupported-grant-type', undefined, { notSent: 'not-asked' }]],
    why: 'not sent to a live host without --observe',
  },
  'rfc/missing-grant-type': {
    held: [['missing-parameter-grant-type', refuses('invalid_request')]],
    broken: [['token-bare', grants()]],
    shows: ['token-bare', '', 'error invalid_request', 'status 200 and a token'],
    unjudged: token(grants()),
    why: 'no case of this provider leaves out grant_type',
  },
  'rfc/repeated-parameter': {
    held: [['repeated-parameter-grant-type', refuses('invalid_request')]],
    broken: [['repeated-parameter-grant-type', grants()]],
    shows: ['repeated-parameter-grant-type', '', 'error invalid_request', 'status 200 and a token'],
    unjudged: [['repeated-parameter-grant-type', refuses('', 429), { inconclusive: 'throttled' }]],
    why: 'throttled',
  },
  'rfc/two-authentications': {
    held: [['two-client-authentications', refuses('invalid_request')]],
    broken: [['two-client-authentications', refuses('invalid_client', 401)]],
    shows: ['two-client-authentications', '/error', 'error invalid_request', 'string "invalid_client"'],
    unjudged: [['two-client-authentications', undefined, { notSent: 'budget' }]],
    why: 'not sent: budget',
  },
  'rfc/missing-scope': {
    held: [['missing-parameter-scope', grants()]],
    broken: [['missing-parameter-scope', refuses('invalid_request')]],
    shows: ['missing-parameter-scope', '/error', 'error invalid_scope', 'string "invalid_request"'],
    unjudged: token(grants()),
    why: 'no case of this provider leaves out a scope',
  },
  'rfc/unknown-scope': {
    held: [['unknown-scope', grants({ scope: 'read' })]],
    broken: [['unknown-scope', refuses('invalid_request')]],
    shows: ['unknown-scope', '/error', 'error invalid_scope', 'string "invalid_request"'],
    unjudged: [['unknown-scope', grants()]],
    why: 'a token without a scope in the answer, which says that the one asked for was granted',
  },
};
