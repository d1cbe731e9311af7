import { harmlessMutations } from './harmless.ts';
import { lifetimeMutations } from './lifetimes.ts';
import { memberMutations } from './members.ts';
import type { MutatedProvider, Mutation, Site } from './mutation.ts';
import { refusalMutations } from './refusals.ts';
import { tokenMutations } from './tokens.ts';
import { transportMutations } from './transport.ts';
import { valueMutations } from './values.ts';

export type { MutableAnswer, MutatedProvider, Mutation, Site } from './mutation.ts';
export { type Score, scoreOf, type Verdicts } from './score.ts';

/** Every mutation, the harmless ones last. */
export const mutations: readonly Mutation[] = [
  ...memberMutations,
  ...valueMutations,
  ...lifetimeMutations,
  ...tokenMutations,
  ...transportMutations,
  ...refusalMutations,
  ...harmlessMutations,
];

/** Every place of a provider's answers that the mutations can change. */
export const sitesOf = (mutated: MutatedProvider, catalogue: readonly Mutation[] = mutations): readonly Site[] =>
  catalogue.flatMap(({ name, kind, sites }) =>
    sites(mutated).map(({ case: one, at, beside = [], everywhere = false, accepted = [], expects = [], mutate }) => ({
      id: `${name} ${one.id}${at === undefined ? '' : ` ${at}`}`,
      mutation: name,
      kind,
      case: one,
      beside,
      everywhere,
      accepted,
      expects: expects.filter((expectation) => expectation !== undefined),
      mutate,
    })),
  );
