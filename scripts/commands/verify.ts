import { randomBytes } from 'node:crypto';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { casesOf } from '../cases/index.ts';
import { createValidate } from '../checks/index.ts';
import { collectionPath, collectionText, type Schemas } from '../collection/index.ts';
import {
  type Environment,
  readVerifyConfig,
  UsageError,
  type VerifyConfig,
  type VerifyFlags,
  withDotenv,
} from '../config/index.ts';
import { mockApp, startMock } from '../mock/index.ts';
import type { ProviderReport, Report } from '../model/report.ts';
import { type ExitCode, exitCodeOf, type Reporter, reporters } from '../report/index.ts';
import { createPace, type Runner } from '../run/index.ts';
import { listing } from './list.ts';
import { createProgress } from './progress.ts';
import { type Io, type Project, readIfPresent, readSchemas, toolVersion, writeWhole } from './project.ts';
import { skippedProvider, type VerifyRun, verifyProvider } from './verify-provider.ts';

/**
 * `npm run verify`: build in memory, run, judge, report. Returns the exit code.
 * @throws {UsageError} for what a person must change before anything is sent
 */
export async function verify(flags: VerifyFlags, env: Environment, io: Io, project: Project): Promise<ExitCode> {
  const config = readVerifyConfig(flags, {
    providers: project.providers,
    casesOf,
    reporters: reporters.map(({ name }) => name),
    env: await withDotenv(env, project.root),
  });
  for (const warning of config.warnings) io.stderr.write(`warning: ${warning}\n`);
  if (config.list) {
    io.stdout.write(listing(config));
    return 0;
  }
  const chosen = runnable(config);
  // newman loads in its worker while the rest is prepared.
  const runners = Array.from({ length: Math.min(config.concurrency, chosen.length) }, project.startRunner);
  try {
    const schemas = await readSchemas(project.root);
    await refuseStale(project, chosen, schemas);
    const out = resolve(project.root, config.out);
    await refuseUnwritable(out, config.out);
    const report = await run(config, io, project, schemas, runners);
    await write(report, config, io, out, relative(process.cwd(), out) || '.');
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
  schemas: Schemas,
  runners: readonly Runner[],
): Promise<Report> {
  const startedAt = new Date();
  const chosen = runnable(config);
  const mock = config.target === 'mock' ? await startMock(mockApp(project.providers), 0) : undefined;
  const progress = createProgress(io.stderr, chosen);
  const deadline = AbortSignal.timeout(config.maxTimeMs);
  const shared: VerifyRun = {
    config,
    schemas,
    validate: createValidate(schemas),
    key: randomBytes(32),
    pace: createPace(config.intervalMs),
    signal: AbortSignal.any([io.signal, deadline]),
    onExchange: progress.step,
    ...(mock && { mockUrl: mock.url }),
  };
  try {
    const reports = await sideBySide(chosen, runners, (one, runner) =>
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
    progress.end();
    await mock?.close();
  }
}

/** Each runner takes the next provider as soon as it is free. */
async function sideBySide(
  chosen: VerifyConfig['selected'],
  runners: readonly Runner[],
  action: (one: VerifyConfig['selected'][number], runner: Runner) => Promise<ProviderReport>,
): Promise<readonly ProviderReport[]> {
  const queue = [...chosen];
  const lanes = runners.map(async (runner) => {
    const done: ProviderReport[] = [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) done.push(await action(next, runner));
    return done;
  });
  return (await Promise.all(lanes)).flat();
}

async function write(report: Report, config: VerifyConfig, io: Io, out: string, shownOut: string): Promise<void> {
  const wanted = (reporter: Reporter): boolean =>
    config.reporters.length === 0 || config.reporters.includes(reporter.name);
  for (const reporter of reporters.filter(wanted)) {
    const text = reporter.render(report, {
      out: shownOut,
      colors: config.colors && io.stdout.isTTY === true,
      verbose: config.verbose,
    });
    if (reporter.file === undefined) io.stdout.write(text);
    else await writeWhole(join(out, reporter.file), text);
  }
}
