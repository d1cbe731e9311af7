import { compare } from '../../../scripts/judge/drift/compare.ts';
import { documentedOf } from '../../../scripts/judge/drift/documented.ts';
import { shapeOf } from '../../../scripts/judge/drift/shape.ts';
import type { ShapeChange } from '../../../scripts/judge/drift/shape-change.ts';
import { lifetimeOf } from '../../../scripts/judge/lifetime.ts';
import type { Case } from '../../../scripts/model/case.ts';
import type { Answer, TokenFacts } from '../../../scripts/model/exchange.ts';
import type { Json, Pointer, Provider } from '../../../scripts/model/provider.ts';
import type { Shape } from '../../../scripts/model/shape.ts';
import { acme, acmeSchemas, jsonAnswer, masked, refusalCase, subjectOf, tokenCase } from '../../support/exchanges.ts';

/** Acme with everything that a drift can be about. `note` is documented, and optional. */
export const drifting: Provider = {
  ...acme,
  token: { ...acme.token, scope: '/scope', expiry: { at: '/expires_in', unit: 'seconds' } },
  variables: { ...acme.variables, scope: { about: 'The scope', mock: 'accountinformation private' } },
  request: { ...acme.request, parameters: { grant_type: 'client_credentials', scope: '{{scope}}' } },
};

export const schemas = {
  ...acmeSchemas,
  'acme/token': {
    type: 'object',
    required: ['access_token', 'token_type', 'expires_in', 'grants', 'scope', 'more'],
    properties: {
      grants: { items: { required: ['id'] } },
      more: { type: 'object', required: ['region'], properties: { region: {}, hint: {} } },
      note: {},
    },
  },
};

export const token = '‹string, 43 characters, #a84269›';

export const factsAt = (at: Pointer | 'body' | 'header', more: Partial<TokenFacts> = {}): TokenFacts => ({
  at,
  kind: 'opaque',
  length: 43,
  vschar: true,
  b64token: true,
  bits: 262,
  id: 'a842690011223344',
  ...more,
});

export const jwtFacts = (more: Partial<NonNullable<TokenFacts['jwt']>> = {}): TokenFacts =>
  factsAt('/access_token', {
    kind: 'jwt',
    jwt: {
      alg: 'RS256',
      headerNames: ['alg', 'kid', 'typ'],
      claimNames: ['aud', 'exp', 'iat', 'sub'],
      iat: 1_767_323_045,
      exp: 1_767_326_645,
      ...more,
    },
  });

export const tokenAnswer: Readonly<Record<string, Json>> = {
  access_token: token,
  token_type: 'Bearer',
  expires_in: 3600,
  scope: 'accountinformation private',
  note: 'short',
  grants: [{ id: 1 }, { id: 2 }],
  more: { region: 'eu', hint: 7 },
};

const noStore: Answer['headers'] = [
  ['content-type', masked('application/json')],
  ['cache-control', masked('no-store')],
];

export const answer = (json: Json, more: Partial<Answer> = {}): Answer =>
  jsonAnswer(200, json, { headers: noStore, tokens: [factsAt('/access_token')], ...more });

export const refusal = (json: Json = { error: 'invalid_client' }, more: Partial<Answer> = {}): Answer =>
  jsonAnswer(401, json, more);

/** Of an answer to the one request of a run. */
export const shapeOfAnswer = (of: Answer, provider: Provider = drifting, one: Case = tokenCase): Shape => {
  const subject = { ...subjectOf(one, of), provider };
  return shapeOf(of, provider, lifetimeOf(subject, { subjects: [subject] }));
};

export const shape = (json: Json, more: Partial<Answer> = {}): Shape => shapeOfAnswer(answer(json, more));

/** The token response with some members set, or left out where the value is `undefined`. */
export const changed = (members: Readonly<Record<string, Json | undefined>>): Json =>
  Object.fromEntries(
    Object.entries({ ...tokenAnswer, ...members }).flatMap(([name, value]): [string, Json][] =>
      value === undefined ? [] : [[name, value]],
    ),
  );

export const without = (...names: readonly string[]): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(tokenAnswer).filter(([name]) => !names.includes(name)));

const compared = (one: Case, before: Answer, after: Answer, provider: Provider): readonly ShapeChange[] =>
  compare(shapeOfAnswer(before, provider, one), shapeOfAnswer(after, provider, one), {
    token: provider.token,
    documented: documentedOf({ case: one }, schemas),
    isRefusal: one.fault !== undefined,
  });

/** What changed between two answers of a case: `rule severity at`, beside the words. */
export const changesBetween = (
  before: Answer,
  after: Answer,
  one: Case = tokenCase,
  provider: Provider = drifting,
): readonly (readonly [string, string])[] =>
  compared(one, before, after, provider).map(({ rule, severity, at, expected, actual }) => [
    `${rule.replace('baseline/', '')} ${severity} ${at}`.trim(),
    `${expected} -> ${actual}`,
  ]);

export const refusalChanges = (before: Answer, after: Answer, one: Case = refusalCase) =>
  changesBetween(before, after, one);
