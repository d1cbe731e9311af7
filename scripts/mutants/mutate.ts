import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { processEnvironment, readVerifyConfig } from '../cli/config/index.ts';
import { contractsWith } from '../cli/contracts.ts';
import { commands } from '../cli/flags.ts';
import type { Io, Project } from '../cli/project.ts';
import { readFlags, unknownNames } from '../cli/read-flags.ts';
import { type VerifyRun, verifyProvider } from '../cli/verify-provider.ts';
import { createLeakSearch } from '../door/index.ts';
import { createPace, type Runner } from '../engine/index.ts';
import { accept, createValidate } from '../judge/index.ts';
import { startMock } from '../mock/index.ts';
import type { Case } from '../model/case.ts';
import type { Finding } from '../model/finding.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { Provider } from '../model/provider.ts';
import type { ProviderReport } from '../model/report.ts';
import type { Baseline } from '../model/shape.ts';
import { UsageError } from '../model/usage-error.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import { readSchemas } from '../store/schemas.ts';
import { dayOf } from '../store/waivers.ts';
import type { MutateFlags } from './flags.ts';
import { type Mutation, mutations, type Site, scoreOf, sitesOf, type Verdicts } from './index.ts';
import { type Mutate, mutatedMock, mutatedProvidersOf } from './mutated-mock.ts';
import { mutationReport, type ProviderScore } from './mutation-report.ts';

/**
 * `npm run mutate`: mutates answers and counts what the checks catch. Returns 1 if a mutation survives or a harmless one raises an alarm.
 * @throws {UsageError} for an unknown provider or mutation
 */
export async function mutate(
  { provider: ids, mutation: names }: MutateFlags,
  io: Io,
  project: Project,
): Promise<ExitCode> {
  const known = project.providers.map(({ id }) => id);
  const catalogue = mutations.map(({ name }) => name);
  const problems = [...unknownNames('provider', ids, known), ...unknownNames('mutation', names, catalogue)];
  if (problems.length > 0) throw new UsageError(problems);
  const chosen = project.providers.filter(({ id }) => ids.length === 0 || ids.includes(id));
  const wanted = mutations.filter(({ name }) => names.length === 0 || names.includes(name));
  const started = performance.now();
  const scores = await mutationScores(chosen, wanted, project, io.signal);
  io.stdout.write(mutationReport(scores, performance.now() - started));
  const isProven = scores.every(({ score }) => score.survivors.length === 0 && score.falseAlarms.length === 0);
  return isProven ? exitCodes.done : exitCodes.unproven;
}

/** Runs every site of the providers through the real pipeline, newman included, in one lane for each core. */
async function mutationScores(
  chosen: readonly Provider[],
  wanted: readonly Mutation[],
  project: Project,
  signal: AbortSignal,
): Promise<readonly ProviderScore[]> {
  const schemas = await readSchemas(project.root);
  const mutatedProviders = (await mutatedProvidersOf(project, chosen)).map((mutated) => ({
    ...mutated,
    sites: sitesOf(mutated, wanted),
  }));
  const queue = mutatedProviders.flatMap(({ provider, cases, sites }) =>
    chunks(sites, 40).map((part) => ({ provider, cases, sites: part })),
  );
  const results = new Map<string, Verdicts[]>();
  const lanes = Array.from({ length: Math.min(availableParallelism(), queue.length) }, async () => {
    const lane = await openLane(chosen, project, schemas, signal);
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const verdicts = await judgeSites(next.provider, next.cases, next.sites, lane);
        results.set(next.provider.id, [...(results.get(next.provider.id) ?? []), ...verdicts]);
      }
    } finally {
      await lane.close();
    }
  });
  await Promise.all(lanes);
  return chosen.map((provider) => ({ provider, score: scoreOf(results.get(provider.id) ?? []) }));
}

const chunks = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

interface Lane {
  /** Sends the cases in this order. The nth answer goes through the nth of `mutations`. */
  run(
    provider: Provider,
    cases: readonly Case[],
    mutations: readonly Mutate[],
    baseline?: Baseline,
  ): Promise<ProviderReport>;
  readonly schemas: Schemas;
  close(): Promise<void>;
}

async function openLane(
  providers: readonly Provider[],
  project: Project,
  schemas: Schemas,
  signal: AbortSignal,
): Promise<Lane> {
  const runner: Runner = project.startRunner();
  let pending: Mutate[] = [];
  const mock = await startMock(
    // The runner sends one request after another, in the order of the collection.
    mutatedMock(providers, (answer) => pending.shift()?.(answer) ?? answer),
    0,
  );
  const contractOf = contractsWith(schemas);
  const casesOf = (provider: Provider): readonly Case[] => contractOf(provider).cases;
  const shared: Omit<VerifyRun, 'baselines'> = {
    config: readVerifyConfig(readFlags(commands.verify.flags), {
      providers,
      casesOf,
      reporters: [],
      environment: processEnvironment({}),
    }),
    contractOf,
    schemas,
    validate: createValidate(schemas),
    key: randomBytes(32),
    pace: createPace(0),
    signal,
    leaks: createLeakSearch(),
    mockUrl: mock.url,
    onPlan: () => undefined,
    onExchange: () => undefined,
    waivers: [],
    budgets: new Map(),
    history: [],
    today: dayOf(new Date()),
  };
  return {
    schemas,
    run: async (provider, cases, mutations, baseline) => {
      pending = [...mutations];
      const baselines = new Map(baseline === undefined ? [] : [[provider.id, baseline]]);
      const { report } = await verifyProvider(provider, cases, runner, { ...shared, baselines });
      return report;
    },
    close: async () => {
      await runner.close();
      await mock.close();
    },
  };
}

const unchanged: Mutate = (answer) => answer;

/** The unmutated answers become the baseline. Their findings are not counted. */
async function judgeSites(
  provider: Provider,
  cases: readonly Case[],
  sites: readonly Site[],
  lane: Lane,
): Promise<readonly Verdicts[]> {
  const sent = cases.filter((one) => sites.some((site) => site.case === one || site.beside.includes(one)));
  const before = await lane.run(
    provider,
    sent,
    sent.map(() => unchanged),
  );
  const usual = new Set(findingsIn(before).map(nameOf));
  const baseline = acceptedRun(provider, before, cases, lane, undefined);
  const verdicts: Verdicts[] = [];
  for (const site of sites) {
    const chosen = cases.filter((one) => site.case === one || site.beside.includes(one));
    let ownBaseline: Baseline | undefined;
    for (const mutate of site.accepted) {
      const run = await lane.run(
        provider,
        chosen,
        chosen.map(() => mutate),
      );
      ownBaseline = acceptedRun(provider, run, cases, lane, ownBaseline);
    }
    const report = await lane.run(
      provider,
      chosen,
      chosen.map((one) => (site.everywhere || one === site.case ? site.mutate : unchanged)),
      ownBaseline ?? baseline,
    );
    const ofSite = report.cases.filter((one) => one.case.id === site.case.id);
    verdicts.push({
      site,
      findings: findingsIn(report).filter((finding) => !usual.has(nameOf(finding))),
      failedInside: ofSite.some(
        ({ exchange }) => exchange.attempts.at(-1)?.kind === 'failed' || exchange.sandbox.some(({ passed }) => !passed),
      ),
    });
  }
  return verdicts;
}

/** The baseline after a run was accepted. Each accepted run is a day later than the one before. */
function acceptedRun(
  provider: Provider,
  { cases, origin = '' }: ProviderReport,
  all: readonly Case[],
  { schemas }: Lane,
  before: Baseline | undefined,
): Baseline {
  const runs = Math.max(0, ...Object.values(before?.cases ?? {}).map(({ observations }) => observations));
  const subjects = all.flatMap((one) => {
    const exchange = cases.find(({ case: { id } }) => id === one.id)?.exchange;
    return exchange === undefined ? [] : [{ provider, case: one, exchange }];
  });
  const at = new Date(runs * 86_400_000).toISOString();
  const known = all.map(({ id }) => id);
  return accept({ provider, subjects, origin, at, before, known, schemas }).baseline;
}

const nameOf = ({ rule, at, actual }: Finding): string => JSON.stringify([rule, at, actual]);

const findingsIn = ({ cases, judgements }: ProviderReport): readonly Finding[] =>
  [...cases.flatMap((one) => one.judgements), ...judgements].flatMap((judgement) =>
    judgement.outcome === 'broken' ? judgement.findings : [],
  );
