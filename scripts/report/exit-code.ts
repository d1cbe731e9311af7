import type { Severity } from '../model/finding.ts';
import type { Outcome, Report } from '../model/report.ts';
import { counts, hasScriptError, isAtLeast, providerFindings } from './reading.ts';

/**
 * The exit codes of every command. The table of the README says the same:
 *
 * | exit code | means |
 * | --- | --- |
 * | 0 | the contract holds; other commands: done |
 * | 1 | the contract is broken; `build --check`: a file is stale; `mutate`: a survivor or a false alarm |
 * | 2 | usage or configuration: unknown or misconfigured provider, missing variable, stale collection, a baseline or waiver file that is not valid, nothing checked |
 * | 3 | could not be completed: down, throttled, credentials rejected, token budget used. Not drift |
 * | 4 | the tool itself failed, or `merge` lacks a shard |
 * | 130 | interrupted |
 */
export const exitCodes = {
  holds: 0,
  done: 0,
  broken: 1,
  /** `build --check` found a generated file that is not what the provider files say. */
  stale: 1,
  /** `mutate` found a mutation that no check reports, or a harmless one that a check reports. */
  unproven: 1,
  usage: 2,
  incomplete: 3,
  toolFailed: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The meaning of each exit code of a run, in one line. */
export const exitCodesInWords: readonly (readonly [ExitCode, string])[] = [
  [0, 'the contract holds; other commands: done'],
  [1, 'the contract is broken, or an answer drifted in a way that breaks clients'],
  [2, 'usage or configuration: mend the flags, the variables or the files that are named'],
  [3, 'not completed: down, throttled or credentials rejected; this is not drift'],
  [4, 'the tool itself failed, or a shard is missing'],
  [130, 'interrupted'],
];

/** Closes a run that is not 0, as a line, e.g. `Exit code 130: interrupted`. Empty: the code is 0. */
export const closingLineOf = (code: ExitCode): string =>
  exitCodesInWords
    .flatMap(([one, words]) => (one === code && one !== 0 ? [`Exit code ${one}: ${words}\n`] : []))
    .join('');

/** The exit code that an outcome leads to by itself. `undefined`: the findings decide. */
const codeOfOutcome: Readonly<Record<Outcome, ExitCode | undefined>> = {
  held: undefined,
  broken: undefined,
  flaky: undefined,
  skipped: undefined,
  misconfigured: exitCodes.usage,
  down: exitCodes.incomplete,
  throttled: exitCodes.incomplete,
  'credentials-rejected': exitCodes.incomplete,
  'grant-not-allowed': exitCodes.incomplete,
  interrupted: exitCodes.incomplete,
};

/**
 * The exit code of a run. The first of these that applies: tool failed, broken, misconfigured (`usage`), incomplete, nothing checked (`usage`), holds.
 * A provider whose token budget is used makes the run incomplete if `named` has its id, because it was asked for, or if nothing
 * else was checked. Otherwise the rest of a nightly run decides.
 */
export function exitCodeOf(report: Report, failOn: Severity, named: readonly string[] = []): ExitCode {
  const { providers } = report;
  if (report.missing !== undefined) return exitCodes.toolFailed;
  if (providers.some(({ cases }) => cases.some(hasScriptError))) return exitCodes.toolFailed;
  if (
    providers.some((provider) =>
      providerFindings(provider).some((finding) => counts(finding, report) && isAtLeast(finding.severity, failOn)),
    )
  )
    return exitCodes.broken;
  const ofOutcomes = providers.flatMap(({ outcome }) => codeOfOutcome[outcome] ?? []);
  if (ofOutcomes.length > 0) return ofOutcomes.includes(exitCodes.usage) ? exitCodes.usage : exitCodes.incomplete;
  const isChecked = providers.some(({ cases }) => cases.some(({ exchange }) => exchange.attempts.length > 0));
  const waiting = providers.filter(({ outcome, budget }) => outcome === 'skipped' && budget !== undefined);
  if (waiting.some(({ id }) => !isChecked || named.includes(id))) return exitCodes.incomplete;
  // Whether anything was checked at all, only the merged report of all shards can say.
  return isChecked || report.shard !== undefined ? exitCodes.holds : exitCodes.usage;
}
