import type { Finding, Verdict } from '../model/finding.ts';
import type { Expectation, Site } from './mutation.ts';

/** What a run said of one site. */
export interface Verdicts {
  readonly site: Site;
  /** Those of the unmutated answers left out. */
  readonly findings: readonly Pick<Finding, 'rule' | 'severity' | 'at' | 'actual'>[];
  /** Whether a test of the collection itself failed, for people who only import it. */
  readonly failedInside: boolean;
}

export interface Survivor {
  readonly site: Site;
  /** What should have been reported and was not. */
  readonly missing: readonly Expectation[];
}

export interface Score {
  readonly byVerdict: ReadonlyMap<Verdict, { readonly caught: number; readonly expected: number }>;
  readonly survivors: readonly Survivor[];
  readonly falseAlarms: readonly Verdicts[];
  readonly breaking: number;
  readonly harmless: number;
  /** Breaking sites that the collection's own tests caught. */
  readonly caughtInside: number;
}

const verdicts: readonly Verdict[] = ['docs', 'baseline', 'rfc', 'run'];

const isReported = ({ findings }: Verdicts, { rule, severity }: Expectation): boolean =>
  findings.some((finding) => finding.rule === rule && finding.severity === severity);

/** Only the rule that must report a mutation counts: that another one fired does not save it. */
export function scoreOf(all: readonly Verdicts[]): Score {
  const breaking = all.filter(({ site }) => site.kind === 'breaking');
  const harmless = all.filter(({ site }) => site.kind === 'harmless');
  const expectations = breaking.flatMap((one) => one.site.expects.map((expectation) => ({ one, expectation })));
  return {
    byVerdict: new Map(
      verdicts.map((verdict) => {
        const mine = expectations.filter(({ expectation }) => expectation.rule.startsWith(`${verdict}/`));
        return [
          verdict,
          { caught: mine.filter(({ one, expectation }) => isReported(one, expectation)).length, expected: mine.length },
        ] as const;
      }),
    ),
    survivors: breaking.flatMap((one) => {
      const missing = one.site.expects.filter((expectation) => !isReported(one, expectation));
      return missing.length === 0 ? [] : [{ site: one.site, missing }];
    }),
    falseAlarms: harmless
      .map((one) => ({ ...one, findings: one.findings.filter(({ severity }) => severity !== 'info') }))
      .filter(({ findings, failedInside }) => findings.length > 0 || failedInside),
    breaking: breaking.length,
    harmless: harmless.length,
    caughtInside: breaking.filter(({ failedInside }) => failedInside).length,
  };
}
