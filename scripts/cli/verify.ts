import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { createLeakSearch } from '../door/index.ts';
import { createPace, type Runner, sideBySide } from '../engine/index.ts';
import { createValidate } from '../judge/index.ts';
import { mockApp, startMock } from '../mock/index.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { ProviderReport, Report } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { collectionPath } from '../postman/index.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../report/exit-code.ts';
import { type Environment, withDotenv } from '../store/dotenv.ts';
import { appendHistory, historyFile, historyLines, readHistory } from '../store/history.ts';
import { readSchemas } from '../store/schemas.ts';
import { readIfPresent } from '../store/text-file.ts';
import { dayOf } from '../store/waivers.ts';
import { readAccepted } from './accepted.ts';
import { readVerifyConfig, type VerifyConfig } from './config/index.ts';
import { type ContractOf, contractsWith } from './contracts.ts';
import { printCurl } from './curl.ts';
import type { VerifyFlags } from './flags.ts';
import { historyOf } from './history.ts';
import { createLeakGuard } from './leak-guard.ts';
import { listing } from './list.ts';
import { createProgress } from './progress.ts';
import { type Io, type Project, toolVersion } from './project.ts';
import { publicSecrets } from './public-secrets.ts';
import type { FlagReading } from './read-flags.ts';
import { skippedProvider, type VerifyRun, verifyProvider } from './verify-provider.ts';
import { attempt, writeReports } from './write-reports.ts';

/**
 * `npm run verify`: builds the collections in memory, runs them, judges, reports. Returns the exit code.
 * @throws {UsageError} before anything is sent
 */
export async function verify(
  flags: FlagReading<VerifyFlags>,
  env: Environment,
  io: Io,
  project: Project,
): Promise<ExitCode> {
  if (flags.values.curl !== undefined) return printCurl(flags.values.curl, io, project);
  const schemas = await readSchemas(project.root);
  const contractOf = contractsWith(schemas);
  const config = readVerifyConfig(flags, {
    providers: project.providers,
    casesOf: (provider) => contractOf(provider).cases,
    reporters: [...new Set(project.reporters.map(({ name }) => name))],
    env: await withDotenv(env, project.root),
  });
  for (const warning of config.warnings) io.stderr.write(`warning: ${warning}\n`);
  if (config.list) {
    io.stdout.write(listing(config));
    return exitCodes.done;
  }
  const chosen = runnable(config);
  const key = randomBytes(32);
  // newman loads in its worker while the rest is prepared.
  const runners = chosen.length > 0 ? [project.startRunner()] : [];
  try {
    await refuseStale(project, chosen, contractOf);
    for (const warning of publicSecrets(config, contractOf)) io.stderr.write(`warning: ${warning}\n`);
    const out = resolve(project.root, config.out);
    await refuseUnwritable(out, config.out);
    const today = new Date();
    const accepted = await readAccepted(project, chosen, config, today);
    const history = await readHistory(join(out, historyFile));
    const leaks = createLeakSearch();
    const given = { schemas, contractOf, ...accepted, today: dayOf(today), key, leaks };
    const report = await run(config, io, project, given, runners);
    const guard = createLeakGuard({ run: key, own: leaks, runners, io });
    const shownOut = relative(process.cwd(), out) || '.';
    const { allWritten } = await writeReports(report, {
      config,
      env,
      io,
      project,
      guard,
      out,
      shownOut,
      history,
    });
    const lines = await guard.checked(historyFile, historyLines(historyOf(report, project.providers)));
    const isKept = await attempt({ env, io, project }, join(shownOut, historyFile), () =>
      appendHistory(join(out, historyFile), lines),
    );
    if (guard.hasHit() || !allWritten || !isKept) return exitCodes.toolFailed;
    return io.signal.aborted ? exitCodes.interrupted : exitCodeOf(report, config.failOn);
  } finally {
    for (const runner of runners) runner.forget(key);
    await Promise.all(runners.map((runner) => runner.close()));
  }
}

const runnable = ({ target, selected, live }: VerifyConfig): VerifyConfig['selected'] =>
  target === 'mock' ? selected : selected.filter(({ provider }) => live.some((one) => one.provider === provider));

/** What is verified must be the file that people import. */
async function refuseStale(project: Project, chosen: VerifyConfig['selected'], contractOf: ContractOf): Promise<void> {
  const problems = await Promise.all(
    chosen.map(async ({ provider }) => {
      const path = collectionPath(provider.id);
      const committed = await readIfPresent(join(project.root, path));
      if (committed === contractOf(provider).collection) return [];
      return [
        `${path} ${committed === undefined ? 'is not there' : 'is not what the provider file says'}: run npm run build`,
      ];
    }),
  );
  if (problems.flat().length > 0) throw new UsageError(problems.flat());
}

async function refuseUnwritable(out: string, asTyped: string): Promise<void> {
  const probe = join(out, `.probe-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(out, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
    await access(out);
  } catch (error) {
    throw new UsageError([
      `--out ${asTyped} cannot be written to: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}

async function run(
  config: VerifyConfig,
  io: Io,
  project: Project,
  given: Pick<VerifyRun, 'schemas' | 'contractOf' | 'baselines' | 'waivers' | 'today' | 'key' | 'leaks'>,
  runners: Runner[],
): Promise<Report> {
  const startedAt = new Date();
  const chosen = runnable(config);
  const mock = config.target === 'mock' ? await startMock(mockApp(project.providers), 0) : undefined;
  const progress = createProgress(io.stderr, chosen);
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
    validate: createValidate(usedBy(chosen, given.schemas)),
    pace: createPace(config.intervalMs),
    signal,
    onExchange: progress.step,
    ...(mock && { mockUrl: mock.url }),
  };
  try {
    const reports = await verifyAll(chosen, runners, project.startRunner, shared);
    const skipped = config.skipped.map(({ provider, reason }) => skippedProvider(provider, reason));
    return {
      format: 1,
      tool: await toolVersion(),
      target: config.target,
      rfc: config.rfc,
      startedAt: startedAt.toISOString(),
      ms: Date.now() - startedAt.getTime(),
      providers: [...reports, ...skipped].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
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
