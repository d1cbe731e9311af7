import { expect, test } from 'vitest';
import { caseChecks, rfcChecks } from '../../scripts/judge/checks.ts';
import { baselineRules, everyBaselineRule } from '../../scripts/judge/drift/rules.ts';
import { recorded } from '../support/mutated.ts';

/** Sites that should be reported by this rule, and of those the ones that are not. */
function survivorsOf(rule: string): { readonly expected: number; readonly survivors: readonly string[] } {
  const results = recorded.flatMap(({ sites }) =>
    sites.flatMap(({ site, fresh }) => {
      const wanted = site.expects.find((expectation) => expectation.rule === rule);
      if (wanted === undefined) return [];
      const isCaught = fresh.some((finding) => finding.rule === rule && finding.severity === wanted.severity);
      return [{ id: site.id, isCaught }];
    }),
  );
  return { expected: results.length, survivors: results.filter(({ isCaught }) => !isCaught).map(({ id }) => id) };
}

/** Rules that no single answer can break: they judge the connection, the address, the tool, or several answers. */
const elsewhere: readonly string[] = [
  'run/judges-disagree',
  'run/malformed-http',
  'rfc/endpoint',
  'rfc/tls-version',
  'baseline/member-optional',
  'baseline/value-added',
];
const rules = [
  ...caseChecks.map(({ rule }) => rule),
  ...rfcChecks.map(({ rule }) => rule),
  ...everyBaselineRule.filter((rule) => baselineRules[rule].grade !== 'info'),
].filter((rule) => !elsewhere.includes(rule));

test.each(rules)('%s reports every mutation that it must report', (rule) => {
  const { expected, survivors } = survivorsOf(rule);
  expect(expected).toBeGreaterThan(0);
  expect(survivors).toEqual([]);
});
