import { dirname, join } from 'node:path';
import { ruleBook } from '../judge/index.ts';
import type { Report } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import { type NightlyAction, nightlyActions, nightlyLabel } from '../report/index.ts';
import type { Environment } from '../store/dotenv.ts';
import { historyFile, readHistory } from '../store/history.ts';
import { readJsonFile } from '../store/json-file.ts';
import { isLoopback } from './config/hosts.ts';
import type { NightlyIssuesFlags } from './flags.ts';
import { type Fetch, githubIssues, type Repository } from './github-issues.ts';
import { absolute, type Io, type Workspace } from './project.ts';
import { runUrlOf } from './run-url.ts';

/**
 * `npm run nightly-issues`: opens, comments on and closes the repository's issues after a nightly run, with the job's own token.
 * @throws {UsageError} if the report is missing or this is not a job of GitHub Actions
 */
export async function nightlyIssues(
  flags: NightlyIssuesFlags,
  env: Environment,
  io: Io,
  workspace: Pick<Workspace, 'root'>,
  request: Fetch = fetch,
): Promise<ExitCode> {
  const path = absolute(flags.report, io, workspace);
  const report = await readJsonFile<Report>(path, flags.report.path, 'report');
  if (report === undefined)
    throw new UsageError([`${flags.report.path} is not there: the run ended before it could write one, see its log`]);
  if (report.shard !== undefined)
    throw new UsageError([`${flags.report.path} is one shard of a run: make one report of all with npm run merge`]);
  const history = await readHistory(join(dirname(path), historyFile));
  const tracker = githubIssues(repositoryOf(env), request);
  const background = { history, rules: ruleBook };
  const actions = nightlyActions(report, background, await tracker.list(nightlyLabel), runUrlOf(env));
  for (const action of actions) {
    io.stdout.write(`${actionInWords(action)}${flags['dry-run'] ? ' (not done: --dry-run)' : ''}\n`);
    if (!flags['dry-run']) await tracker.carryOut(action);
  }
  if (actions.length === 0) io.stdout.write('Nothing to open, to say or to close.\n');
  return exitCodes.done;
}

function repositoryOf(env: Environment): Repository {
  const problems: string[] = ['GITHUB_TOKEN', 'GITHUB_REPOSITORY']
    .filter((name) => (env[name] ?? '') === '')
    .map(
      (name) => `${name} is not set: this command runs in a job of GitHub Actions, see .github/workflows/nightly.yml`,
    );
  const apiUrl = env['GITHUB_API_URL'] ?? 'https://api.github.com';
  if (!isSafeAddress(apiUrl))
    problems.push('GITHUB_API_URL is no https address: the token would be sent where anybody can read it');
  // What no header can hold would be quoted by the error that says so.
  if (/[^\x21-\x7e]/.test(env['GITHUB_TOKEN'] ?? ''))
    problems.push('GITHUB_TOKEN holds a character that no token has, e.g. a line feed at its end');
  if (problems.length > 0) throw new UsageError(problems);
  return {
    apiUrl,
    name: env['GITHUB_REPOSITORY'] ?? '',
    token: env['GITHUB_TOKEN'] ?? '',
  };
}

/** https, or http to this machine. */
function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

const actionInWords = (action: NightlyAction): string =>
  action.kind === 'open'
    ? `${action.provider}: opens "${action.title}"`
    : `${action.provider}: ${action.kind === 'close' ? 'closes' : 'comments on'} #${action.number}`;
