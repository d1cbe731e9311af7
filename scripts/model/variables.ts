import type { CredentialNames } from './case.ts';
import type { Provider, TokenRequest, VariableRole } from './provider.ts';

/** The environment variable of a provider's variable: `clientId` of `open-banking-platform` is `OPEN_BANKING_PLATFORM_CLIENT_ID`. */
export const environmentName = (providerId: string, variable: string): string =>
  `${providerId}-${variable.replaceAll(/[A-Z]/g, (letter) => `-${letter}`)}`.replaceAll('-', '_').toUpperCase();

/** What the mock host accepts: a value for `baseUrl` and for each of the provider's variables. */
export const mockValues = (provider: Provider, baseUrl: string): Readonly<Record<string, string>> => ({
  baseUrl,
  ...Object.fromEntries(Object.entries(provider.variables).map(([name, variable]) => [name, variable.mock])),
});

/** The variables whose values must not be seen, in the order of the provider file. */
export const secretNames = ({ variables }: Pick<Provider, 'variables'>): readonly string[] =>
  Object.entries(variables).flatMap(([name, { secret, role }]) =>
    secret === true || role === 'client-secret' || role === 'gate' ? [name] : [],
  );

/** The names of the variables that hold the client's id and its secret. @throws {Error} if no variable has the role */
export function clientVariables(provider: Pick<Provider, 'id' | 'variables'>): {
  readonly id: string;
  readonly secret: string;
} {
  const withRole = (role: VariableRole): string => {
    const [name] = Object.entries(provider.variables).find(([, variable]) => variable.role === role) ?? [];
    if (name === undefined) throw new Error(`${provider.id} has no variable with the role ${role}`);
    return name;
  };
  return { id: withRole('client-id'), secret: withRole('client-secret') };
}

/** What the id and the secret are called in a body. */
export const credentialNamesOf = ({ credentialNames }: Pick<TokenRequest, 'credentialNames'>): CredentialNames => ({
  id: 'client_id',
  secret: 'client_secret',
  ...credentialNames,
});

/** The credentials that the mock host accepts. */
export function mockClient(provider: Provider): {
  readonly id: string | undefined;
  readonly secret: string | undefined;
} {
  const { id, secret } = clientVariables(provider);
  return { id: provider.variables[id]?.mock, secret: provider.variables[secret]?.mock };
}

/** The client id and the secret variables. The client id is no secret, but at some providers it is a person's user name. */
export const credentialNames = (provider: Provider): readonly string[] => [
  clientVariables(provider).id,
  ...secretNames(provider),
];
