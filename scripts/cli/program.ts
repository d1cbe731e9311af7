import type { ExitCode } from '../report/exit-code.ts';
import type { Environment } from '../store/dotenv.ts';
import { runProgram } from './commander.ts';
import type { CommandRow } from './flag.ts';
import { commands } from './flags.ts';
import { type Io, type Project, thisProject } from './project.ts';
import { checkedFlags, type FlagReading } from './read-flags.ts';

/**
 * The whole program: parses, runs one command, says what went wrong. Returns the exit code.
 */
export function runCli(
  argv: readonly string[],
  env: Environment,
  io: Io,
  project: Project = thisProject,
): Promise<ExitCode> {
  return runProgram('token-endpoint-contracts', argv, { env, io, project }, (program, addFlags) => {
    program.description('Contract tests for OAuth 2.0 token endpoints, built on Postman collections.');
    const add = <V>(name: string, row: CommandRow<V>, action: (reading: FlagReading<V>) => Promise<ExitCode>): void =>
      addFlags(program.command(name), row, action);
    // Each command loads its own modules: --help needs none of them, and no command needs those of another.
    add('verify', commands.verify, async (flags) => (await import('./verify.ts')).verify(flags, env, io, project));
    add('build', commands.build, async (flags) => (await import('./build.ts')).build(checkedFlags(flags), io, project));
    add('accept', commands.accept, async (flags) =>
      (await import('./accept.ts')).acceptReport(checkedFlags(flags), io, project),
    );
    add('waive', commands.waive, async (flags) =>
      (await import('./waive.ts')).waive(checkedFlags(flags), env, io, project),
    );
    add('mock', commands.mock, async (flags) => (await import('./mock.ts')).mock(checkedFlags(flags), io, project));
    add('nightly-issues', commands['nightly-issues'], async (flags) => {
      const { nightlyIssues } = await import('./nightly-issues.ts');
      return nightlyIssues(checkedFlags(flags), env, io, project);
    });
  });
}
