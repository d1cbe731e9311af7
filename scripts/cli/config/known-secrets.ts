import type { Provider } from '../../model/provider.ts';
import { environmentName, secretNames } from '../../model/variables.ts';
import type { Environment } from './environment.ts';
import { proxySecrets } from './proxy.ts';

/** Everything in an environment that must not be printed, whatever a run would make of it. */
export function knownSecrets(
  providers: readonly Provider[],
  env: Environment,
): readonly { readonly variable: string; readonly value: string }[] {
  const named = providers.flatMap((provider) =>
    secretNames(provider).map((name) => environmentName(provider.id, name)),
  );
  const ofProxies = ['https_proxy', 'HTTPS_PROXY'].flatMap((name) => {
    const address = env[name] ?? '';
    return URL.canParse(address) ? Object.entries(proxySecrets(address)) : [];
  });
  return [...named.map((name) => [name, env[name] ?? ''] as const), ...ofProxies]
    .map(([variable, value]) => ({ variable, value }))
    .filter(({ value }) => value !== '');
}
