import type { Citation } from './finding.ts';
import type { Provider, Source } from './provider.ts';

/** A source as reports print it, readable without the provider file. @throws {Error} for a document that the file does not list */
export function citationOf(provider: Provider, { doc, at, quote }: Source): Citation {
  const document = provider.docs[doc];
  if (document === undefined) throw new Error(`${provider.id} has no document called ${doc}`);
  return {
    title: document.title,
    ...(document.url !== undefined && { url: document.url }),
    ...(at !== undefined && at !== '' && { at }),
    ...(quote !== undefined && { quote }),
  };
}
