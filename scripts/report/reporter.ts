import type { Report } from '../model/report.ts';

export interface RenderOptions {
  /** The folder of the report's files, as a person would type it. */
  readonly out: string;
  readonly colors: boolean;
  readonly verbose: boolean;
}

/** Every reporter has this one signature, and judges nothing. */
export interface Reporter {
  readonly name: string;
  /** The file below `--out`; absent: it goes to standard output. */
  readonly file?: string;
  render(report: Report, options: RenderOptions): string;
}
