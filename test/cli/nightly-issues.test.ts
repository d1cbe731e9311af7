import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Fetch } from '../../scripts/cli/github-issues.ts';
import { nightlyIssues } from '../../scripts/cli/nightly-issues.ts';
import type { Report } from '../../scripts/model/report.ts';
import { UsageError } from '../../scripts/model/usage-error.ts';
import { readState, withState } from '../../scripts/report/nightly-state.ts';
import { historyLines } from '../../scripts/store/history.ts';
import { broken, caseReport, providerReport, reportOf } from '../report/reports.ts';
import { historyOf } from '../report/samples.ts';
import { certificateFor } from '../support/certificate.ts';
import { runInProcess, testProject } from '../support/cli.ts';
import { listen } from '../support/listen.ts';
import { start } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

const token = 'fake-job-token-0123456789';
const env = {
  GITHUB_TOKEN: token,
  GITHUB_REPOSITORY: 'team/contracts',
  GITHUB_API_URL: 'https://api.github.test',
  GITHUB_SERVER_URL: 'https://github.test',
  GITHUB_RUN_ID: '42',
};
const drifted = reportOf([providerReport([caseReport([broken()])], { outcome: 'broken' })]);
const listed = (more: object) => ({ number: 7, labels: [{ name: 'token-contract: acme' }], body: 'text', ...more });

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A tracker that has these issues, and what it was asked. */
async function night(report: Report, issues: readonly unknown[], isDryRun = false, status = 200) {
  await writeFile(join(folder, 'report.json'), JSON.stringify(report));
  const calls: Call[] = [];
  const written = { stdout: '', stderr: '' };
  const request: Fetch = async (url, init) => {
    expect(new Headers(init.headers).get('authorization')).toBe(`Bearer ${token}`);
    const method = init.method ?? '';
    calls.push({
      method,
      path: url.replace('https://api.github.test/repos/team/contracts/issues', ''),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : {},
    });
    return Response.json(method === 'GET' ? issues : {}, { status });
  };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const io = { stdout: stream('stdout'), stderr: stream('stderr'), cwd: '/', signal: new AbortController().signal };
  const exitCode = await nightlyIssues(
    { report: { path: join(folder, 'report.json'), isTyped: true }, 'dry-run': isDryRun },
    env,
    io,
    testProject,
    request,
  );
  return { calls, exitCode, ...written };
}
const asked = (calls: readonly Call[]) => calls.map(({ method, path }) => `${method} ${path}`);
const list = 'GET ?state=open&per_page=100&labels=token-contract';

describe('npm run nightly-issues', () => {
  test('opens', async () => {
    const { calls, exitCode, stdout } = await night(drifted, []);
    expect(asked(calls)).toEqual([list, 'POST ']);
    expect(calls[1]?.body).toMatchObject({
      title: 'Acme departs from its documentation: expected status 200, received status 404 (acme/token)',
      labels: ['token-contract', 'token-contract: acme'],
      body: expect.stringContaining('https://github.test/team/contracts/actions/runs/42'),
    });
    expect(stdout).toBe(
      'acme: opens "Acme departs from its documentation: expected status 200, received status 404 (acme/token)"\n',
    );
    expect(exitCode).toBe(0);
  });

  test('comments, and remembers it', async () => {
    const body = withState('text', { fingerprints: ['2ab6df462551'], commented: '2026-01-01' });
    const { calls, stdout } = await night(drifted, [listed({ body })]);
    expect(asked(calls)).toEqual([list, 'POST /7/comments', 'PATCH /7']);
    expect(calls[2]?.body['title']).toBe(
      'Acme departs from its documentation: expected status 200, received status 404 (acme/token)',
    );
    expect(readState(String(calls[2]?.body['body']))).toEqual({
      fingerprints: ['2ab6df462551'],
      commented: '2026-01-02',
      cause: ['2ab6df462551'],
    });
    expect(calls[2]?.body).not.toHaveProperty('state');
    expect(stdout).toBe('acme: comments on #7\n');
  });

  test('closes', async () => {
    const { calls, stdout } = await night(reportOf([providerReport()]), [listed({ body: null })]);
    expect(asked(calls)).toEqual([list, 'POST /7/comments', 'PATCH /7']);
    expect(calls[2]?.body).toMatchObject({ state: 'closed' });
    expect(stdout).toBe('acme: closes #7\n');
  });

  test('takes the history beside the report', async () => {
    const down = reportOf([providerReport([], { outcome: 'down' })]);
    expect((await night(down, [])).stdout).toBe('Nothing to open, to say or to close.\n');
    await writeFile(join(folder, 'history.ndjson'), historyLines(historyOf('acme', ['down'])));
    expect((await night(down, [])).stdout).toBe('acme: opens "Acme gave no usable answer, twice in a row"\n');
  });

  test('a pull request with our label is no issue of ours, nor is an answer that is no list', async () => {
    expect(asked((await night(drifted, [listed({ pull_request: {} }), 'odd', null])).calls)).toEqual([list, 'POST ']);
  });

  test('--dry-run says what it would do', async () => {
    const { calls, stdout } = await night(drifted, [], true);
    expect(asked(calls)).toEqual([list]);
    expect(stdout).toBe(
      'acme: opens "Acme departs from its documentation: expected status 200, received status 404 (acme/token)" (not done: --dry-run)\n',
    );
  });

  test('what GitHub refuses is said without the token', async () => {
    await expect(night(drifted, [], false, 403)).rejects.toThrow(
      /^GitHub answered GET issues\?state=open&per_page=100&labels=token-contract with status 403$/,
    );
  });

  test.each([
    ['no report', undefined, /report\.json is not there: the run ended before it could write one/],
    ['something else in its place', '{"rule":"run/leak"}', /report\.json must have required property/],
  ])('%s', async (_, text, says) => {
    const path = join(folder, 'report.json');
    if (text !== undefined) await writeFile(path, text);
    const io = { stdout: process.stdout, stderr: process.stderr, cwd: '/', signal: new AbortController().signal };
    const error: unknown = await nightlyIssues(
      { report: { path, isTyped: true }, 'dry-run': false },
      env,
      io,
      testProject,
    ).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(says);
  });

  test('outside of a job: exit 2, and everything that is missing', async () => {
    const path = join(folder, 'report.json');
    await writeFile(path, JSON.stringify(drifted));
    const { exitCode, stderr } = await runInProcess(['nightly-issues', '--report', path]);
    expect(stderr).toMatch(/^error: GITHUB_TOKEN is not set: .*\nerror: GITHUB_REPOSITORY is not set: .*\n$/);
    expect(exitCode).toBe(2);
  });

  test.each([
    ['GITHUB_API_URL', 'http://api.github.test', /^GITHUB_API_URL is no https address/],
    ['GITHUB_API_URL', 'ftp://127.0.0.1', /^GITHUB_API_URL is no https address/],
    ['GITHUB_TOKEN', `${token}\n`, /^GITHUB_TOKEN holds a character that no token has/],
  ])('a job whose %s is %j sends nothing, and does not show its token', async (name, value, problem) => {
    await writeFile(join(folder, 'report.json'), JSON.stringify(drifted));
    const request = () => expect.fail('it was sent');
    const io = {
      stdout: { write: () => true },
      stderr: { write: () => true },
      cwd: folder,
      signal: new AbortController().signal,
    };
    const flags = { report: { path: join(folder, 'report.json'), isTyped: true }, 'dry-run': false };
    const running = nightlyIssues(flags, { ...env, [name]: value }, io, testProject, request);
    const error: unknown = await running.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(error instanceof UsageError ? error.problems : []).toEqual([expect.stringMatching(problem)]);
    expect(String(error)).not.toContain(token);
  });

  test('a report of the outcomes alone opens nothing and closes nothing', async () => {
    const alone = reportOf([providerReport([], { outcome: 'broken' })]);
    expect(asked((await night(alone, [listed({})])).calls)).toEqual([list]);
  });

  test('no variable makes it trust a host that cannot be verified', async () => {
    await writeFile(join(folder, 'report.json'), JSON.stringify(drifted));
    let asked = 0;
    const server = createServer(certificateFor(['localhost']), (_, response) => {
      asked += 1;
      response.end('[]');
    });
    const port = await listen(server);
    onTestFinished(() => void server.close());
    const { status, stderr } = await start(['nightly-issues', '--report', join(folder, 'report.json')], {
      ...env,
      GITHUB_API_URL: `https://localhost:${port}`,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    }).ended;
    expect({ status, asked }).toEqual({ status: 4, asked: 0 });
    expect(stderr).not.toContain(token);
  });
});
