import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join, relative } from 'node:path';
import { schemaProblems } from '../contract/schema-problems.ts';
import { createLeakSearch } from '../door/index.ts';
import { createPace, type Runner, sideBySide } from '../engine/index.ts';
import { createValidate } from '../judge/index.ts';
import { mockApp, startMock } from '../mock/index.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { ProviderReport, Report } from '../model/report.ts';
import { tool } from '../model/tool.ts';
import { UsageError } from '../model/usage-error.ts';
import { collectionPath } from '../postman/index.ts';
import { closingLineOf, type ExitCode, exitCodeOf, exitCodes } from '../report/exit-code.ts';
import { budgetFile } from '../store/budget.ts';
import type { Environment } from '../store/dotenv.ts';
import { appendHistory, historyFile, historyLines, readHistory } from '../store/history.ts';
import { readSchemas } from '../store/schemas.ts';
import { isSameText, readIfPresent } from '../store/text-file.ts';
import { dayOf } from '../store/waivers.ts';
import { readAccepted } from './accepted.ts';
import {
  processEnvironment,
  readEnvironment,
  readVerifyConfig,
  shardInReport,
  type VerifyConfig,
} from './config/index.ts';
import { type ContractOf, contractsWith } from './contracts.ts';
import { printCurl } from './curl.ts';
import type { VerifyFlags } from './flags.ts';
import { historyOf, measuredOf } from './history.ts';
import { createLeakGuard } from './leak-guard.ts';
import { listing } from './list.ts';
import { channelsOf, learnAddresses, ping, sendNotice } from './notify.ts';
import { refuseUnwritable } from './out-folder.ts';
import { ownWords } from './own-words.ts';
import { createProgress } from './progress.ts';
import { absolute, type Io, type Project } from './project.ts';
import { publicSecrets, refuseSecretIn } from './public-secrets.ts';
import type { FlagReading } from './read-flags.ts';
import { reportStopped } from './stopped-run.ts';
import { readBudgets } from './token-budgets.ts';
import { unaskedProvider, type VerifyRun, verifyProvider } from './verify-provider.ts';
import { attempt, writeReports } from './write-reports.ts';

/**
 * `npm run verify`: builds the collections in memory, runs them, judges, reports. Returns the exit code. A run that cannot be
 * made writes reports too: they say why.
 * @throws {UsageError} before anything is sent
 */
export async function verify(
  flags: FlagReading<VerifyFlags>,
  env: Environment,
  io: Io,
  whole: Project,
): Promise<ExitCode> {
  const { list, curl, notify, shard } = flags.values;
  const project = shard === undefined ? whole : { ...whole, reporters: whole.reporters.filter(isOfShard) };
  const places = { root: project.root, cwd: io.cwd, envFiles: flags.values['env-file'] };
  const all = await readEnvironment(env, project.providers, places).then(
    (read) => read.env,
    () => env,
  );
  // Of a sharded run only the merged report tells anybody.
  const toTell = channelsOf(list || curl !== undefined || shard !== undefined ? [] : notify, all);
  if (shard !== undefined && notify.length > 0)
    io.stderr.write('warning: --notify: a shard tells nobody; give it to npm run merge\n');
  await ping(toTell.channels, 'start', io);
  let exitCode: ExitCode = exitCodes.toolFailed;
  try {
    exitCode = await verifyOrThrow(flags, env, io, project, toTell);
  } catch (error) {
    if (error instanceof UsageError) exitCode = exitCodes.usage;
    if (!list && curl === undefined)
      await reportStopped(error, flags, { env, configured: all, io, project, channels: toTell.channels });
    throw error;
  } finally {
    await ping(toTell.channels, exitCode, io);
  }
  return exitCode;
}

/** Annotations of a sharded run come from its merged report. */
const isOfShard = ({ name }: Project['reporters'][number]): boolean => name !== 'github';

async function verifyOrThrow(
  flags: FlagReading<VerifyFlags>,
  env: Environment,
  io: Io,
  project: Project,
  { channels, problems: notifyProblems }: ReturnType<typeof channelsOf>,
): Promise<ExitCode> {
  const { curl, 'user-agent': userAgent } = flags.values;
  const providers = project.providers.map((one) => (userAgent === undefined ? one : { ...one, userAgent }));
  if (curl !== undefined) {
    const problem = flags.problems.get('user-agent');
    if (problem !== undefined) throw new UsageError([problem]);
    return printCurl(curl, io, { providers });
  }
  const schemas = await readSchemas(project.root);
  const contractOf = contractsWith(schemas);
  const environment =
    flags.values.target === 'mock'
      ? processEnvironment(env)
      : await readEnvironment(env, providers, { root: project.root, cwd: io.cwd, envFiles: flags.values['env-file'] });
  const config = readVerifyConfig(flags, {
    providers,
    casesOf: (provider) => contractOf(provider).cases,
    reporters: [...new Set(project.reporters.map(({ name }) => name))],
    environment,
    notifyProblems,
  });
  const warn = (text: string): void => void io.stderr.write(`warning: ${text}\n`);
  if (config.shard?.read !== undefined)
    io.stderr.write(`--shard auto read ${config.shard.read}: shard ${config.shard.number}/${config.shard.of}\n`);
  for (const warning of config.warnings) warn(warning);
  for (const problem of new Set(config.misconfigured.flatMap(({ problems }) => problems)))
    io.stderr.write(`error: ${problem}\n`);
  if (userAgent !== undefined) refuseSecretIn(userAgent, config);
  const out = absolute(config.out, io, project);
  const shownOut = relative(io.cwd, out) || '.';
  /** What earlier runs left in the folder. */
  const readEarlier = async () => ({
    history: await readHistory(join(out, historyFile)),
    budgets: await readBudgets(config, join(out, budgetFile), join(shownOut, budgetFile), warn),
  });
  if (config.list) {
    io.stdout.write(listing(config, await readEarlier()));
    return config.misconfigured.length > 0 ? exitCodes.usage : exitCodes.done;
  }
  const chosen = runnable(config);
  const key = randomBytes(32);
  // newman loads in its worker while the rest is prepared.
  const runners = chosen.length > 0 ? [project.startRunner()] : [];
  try {
    const wrong = schemaProblems(
      chosen.map(({ provider }) => provider),
      schemas,
    );
    if (wrong.length > 0) throw new UsageError(wrong);
    await refuseStale(project, chosen, contractOf);
    for (const warning of publicSecrets(config, contractOf)) warn(warning);
    await refuseUnwritable(out, config.out.path, project.reporters);
    const earlier = await readEarlier();
    const today = new Date();
    const accepted = await readAccepted(project, chosen, config, today);
    const leaks = createLeakSearch();
    learnAddresses(channels, leaks);
    const given = { schemas, contractOf, ...accepted, today: dayOf(today), key, leaks, ...earlier };
    const ran = await run(config, io, project, given, runners);
    const report = config.shard === undefined ? ran : { ...ran, shard: shardInReport(config.shard, env) };
    const guard = createLeakGuard({
      run: key,
      own: leaks,
      runners,
      mayLoseTokens: config.target === 'mock',
      ours: ownWords(report),
      io,
    });
    const entries = historyOf(report, project.providers);
    const { allWritten } = await writeReports(report, {
      config,
      env,
      configured: environment.env,
      io,
      project,
      guard,
      out,
      shownOut,
      history: earlier.history,
      measured: measuredOf(entries, accepted.baselines),
    });
    const lines = await guard.checked(historyFile, historyLines(entries));
    await sendNotice(report, earlier.history, channels, { guard, env, io });
    const isKept =
      lines !== undefined &&
      (await attempt({ configured: environment.env, io, project }, join(shownOut, historyFile), () =>
        appendHistory(join(out, historyFile), lines),
      ));
    const exitCode =
      !allWritten || !isKept
        ? exitCodes.toolFailed
        : io.signal.aborted
          ? exitCodes.interrupted
          : exitCodeOf(report, config.failOn, config.named);
    const hasConsole = config.reporters.length === 0 || config.reporters.includes('console');
    if (hasConsole) io.stdout.write(closingLineOf(exitCode));
    return exitCode;
  } finally {
    for (const runner of runners) runner.forget(key);
    await Promise.all(runners.map((runner) => runner.close()));
  }
}

const runnable = ({ target, selected, live }: VerifyConfig): VerifyConfig['selected'] =>
  target === 'mock' ? selected : selected.filter(({ provider }) => live.some((one) => one.provider === provider));

/** What is verified must be the file that people import, but for the User-Agent that a person asks for. */
async function refuseStale(project: Project, chosen: VerifyConfig['selected'], contractOf: ContractOf): Promise<void> {
  const asCommitted = project.providers.filter(({ id }) => chosen.some(({ provider }) => provider.id === id));
  const problems = await Promise.all(
    asCommitted.map(async (provider) => {
      const path = collectionPath(provider.id);
      const committed = await readIfPresent(join(project.root, path));
      if (committed !== undefined && isSameText(committed, contractOf(provider).collection)) return [];
      return [
        `${path} ${committed === undefined ? 'is not there' : 'is not what the provider file says'}: run npm run build`,
      ];
    }),
  );
  if (problems.flat().length > 0) throw new UsageError(problems.flat());
}

async function run(
  config: VerifyConfig,
  io: Io,
  project: Project,
  given: Pick<
    VerifyRun,
    'schemas' | 'contractOf' | 'baselines' | 'waivers' | 'today' | 'key' | 'leaks' | 'budgets' | 'history'
  >,
  runners: Runner[],
): Promise<Report> {
  const startedAt = new Date();
  const started = performance.now();
  const chosen = runnable(config);
  const validate = createValidate(usedBy(chosen, given.schemas));
  const mock = config.target === 'mock' ? await startMock(mockApp(project.providers), 0) : undefined;
  const progress = createProgress(io.stderr, chosen, {
    intervalMs: config.target === 'mock' ? 0 : config.intervalMs,
    isLogged: config.logsProgress,
  });
  const late = new AbortController();
  const maxTime = setTimeout(
    () => late.abort(`--max-time: the whole run may take ${config.maxTimeMs} ms`),
    config.maxTimeMs,
  );
  const signal = AbortSignal.any([io.signal, late.signal]);
  // Every provider that runs listens to it, in more than one place.
  setMaxListeners(Number.POSITIVE_INFINITY, signal);
  const shared: VerifyRun = {
    ...given,
    config,
    validate,
    pace: createPace(config.intervalMs),
    signal,
    onPlan: progress.plan,
    onExchange: progress.step,
    ...(mock && { mockUrl: mock.url }),
  };
  try {
    const reports = await verifyAll(chosen, runners, project.startRunner, shared);
    const unasked = [
      ...config.skipped.map(({ provider, reason }) => unaskedProvider(provider, 'skipped', reason)),
      ...config.misconfigured.map(({ provider, problems }) =>
        unaskedProvider(provider, 'misconfigured', problems.join('; ')),
      ),
    ];
    return {
      format: 1,
      tool: `${tool.name} ${tool.version}`,
      target: config.target,
      rfc: config.rfc,
      startedAt: startedAt.toISOString(),
      ms: Math.round(performance.now() - started),
      providers: [...reports, ...unasked].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    };
  } finally {
    clearTimeout(maxTime);
    progress.end();
    await mock?.close();
  }
}

/** Leaves out the schemas that no case needs: compiling one takes longer than all that it checks. */
function usedBy(chosen: VerifyConfig['selected'], schemas: Schemas): Schemas {
  const used = new Set(chosen.flatMap(({ cases }) => cases.map(({ response }) => response?.schema)));
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

/** All providers in one worker, as many at once as wait for their hosts. A worker that died is replaced. */
async function verifyAll(
  chosen: VerifyConfig['selected'],
  runners: Runner[],
  startRunner: () => Runner,
  shared: VerifyRun,
): Promise<readonly ProviderReport[]> {
  const runner = (): Runner => {
    const last = runners.at(-1);
    if (last?.isUp() === true) return last;
    const next = startRunner();
    runners.push(next);
    return next;
  };
  const { config, signal } = shared;
  const verifyOne = ({ provider, cases }: VerifyConfig['selected'][number]) =>
    verifyProvider(provider, cases, runner(), shared);
  const results = await sideBySide(chosen, verifyOne, { most: config.concurrency, isBusy: () => runner().isBusy() });
  const reports: ProviderReport[] = [];
  for (const [index, { report, hasCrashed }] of results.entries()) {
    const one = chosen[index];
    // Who made the worker fail is not known: on the mock each is asked again, alone.
    const isAskedAgain = hasCrashed && config.target === 'mock' && !signal.aborted && one !== undefined;
    reports.push(isAskedAgain ? (await verifyOne(one)).report : report);
  }
  return reports;
}
