import type { Severity } from '../model/finding.ts';
import type { Outcome, Report } from '../model/report.ts';
import { counts, hasScriptError, isAtLeast, providerFindings } from './reading.ts';

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

const incomplete: readonly Outcome[] = ['down', 'throttled', 'credentials-rejected', 'interrupted'];

/** 4: the tool failed. 1: the contract is broken. 3: the run could not be completed. 2: nothing was checked. In that order. */
export function exitCodeOf(report: Report, failOn: Severity): ExitCode {
  const { providers } = report;
  if (providers.some(({ cases }) => cases.some(hasScriptError))) return 4;
  if (
    providers.some((provider) =>
      providerFindings(provider).some((finding) => counts(finding, report) && isAtLeast(finding.severity, failOn)),
    )
  )
    return 1;
  if (providers.some(({ outcome }) => incomplete.includes(outcome))) return 3;
  return providers.some(({ cases }) => cases.some(({ exchange }) => exchange.attempts.length > 0)) ? 0 : 2;
}
