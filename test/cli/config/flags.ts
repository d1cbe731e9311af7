import {
  type Environment,
  processEnvironment,
  readVerifyConfig,
  type VerifyConfig,
} from '../../../scripts/cli/config/index.ts';
import type { Typed } from '../../../scripts/cli/flag.ts';
import { commands, type VerifyFlags } from '../../../scripts/cli/flags.ts';
import { type FlagReading, readFlags } from '../../../scripts/cli/read-flags.ts';
import { casesOf } from '../../../scripts/contract/cases.ts';
import type { Case } from '../../../scripts/model/case.ts';
import type { Provider } from '../../../scripts/model/provider.ts';
import { UsageError } from '../../../scripts/model/usage-error.ts';
import { acme } from '../../support/exchanges.ts';

/** As `acme`, with a scope that has a default, a sandbox that is the default and a production host. */
export const bank: Provider = {
  ...acme,
  id: 'my-bank',
  name: 'My Bank',
  variables: { ...acme.variables, scope: { about: 'The scope', mock: 'mock-scope', default: 'accounts private' } },
  hosts: [
    { url: 'https://sandbox.bank.test', use: 'sandbox', default: true, source: { doc: 'page' } },
    { url: 'https://api.bank.test', use: 'production', source: { doc: 'errors' } },
  ],
  variants: [{ name: 'token-basic', title: 'Basic', change: {}, basis: 'observed' }],
  refusals: [{ fault: 'unknown-client', basis: 'documented', response: 'refused' }],
};

/** What is typed of the flags of `verify`, as commander hands it over. */
export type TypedFlags = { readonly [K in keyof VerifyFlags]?: Typed };

export const typed = (flags: TypedFlags): FlagReading<VerifyFlags> =>
  readFlags(commands.verify.flags, (name) => flags[name]);

export const known: readonly Provider[] = [acme, bank];

export const read = (flags: TypedFlags = {}, env: Environment = {}): VerifyConfig =>
  readVerifyConfig(typed(flags), {
    providers: known,
    casesOf,
    reporters: ['json', 'console'],
    environment: processEnvironment(env),
  });

/** The lines that a person gets to read; none when the configuration is fine. */
export function problemsOf(flags: TypedFlags, env: Environment = {}): readonly string[] {
  try {
    read(flags, env);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
}

export const caseIds = (cases: readonly Case[]): readonly string[] => cases.map(({ id }) => id);
