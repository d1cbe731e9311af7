import type { Provider } from './provider.ts';

/** What the mock host accepts, as values of the provider's variables and of `baseUrl`. */
export const mockValues = (provider: Provider, baseUrl: string): Readonly<Record<string, string>> => ({
  baseUrl,
  ...Object.fromEntries(Object.entries(provider.variables).map(([name, variable]) => [name, variable.mock])),
});
