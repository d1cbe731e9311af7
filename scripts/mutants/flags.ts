import { type FlagValues, list } from '../cli/flag.ts';
import { commands } from '../cli/flags.ts';

export const mutateRow = {
  about: 'mutate responses, count what the checks catch; exit 1 on a survivor or a false alarm',
  flags: {
    provider: commands.verify.flags.provider,
    mutation: list('name', 'only these mutations (repeat, or separate by commas)'),
  },
};
export type MutateFlags = FlagValues<typeof mutateRow.flags>;
