import type { Case } from '../../model/case.ts';
import { environmentName } from '../../model/environment-names.ts';
import type { Severity } from '../../model/finding.ts';
import type { Provider } from '../../model/provider.ts';
import type { RfcMode, Target } from '../../model/report.ts';
import { UsageError } from '../../model/usage-error.ts';
import type { Environment } from '../../store/dotenv.ts';
import { readCount, readDuration } from './flags.ts';
import { type LiveProvider, readLiveProvider } from './provider-config.ts';
import { proxySecrets } from './proxy.ts';
import { matches, matchesNothing } from './select-cases.ts';

/** The flags of `verify` as text, the way commander hands them over. */
export interface VerifyFlags {
  readonly provider: readonly string[];
  readonly case: readonly string[];
  readonly reporter: readonly string[];
  readonly target: string;
  readonly observe?: boolean;
  readonly list?: boolean;
  readonly curl?: string;
  readonly out: string;
  readonly failOn: string;
  readonly rfc: string;
  readonly timeout: string;
  readonly maxTime: string;
  readonly retries: string;
  readonly interval: string;
  readonly concurrency: string;
  readonly allowProduction?: boolean;
  readonly verbose?: boolean;
}

/** Everything that a run is told, checked. Times in milliseconds. */
export interface VerifyConfig {
  readonly target: Target;
  readonly selected: readonly { readonly provider: Provider; readonly cases: readonly Case[] }[];
  /** On a live target: the values of each selected provider that is configured. */
  readonly live: readonly LiveProvider[];
  readonly skipped: readonly { readonly provider: Provider; readonly reason: string }[];
  readonly warnings: readonly string[];
  readonly caseGlobs: readonly string[];
  readonly reporters: readonly string[];
  readonly observe: boolean;
  readonly list: boolean;
  readonly out: string;
  readonly failOn: Severity;
  readonly rfc: RfcMode;
  readonly timeoutMs: number;
  readonly maxTimeMs: number;
  readonly retries: number;
  readonly intervalMs: number;
  readonly concurrency: number;
  readonly verbose: boolean;
  /** NO_COLOR is not set. */
  readonly colors: boolean;
}

export interface VerifyContext {
  readonly providers: readonly Provider[];
  readonly casesOf: (provider: Provider) => readonly Case[];
  readonly reporters: readonly string[];
  readonly env: Environment;
}

/** Milliseconds: a timer of Node that is to wait longer fires at once. */
const longestTimer = 2_147_483_647;

const isOneOf = <const T extends string>(choices: readonly T[], text: string): text is T =>
  choices.some((choice) => choice === text);

/** @throws {UsageError} with every problem of the flags and the environment */
export function readVerifyConfig(flags: VerifyFlags, context: VerifyContext): VerifyConfig {
  const problems: string[] = [];
  const problem = <T>(text: string, fallback: T): T => {
    problems.push(text);
    return fallback;
  };
  const duration = (name: string, text: string, least: number): number => {
    const ms = readDuration(text);
    if (ms === undefined || ms < least)
      return problem(`--${name} ${text}: expected at least ${least} as milliseconds, or with a unit such as 30s`, 1000);
    return ms > longestTimer
      ? problem(`--${name} ${text}: expected at most ${longestTimer} ms, which is 24 days`, 1000)
      : ms;
  };
  const count = (name: string, text: string, least: number): number => {
    const number = readCount(text);
    return number === undefined || number < least
      ? problem(`--${name} ${text}: expected a whole number from ${least}`, 1)
      : number;
  };
  const choice = <const T extends string>(name: string, text: string, choices: readonly [T, ...T[]]): T =>
    isOneOf(choices, text) ? text : problem(`--${name} ${text}: expected ${choices.join(', ')}`, choices[0]);

  const ids = context.providers.map(({ id }) => id);
  for (const id of flags.provider)
    if (!ids.includes(id)) problem(`--provider ${id}: there is no such provider; known: ${ids.join(', ')}`, undefined);
  for (const name of flags.reporter)
    if (!context.reporters.includes(name))
      problem(`--reporter ${name}: there is no such reporter; known: ${context.reporters.join(', ')}`, undefined);

  const target = choice('target', flags.target, ['mock', 'sandbox']);
  const failOn = choice('fail-on', flags.failOn, ['error', 'warning', 'info']);
  const rfc = choice('rfc', flags.rfc, ['advise', 'enforce']);
  const intervalMs = duration('interval', flags.interval, 0);
  const named = flags.provider.length > 0;
  const chosen = context.providers.filter(({ id }) => !named || flags.provider.includes(id));
  const everyCase = chosen.flatMap(context.casesOf);
  for (const glob of flags.case) {
    if (chosen.length === 0 || everyCase.some((one) => matches(glob, one))) continue;
    problem(matchesNothing('case', glob, everyCase), undefined);
  }
  const selected = chosen
    .map((provider) => ({
      provider,
      cases: context
        .casesOf(provider)
        .filter((one) => flags.case.length === 0 || flags.case.some((glob) => matches(glob, one))),
    }))
    .filter(({ cases }) => cases.length > 0);

  const live: LiveProvider[] = [];
  const skipped: { provider: Provider; reason: string }[] = [];
  if (target === 'sandbox') {
    for (const { provider } of selected) {
      const reading = readLiveProvider(provider, context.env, {
        named,
        allowProduction: flags.allowProduction === true,
        intervalMs,
      });
      if ('live' in reading) live.push(reading.live);
      else if ('skipped' in reading) skipped.push({ provider, reason: reading.skipped });
      else problems.push(...reading.problems.filter((one) => !problems.includes(one)));
    }
    if (live.length === 0 && problems.length === 0) {
      const example = selected[0]?.provider.id ?? 'optty';
      problem(
        `no provider is configured: set ${environmentName(example, 'baseUrl')} and its like (see .env.example), or use --target mock`,
        undefined,
      );
    }
  }
  const config: VerifyConfig = {
    target,
    selected,
    live,
    skipped,
    warnings: live.flatMap(shortSecrets),
    caseGlobs: flags.case,
    reporters: flags.reporter,
    observe: flags.observe === true,
    list: flags.list === true,
    out: flags.out.trim() === '' ? problem('--out is empty: expected a folder', 'reports') : flags.out,
    failOn,
    rfc,
    timeoutMs: duration('timeout', flags.timeout, 1),
    maxTimeMs: duration('max-time', flags.maxTime, 1),
    retries: count('retries', flags.retries, 0),
    intervalMs,
    concurrency: count('concurrency', flags.concurrency, 1),
    verbose: flags.verbose === true,
    colors: (context.env['NO_COLOR'] ?? '') === '',
  };
  if (problems.length > 0) throw new UsageError(problems);
  return config;
}

function shortSecrets({ provider, values, proxy }: LiveProvider): readonly string[] {
  const named = Object.entries(provider.variables).flatMap(([name, variable]) =>
    variable.secret ? [[environmentName(provider.id, name), values[name] ?? ''] as const] : [],
  );
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
