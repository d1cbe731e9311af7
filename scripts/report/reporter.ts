import type { HistoryEntry, Report } from '../model/report.ts';
import type { RuleBook } from '../model/rule.ts';

export interface RenderOptions {
  /** The folder of the report's files, as a person would type it. */
  readonly out: string;
  readonly colors: boolean;
  readonly verbose: boolean;
  /** Of every provider, oldest first; whether this run is in it already does not matter. */
  readonly history: readonly HistoryEntry[];
  /** The texts of the rules: a report holds their ids only. */
  readonly rules: RuleBook;
}

/** What a text about a provider needs beside the report. */
export type Background = Pick<RenderOptions, 'history' | 'rules'>;

/** Every reporter has this one signature, and judges nothing. Without `file` and `appendTo` its text goes to standard output. */
export interface Reporter {
  readonly name: string;
  /** The file below `--out`. */
  readonly file?: string;
  /** The environment variable that names a file to append to; where it is not set, nothing is written. */
  readonly appendTo?: string;
  /** The environment variable without which this reporter must be asked for by name. */
  readonly onlyWith?: string;
  /** Its text is made of commands to a CI system. */
  readonly commands?: true;
  render(report: Report, options: RenderOptions): string;
}
