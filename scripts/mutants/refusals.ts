import type { Case } from '../model/case.ts';
import { isObject } from '../model/pointer.ts';
import type { Json } from '../model/provider.ts';
import { mockClient } from '../model/variables.ts';
import { canonicalOf, isAdvisory, refusalsOf, slugOf } from './documented.ts';
import {
  type Expectation,
  expect,
  type MutatedProvider,
  type Mutation,
  type Place,
  when,
  withBody,
  withHeader,
  withStatus,
} from './mutation.ts';

const token = 'Z3JhbnRlZC10by1ub2JvZHktMDEyMzQ1Njc4OS1hYmM';

/** One refusal of each basis: the basis decides the severity. */
const ofRefusals =
  (place: (one: Case, mutated: MutatedProvider) => Omit<Place, 'case'> | undefined) =>
  (mutated: MutatedProvider): readonly Place[] =>
    refusalsOf(mutated).flatMap((one) => {
      const found = place(one, mutated);
      return found === undefined ? [] : [{ ...found, case: one }];
    });

const isAsserted = ({ basis }: Case): boolean => basis !== 'observed';
const isDocumented = ({ basis }: Case): boolean => basis === 'documented';

/** The rules that must report a refusal that became a grant. */
const grantedInstead = (one: Case): readonly (Expectation | undefined)[] => [
  when(isAsserted(one), 'docs/refused', 'error'),
  expect('baseline/refusal-granted', isAsserted(one) ? 'error' : 'warning'),
];

const withCode = (code: string) =>
  withBody((body): Json => {
    if (!isObject(body)) return body;
    const name = ['error', 'error_code'].find((candidate) => typeof body[candidate] === 'string');
    return name === undefined ? body : { ...body, [name]: code };
  });

/** Whether the mock's answer has an error code: the provider's own, or the RFC's where the provider has none. */
function hasCode({ fault }: Case, { provider }: MutatedProvider): boolean {
  const listed = provider.refusals.find((refusal) => refusal.fault === fault?.name && (refusal.of ?? '') === fault.of);
  const example = listed?.response === undefined ? { error: '' } : provider.responses[listed.response]?.example;
  return isObject(example) && ['error', 'error_code'].some((name) => typeof example[name] === 'string');
}

/** The rows about refused credentials in the body are not about a provider whose requests carry them in Basic. */
const usesBasic = ({ provider }: MutatedProvider): boolean => provider.request.authentication === 'client_secret_basic';

/** An empty scope is compared with none: that of the canonical request, or of a case that leaves it out. */
const canCompareEmptyScope = (mutated: MutatedProvider): boolean =>
  mutated.provider.request.parameters['scope'] === undefined || slugOf(mutated, 'missing-parameter-scope').length > 0;

/** Gives the answer of the case with this slug another error code than the RFC wants. */
const wrongCode =
  (slug: string, rule: `rfc/${string}`, code: string) =>
  (mutated: MutatedProvider): readonly Place[] =>
    slugOf(mutated, slug).map((one) => ({
      case: one,
      mutate: (answer) => ({ ...withStatus(400)(answer), body: JSON.stringify({ error: code }) }),
      expects: [expect(rule, 'info')],
    }));

/** Refuses an observed request that the RFC wants granted. */
const refusedInstead =
  (slug: string, rule: `rfc/${string}`) =>
  (mutated: MutatedProvider): readonly Place[] =>
    slugOf(mutated, slug).map((one) => ({
      case: one,
      beside: [canonicalOf(mutated)],
      mutate: (answer) => ({ ...withStatus(400)(answer), body: JSON.stringify({ error: 'invalid_request' }) }),
      expects: [expect(rule, 'info'), expect('baseline/success-status', 'warning')],
    }));

export const refusalMutations: readonly Mutation[] = [
  {
    name: 'grant-refusal',
    about: 'a request that must be refused gets a token',
    kind: 'breaking',
    sites: ofRefusals((one) => ({
      mutate: (answer) => ({
        ...withStatus(200)(answer),
        body: JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 3600 }),
      }),
      expects: grantedInstead(one),
    })),
  },
  {
    name: 'hide-token-in-refusal',
    about: 'a refusal holds a token in its depths',
    kind: 'breaking',
    sites: ofRefusals((one) => ({
      mutate: withBody((body) => (isObject(body) ? { ...body, debug: { session: [{ access_token: token }] } } : body)),
      expects: grantedInstead(one),
    })),
  },
  {
    name: 'refusal-status',
    about: 'a refusal has another status',
    kind: 'breaking',
    sites: ofRefusals((one) => {
      const documented = isDocumented(one) && !isAdvisory(one, 'status');
      return {
        mutate: withStatus(422),
        expects: [
          when(isDocumented(one), 'docs/status', documented ? 'error' : 'warning'),
          expect('baseline/refusal-changed', documented ? 'error' : 'warning'),
        ],
      };
    }),
  },
  {
    name: 'refusal-code',
    about: 'a refusal has another error code',
    kind: 'breaking',
    sites: ofRefusals((one, mutated) =>
      hasCode(one, mutated)
        ? {
            mutate: withCode('temporarily_unavailable'),
            expects: [
              when(isDocumented(one) && one.response?.values !== undefined, 'docs/value', 'error'),
              expect(
                'baseline/refusal-changed',
                isDocumented(one) && one.response?.values !== undefined ? 'error' : 'warning',
              ),
            ],
          }
        : undefined,
    ),
  },
  {
    name: 'refusal-page',
    about: 'an HTML page stands in place of a refusal',
    kind: 'breaking',
    sites: ofRefusals((one) => ({
      mutate: (answer) => ({ ...withHeader('content-type', 'text/html')(answer), body: '<h1>Forbidden</h1>' }),
      expects: [
        when(isDocumented(one), 'docs/schema', 'error'),
        expect('baseline/media-type', isAsserted(one) ? 'error' : 'warning'),
      ],
    })),
  },
  {
    name: 'refusal-text',
    about: 'a documented text of a refusal is another one',
    kind: 'breaking',
    sites: ofRefusals((one) =>
      one.response?.values?.['/error_description'] === undefined
        ? undefined
        : {
            mutate: withBody((body) => (isObject(body) ? { ...body, error_description: 'Something else' } : body)),
            expects: [expect('docs/value', 'warning')],
          },
    ),
  },
  {
    name: 'echo-secret',
    about: 'a refusal repeats the secret of the request',
    kind: 'breaking',
    sites: (mutated) =>
      slugOf(mutated, 'two-client-authentications').map((one) => ({
        case: one,
        mutate: withBody((body) =>
          isObject(body) ? { ...body, received: mockClient(mutated.provider).secret ?? '' } : body,
        ),
        expects: [expect('run/echoed-secret', 'warning')],
      })),
  },
  {
    name: 'error-outside-list',
    about: 'an error code is none of the list',
    kind: 'breaking',
    sites: wrongCode('missing-parameter-grant-type', 'rfc/error-code', 'oops'),
  },
  {
    name: 'refused-with-teapot',
    about: 'a refusal has a status that nobody specified',
    kind: 'breaking',
    sites: (mutated) =>
      (usesBasic(mutated) ? [] : slugOf(mutated, 'missing-parameter-grant-type')).map((one) => ({
        case: one,
        mutate: withStatus(418),
        expects: [expect('rfc/error-status', 'info')],
      })),
  },
  {
    name: 'error-text-with-quotes',
    about: 'an error text holds characters that it must not',
    kind: 'breaking',
    sites: (mutated) =>
      slugOf(mutated, 'missing-parameter-grant-type').map((one) => ({
        case: one,
        mutate: withBody((body) => (isObject(body) ? { ...body, error_description: 'a "quoted" text' } : body)),
        expects: [expect('rfc/error-text', 'info')],
      })),
  },
  {
    name: 'another-code-for-unknown-client',
    about: 'an unknown client gets another code',
    kind: 'breaking',
    sites: (mutated) =>
      usesBasic(mutated) ? [] : wrongCode('unknown-client', 'rfc/rejected-client', 'invalid_scope')(mutated),
  },
  {
    name: 'another-code-for-missing-client',
    about: 'missing credentials get another code',
    kind: 'breaking',
    sites: wrongCode('missing-parameter-client-id', 'rfc/missing-client', 'invalid_scope'),
  },
  {
    name: 'another-code-for-grant-type',
    about: 'an unknown grant gets another code',
    kind: 'breaking',
    sites: wrongCode('unsupported-grant-type', 'rfc/unsupported-grant-type', 'invalid_request'),
  },
  {
    name: 'another-code-for-missing-grant-type',
    about: 'a missing grant_type gets another code',
    kind: 'breaking',
    sites: wrongCode('missing-parameter-grant-type', 'rfc/missing-grant-type', 'invalid_client'),
  },
  {
    name: 'another-code-for-repetition',
    about: 'a repeated parameter gets another code',
    kind: 'breaking',
    sites: (mutated) =>
      ['grant-type', 'client-id'].flatMap((of) =>
        wrongCode(`repeated-parameter-${of}`, 'rfc/repeated-parameter', 'invalid_client')(mutated),
      ),
  },
  {
    name: 'another-code-for-two-ways',
    about: 'two ways to authenticate get another code',
    kind: 'breaking',
    sites: wrongCode('two-client-authentications', 'rfc/two-authentications', 'invalid_client'),
  },
  {
    name: 'another-code-for-missing-scope',
    about: 'a missing scope gets another code',
    kind: 'breaking',
    sites: wrongCode('missing-parameter-scope', 'rfc/missing-scope', 'invalid_client'),
  },
  {
    name: 'another-code-for-unknown-scope',
    about: 'an unknown scope gets another code',
    kind: 'breaking',
    sites: wrongCode('unknown-scope', 'rfc/unknown-scope', 'invalid_client'),
  },
  {
    name: 'lose-challenge',
    about: 'rejected Basic gets no WWW-Authenticate',
    kind: 'breaking',
    sites: (mutated) =>
      slugOf(mutated, 'unknown-client-basic').map((one) => ({
        case: one,
        mutate: withHeader('www-authenticate', undefined),
        expects: [expect('rfc/rejected-basic', 'info'), expect('baseline/header-lost', 'warning')],
      })),
  },
  {
    name: 'refuse-basic',
    about: 'Basic with the right password is refused',
    kind: 'breaking',
    sites: refusedInstead('token-basic', 'rfc/basic'),
  },
  {
    name: 'refuse-unknown-parameter',
    about: 'an unknown parameter is refused',
    kind: 'breaking',
    sites: refusedInstead('extra-parameter', 'rfc/unknown-parameter'),
  },
  {
    name: 'read-empty-parameter',
    about: 'a parameter without a value is not treated as left out',
    kind: 'breaking',
    sites: (mutated) =>
      (canCompareEmptyScope(mutated) ? slugOf(mutated, 'empty-scope') : []).map((one) => ({
        case: one,
        beside: [canonicalOf(mutated), ...slugOf(mutated, 'missing-parameter-scope')],
        mutate: (answer) => ({ ...withStatus(400)(answer), body: JSON.stringify({ error: 'unauthorized_client' }) }),
        expects: [expect('rfc/empty-parameter', 'info')],
      })),
  },
  {
    name: 'read-credentials-in-query',
    about: 'credentials in the query are read',
    kind: 'breaking',
    sites: (mutated) =>
      slugOf(mutated, 'credentials-in-query').map((one) => ({
        case: one,
        mutate: (answer) => ({ ...withStatus(200)(answer), body: JSON.stringify({ access_token: token }) }),
        expects: [expect('rfc/credentials-in-url', 'info'), expect('baseline/refusal-granted', 'warning')],
      })),
  },
];
