import { compileOnce } from '../contract/compile.ts';
import type { Contract } from '../model/contract.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { Provider } from '../model/provider.ts';
import { collectionText } from '../postman/index.ts';

/** The contracts of one run: each is made when it is first asked for, and once. */
export type ContractOf = (provider: Provider) => Contract;

export const contractsWith = (schemas: Schemas): ContractOf =>
  compileOnce((facts, cases) => collectionText(facts, cases, schemas));
