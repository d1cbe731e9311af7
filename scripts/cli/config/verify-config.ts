import type { Case } from '../../model/case.ts';
import type { Severity } from '../../model/finding.ts';
import type { Provider } from '../../model/provider.ts';
import type { RfcMode, Target } from '../../model/report.ts';
import { UsageError } from '../../model/usage-error.ts';
import { clientVariables, environmentName, secretNames } from '../../model/variables.ts';
import type { Environment } from '../../store/dotenv.ts';
import type { Place } from '../flag.ts';
import type { VerifyFlags } from '../flags.ts';
import { type FlagReading, problemsInOrder, unknownNames } from '../read-flags.ts';
import { type ReadEnvironment, variableNames } from './environment.ts';
import { type LiveProvider, readLiveProvider } from './provider-config.ts';
import { proxySecrets } from './proxy.ts';
import { matches, matchesNothing } from './select-cases.ts';
import { placesOf, resolveShard, type Shard } from './shard.ts';

/** The checked configuration of a run. Times are in milliseconds. */
export interface VerifyConfig {
  readonly target: Target;
  readonly selected: readonly { readonly provider: Provider; readonly cases: readonly Case[] }[];
  /** The selected providers that are configured; none on the mock. */
  readonly live: readonly LiveProvider[];
  readonly skipped: readonly { readonly provider: Provider; readonly reason: string }[];
  /** Partly or wrongly configured, and not named by `--provider`: the others run. */
  readonly misconfigured: readonly { readonly provider: Provider; readonly problems: readonly string[] }[];
  readonly warnings: readonly string[];
  /** What `--provider` names. */
  readonly named: readonly string[];
  /** This run asks only the providers of one shard. Absent: it asks all. */
  readonly shard?: Shard;
  readonly caseGlobs: readonly string[];
  readonly reporters: readonly string[];
  readonly observe: boolean;
  readonly list: boolean;
  readonly out: Place;
  readonly failOn: Severity;
  readonly rfc: RfcMode;
  readonly timeoutMs: number;
  readonly maxTimeMs: number;
  readonly retries: number;
  readonly intervalMs: number;
  readonly concurrency: number;
  readonly verbose: boolean;
  /** CI is set: a log without a terminal says how far the run is. */
  readonly logsProgress: boolean;
  /** FORCE_COLOR, then NO_COLOR. `auto`: on a terminal. */
  readonly colors: 'always' | 'auto' | 'never';
}

export interface VerifyContext {
  readonly providers: readonly Provider[];
  readonly casesOf: (provider: Provider) => readonly Case[];
  readonly reporters: readonly string[];
  readonly environment: ReadEnvironment;
  /** What is wrong with the variables that `--notify` names. */
  readonly notifyProblems?: readonly string[];
}

/**
 * Checks the flags against what there is, and the environment against the flags.
 * @throws {UsageError} with every problem: those of the flags in the order of `--help`, then those of the environment
 */
export function readVerifyConfig(reading: FlagReading<VerifyFlags>, context: VerifyContext): VerifyConfig {
  const flags = reading.values;
  const named = flags.provider.length > 0;
  const chosen = context.providers.filter(({ id }) => !named || flags.provider.includes(id));
  const everyCase = chosen.flatMap(context.casesOf);
  const knownIds = context.providers.map(({ id }) => id);
  const env = context.environment.env;
  const wanted = flags.shard === undefined ? undefined : resolveShard(flags.shard, env);
  const shard: Shard | undefined =
    wanted === undefined || 'problem' in wanted
      ? undefined
      : { ...wanted, placeOf: placesOf(context.providers, flags.target, env, wanted.of) };
  const isHere = ({ id }: Pick<Provider, 'id'>): boolean =>
    shard === undefined || shard.placeOf.get(id) === shard.number;
  const selecting = {
    provider: [
      ...unknownNames('provider', flags.provider, knownIds),
      ...(named ? chosen : [])
        .filter((one) => !isHere(one))
        .map(
          ({ id }) =>
            `--provider ${id}: is in shard ${shard?.placeOf.get(id)}/${shard?.of}, not in ${shard?.number}/${shard?.of}`,
        ),
    ],
    case: flags.case
      .filter((glob) => chosen.length > 0 && !everyCase.some((one) => matches(glob, one)))
      .map((glob) => matchesNothing('case', glob, everyCase)),
  };
  const ofFlags = problemsInOrder(reading, {
    ...selecting,
    shard: wanted !== undefined && 'problem' in wanted ? [`--shard auto ${wanted.problem}`] : [],
    reporter: unknownNames('reporter', flags.reporter, context.reporters),
    notify: context.notifyProblems ?? [],
  });
  const selected = chosen
    .filter(isHere)
    .map((provider) => ({
      provider,
      cases: context
        .casesOf(provider)
        .filter((one) => flags.case.length === 0 || flags.case.some((glob) => matches(glob, one))),
    }))
    .filter(({ cases }) => cases.length > 0);

  const { live, skipped, misconfigured, warnings } =
    flags.target === 'sandbox'
      ? readLiveProviders(selected, named, flags, context)
      : { live: [], skipped: [], misconfigured: [], warnings: [] };
  // Where nobody is left to ask, or a provider was named, what is wrong ends the run before anything is sent.
  // Of a shard that has nobody to ask the merged report tells.
  const isStrict = named || (live.length === 0 && shard === undefined) || ofFlags.length > 0;
  const problems = [
    ...(flags.target === 'sandbox' ? context.environment.problems : []),
    // What is wrong with the proxy is wrong for every provider.
    ...new Set(isStrict ? misconfigured.flatMap((one) => one.problems) : []),
  ];
  const isSelectionWrong = Object.values(selecting).flat().length > 0;
  if (
    flags.target === 'sandbox' &&
    shard === undefined &&
    !isSelectionWrong &&
    live.length === 0 &&
    problems.length === 0
  )
    problems.push(noneConfigured(selected[0]?.provider));
  if (ofFlags.length > 0 || problems.length > 0) throw new UsageError([...ofFlags, ...problems], warnings);
  return {
    target: flags.target,
    selected,
    live,
    skipped,
    misconfigured,
    warnings: [...warnings, ...live.flatMap(shortSecrets)],
    named: flags.provider,
    ...(shard && { shard }),
    caseGlobs: flags.case,
    reporters: flags.reporter,
    observe: flags.observe,
    list: flags.list,
    out: flags.out,
    failOn: flags['fail-on'],
    rfc: flags.rfc,
    timeoutMs: flags.timeout,
    maxTimeMs: flags['max-time'],
    retries: flags.retries,
    intervalMs: flags.interval,
    concurrency: flags.concurrency,
    verbose: flags.verbose,
    logsProgress: (context.environment.env['CI'] ?? '') !== '',
    colors: colorsOf(context.environment.env),
  };
}

/** As Node.js reads them: FORCE_COLOR wins, and 0 or false in it turns colours off. */
export function colorsOf({ FORCE_COLOR, NO_COLOR = '' }: Environment): VerifyConfig['colors'] {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR === '0' || FORCE_COLOR === 'false' ? 'never' : 'always';
  return NO_COLOR === '' ? 'auto' : 'never';
}

function readLiveProviders(
  selected: VerifyConfig['selected'],
  named: boolean,
  flags: VerifyFlags,
  { environment, providers, casesOf }: VerifyContext,
): Pick<VerifyConfig, 'live' | 'skipped' | 'misconfigured' | 'warnings'> {
  const rules = {
    named,
    allowProduction: flags['allow-production'],
    intervalMs: flags.interval,
    knownNames: variableNames(providers),
  };
  const readings = selected.map(({ provider }) => ({
    provider,
    reading: readLiveProvider(provider, casesOf(provider), environment, rules),
  }));
  return {
    live: readings.flatMap(({ reading }) => (reading.kind === 'live' ? [reading.live] : [])),
    skipped: readings.flatMap(({ provider, reading }) =>
      reading.kind === 'skipped' ? [{ provider, reason: reading.reason }] : [],
    ),
    misconfigured: readings.flatMap(({ provider, reading }) =>
      reading.kind === 'misconfigured' ? [{ provider, problems: reading.problems }] : [],
    ),
    warnings: [
      ...new Set(
        readings.flatMap(({ reading }) => (reading.kind === 'live' ? reading.live.warnings : reading.warnings)),
      ),
    ],
  };
}

/** Names the client id: unlike the base URL, it never has a default. */
const noneConfigured = (provider: Provider | undefined): string =>
  `no provider is configured: ${provider === undefined ? '' : `set ${environmentName(provider.id, clientVariables(provider).id)} and its like `}(see .env.example), or use --target mock`;

function shortSecrets({ provider, values, proxy }: LiveProvider): readonly string[] {
  const named = secretNames(provider).map((name) => [environmentName(provider.id, name), values[name] ?? ''] as const);
  const password = proxy === undefined ? undefined : proxySecrets(proxy)['proxyPassword'];
  return [...named, ...(password === undefined ? [] : [['The password of the proxy', password] as const])].flatMap(
    ([name, value]) =>
      value.length < 8
        ? [
            `${name} has fewer than 8 characters: it cannot be masked safely, so no text of ${provider.name}'s answers is shown`,
          ]
        : [],
  );
}
