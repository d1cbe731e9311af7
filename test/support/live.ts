import { environmentName } from '../../scripts/model/variables.ts';
import * as apinizer from '../servers/apinizer.ts';
import * as octotable from '../servers/octotable.ts';
import * as openBankingPlatform from '../servers/open-banking-platform.ts';
import * as optty from '../servers/optty.ts';
import * as orum from '../servers/orum.ts';
import type { Handler } from '../servers/serve.ts';

interface IndependentServer {
  readonly handler: Handler;
  readonly credentials: { readonly id: string; readonly secret: string };
  readonly basePath: string;
}

/** The servers written from the vendors' pages, by provider. */
export const independent = {
  optty,
  apinizer,
  'open-banking-platform': {
    handler: openBankingPlatform.handler,
    credentials: openBankingPlatform.credentials,
    basePath: openBankingPlatform.basePath,
  },
  orum,
  octotable: { handler: octotable.handler, credentials: octotable.credentials, basePath: octotable.basePath },
} satisfies Readonly<Record<string, IndependentServer>>;
export type Id = keyof typeof independent;
export const ids: readonly Id[] = ['optty', 'apinizer', 'open-banking-platform', 'orum', 'octotable'];

/** What a person would set to point a provider at a server of this machine. */
export const environmentFor = (id: Id, url: string): Record<string, string> => ({
  [environmentName(id, 'baseUrl')]: `${url}${independent[id].basePath}`,
  [environmentName(id, 'clientId')]: independent[id].credentials.id,
  [environmentName(id, 'clientSecret')]: independent[id].credentials.secret,
});
