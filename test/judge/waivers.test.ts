import { describe, expect, test } from 'vitest';
import { applyWaivers, waiverJudgements } from '../../scripts/judge/waivers.ts';
import type { Judgement } from '../../scripts/model/finding.ts';
import type { Waiver } from '../../scripts/model/waiver.ts';
import { broken, caseReport, finding, held } from '../report/reports.ts';
import { acme, answered, failed, refusalCase } from '../support/exchanges.ts';

const today = '2026-03-01';
const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  fingerprint: 'aaaaaaaaaaaa',
  of: 'acme/token',
  reason: 'They know.',
  expires: today,
  ...more,
});

describe('applying', () => {
  const [a, b] = [finding({ fingerprint: 'aaaaaaaaaaaa' }), finding({ fingerprint: 'bbbbbbbbbbbb' })];
  test('a waived finding keeps its place and says why', () => {
    expect(applyWaivers([held(), broken(a, b)], [waiver()], today)).toEqual([
      held(),
      broken({ ...a, waiver: { reason: 'They know.', expires: today } }, b),
    ]);
  });
  test('not after its last day', () => {
    expect(applyWaivers([broken(a)], [waiver()], '2026-03-02')).toEqual([broken(a)]);
  });
});

describe('what is wrong with waivers', () => {
  const match = [broken(finding({ fingerprint: 'aaaaaaaaaaaa' }))];
  test.each<[string, Partial<Waiver>, readonly Judgement[], readonly string[]]>([
    ['matched', {}, match, []],
    ['expired and matched', { expires: '2026-02-28' }, match, ['run/expired-waiver']],
    ['expired and unmatched', { expires: '2026-02-28' }, [], ['run/expired-waiver']],
    ['unmatched', {}, [], ['run/unmatched-waiver']],
    ['of a case that got no answer', { of: 'acme/unknown-client' }, [], []],
    ['of a case that was not in the run', { of: 'acme/token-basic' }, [], []],
    ['of another provider', { of: 'other/token', expires: '2026-02-28' }, [], []],
    ['of the provider, unmatched', { of: 'acme' }, [], ['run/unmatched-waiver']],
  ])('%s', (_, more, judgements, wanted) => {
    const cases = [caseReport(judgements, [answered()]), caseReport([], [failed('dns')], { one: refusalCase })];
    const found = waiverJudgements({ provider: acme, cases, judgements: [] }, [waiver(more)], today);
    expect(found.map(({ rule }) => rule)).toEqual(wanted);
  });

  test('a finding of the provider as a whole matches too', () => {
    const judgements = [broken(finding({ fingerprint: 'aaaaaaaaaaaa' }))];
    expect(
      waiverJudgements({ provider: acme, cases: [caseReport()], judgements }, [waiver({ of: 'acme' })], today),
    ).toEqual([]);
  });

  test('each has a fingerprint of its own', () => {
    const [judgement] = waiverJudgements(
      { provider: acme, cases: [caseReport()], judgements: [] },
      [waiver(), waiver({ fingerprint: 'bbbbbbbbbbbb' })],
      today,
    );
    const findings = judgement?.outcome === 'broken' ? judgement.findings : [];
    expect(findings.map(({ severity, expected, actual }) => [severity, expected, actual])).toEqual([
      [
        'warning',
        'a waiver of acme/token that waives something: renew or remove aaaaaaaaaaaa in waivers.json',
        'there is no such finding any more (reason: They know.)',
      ],
      [
        'warning',
        'a waiver of acme/token that waives something: renew or remove bbbbbbbbbbbb in waivers.json',
        'there is no such finding any more (reason: They know.)',
      ],
    ]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});
