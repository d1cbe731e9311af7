import { type FlagValues, list } from '../cli/flag.ts';
import { commands } from '../cli/flags.ts';
import { exitCodes } from '../report/exit-code.ts';

export const mutateRow = {
  about: `mutate responses, count what the checks catch; exit ${exitCodes.unproven} on a survivor or a false alarm`,
  flags: {
    provider: commands.verify.flags.provider,
    mutation: list('name', 'only these mutations (repeat, or separate by commas)'),
  },
};
export type MutateFlags = FlagValues<typeof mutateRow.flags>;
