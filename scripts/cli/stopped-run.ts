import { relative } from 'node:path';
import { createLeakSearch, createRedactor } from '../door/index.ts';
import type { Report } from '../model/report.ts';
import { tool } from '../model/tool.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Environment } from '../store/dotenv.ts';
import { knownSecrets, resolveShard, shardInReport } from './config/index.ts';
import { crashText } from './crash.ts';
import type { VerifyFlags } from './flags.ts';
import { createLeakGuard } from './leak-guard.ts';
import { type Channel, learnAddresses, sendNotice } from './notify.ts';
import { refuseUnwritable } from './out-folder.ts';
import { ownWords } from './own-words.ts';
import { absolute, type Io, type Project } from './project.ts';
import type { FlagReading } from './read-flags.ts';
import { writeReports } from './write-reports.ts';

interface Place {
  /** Of the process. */
  readonly env: Environment;
  /** What is configured, files included. */
  readonly configured: Environment;
  readonly io: Io;
  readonly project: Project;
  /** Whom to tell. */
  readonly channels: readonly Channel[];
}

/**
 * The reports of a run that ended with this error before any provider was judged, so that whoever reads only the reports learns
 * of it. Where the folder cannot be written to, only what needs no folder is written. Never throws: the error itself matters more.
 */
export async function reportStopped(
  error: unknown,
  { values, problems: flagProblems }: FlagReading<VerifyFlags>,
  { env, configured, io, project, channels }: Place,
): Promise<void> {
  const isUsage = error instanceof UsageError;
  const secrets = knownSecrets(project.providers, configured);
  const addresses = channels.map(({ variable, address }) => ({ variable, value: address.href }));
  const redactor = createRedactor({ secrets: [...secrets, ...addresses], key: new Uint8Array(32) });
  const problems = isUsage ? error.problems : [crashText(error, configured, project.providers)];
  const shard = values.shard === undefined ? undefined : resolveShard(values.shard, configured);
  const report: Report = {
    format: 1,
    tool: `${tool.name} ${tool.version}`,
    target: values.target,
    rfc: values.rfc,
    startedAt: new Date().toISOString(),
    ms: 0,
    providers: [],
    ...(shard !== undefined && !('problem' in shard) && { shard: shardInReport(shard, env) }),
    stopped: {
      kind: isUsage ? 'misconfigured' : 'tool-failed',
      problems: problems.flatMap((problem) => redactor.known(problem).split('\n')),
    },
  };
  const own = createLeakSearch();
  for (const secret of secrets) own.add(secret);
  learnAddresses(channels, own);
  const guard = createLeakGuard({
    run: new Uint8Array(32),
    own,
    runners: [],
    mayLoseTokens: true,
    ours: ownWords(report),
    io,
  });
  const out = absolute(values.out, io, project);
  const hasFolder = !flagProblems.has('out') && (await canWriteTo(out, project.reporters));
  // The console has the error already.
  const reporters = project.reporters.filter(
    ({ name, file }) => name !== 'console' && (file === undefined || hasFolder),
  );
  await writeReports(report, {
    config: { reporters: values.reporter, colors: 'never', verbose: false },
    env,
    configured,
    io,
    project: { ...project, reporters },
    guard,
    out,
    shownOut: relative(io.cwd, out) || '.',
    history: [],
  });
  await sendNotice(report, [], channels, { guard, env, io });
}

const canWriteTo = (out: string, reporters: Project['reporters']): Promise<boolean> =>
  refuseUnwritable(out, out, reporters).then(
    () => true,
    () => false,
  );
