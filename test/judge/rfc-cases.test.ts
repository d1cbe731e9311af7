import { expect, test } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { type RfcRule, rfcRules } from '../../scripts/judge/rules.ts';
import { exchangeOf } from '../support/exchanges.ts';
import { emca } from './rfc-rows.ts';

const tokens = ['token', 'token-bare'];
/** Not the refusals of HTTP itself: another method. */
const refusals = [
  'unknown-client',
  'missing-parameter-client-id',
  'missing-parameter-grant-type',
  'missing-parameter-scope',
  'unsupported-grant-type',
  'unknown-scope',
  'wrong-secret',
  'wrong-media-type-text-plain',
  'empty-body',
  'repeated-parameter-grant-type',
  'repeated-parameter-scope',
  'repeated-parameter-client-id',
  'repeated-parameter-client-secret',
  'credentials-in-query',
  'unknown-client-basic',
  'two-client-authentications',
];
const repetitions = [
  'repeated-parameter-grant-type',
  'repeated-parameter-scope',
  'repeated-parameter-client-id',
  'repeated-parameter-client-secret',
];
const faultless = ['token', 'token-bare', 'refused', 'token-basic', 'extra-parameter', 'empty-scope', 'basic-scheme'];
const all = [...faultless, ...refusals, 'wrong-method-get', 'token-by-get'];

/** By hand: the requests whose answers can show a row. */
const shownBy: Readonly<Record<RfcRule, readonly string[]>> = {
  'rfc/success-status': tokens,
  'rfc/access-token': tokens,
  'rfc/top-level': tokens,
  'rfc/token-type': tokens,
  'rfc/bearer-token': tokens,
  'rfc/expires-in': tokens,
  'rfc/expires-in-digits': tokens,
  'rfc/plausible-lifetime': tokens,
  'rfc/short-lifetime': tokens,
  'rfc/scope': tokens,
  'rfc/refresh-token': tokens,
  'rfc/media-type': [...tokens, ...refusals],
  'rfc/repeated-member': [...tokens, ...refusals],
  'rfc/cache-control': tokens,
  'rfc/pragma': tokens,
  'rfc/tokens-differ': faultless,
  'rfc/token-strength': tokens,
  'rfc/jwt-alg': tokens,
  'rfc/jwt-times': tokens,
  'rfc/endpoint': tokens,
  'rfc/redirect': [...tokens, ...refusals],
  'rfc/basic': ['token-basic'],
  'rfc/only-post': ['token-by-get'],
  'rfc/credentials-in-url': ['credentials-in-query'],
  'rfc/unknown-parameter': ['extra-parameter'],
  'rfc/empty-parameter': ['empty-scope'],
  'rfc/error-status': refusals.filter((slug) => slug !== 'unknown-client-basic'),
  'rfc/error-code': refusals,
  'rfc/error-text': refusals,
  'rfc/rejected-basic': ['unknown-client-basic'],
  'rfc/rejected-client': ['unknown-client'],
  'rfc/missing-client': ['missing-parameter-client-id'],
  'rfc/unsupported-grant-type': ['unsupported-grant-type'],
  'rfc/missing-grant-type': ['token-bare', 'missing-parameter-grant-type'],
  'rfc/repeated-parameter': repetitions,
  'rfc/repetition-granted': repetitions,
  'rfc/two-authentications': ['two-client-authentications'],
  'rfc/missing-scope': ['missing-parameter-scope'],
  'rfc/unknown-scope': ['unknown-scope'],
  'rfc/challenge': all,
  'rfc/challenge-realm': all,
  'rfc/scheme-case': ['basic-scheme'],
  'rfc/tls-version': all,
};

const subjects = casesOf(emca).map((one) => ({ provider: emca, case: one, exchange: exchangeOf(one, []) }));

test.each(Object.entries(rfcRules))('%s is shown by its requests and by no others', (rule, { cases }) => {
  const shown = subjects.filter(cases).map((subject) => subject.case.id.slice('acme/'.length));
  const wanted = Object.entries(shownBy).find(([name]) => name === rule)?.[1];
  expect(shown.toSorted()).toEqual(wanted?.toSorted());
});
