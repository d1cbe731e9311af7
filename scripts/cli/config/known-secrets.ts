import type { Provider } from '../../model/provider.ts';
import { environmentName, secretNames } from '../../model/variables.ts';
import type { Environment } from '../../store/dotenv.ts';
import { proxySecrets } from './proxy.ts';

/** All secrets of an environment: the providers' secret variables, the credentials of proxies, and the token of a job on GitHub. */
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
  return [...[...named, 'GITHUB_TOKEN'].map((name) => [name, env[name] ?? ''] as const), ...ofProxies]
    .map(([variable, value]) => ({ variable, value }))
    .filter(({ value }) => value !== '');
}
