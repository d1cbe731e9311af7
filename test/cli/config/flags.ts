import type { Environment, VerifyFlags } from '../../../scripts/cli/config/index.ts';
import { readVerifyConfig, UsageError, type VerifyConfig } from '../../../scripts/cli/config/index.ts';
import { defaultVerifyFlags } from '../../../scripts/cli/verify-flags.ts';
import { casesOf } from '../../../scripts/contract/cases.ts';
import type { Case } from '../../../scripts/model/case.ts';
import type { Provider } from '../../../scripts/model/provider.ts';
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

/** What commander hands over when nothing is typed. */
export const defaults: VerifyFlags = { ...defaultVerifyFlags, concurrency: '4' };

export const known: readonly Provider[] = [acme, bank];

export const read = (flags: Partial<VerifyFlags> = {}, env: Environment = {}): VerifyConfig =>
  readVerifyConfig({ ...defaults, ...flags }, { providers: known, casesOf, reporters: ['json', 'console'], env });

/** The lines that a person gets to read; none when the configuration is fine. */
export function problemsOf(flags: Partial<VerifyFlags>, env: Environment = {}): readonly string[] {
  try {
    read(flags, env);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
}

export const caseIds = (cases: readonly Case[]): readonly string[] => cases.map(({ id }) => id);
