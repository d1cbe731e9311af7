import type { Provider } from './provider.ts';

/** The environment variable of a provider's variable: `clientId` of `open-banking-platform` is `OPEN_BANKING_PLATFORM_CLIENT_ID`. */
export const environmentName = (providerId: string, variable: string): string =>
  `${providerId}-${variable.replaceAll(/[A-Z]/g, (letter) => `-${letter}`)}`.replaceAll('-', '_').toUpperCase();

/** What the mock host accepts: a value for `baseUrl` and for each of the provider's variables. */
export const mockValues = (provider: Provider, baseUrl: string): Readonly<Record<string, string>> => ({
  baseUrl,
  ...Object.fromEntries(Object.entries(provider.variables).map(([name, variable]) => [name, variable.mock])),
});

/** The variables whose values must not be seen, in the order of the provider file. */
export const secretNames = ({ variables }: Provider): readonly string[] =>
  Object.entries(variables).flatMap(([name, { secret }]) => (secret === true ? [name] : []));

/** The client id and the secret variables. The client id is no secret, but at some providers it is a person's user name. */
export const credentialNames = (provider: Provider): readonly string[] => ['clientId', ...secretNames(provider)];
