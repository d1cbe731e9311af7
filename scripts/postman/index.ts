import type { Case } from '../model/case.ts';
import type { Contract } from '../model/contract.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { Provider } from '../model/provider.ts';
import { mockValues } from '../model/variables.ts';
import { collectionOf } from './collection.ts';
import { environmentOf, importedSandboxValues } from './environment.ts';

export { itemId } from './collection.ts';
export { environmentOf } from './environment.ts';

/** The default port of `npm run mock`. */
export const mockPort = 4010;

const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const collectionText = (provider: Provider, cases: readonly Case[], schemas: Schemas): string =>
  text(collectionOf(provider, cases, schemas));

export const collectionPath = (providerId: string): string => `collections/${providerId}.postman_collection.json`;

/** The files of one provider that `npm run build` writes: path below the project's root, and text. */
export const postmanFiles = ({
  facts: provider,
  collection,
}: Pick<Contract, 'facts' | 'collection'>): readonly { readonly path: string; readonly text: string }[] => [
  { path: collectionPath(provider.id), text: collection },
  {
    path: `collections/${provider.id}.mock.postman_environment.json`,
    text: text(
      environmentOf(provider, 'mock', mockValues(provider, `http://127.0.0.1:${mockPort}/${provider.id}`), true),
    ),
  },
  {
    path: `collections/${provider.id}.sandbox.postman_environment.json`,
    text: text(environmentOf(provider, 'sandbox', importedSandboxValues(provider), false)),
  },
];
