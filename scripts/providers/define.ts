import type { KnownResponse, Provider, Refusal, Source, Variant } from '../model/provider.ts';

/** Ties the names of responses together: a misspelt one in a variant or a refusal does not compile. */
export const defineProvider = <const R extends string>(
  provider: Omit<Provider<R>, 'responses' | 'variants' | 'refusals'> & {
    readonly responses: { readonly token: KnownResponse } & Readonly<Record<R, KnownResponse>>;
    readonly variants: readonly Variant<NoInfer<R> | 'token'>[];
    readonly refusals: readonly Refusal<NoInfer<R>>[];
  },
): Provider => provider;

/** Sources in one document of a provider, by section and quote. */
export const sourcesIn =
  (doc: string) =>
  (at: string, quote?: string): Source => ({ doc, at, ...(quote !== undefined && { quote }) });
