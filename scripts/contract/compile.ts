import type { Case } from '../model/case.ts';
import type { Contract } from '../model/contract.ts';
import type { Provider } from '../model/provider.ts';
import { secretNames } from '../model/variables.ts';
import { casesOf } from './cases.ts';

/** Makes the text of a collection from a provider and its cases. */
export type MakeCollection = (facts: Provider, cases: readonly Case[]) => string;

/** Compiles a provider. `makeCollection` is a stage of its own, so it is handed in. */
export function compileContract(facts: Provider, makeCollection: MakeCollection): Contract {
  const cases = casesOf(facts);
  return { facts, cases, collection: makeCollection(facts, cases), secrets: secretNames(facts) };
}

/** Compiles each provider when it is first asked for, and never again. */
export function compileOnce(makeCollection: MakeCollection): (facts: Provider) => Contract {
  const made = new Map<Provider, Contract>();
  return (facts) => {
    const contract = made.get(facts) ?? compileContract(facts, makeCollection);
    made.set(facts, contract);
    return contract;
  };
}
