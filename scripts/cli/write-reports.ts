import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ruleBook } from '../judge/index.ts';
import type { HistoryEntry, Report } from '../model/report.ts';
import type { Measured, Reporter } from '../report/index.ts';
import { appendWhole, UnreadableFile } from '../store/text-file.ts';
import type { Environment, VerifyConfig } from './config/index.ts';
import { crashText } from './crash.ts';
import type { LeakGuard } from './leak-guard.ts';
import { outcomesOnly } from './own-words.ts';
import { printed } from './printer.ts';
import type { Io, Project } from './project.ts';

/** Where reports go, and what is asked before they do. */
export interface Desk {
  readonly config: Pick<VerifyConfig, 'reporters' | 'colors' | 'verbose'>;
  /** Of the process. */
  readonly env: Environment;
  /** What is configured, files included. */
  readonly configured: Environment;
  readonly io: Io;
  readonly project: Project;
  readonly guard: LeakGuard;
  /** The folder of the files, absolute, and as a person would type it. */
  readonly out: string;
  readonly shownOut: string;
  readonly history: readonly HistoryEntry[];
  readonly measured?: Readonly<Record<string, Measured>>;
}

/**
 * Renders the reporters that are wanted, and puts each text where it belongs. One that cannot be written does not keep back the
 * others. In place of a report.json that may not be written stands one with the outcomes alone.
 */
export async function writeReports(report: Report, desk: Desk): Promise<{ readonly allWritten: boolean }> {
  const { config, env, io, project, guard, shownOut, history, measured = {} } = desk;
  const colors = config.colors === 'always' || (config.colors === 'auto' && io.stdout.isTTY === true);
  const options = {
    out: shownOut,
    colors,
    verbose: config.verbose,
    ...(io.stdout.isTTY === true && { columns: io.stdout.columns ?? 80 }),
    history,
    measured,
    rules: ruleBook,
  };
  let allWritten = true;
  for (const reporter of project.reporters.filter((one) => isWanted(one, config, env))) {
    const name = reporter.file ?? reporter.name;
    const place = reporter.file === undefined ? name : join(shownOut, name);
    const written = await attempt(desk, place, async () => {
      const text = await guard.checked(name, reporter.render(report, options));
      if (text !== undefined) await put(reporter, text, desk);
      else {
        allWritten = false;
        await leaveOut(reporter, reporter.render(outcomesOnly(report), options), desk);
      }
    });
    allWritten &&= written;
  }
  return { allWritten };
}

/** Whether it was written; why not is printed: what the system says, or where the tool is wrong the error with its stack, masked. */
export async function attempt(
  { configured, io, project }: Pick<Desk, 'configured' | 'io' | 'project'>,
  place: string,
  write: () => Promise<void>,
): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    const isOfSystem = error instanceof Error && 'syscall' in error;
    const why = isOfSystem ? error.message : crashText(error, configured, project.providers);
    io.stderr.write(`error: ${place} could not be written: ${why}\n`);
    return false;
  }
}

const isSet = (env: Environment, name: string): boolean => (env[name] ?? '') !== '';

const isWanted = ({ name, onlyWith }: Reporter, { reporters }: Desk['config'], env: Environment): boolean =>
  reporters.length === 0 ? onlyWith === undefined || isSet(env, onlyWith) : reporters.includes(name);

async function put(reporter: Reporter, text: string, { env, io, project, out }: Desk): Promise<void> {
  if (reporter.file !== undefined) return project.writeWhole(join(out, reporter.file), text);
  if (reporter.appendTo !== undefined) {
    const path = env[reporter.appendTo] ?? '';
    if (path === '') return;
    return appendWhole(path, text).catch((error: unknown) => {
      if (!(error instanceof UnreadableFile)) throw error;
      io.stderr.write(`warning: ${reporter.appendTo} ${error.message}: nothing was written to it\n`);
    });
  }
  if (reporter.commands === true) (io.stdout.writeCommands ?? io.stdout.write)(text);
  else io.stdout.write(printed(text));
}

/** Leaves no file of an earlier run in the place of one that is not written. */
async function leaveOut({ file }: Reporter, outcomes: string, { project, out }: Desk): Promise<void> {
  if (file === 'report.json') await project.writeWhole(join(out, file), outcomes);
  else if (file !== undefined) await rm(join(out, file), { force: true });
}
