import type { KnownResponse, Provider, Refusal, Source, Variant } from './provider.ts';

/** Types the names of responses: a misspelt name in a variant or a refusal does not compile. */
export const defineProvider = <const R extends string>(
  provider: Omit<Provider<R>, 'responses' | 'variants' | 'refusals'> & {
    readonly responses: { readonly token: KnownResponse } & Readonly<Record<R, KnownResponse>>;
    readonly variants: readonly Variant<NoInfer<R> | 'token'>[];
    readonly refusals: readonly Refusal<NoInfer<R>>[];
  },
): Provider => provider;

/** Returns a function that makes sources in one document of a provider, from a section and a quote. */
export const sourcesIn =
  (doc: string) =>
  (at: string, quote?: string): Source => ({ doc, at, ...(quote !== undefined && { quote }) });
