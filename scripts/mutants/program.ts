import { runProgram } from '../cli/commander.ts';
import { type Io, loaded, thisWorkspace, type Workspace } from '../cli/project.ts';
import { checkedFlags } from '../cli/read-flags.ts';
import type { ExitCode } from '../report/exit-code.ts';
import type { Environment } from '../store/dotenv.ts';
import { mutateRow } from './flags.ts';

/**
 * The proof as a program of its own, for developers. It is not part of what is shipped. Returns the exit code: 0 every mutation is
 * caught, 1 a survivor or a false alarm, 2 usage, 4 the tool failed.
 */
export const runMutate = (
  argv: readonly string[],
  env: Environment,
  io: Io,
  workspace: Workspace = thisWorkspace,
): Promise<ExitCode> =>
  runProgram('mutate', argv, { env, io, workspace }, (program, addFlags) =>
    addFlags(program, mutateRow, async (flags) => {
      const { mutate } = await import('./mutate.ts');
      return mutate(checkedFlags(flags), io, await loaded(workspace));
    }),
  );
