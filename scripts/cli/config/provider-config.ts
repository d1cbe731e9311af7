import { replacedIn } from '../../engine/index.ts';
import type { Case } from '../../model/case.ts';
import type { Provider } from '../../model/provider.ts';
import { environmentName } from '../../model/variables.ts';
import { variablesWhileRunning } from '../../postman/index.ts';
import { nearest } from '../nearest.ts';
import { isSet, type ReadEnvironment } from './environment.ts';
import { isLoopback, isProduction, readBaseUrl } from './hosts.ts';
import { oddCharacters } from './odd-characters.ts';
import { readProxy } from './proxy.ts';

/** A provider with its configuration for a live host. */
export interface LiveProvider {
  readonly provider: Provider;
  /** Values of its variables, `baseUrl` included. */
  readonly values: Readonly<Record<string, string>>;
  /** The address of a proxy, with the credentials for it. */
  readonly proxy?: string;
  /** What is odd about the values, although it may be meant. Whole lines. */
  readonly warnings: readonly string[];
}
export type LiveReading =
  | { readonly kind: 'live'; readonly live: LiveProvider }
  | { readonly kind: 'skipped'; readonly reason: 'not configured'; readonly warnings: readonly string[] }
  | { readonly kind: 'misconfigured'; readonly problems: readonly string[]; readonly warnings: readonly string[] };

export interface LiveRules {
  /** The provider was named by `--provider`, so every variable must be set. */
  readonly named: boolean;
  readonly allowProduction: boolean;
  readonly intervalMs: number;
  /** Every name that is a variable of some provider. */
  readonly knownNames: readonly string[];
}

/** Reads what is configured of a provider for a live host. Every problem is told, none repeats a value. */
export function readLiveProvider(
  provider: Provider,
  cases: readonly Case[],
  environment: ReadEnvironment,
  rules: LiveRules,
): LiveReading {
  const { env } = environment;
  const variables = { baseUrl: { default: provider.hosts.find((host) => host.default)?.url }, ...provider.variables };
  const named = Object.entries(variables).map(([name, variable]) => ({
    name,
    env: environmentName(provider.id, name),
    fallback: variable.default,
  }));
  const problems: string[] = [];
  const warnings: string[] = [];
  for (const one of named)
    for (const { weight, words } of environment.remarksOn(one.env))
      (weight === 'refused' ? problems : warnings).push(words);
  const like = namesLike(
    named.filter((one) => !isSet(env[one.env])).map((one) => one.env),
    environment,
    rules.knownNames,
  );
  const isUntouched = problems.length === 0 && named.every((one) => !isSet(env[one.env]));
  if (!rules.named && isUntouched)
    return { kind: 'skipped', reason: 'not configured', warnings: [...warnings, ...like.values()] };

  const values: Record<string, string> = {};
  for (const one of named) {
    const value = env[one.env];
    const near = like.get(one.env);
    if (isSet(value)) {
      values[one.name] = value;
      const read = oddValue(one.name, value, provider, cases);
      const place = `${one.env} (${environment.placeOf(one.env)})`;
      for (const { weight, words } of read) (weight === 'refused' ? problems : warnings).push(`${place} ${words}`);
    } else if (one.fallback !== undefined) {
      values[one.name] = one.fallback;
      if (near !== undefined) warnings.push(near);
    } else if (!environment.remarksOn(one.env).some(({ weight }) => weight === 'refused'))
      problems.push(
        `${one.env} is not set: add it to .env or use --target mock${near === undefined ? '' : ` (${near})`}`,
      );
  }
  let proxy: string | undefined;
  if (values['baseUrl'] !== undefined) {
    const name = environmentName(provider.id, 'baseUrl');
    const url = readBaseUrl(values['baseUrl'], provider);
    if (typeof url === 'string') problems.push(`${name} ${url}`);
    else {
      values['baseUrl'] = url.href.replace(/\/+$/, '');
      if (isProduction(url, provider) && !rules.allowProduction)
        problems.push(`${name} is the production host ${url.host}: use a sandbox, or say --allow-production`);
      const reading = readProxy(url, env);
      if ('problem' in reading) problems.push(reading.problem);
      else {
        proxy = reading.proxy;
        warnings.push(...(reading.warnings ?? []));
      }
      if (rules.intervalMs < 1000 && !isLoopback(url))
        problems.push(`--interval under 1000 ms is for this machine only, and ${name} is ${url.host}`);
    }
  }
  return problems.length > 0
    ? { kind: 'misconfigured', problems, warnings }
    : { kind: 'live', live: { provider, values, warnings, ...(proxy !== undefined && { proxy }) } };
}

function oddValue(
  name: string,
  value: string,
  provider: Provider,
  cases: readonly Case[],
): ReturnType<typeof oddCharacters> {
  if (!value.includes('{{')) return oddCharacters(value);
  if (name === 'baseUrl')
    return [{ weight: 'refused', words: 'holds "{{", a placeholder that nothing fills: write the address itself' }];
  const replaced = replacedIn(value, variablesWhileRunning(provider, cases));
  return [
    ...oddCharacters(value),
    ...replaced.map((variable) => ({
      weight: 'refused' as const,
      words: `holds "{{${variable}}}", which Postman would replace by the variable of that name: it cannot be sent as it is`,
    })),
  ];
}

/** Names that are set, that nobody reads, and that are nearly one of `missing`: a line for each missing name. */
function namesLike(
  missing: readonly string[],
  { env, placeOf }: ReadEnvironment,
  knownNames: readonly string[],
): ReadonlyMap<string, string> {
  const unread = Object.keys(env).filter(
    (name) => isSet(env[name]) && !knownNames.includes(name) && !knownNames.includes(name.replace(/_FILE$/, '')),
  );
  return new Map(
    unread.flatMap((name): readonly (readonly [string, string])[] => {
      const meant = nearest(name, missing);
      return meant === undefined ? [] : [[meant, `${name} (${placeOf(name)}) is set: is ${meant} meant?`]];
    }),
  );
}
