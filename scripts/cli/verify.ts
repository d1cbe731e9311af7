import { randomBytes } from 'node:crypto';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { casesOf } from '../contract/cases.ts';
import { createLeakSearch, createPace, type LeakSearch, type Runner } from '../engine/index.ts';
import { createValidate } from '../judge/index.ts';
import { mockApp, startMock } from '../mock/index.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { ProviderReport, Report } from '../model/report.ts';
import { collectionPath, collectionText } from '../postman/index.ts';
import { type ExitCode, exitCodeOf } from '../report/index.ts';
import { dayOf } from '../store/waivers.ts';
import { readAccepted } from './accepted.ts';
import {
  type Environment,
  readVerifyConfig,
  UsageError,
  type VerifyConfig,
  type VerifyFlags,
  withDotenv,
} from './config/index.ts';
import { appendHistory, historyFile, historyLines, historyOf, readHistory } from './history.ts';
import { createLeakGuard } from './leak-guard.ts';
import { listing } from './list.ts';
import { createProgress } from './progress.ts';
import { type Io, type Project, readIfPresent, readSchemas, toolVersion } from './project.ts';
import { publicSecrets } from './public-secrets.ts';
import { skippedProvider, type VerifyRun, verifyProvider } from './verify-provider.ts';
import { attempt, writeReports } from './write-reports.ts';

/**
 * `npm run verify`: build in memory, run, judge, report. Returns the exit code.
 * @throws {UsageError} for what a person must change before anything is sent
 */
export async function verify(flags: VerifyFlags, env: Environment, io: Io, project: Project): Promise<ExitCode> {
  const config = readVerifyConfig(flags, {
    providers: project.providers,
    casesOf,
    reporters: [...new Set(project.reporters.map(({ name }) => name))],
    env: await withDotenv(env, project.root),
  });
  for (const warning of config.warnings) io.stderr.write(`warning: ${warning}\n`);
  if (config.list) {
    io.stdout.write(listing(config));
    return 0;
  }
  const chosen = runnable(config);
  // newman loads in its worker while the rest is prepared.
  const runners = Array.from({ length: Math.min(config.concurrency, chosen.length) }, () => project.startRunner());
  try {
    const schemas = await readSchemas(project.root);
    await refuseStale(project, chosen, schemas);
    for (const warning of publicSecrets(config, schemas)) io.stderr.write(`warning: ${warning}\n`);
    const out = resolve(project.root, config.out);
    await refuseUnwritable(out, config.out);
    const today = new Date();
    const accepted = await readAccepted(project, chosen, config, today);
    const history = await readHistory(join(out, historyFile));
    const leaks = createLeakSearch();
    const report = await run(config, io, project, { schemas, ...accepted, today: dayOf(today) }, runners, leaks);
    const guard = createLeakGuard(leaks, runners, io);
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
    if (guard.hasHit() || !allWritten || !isKept) return 4;
    return io.signal.aborted ? 130 : exitCodeOf(report, config.failOn);
  } finally {
    await Promise.all(runners.map((runner) => runner.close()));
  }
}

const runnable = ({ target, selected, live }: VerifyConfig): VerifyConfig['selected'] =>
  target === 'mock' ? selected : selected.filter(({ provider }) => live.some((one) => one.provider === provider));

/** The file that people import is the file that is verified. */
async function refuseStale(project: Project, chosen: VerifyConfig['selected'], schemas: Schemas): Promise<void> {
  const problems = await Promise.all(
    chosen.map(async ({ provider }) => {
      const path = collectionPath(provider.id);
      const committed = await readIfPresent(join(project.root, path));
      if (committed === collectionText(provider, casesOf(provider), schemas)) return [];
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
  given: Pick<VerifyRun, 'schemas' | 'baselines' | 'waivers' | 'today'>,
  runners: Runner[],
  leaks: LeakSearch,
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
  const abort = (): void => {
    for (const runner of runners) runner.abort();
  };
  signal.addEventListener('abort', abort, { once: true });
  const shared: VerifyRun = {
    ...given,
    config,
    validate: createValidate(usedBy(chosen, given.schemas)),
    key: randomBytes(32),
    pace: createPace(config.intervalMs),
    signal,
    leaks,
    onExchange: progress.step,
    ...(mock && { mockUrl: mock.url }),
  };
  try {
    const reports = await sideBySide(chosen, runners, project.startRunner, (one, runner) =>
      verifyProvider(one.provider, one.cases, runner, shared),
    );
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

/** Compiling a schema takes longer than anything that is checked by it. */
function usedBy(chosen: VerifyConfig['selected'], schemas: Schemas): Schemas {
  const used = new Set(chosen.flatMap(({ cases }) => cases.map(({ response }) => response?.schema)));
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

/** Each runner takes the next provider as soon as it is free. One that died is replaced, in its place. */
async function sideBySide(
  chosen: VerifyConfig['selected'],
  runners: Runner[],
  startRunner: () => Runner,
  action: (one: VerifyConfig['selected'][number], runner: Runner) => Promise<ProviderReport>,
): Promise<readonly ProviderReport[]> {
  const queue = [...chosen];
  const lanes = runners.map(async (first, index) => {
    const done: ProviderReport[] = [];
    let runner = first;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (!runner.isUp()) {
        await runner.close();
        runner = startRunner();
        runners[index] = runner;
      }
      done.push(await action(next, runner));
    }
    return done;
  });
  return (await Promise.all(lanes)).flat();
}
