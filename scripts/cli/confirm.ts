import { UsageError } from '../model/usage-error.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import type { Io } from './project.ts';

/**
 * Asks before a file is written. Returns `undefined` for yes, and otherwise the exit code to end with.
 * @throws {UsageError} without `yes` where there is no terminal to ask on
 */
export async function refusal(
  file: string,
  { yes, verb }: { yes: boolean; verb: string },
  io: Io,
): Promise<ExitCode | undefined> {
  if (yes) return undefined;
  if (io.ask === undefined)
    throw new UsageError([`nothing was written: this is no terminal to ask on, so say --yes to ${verb}`]);
  const answer = await io.ask(`Write ${file}? [y/N] `);
  if (io.signal.aborted) return exitCodes.interrupted;
  if (/^y(?:es)?$/i.test(answer.trim())) return undefined;
  io.stdout.write('Nothing was written.\n');
  return exitCodes.done;
}
