import type { Provider } from '../model/provider.ts';
import type { Target } from '../model/report.ts';
import { credentialNames } from '../model/variables.ts';
import { describeBaseUrl, describeObserve, describeTarget } from './describe.ts';
import { stableId } from './stable-id.ts';

export interface PostmanEnvironment {
  readonly id: string;
  readonly name: string;
  readonly values: readonly {
    readonly key: string;
    readonly value: string;
    readonly type: 'default' | 'secret';
    readonly enabled: true;
    readonly description: string;
  }[];
  readonly _postman_variable_scope: 'environment';
}

/** The environment in which a collection runs: `values` holds `baseUrl` and the provider's variables. */
export function environmentOf(
  provider: Provider,
  target: Target,
  values: Readonly<Record<string, string>>,
  observe: boolean,
): PostmanEnvironment {
  const entry = (key: string, value: string, description: string, secret = false) => ({
    key,
    value,
    type: secret ? ('secret' as const) : ('default' as const),
    enabled: true as const,
    description,
  });
  const hidden = new Set(credentialNames(provider));
  return {
    id: stableId(`environment ${provider.id} ${target}`),
    name: `${provider.name} (${target})`,
    values: [
      entry('baseUrl', values['baseUrl'] ?? '', describeBaseUrl),
      ...Object.entries(provider.variables).map(([name, { about }]) =>
        entry(name, values[name] ?? '', about, hidden.has(name)),
      ),
      entry('target', target, describeTarget),
      entry('observe', String(observe), describeObserve),
    ],
    _postman_variable_scope: 'environment',
  };
}

/** Values of the sandbox environment that people import: the default host, the variables' defaults, and no credentials. */
export const importedSandboxValues = (provider: Provider): Readonly<Record<string, string>> => ({
  baseUrl: provider.hosts.find((host) => host.default)?.url ?? '',
  ...Object.fromEntries(Object.entries(provider.variables).map(([name, variable]) => [name, variable.default ?? ''])),
});
