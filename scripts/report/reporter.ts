import type { HistoryEntry, Report } from '../model/report.ts';
import type { RuleBook } from '../model/rule.ts';

export interface RenderOptions {
  /** The folder of the report's files, as a person would type it, e.g. `reports`. */
  readonly out: string;
  readonly colors: boolean;
  readonly verbose: boolean;
  /** The width of the terminal. Absent: lines are not broken. */
  readonly columns?: number;
  /** Of every provider, oldest first. It may hold this run already. */
  readonly history: readonly HistoryEntry[];
  /** The words, RFC level and section of every rule. A report holds only the ids of the rules. */
  readonly rules: RuleBook;
  /** By the id of the provider. Absent: nothing is known. */
  readonly measured?: Readonly<Record<string, Measured>>;
}

/** What was measured of a provider beside what its report holds. */
export interface Measured {
  /** Seconds, as the canonical token response says. */
  readonly lifetime?: number;
  /** ISO 8601: the last observation in the accepted baseline. */
  readonly acceptedAt?: string;
}

/** What it takes to write about a provider, apart from the report. */
export type Background = Pick<RenderOptions, 'history' | 'rules' | 'measured'>;

/** One output format. A reporter judges nothing. Without `file` and `appendTo` its text goes to standard output. */
export interface Reporter {
  readonly name: string;
  /** The name of the file in the `--out` folder. */
  readonly file?: string;
  /** The environment variable that names a file to append to. If it is not set, nothing is written. */
  readonly appendTo?: string;
  /** The environment variable that switches the reporter on. If it is not set, `--reporter` must name the reporter. */
  readonly onlyWith?: string;
  /** The text consists of commands to a CI system, so it must not be made inert. */
  readonly commands?: true;
  render(report: Report, options: RenderOptions): string;
}
