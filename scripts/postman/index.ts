import type { Case } from '../model/case.ts';
import type { Contract } from '../model/contract.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { Provider } from '../model/provider.ts';
import type { Target } from '../model/report.ts';
import { mockValues } from '../model/variables.ts';
import { describeRequest } from '../oauth/request.ts';
import { collectionOf } from './collection.ts';
import { environmentOf, importedSandboxValues, type PostmanEnvironment } from './environment.ts';
import { preparationLines } from './request.ts';

export { itemId } from './collection.ts';
export { environmentOf } from './environment.ts';

/** The default port of `npm run mock`. */
export const mockPort = 4010;

const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const collectionText = (provider: Provider, cases: readonly Case[], schemas: Schemas): string =>
  text(collectionOf(provider, cases, schemas));

export const collectionPath = (providerId: string): string => `collections/${providerId}.postman_collection.json`;

/** The variables that exist while a collection runs: those of its environment, and those that its scripts set before a request. */
export function variablesWhileRunning(provider: Provider, cases: readonly Case[]): readonly string[] {
  const ofEnvironment = environmentOf(provider, 'sandbox', {}, false).values.map(({ key }) => key);
  const scripts = cases.flatMap(({ request }) => preparationLines(describeRequest(request))).join('\n');
  const ofScripts = [...scripts.matchAll(/pm\.variables\.set\("([^"]+)"/g)].map(([, name = '']) => name);
  return [...new Set([...ofEnvironment, ...ofScripts])];
}

/** The two environments that belong to a collection. */
export const environmentsOf = (provider: Provider): Readonly<Record<Target, PostmanEnvironment>> => ({
  mock: environmentOf(provider, 'mock', mockValues(provider, `http://127.0.0.1:${mockPort}/${provider.id}`), true),
  sandbox: environmentOf(provider, 'sandbox', importedSandboxValues(provider), false),
});

/** The files of one provider that `npm run build` writes: path below the project's root, and text. */
export const postmanFiles = ({
  facts: provider,
  collection,
}: Pick<Contract, 'facts' | 'collection'>): readonly { readonly path: string; readonly text: string }[] => [
  { path: collectionPath(provider.id), text: collection },
  ...Object.entries(environmentsOf(provider)).map(([target, environment]) => ({
    path: `collections/${provider.id}.${target}.postman_environment.json`,
    text: text(environment),
  })),
];
