import { expect, test } from 'vitest';
import type { ClientAuthentication } from '../../scripts/model/provider.ts';
import { realRuns, useRealServers } from '../support/real-runs.ts';
import type { Configuration, RealServerName } from '../support/real-servers.ts';
import { opinionsOf } from './rfc-oracle.ts';

useRealServers();

interface Row {
  readonly name: RealServerName;
  readonly method: ClientAuthentication;
  readonly tokenFormat: Configuration['tokenFormat'];
  /** Each finding was read against the text of the RFC. */
  readonly broken: readonly (readonly [rule: string, severity: 'error', actual: string])[];
  /** Beside {@link unjudgedEverywhere}. */
  readonly unjudged: Readonly<Record<string, string>>;
}

const unjudgedEverywhere = {
  'rfc/endpoint': 'the endpoint is on this machine',
  'rfc/tls-version': 'the connection had no TLS',
};
const opaque = { 'rfc/jwt-alg': 'every token is opaque', 'rfc/jwt-times': 'every token is opaque' };
const underBasic = { 'rfc/rejected-client': 'no case of this provider sends an unknown client in the body' };
const scopeIgnored = {
  'rfc/unknown-scope': 'a token without a scope in the answer, which says that the one asked for was granted',
};
const allGranted = { 'rfc/repeated-parameter': 'it is granted: see rfc/repetition-granted' };
const noChallenge = { 'rfc/challenge-realm': 'no answer has a Basic challenge' };

const noPragma = ['rfc/pragma', 'error', 'no Pragma'] as const;
const bothGranted = ['rfc/two-authentications', 'error', 'status 200 and a token'] as const;
const emptyScopeRefused = ['rfc/empty-parameter', 'error', 'status 400 invalid_scope'] as const;
const jmondiBroken = [
  ['rfc/rejected-basic', 'error', 'status 401 without WWW-Authenticate'],
  ['rfc/missing-grant-type', 'error', 'string "unsupported_grant_type"'],
] as const;
const smallLettersRefused = ['rfc/scheme-case', 'error', 'status 400 invalid_request'] as const;

const rows: readonly Row[] = [
  {
    name: 'oidc',
    method: 'client_secret_post',
    tokenFormat: 'opaque',
    broken: [noPragma, ['rfc/challenge', 'error', 'status 401 without WWW-Authenticate (and 1 other case)']],
    unjudged: { ...opaque, ...scopeIgnored },
  },
  {
    name: 'oidc',
    method: 'client_secret_basic',
    tokenFormat: 'jwt',
    broken: [noPragma],
    unjudged: { ...underBasic, ...scopeIgnored },
  },
  {
    name: 'node-oauth',
    method: 'client_secret_post',
    tokenFormat: 'opaque',
    broken: [
      emptyScopeRefused,
      ['rfc/repeated-parameter', 'error', 'string "invalid_scope" (and 2 other cases)'],
      bothGranted,
    ],
    unjudged: {
      ...opaque,
      'rfc/credentials-in-url': 'an unknown client and a missing client_id get the same answer',
    },
  },
  {
    name: 'node-oauth',
    method: 'client_secret_basic',
    tokenFormat: 'jwt',
    broken: [emptyScopeRefused, ['rfc/repeated-parameter', 'error', 'string "invalid_scope"'], bothGranted],
    unjudged: underBasic,
  },
  {
    name: 'jmondi',
    method: 'client_secret_post',
    tokenFormat: 'jwt',
    broken: [
      ...jmondiBroken,
      ['rfc/repetition-granted', 'error', 'status 200 and a token, with grant_type twice (and 3 other cases)'],
      bothGranted,
      ['rfc/challenge', 'error', 'status 401 without WWW-Authenticate (and 2 other cases)'],
      smallLettersRefused,
    ],
    unjudged: { ...allGranted, ...noChallenge },
  },
  {
    name: 'jmondi',
    method: 'client_secret_basic',
    tokenFormat: 'jwt',
    broken: [
      ...jmondiBroken,
      ['rfc/repetition-granted', 'error', 'status 200 and a token, with grant_type twice (and 1 other case)'],
      bothGranted,
      ['rfc/challenge', 'error', 'status 401 without WWW-Authenticate (and 1 other case)'],
      smallLettersRefused,
    ],
    unjudged: { ...underBasic, ...allGranted, ...noChallenge },
  },
];

test.each(rows)(
  'card and oracle agree on $name with $method',
  async ({ name, method, tokenFormat, broken, unjudged }) => {
    const { verify, url, clientId, clientSecret } = await realRuns(name, method, { tokenFormat });
    const { card } = await verify();
    const address = `${url}/token`;
    const opinions = await opinionsOf({ address, id: clientId, secret: clientSecret, scope: 'api:read', method });
    expect(Object.keys(opinions).toSorted()).toEqual(card.map(({ rule }) => rule).toSorted());
    expect(
      card.flatMap(({ rule, outcome }) => {
        const opinion = opinions[rule];
        return opinion === outcome || opinion === 'open' || outcome === 'not-judged'
          ? []
          : [{ rule, outcome, opinion }];
      }),
    ).toEqual([]);
    expect(
      card.flatMap((row) =>
        row.outcome === 'broken' ? row.findings.map(({ rule, severity, actual }) => [rule, severity, actual]) : [],
      ),
    ).toEqual(broken);
    const reasons = card.flatMap((row) => (row.outcome === 'not-judged' ? [[row.rule, row.why]] : []));
    expect(Object.fromEntries(reasons)).toEqual({ ...unjudgedEverywhere, ...unjudged });
  },
);
