import { describe, expect, test } from 'vitest';
import { baselineRows } from '../../scripts/judge/baseline-rows.ts';
import { everyBaselineRule } from '../../scripts/judge/drift/index.ts';
import { caseChecks } from '../../scripts/judge/index.ts';
import { rfcChecks } from '../../scripts/judge/rfc.ts';
import { everyJudge, freshFindings, type Judges, recorded } from '../support/mutated.ts';

/** Sites that should be reported by this rule, and of those the ones that are not. */
function survivorsOf(
  rule: string,
  judges: Judges,
): { readonly expected: number; readonly survivors: readonly string[] } {
  const results = recorded.flatMap(({ sites, judged }) =>
    sites.flatMap(({ site, before, mutated }) => {
      const wanted = site.expects.find((expectation) => expectation.rule === rule);
      if (wanted === undefined) return [];
      const fresh = freshFindings(before, mutated, judged, judges);
      return [
        {
          id: site.id,
          isCaught: fresh.some((finding) => finding.rule === rule && finding.severity === wanted.severity),
        },
      ];
    }),
  );
  return { expected: results.length, survivors: results.filter(({ isCaught }) => !isCaught).map(({ id }) => id) };
}

/** Rules that no answer can break: they speak of the connection, the address, or the tool; or of what needs more than one answer. */
const elsewhere: readonly string[] = [
  'run/judges-disagree',
  'run/malformed-http',
  'rfc/endpoint',
  'baseline/member-optional',
  'baseline/value-added',
];
const rules = [
  ...caseChecks.map(({ rule }) => rule),
  ...rfcChecks.map(({ rule }) => rule),
  ...everyBaselineRule.filter((rule) => baselineRows[rule].grade !== 'info'),
].filter((rule) => !elsewhere.includes(rule));

describe('without its check a mutation survives', () => {
  test.each(rules)('%s', (rule) => {
    const whole = survivorsOf(rule, everyJudge);
    expect(whole.expected).toBeGreaterThan(0);
    expect(whole.survivors).toEqual([]);
    const without = survivorsOf(rule, {
      cases: caseChecks.filter((check) => check.rule !== rule),
      rfc: rfcChecks.filter((check) => check.rule !== rule),
      baseline: everyBaselineRule.filter((one) => one !== rule),
    });
    expect(without.survivors).toHaveLength(whole.expected);
  });
});
