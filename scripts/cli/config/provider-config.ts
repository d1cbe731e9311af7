import type { Provider } from '../../model/provider.ts';
import { environmentName } from '../../model/variables.ts';
import type { Environment } from '../../store/dotenv.ts';
import { isLoopback, isProduction, readBaseUrl } from './hosts.ts';
import { readProxy } from './proxy.ts';

/** A provider with its configuration for a live host. */
export interface LiveProvider {
  readonly provider: Provider;
  /** Values of its variables, `baseUrl` included. */
  readonly values: Readonly<Record<string, string>>;
  /** The address of a proxy, with the credentials for it. */
  readonly proxy?: string;
}
export type LiveReading =
  | { readonly live: LiveProvider }
  | { readonly skipped: 'not configured' }
  | { readonly problems: readonly string[] };

export interface LiveRules {
  /** The provider was named by `--provider`, so every variable must be set. */
  readonly named: boolean;
  readonly allowProduction: boolean;
  readonly intervalMs: number;
}

const set = (value: string | undefined): value is string => value !== undefined && value !== '';

export function readLiveProvider(provider: Provider, env: Environment, rules: LiveRules): LiveReading {
  const variables = { baseUrl: { default: provider.hosts.find((host) => host.default)?.url }, ...provider.variables };
  const named = Object.entries(variables).map(([name, variable]) => ({
    name,
    env: environmentName(provider.id, name),
    fallback: variable.default,
  }));
  if (!rules.named && named.every((one) => !set(env[one.env]))) return { skipped: 'not configured' };

  const problems: string[] = [];
  const values: Record<string, string> = {};
  let proxy: string | undefined;
  for (const one of named) {
    const value = env[one.env];
    if (set(value)) values[one.name] = value;
    else if (one.fallback !== undefined) values[one.name] = one.fallback;
    else problems.push(`${one.env} is not set: add it to .env or use --target mock`);
    if (set(value) && value.includes('{{'))
      problems.push(`${one.env} holds "{{", which Postman would replace as a variable: it cannot be sent as it is`);
  }
  if (values['baseUrl'] !== undefined) {
    const name = environmentName(provider.id, 'baseUrl');
    const url = readBaseUrl(values['baseUrl']);
    if (typeof url === 'string') problems.push(`${name} ${url}`);
    else {
      values['baseUrl'] = url.href.replace(/\/+$/, '');
      if (isProduction(url, provider) && !rules.allowProduction)
        problems.push(`${name} is the production host ${url.host}: use a sandbox, or say --allow-production`);
      const reading = readProxy(url, env);
      if ('problem' in reading) problems.push(reading.problem);
      else proxy = reading.proxy;
      if (rules.intervalMs < 1000 && !isLoopback(url))
        problems.push(`--interval under 1000 ms is for this machine only, and ${name} is ${url.host}`);
    }
  }
  return problems.length > 0 ? { problems } : { live: { provider, values, ...(proxy !== undefined && { proxy }) } };
}
