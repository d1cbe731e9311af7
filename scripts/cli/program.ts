import { tool } from '../model/tool.ts';
import { UsageError } from '../model/usage-error.ts';
import type { ExitCode } from '../report/exit-code.ts';
import type { Environment } from '../store/dotenv.ts';
import { runProgram } from './commander.ts';
import type { CommandRow } from './flag.ts';
import { commands } from './flags.ts';
import { helpText } from './help.ts';
import { quietIo } from './printer.ts';
import { type Io, loaded, thisWorkspace, type Workspace } from './project.ts';
import { checkedFlags, type FlagReading } from './read-flags.ts';
import { swallowedFlags } from './swallowed-flags.ts';

/**
 * The whole program: parses, runs one command, says what went wrong. Returns the exit code.
 */
export async function runCli(
  argv: readonly string[],
  env: Environment,
  loudIo: Io,
  workspace: Workspace = thisWorkspace,
): Promise<ExitCode> {
  const io = quietIo(loudIo);
  const kept = await keptByNpm(argv, env, workspace.root);
  return runProgram('token-endpoint-contracts', argv, { env, io, workspace }, (program, addFlags) => {
    program
      .description('Contract tests for OAuth 2.0 token endpoints, built on Postman collections.')
      .version(`${tool.name} ${tool.version}`, '-V, --version', 'print name and version')
      .addHelpText('after', helpText(workspace));
    const add = <V>(name: string, row: CommandRow<V>, action: (reading: FlagReading<V>) => Promise<ExitCode>): void => {
      const command = program.command(name);
      addFlags(command, row, action);
      // Before the arguments are looked at: a word that is left over may be the value of a flag that npm kept.
      if (kept !== undefined)
        command.allowExcessArguments().hook('preAction', () => Promise.reject(new UsageError([kept])));
      command.configureOutput({
        outputError: (text, write) =>
          write(
            text.startsWith('error: too many arguments')
              ? `${text}flags begin with --: npm run ${name} -- --help\n`
              : text,
          ),
      });
    };
    // Each command loads its own modules: --help needs none of them, and no command needs those of another.
    add('verify', commands.verify, async (flags) =>
      (await import('./verify.ts')).verify(flags, env, io, await loaded(workspace)),
    );
    add('merge', commands.merge, async (flags) =>
      (await import('./merge.ts')).merge(flags, env, io, await loaded(workspace)),
    );
    add('build', commands.build, async (flags) =>
      (await import('./build.ts')).build(checkedFlags(flags), io, await loaded(workspace)),
    );
    add('accept', commands.accept, async (flags) =>
      (await import('./accept.ts')).acceptReport(checkedFlags(flags), io, await loaded(workspace)),
    );
    add('waive', commands.waive, async (flags) =>
      (await import('./waive.ts')).waive(checkedFlags(flags), env, io, await loaded(workspace)),
    );
    add('mock', commands.mock, async (flags) =>
      (await import('./mock.ts')).mock(checkedFlags(flags), io, await loaded(workspace)),
    );
    add('doctor', commands.doctor, async (flags) =>
      (await import('./doctor.ts')).doctor(flags, env, io, await loaded(workspace)),
    );
    add('init', commands.init, async (flags) => (await import('./init.ts')).init(checkedFlags(flags), io, workspace));
    add('nightly-issues', commands['nightly-issues'], async (flags) => {
      const { nightlyIssues } = await import('./nightly-issues.ts');
      return nightlyIssues(checkedFlags(flags), env, io, workspace);
    });
  });
}

async function keptByNpm(argv: readonly string[], env: Environment, root: string): Promise<string | undefined> {
  const [name = ''] = argv;
  const isCommand = (one: string): one is keyof typeof commands => Object.hasOwn(commands, one);
  return isCommand(name) ? swallowedFlags(name, commands[name].flags, argv, env, root) : undefined;
}
