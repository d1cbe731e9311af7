import { availableParallelism } from 'node:os';
import { Command, CommanderError, Option } from 'commander';
import type { MutateFlags } from '../mutants/mutate.ts';
import { type ExitCode, exitCodes } from '../report/index.ts';
import type { AcceptFlags } from './accept.ts';
import { build } from './build.ts';
import { type Environment, splitList, UsageError, type VerifyFlags } from './config/index.ts';
import { crashText } from './crash.ts';
import { printCurl } from './curl.ts';
import { defaultMockPort, type MockFlags, mock } from './mock.ts';
import type { NightlyFlags } from './nightly-issues.ts';
import { type Io, type Project, thisProject } from './project.ts';

/** Nothing at all, as of a variable that is not set, names nothing: it must not come to mean everything. */
const listed = (text: string, before: readonly string[]): readonly string[] => {
  const names = splitList(text);
  return [...before, ...(names.length === 0 ? [''] : names)];
};

/** The whole program: parses, runs one command, says what went wrong. Returns the exit code. */
export async function runCli(
  argv: readonly string[],
  env: Environment,
  io: Io,
  project: Project = thisProject,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
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
    .option('--curl <case>', 'print a request as a curl line, with variables for what is configured, and send nothing')
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
      if (flags.curl !== undefined) {
        exitCode = printCurl(flags.curl, io, project);
        return;
      }
      const { verify } = await import('./verify.ts');
      exitCode = await verify(flags, env, io, project);
    });
  program
    .command('build')
    .description('write collections/, environments, .env.example and the tables of the README')
    .option('--check', `write nothing; exit ${exitCodes.stale} and name what is stale`)
    .action(async (flags: { check?: boolean }) => {
      exitCode = await build({ check: flags.check === true }, io, project);
    });
  program
    .command('accept')
    .description("make the answers of a report the provider's baseline, against which later runs are compared")
    .requiredOption('--provider <id>', 'whose answers')
    .option('--report <file>', 'a report.json of a run against a live host', 'reports/report.json')
    .option('--yes', 'do not ask')
    .action(async (flags: AcceptFlags) => {
      const { acceptReport } = await import('./accept.ts');
      exitCode = await acceptReport(flags, io, project);
    });
  program
    .command('mutate')
    .description(
      `mutate responses, count what the checks catch; exit ${exitCodes.unproven} on a survivor or a false alarm`,
    )
    .option('--provider <id>', 'only these providers (repeat, or separate by commas)', listed, [])
    .option('--mutation <name>', 'only these mutations (repeat, or separate by commas)', listed, [])
    .action(async (flags: MutateFlags) => {
      const { mutate } = await import('../mutants/mutate.ts');
      exitCode = await mutate(flags, io, project);
    });
  program
    .command('mock')
    .description('serve every provider under /<id> on 127.0.0.1')
    .option('--port <port>', 'where to listen', String(defaultMockPort))
    .option('--drift <mutation>', 'answer as if the provider had changed in this way')
    .action(async (flags: MockFlags) => {
      exitCode = await mock(flags, io, project);
    });
  program
    .command('nightly-issues')
    .description("open, comment on and close the repository's issues after a nightly run, in a job of GitHub Actions")
    .option('--report <file>', 'report.json of the run, with history.ndjson beside it', 'reports/report.json')
    .option('--dry-run', 'say what would be done, and do nothing')
    .action(async (flags: NightlyFlags) => {
      const { nightlyIssues } = await import('./nightly-issues.ts');
      exitCode = await nightlyIssues(flags, env, io, project);
    });

  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOfError(error, env, io, project);
  }
}

/** Says what went wrong, masked. */
export async function exitCodeOfError(
  error: unknown,
  env: Environment,
  io: Pick<Io, 'stderr'>,
  project: Project = thisProject,
): Promise<ExitCode> {
  // commander has said what is wrong, and ends --help in the same way.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof UsageError) {
    for (const problem of error.problems) io.stderr.write(`error: ${problem}\n`);
    return exitCodes.usage;
  }
  io.stderr.write(`the tool failed: ${await crashText(error, env, project)}\n`);
  return exitCodes.toolFailed;
}
