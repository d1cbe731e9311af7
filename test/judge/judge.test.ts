import { describe, expect, test } from 'vitest';
import { caseChecks, judge } from '../../scripts/judge/checks.ts';
import { findingOf } from '../../scripts/judge/findings.ts';
import { createValidate } from '../../scripts/judge/index.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { Answer, Attempt, Exchange } from '../../scripts/model/exchange.ts';
import type { Severity } from '../../scripts/model/finding.ts';
import type { Pointer } from '../../scripts/model/provider.ts';
import {
  acme,
  acmeSchemas,
  answerWith,
  failed,
  findingsIn,
  htmlAnswer,
  jsonAnswer,
  observedCase,
  refusalCase,
  requiredCase,
  subjectOf,
  tokenAssertions,
  tokenCase,
} from '../support/exchanges.ts';

const validate = createValidate(acmeSchemas);
const cases = [tokenCase, refusalCase, requiredCase, observedCase];
const judged = (one: Case, answer?: Answer | Attempt, more: Partial<Exchange> = {}) =>
  judge(subjectOf(one, answer, more), validate);

test('one check for each rule that judges a case, in the order of the report', () => {
  expect(caseChecks.map(({ rule }) => rule)).toEqual([
    'docs/refused',
    'docs/status',
    'docs/media-type',
    'docs/schema',
    'docs/value',
    'docs/range',
    'docs/token-format',
    'docs/lifetime',
    'docs/scope',
    'run/redirect',
    'run/too-large',
    'run/encoded',
    'run/too-deep',
    'run/malformed-http',
    'run/echoed-secret',
    'run/oddity',
    'run/token-unusable-text',
    'run/beyond-bound',
    'run/dead-on-arrival',
    'run/lifetime-contradicts',
    'run/judges-disagree',
  ]);
});

test('a documented answer: what is asserted holds, and then what is said of the run', () => {
  const asserted: readonly string[] = tokenAssertions.map(({ rule }) => rule);
  const judgements = judged(tokenCase, answerWith()).filter(
    ({ rule }) => asserted.includes(rule) || rule.startsWith('run/'),
  );
  expect(judgements.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
    'docs/status held',
    'docs/media-type held',
    'docs/schema held',
    'docs/value held',
    'run/redirect held',
    'run/too-large held',
    'run/encoded held',
    'run/too-deep held',
    'run/malformed-http held',
    'run/echoed-secret held',
    'run/oddity held',
    'run/token-unusable-text not-judged',
    'run/beyond-bound held',
    'run/dead-on-arrival held',
    'run/lifetime-contradicts held',
    'run/judges-disagree held',
  ]);
});

test('a 404 page in place of a token is one finding, not one for each member', () => {
  const sandbox = tokenCase.assertions.map(({ title }) => ({ title, passed: false }));
  expect(findingsIn(judged(tokenCase, htmlAnswer(404), { sandbox })).map(({ rule }) => rule)).toEqual(['docs/status']);
});

test.each(['down', 'credentials-rejected', 'throttled', 'interrupted'] as const)(
  'an answer that is inconclusive (%s) judges nothing',
  (inconclusive) => {
    const judgements = judged(tokenCase, jsonAnswer(429, {}), { inconclusive });
    expect(judgements.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['docs/status', 'run/judges-disagree']));
    expect(judgements).toEqual(judgements.map(({ rule }) => ({ rule, outcome: 'not-judged', why: inconclusive })));
  },
);

test.each(cases)('$id: silence is not a pass', (one) => {
  for (const answer of [undefined, failed('dns')])
    expect(judged(one, answer).filter(({ outcome }) => outcome !== 'not-judged')).toEqual([]);
});

test.each<[string, Answer | Attempt, readonly string[]]>([
  ['a page', htmlAnswer(500), []],
  ['a redirect', answerWith({ status: 307 }), ['run/redirect warning']],
  ['too much', failed('too-large'), ['run/too-large warning']],
  ['compressed', failed('encoded'), ['run/encoded warning']],
  ['no HTTP', failed('malformed-http'), ['run/malformed-http warning']],
])('an observed case that gets %s is never an error', (_, answer, findings) => {
  const found = findingsIn(judged(observedCase, answer, { sandbox: [] }));
  expect(found.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(findings);
});

test.each<[Answer['mockBasis'], string]>([
  ['documented', 'mock-documented'],
  ['assumed', 'mock-assumed'],
  [undefined, 'provider'],
])('what holds on an answer that the mock calls %s is evidence of kind %s', (mockBasis, evidence) => {
  const [first] = judged(tokenCase, answerWith(mockBasis && { mockBasis }));
  expect(first).toEqual({ rule: 'docs/status', outcome: 'held', evidence });
});

describe('a finding', () => {
  const finding = (at: Pointer, one: Case = tokenCase, severity: Severity = 'error') =>
    findingOf('docs/schema', severity, { ...subjectOf(one), provider: acme }, { at, expected: 'a', actual: 'b' });

  // Waivers name fingerprints: one that changes with a release waives nothing any more.
  test('keeps its fingerprint', () => {
    const { fingerprint, was } = finding('/grants/0/id');
    expect([fingerprint, was]).toEqual(['12776887b758', ['2ab6df462551']]);
  });

  test.each<[string, boolean, Pointer, Pointer, Case, Case]>([
    ['of another element of the same list', true, '/grants/0/id', '/grants/12/id', tokenCase, tokenCase],
    ['of a last element', true, '/grants/0', '/grants/1', tokenCase, tokenCase],
    ['of another pointer', false, '/a', '/b', tokenCase, tokenCase],
    ['of a member whose name holds a number', false, '/grant0', '/grant1', tokenCase, tokenCase],
    ['of a refusal and of a token response', false, '/a', '/a', tokenCase, requiredCase],
    ['of two refusals', true, '/a', '/a', refusalCase, requiredCase],
  ])('%s has the same fingerprint: %s', (_, same, at, otherAt, one, other) => {
    expect(finding(at, one).fingerprint === finding(otherAt, other).fingerprint).toBe(same);
  });

  test('has a fingerprint of its own for each provider and rule', () => {
    const subject = subjectOf(tokenCase);
    const mismatch = { at: '', expected: 'a', actual: 'b' } as const;
    const fingerprints = [
      findingOf('docs/schema', 'error', subject, mismatch),
      findingOf('docs/value', 'error', subject, mismatch),
      findingOf('docs/schema', 'error', { ...subject, provider: { ...acme, id: 'other' } }, mismatch),
      findingOf('docs/schema', 'warning', subject, { ...mismatch, expected: 'c', actual: 'd' }),
    ].map(({ fingerprint }) => fingerprint);
    expect(fingerprints[3]).toBe(fingerprints[0]);
    expect(new Set(fingerprints).size).toBe(3);
  });

  test.each<[Case, Severity, Severity]>([
    [tokenCase, 'error', 'error'],
    [observedCase, 'error', 'warning'],
    [observedCase, 'info', 'info'],
  ])('of $id that is an %s is reported as %s', (one, severity, reported) => {
    expect(finding('', one, severity).severity).toBe(reported);
  });

  test('quotes its source', () => {
    const source = { doc: 'errors', at: 'Errors', quote: 'An unknown client gets 401.' };
    const mismatch = { at: '', expected: 'a', actual: 'b' } as const;
    expect(findingOf('docs/status', 'error', subjectOf(tokenCase), mismatch, source).source).toEqual({
      title: 'Acme: Errors',
      at: 'Errors',
      quote: 'An unknown client gets 401.',
    });
  });
});
