import { describe, expect, test } from 'vitest';
import { accept } from '../../../scripts/judge/drift/accept.ts';
import { judgeDrift } from '../../../scripts/judge/drift/judge.ts';
import type { Case } from '../../../scripts/model/case.ts';
import type { Answer } from '../../../scripts/model/exchange.ts';
import type { Judgement, Subject } from '../../../scripts/model/finding.ts';
import type { Baseline } from '../../../scripts/model/shape.ts';
import { failed, observedCase, refusalCase, subjectOf, tokenCase } from '../../support/exchanges.ts';
import { answer, changed, drifting, factsAt, refusal, schemas, tokenAnswer, without } from './samples.ts';

const origin = 'https://acme.test';
const formCase: Case = { ...tokenCase, id: 'acme/token-form' };
const of = (one: Case, what?: Parameters<typeof subjectOf>[1], more = {}): Subject => ({
  ...subjectOf(one, what, more),
  provider: drifting,
});
const accepted = (...subjects: readonly Subject[]): Baseline =>
  accept({
    provider: drifting,
    subjects,
    origin,
    at: '2026-01-02T03:04:05.000Z',
    before: undefined,
    known: subjects.map((subject) => subject.case.id),
    schemas,
  }).baseline;
const withToken = (id: string): Answer => answer(tokenAnswer, { tokens: [factsAt('/access_token', { id })] });
const judged = (subjects: readonly Subject[], baseline: Baseline | undefined) =>
  judgeDrift(drifting, subjects, { baseline, origin, schemas });
const outcomesInWords = (judgements: readonly Judgement[] = []): readonly string[] =>
  judgements.flatMap((judgement) =>
    judgement.outcome === 'broken'
      ? judgement.findings.map(({ rule, severity }) => `${rule} ${severity}`)
      : [`${judgement.rule} ${judgement.outcome}`],
  );

describe('one case', () => {
  const baseline = accepted(of(tokenCase, withToken('a')), of(observedCase, withToken('b')));
  test.each<[string, Subject, readonly string[]]>([
    ['as accepted', of(tokenCase, withToken('c')), ['baseline/unchanged held']],
    [
      'two changes, the worst rule first',
      of(tokenCase, answer(changed({ token_type: 'bearer', scope: 'private', note: undefined }))),
      ['baseline/scope-shrank error', 'baseline/constant-case warning', 'baseline/optional-member-removed warning'],
    ],
    [
      'observed: a warning at most',
      of(observedCase, answer(changed({ scope: 'private' }))),
      ['baseline/scope-shrank warning'],
    ],
    ['never accepted', of(refusalCase, refusal()), ['baseline/unchanged not-judged']],
    ['not answered', of(tokenCase, failed('dns')), ['baseline/unchanged not-judged']],
    ['not sent', of(tokenCase), ['baseline/unchanged not-judged']],
    [
      'rejected credentials',
      of(tokenCase, refusal(), { inconclusive: 'credentials-rejected' }),
      ['baseline/unchanged not-judged'],
    ],
  ])('%s', (_, subject, wanted) => {
    expect(outcomesInWords(judged([subject], baseline).byCase.get(subject.case.id))).toEqual(wanted);
  });

  test('a finding names what was accepted and when', () => {
    const [judgement] =
      judged([of(tokenCase, answer(changed({ expires_in: 60 })))], baseline).byCase.get('acme/token') ?? [];
    expect(judgement?.outcome === 'broken' ? judgement.findings : []).toEqual([
      {
        rule: 'baseline/lifetime-shorter',
        severity: 'error',
        provider: 'acme',
        case: 'acme/token',
        at: '/expires_in',
        expected: '3600',
        actual: 'expires_in went from 3600 to 60: a factor of 60; minutes instead of seconds?',
        source: { title: 'baselines/acme.json', at: 'seen once, last on 2026-01-02' },
        fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
        was: [expect.stringMatching(/^[\da-f]{12}$/)],
        change: 'acme token responses /expires_in',
      },
    ]);
  });

  test('headers that are lost have fingerprints of their own', () => {
    const both = answer(tokenAnswer);
    const before = accepted(
      of(tokenCase, { ...both, headers: [...both.headers, ['pragma', both.headers[0]?.[1] ?? both.statusText]] }),
    );
    const pragma: Answer = { ...both, headers: [['content-type', both.headers[0]?.[1] ?? both.statusText]] };
    const judgements = judged([of(tokenCase, pragma)], before).byCase.get('acme/token') ?? [];
    const findings = judgements.flatMap((one) => (one.outcome === 'broken' ? one.findings : []));
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  });
});

describe('the provider', () => {
  test('nothing accepted: one finding, and every case says why it is not judged', () => {
    const { byCase, ofProvider } = judged([of(tokenCase, withToken('a')), of(refusalCase)], undefined);
    expect(outcomesInWords(ofProvider)).toEqual(['run/no-baseline warning']);
    expect([...byCase.values()].flat()).toEqual(
      [1, 2].map(() => ({
        rule: 'baseline/unchanged',
        outcome: 'not-judged',
        why: 'no baseline: npm run accept -- --provider acme',
      })),
    );
  });

  test('nothing accepted and nothing answered: no finding', () => {
    expect(judged([of(tokenCase, failed('dns'))], undefined).ofProvider).toEqual([]);
  });

  test.each<[string, before: readonly string[], now: readonly string[], wanted: string]>([
    ['still fresh', ['a', 'b'], ['c', 'd'], 'baseline/token-repeated held'],
    ['repeated now', ['a', 'b'], ['c', 'c'], 'baseline/token-repeated error'],
    ['always repeated', ['a', 'a'], ['c', 'c'], 'baseline/token-repeated held'],
    ['not any more', ['a', 'a'], ['c', 'd'], 'baseline/token-repeated held'],
    ['one token', ['a', 'b'], ['c'], 'baseline/token-repeated not-judged'],
    ['one token was accepted', ['a'], ['c', 'c'], 'baseline/token-repeated not-judged'],
  ])('tokens: %s', (_, before, now, wanted) => {
    const subjects = (ids: readonly string[]): readonly Subject[] =>
      ids.map((id, index) => of(index === 0 ? tokenCase : formCase, withToken(id)));
    expect(outcomesInWords(judged(subjects(now), accepted(...subjects(before))).ofProvider)).toEqual([
      'run/baseline-of-another-host held',
      wanted,
    ]);
  });

  test('another host', () => {
    const baseline = { ...accepted(of(tokenCase, withToken('a'))), origin: 'https://other.test' };
    expect(outcomesInWords(judged([of(tokenCase, withToken('a'))], baseline).ofProvider)[0]).toBe(
      'run/baseline-of-another-host warning',
    );
    const { ofProvider } = judgeDrift(drifting, [], { baseline, schemas });
    expect(outcomesInWords(ofProvider)).toEqual(['baseline/token-repeated not-judged']);
  });
});

describe('a member that is gone', () => {
  const baseline = accepted(
    of(tokenCase, withToken('a')),
    of(formCase, withToken('b')),
    of(refusalCase, refusal({ error: 'x', scope: 'y' })),
  );
  const dropped = of(formCase, answer(without('scope')));
  test.each<[string, Subject, string]>([
    ['and still there in another answer of the kind', of(tokenCase, withToken('c')), 'baseline/member-optional error'],
    ['everywhere', of(tokenCase, answer(without('scope'))), 'baseline/member-removed error'],
    ['and there in what is only observed', of(observedCase, withToken('c')), 'baseline/member-removed error'],
    ['and there in a refusal', of(refusalCase, refusal({ error: 'x', scope: 'y' })), 'baseline/member-removed error'],
  ])('%s', (_, other, wanted) => {
    expect(outcomesInWords(judged([other, dropped], baseline).byCase.get('acme/token-form'))).toEqual([wanted]);
  });
});

test('what is only observed is not measured by what else is observed', () => {
  const other: Case = { ...observedCase, id: 'acme/empty-scope' };
  const baseline = accepted(of(observedCase, withToken('a')), of(other, withToken('b')));
  const subjects = [of(observedCase, answer(without('scope'))), of(other, withToken('c'))];
  expect(outcomesInWords(judged(subjects, baseline).byCase.get(observedCase.id))).toEqual([
    'baseline/member-removed warning',
  ]);
});
