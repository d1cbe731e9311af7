import { availableParallelism } from 'node:os';
import { Command, CommanderError, Option } from 'commander';
import { type Environment, splitList, UsageError, type VerifyFlags } from '../config/index.ts';
import { build } from './build.ts';
import { defaultMockPort, mock } from './mock.ts';
import { type Io, type Project, thisProject } from './project.ts';

const listed = (text: string, before: readonly string[]): readonly string[] => [...before, ...splitList(text)];

/**
 * The whole program: parses, runs one command, says what went wrong. Returns the exit code: 0 the contract holds, 1 it is broken,
 * 2 usage or configuration, 3 could not be completed, 4 the tool failed, 130 interrupted.
 */
export async function runCli(
  argv: readonly string[],
  env: Environment,
  io: Io,
  project: Project = thisProject,
): Promise<number> {
  let exitCode = 0;
  const program = new Command('token-endpoint-contracts')
    .description('Contract tests for OAuth 2.0 token endpoints, built on Postman collections.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    });

  program
    .command('verify')
    .description('run the collections against the mock host or a sandbox, judge every answer, report')
    .option('--provider <id>', 'only these providers (repeat, or separate by commas)', listed, [])
    .option('--case <glob>', 'only these cases: <provider>/<slug> or <provider>/<folder>/<slug>', listed, [])
    .option('--reporter <name>', 'only these reporters', listed, [])
    .option('--target <target>', 'mock or sandbox', 'mock')
    .option('--observe', 'send observed cases to a live host too')
    .option('--list', 'print what would be sent, in order, and send nothing')
    .option('--out <dir>', 'folder of the reports', 'reports')
    .option('--fail-on <severity>', 'error, warning or info', 'error')
    .option('--rfc <mode>', 'advise: findings of the RFC verdict never count; enforce: MUST rows are errors', 'advise')
    .option('--timeout <ms>', 'of one exchange', '30000')
    .option('--max-time <ms>', 'of the whole run', '600000')
    .option('--retries <n>', 'of one request to a live host', '2')
    .option('--interval <ms>', 'between two requests to one live host', '1000')
    .addOption(
      new Option('--concurrency <n>', 'providers at once').default(String(availableParallelism()), 'number of cores'),
    )
    .option('--allow-production', 'allow a base URL whose host is listed as production')
    .option('--verbose', 'show each exchange, masked')
    .action(async (flags: VerifyFlags) => {
      const { verify } = await import('./verify.ts');
      exitCode = await verify(flags, env, io, project);
    });
  program
    .command('build')
    .description('write collections/, environments, .env.example and the tables of the README')
    .option('--check', 'write nothing; exit 1 and name what is stale')
    .action(async (flags: { check?: boolean }) => {
      exitCode = await build({ check: flags.check === true }, io, project);
    });
  program
    .command('mock')
    .description('serve every provider under /<id> on 127.0.0.1')
    .option('--port <port>', 'where to listen', String(defaultMockPort))
    .action(async (flags: { port: string }) => {
      exitCode = await mock(flags, io, project);
    });

  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOfError(error, io);
  }
}

function exitCodeOfError(error: unknown, io: Io): number {
  // commander has said what is wrong, and ends --help in the same way.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    for (const problem of error.problems) io.stderr.write(`error: ${problem}\n`);
    return 2;
  }
  const message =
    error instanceof Error
      ? 'code' in error && error.code === 'E_RUNNER'
        ? error.message
        : (error.stack ?? error.message)
      : String(error);
  io.stderr.write(`the tool failed: ${message}\n`);
  return 4;
}
