import { join, relative } from 'node:path';
import { createLeakSearch } from '../door/index.ts';
import { UsageError } from '../model/usage-error.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../report/exit-code.ts';
import type { Environment } from '../store/dotenv.ts';
import { historyFile, historyLines, readHistory } from '../store/history.ts';
import { readAccepted } from './accepted.ts';
import { colorsOf } from './config/index.ts';
import type { MergeFlags } from './flags.ts';
import { historyOf, measuredOf } from './history.ts';
import { createLeakGuard } from './leak-guard.ts';
import { distinctFolders, earlierHistory, mergedReport, ofOneRun, readShard } from './merged.ts';
import { type Channel, channelsOf, learnAddresses, ping, sendNotice } from './notify.ts';
import { refuseUnwritable } from './out-folder.ts';
import { ownWords } from './own-words.ts';
import { absolute, type Io, type Project } from './project.ts';
import { type FlagReading, problemsInOrder, unknownNames } from './read-flags.ts';
import { attempt, writeReports } from './write-reports.ts';

/**
 * `npm run merge`: makes one report of the shards of a run, tells of it, and returns the exit code that one run would have had, or
 * 4 where a shard is missing. Of each shard it reads the report and the history.
 * @throws {UsageError} for shards that are not of one run
 */
export async function merge(
  reading: FlagReading<MergeFlags>,
  env: Environment,
  io: Io,
  project: Project,
): Promise<ExitCode> {
  const { channels, problems } = channelsOf(reading.values.notify, env);
  const wrong = problemsInOrder(reading, {
    folders: reading.values.folders.length === 0 ? ['name the folder of each shard: npm run merge -- shards/*'] : [],
    reporter: unknownNames('reporter', reading.values.reporter, [
      ...new Set(project.reporters.map(({ name }) => name)),
    ]),
    notify: problems,
  });
  await ping(channels, 'start', io);
  let exitCode: ExitCode = exitCodes.toolFailed;
  try {
    if (wrong.length > 0) throw new UsageError(wrong);
    exitCode = await mergeOrThrow(reading.values, env, io, project, channels);
  } catch (error) {
    if (error instanceof UsageError) exitCode = exitCodes.usage;
    throw error;
  } finally {
    await ping(channels, exitCode, io);
  }
  return exitCode;
}

async function mergeOrThrow(
  flags: Readonly<MergeFlags>,
  env: Environment,
  io: Io,
  project: Project,
  channels: readonly Channel[],
): Promise<ExitCode> {
  const out = absolute(flags.out, io, project);
  const shownOut = relative(io.cwd, out) || '.';
  const paths = await distinctFolders([...flags.folders, shownOut], io.cwd);
  const read = await Promise.all(flags.folders.map((typed, index) => readShard(paths[index] ?? typed, typed)));
  const problems = read.flatMap((one) => ('problem' in one ? [one.problem] : []));
  const [first, ...others] = ofOneRun(read.flatMap((one) => ('problem' in one ? [] : [one])));
  if (first === undefined) throw new UsageError([...problems, 'there is no report of a shard']);
  const runs = [first, ...others] as const;
  await refuseUnwritable(out, flags.out.path, project.reporters);
  const report = mergedReport(runs, problems);
  const earlier = earlierHistory(runs, await readHistory(join(out, historyFile)), report.startedAt);
  const chosen = project.providers
    .filter(({ id }) => report.providers.some((one) => one.id === id))
    .map((provider) => ({ provider, cases: [] }));
  const { baselines } = await readAccepted(project, chosen, report, new Date());
  const entries = historyOf(report, project.providers);
  const own = createLeakSearch();
  learnAddresses(channels, own);
  // The shards have searched their reports for the secrets and tokens that they knew.
  const guard = createLeakGuard({
    run: new Uint8Array(32),
    own,
    runners: [],
    mayLoseTokens: true,
    ours: ownWords(report),
    io,
  });
  const { allWritten } = await writeReports(report, {
    config: { reporters: flags.reporter, colors: colorsOf(env), verbose: false },
    env,
    configured: env,
    io,
    project,
    guard,
    out,
    shownOut,
    history: earlier,
    measured: measuredOf(entries, baselines),
  });
  const lines = await guard.checked(historyFile, historyLines([...earlier, ...entries]));
  await sendNotice(report, earlier, channels, { guard, env, io });
  const isKept =
    lines !== undefined &&
    (await attempt({ configured: env, io, project }, join(shownOut, historyFile), () =>
      project.writeWhole(join(out, historyFile), lines),
    ));
  return allWritten && isKept ? exitCodeOf(report, flags['fail-on']) : exitCodes.toolFailed;
}
