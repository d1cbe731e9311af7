import { Command, CommanderError, Option } from 'commander';
import { UsageError } from '../model/usage-error.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import type { Environment } from '../store/dotenv.ts';
import { envFilesTyped, readEnvironment } from './config/index.ts';
import { crashText } from './crash.ts';
import type { CommandRow, Flag, Typed } from './flag.ts';
import { printedPlainly } from './printer.ts';
import { type Io, thisWorkspace, type Workspace } from './project.ts';
import { type FlagReading, readFlags } from './read-flags.ts';

/** What a program runs in. */
export interface Surroundings {
  readonly env: Environment;
  readonly io: Io;
  readonly workspace: Workspace;
}

/** Gives `command` the flags of `row`; `action` gets what was typed of them and returns the exit code. */
export type AddFlags = <V>(
  command: Command,
  row: CommandRow<V>,
  action: (reading: FlagReading<V>) => Promise<ExitCode>,
) => void;

/**
 * Runs a commander program: `define` gives its commands their flags. Says what went wrong. Returns the exit code.
 * Prints on `io` only, and never ends the process.
 */
export async function runProgram(
  name: string,
  argv: readonly string[],
  { env, io, workspace }: Surroundings,
  define: (program: Command, addFlags: AddFlags) => void,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = new Command(name).exitOverride().configureOutput({
    writeOut: (text) => void io.stdout.write(text),
    writeErr: (text) => void io.stderr.write(printedPlainly(text)),
  });
  define(program, (command, { about, flags }, action) => {
    command.description(about);
    const typed: { [K in keyof typeof flags]?: () => Typed } = {};
    for (const flagName in flags) {
      const flag = flags[flagName];
      if (flag.isArgument === true) {
        const position = command.registeredArguments.length;
        const isList = flag.isList === true;
        command.argument(`[${flag.placeholder}${isList ? '...' : ''}]`, flag.help);
        typed[flagName] = () => (isList ? command.args.slice(position) : command.args[position]);
        continue;
      }
      const option = optionOf(flagName, flag);
      command.addOption(option);
      typed[flagName] = () => command.getOptionValue(option.attributeName());
    }
    command.action(async () => {
      exitCode = await action(readFlags(flags, (flagName) => typed[flagName]?.()));
    });
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOfError(error, argv, env, io, workspace);
  }
}

function optionOf(name: string, flag: Flag<unknown>): Option {
  const { placeholder } = flag;
  const option = new Option(placeholder === undefined ? `--${name}` : `--${name} <${placeholder}>`, flag.help);
  if (flag.default !== undefined) option.default(flag.default, flag.shownDefault);
  if (flag.isList === true) option.argParser((text, before: readonly string[]) => [...before, text]);
  return option.makeOptionMandatory(flag.isRequired === true);
}

/** Says what went wrong, masked. Returns 2 for what a person must change and 4 for a fault of the tool. */
export async function exitCodeOfError(
  error: unknown,
  argv: readonly string[],
  env: Environment,
  io: Pick<Io, 'stderr' | 'cwd'>,
  workspace: Workspace = thisWorkspace,
): Promise<ExitCode> {
  // commander has printed the message already. It ends --help in the same way, with exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof UsageError) {
    for (const warning of error.warnings) io.stderr.write(`${printedPlainly(`warning: ${warning}`)}\n`);
    for (const problem of error.problems) io.stderr.write(`${printedPlainly(`error: ${problem}`)}\n`);
    return exitCodes.usage;
  }
  // What cannot be loaded names no secrets. That it cannot be loaded is said by the command itself.
  const providers = await workspace.loadProviders().catch(() => []);
  const places = { root: workspace.root, cwd: io.cwd, envFiles: envFilesTyped(argv) };
  const configured = await readEnvironment(env, providers, places).catch(() => ({ env }));
  io.stderr.write(`${printedPlainly(`the tool failed: ${crashText(error, configured.env, providers)}`)}\n`);
  return exitCodes.toolFailed;
}
