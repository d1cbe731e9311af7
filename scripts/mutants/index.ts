import { harmlessMutations } from './harmless.ts';
import { memberMutations } from './members.ts';
import type { Mutation, Site, Target } from './mutation.ts';
import { refusalMutations } from './refusals.ts';
import { tokenMutations } from './tokens.ts';
import { transportMutations } from './transport.ts';
import { valueMutations } from './values.ts';

export type { MutableAnswer, Mutation, Site, Target } from './mutation.ts';
export { type Score, scoreOf, type Verdicts } from './score.ts';

/** Every mutation, the harmless ones last. */
export const mutations: readonly Mutation[] = [
  ...memberMutations,
  ...valueMutations,
  ...tokenMutations,
  ...transportMutations,
  ...refusalMutations,
  ...harmlessMutations,
];

/** Every place of a provider's answers that the mutations can change. */
export const sitesOf = (target: Target, catalogue: readonly Mutation[] = mutations): readonly Site[] =>
  catalogue.flatMap(({ name, kind, sites }) =>
    sites(target).map(({ case: one, at, beside = [], everywhere = false, expects = [], mutate }) => ({
      id: `${name} ${one.id}${at === undefined ? '' : ` ${at}`}`,
      mutation: name,
      kind,
      case: one,
      beside,
      everywhere,
      expects: expects.filter((expectation) => expectation !== undefined),
      mutate,
    })),
  );
