import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { RunnerError } from '../../scripts/engine/index.ts';
import type { SessionData } from '../../scripts/engine/messages.ts';
import type { Report } from '../../scripts/model/report.ts';
import { serve } from '../servers/serve.ts';
import { reportFiles, runInProcess, testProject } from '../support/cli.ts';
import { environmentFor, independent } from '../support/live.ts';
import { start } from '../support/program.ts';
import { type RawServer, startRaw } from '../support/raw-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { stopClock } from '../support/time.ts';

const live = ['verify', '--provider', 'optty', '--target', 'sandbox', '--interval', '0', '--retries', '0'];
const token = {
  access_token: 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl',
  expires_in: 86_400,
  token_type: 'Bearer',
  scope: 'api-user',
};

/** Answers the first request and keeps the second waiting. */
async function startSlow(): Promise<{
  readonly server: RawServer;
  readonly second: Promise<{ closed: Promise<void> }>;
}> {
  let count = 0;
  let arrived: (socket: { closed: Promise<void> }) => void = () => undefined;
  const second = new Promise<{ closed: Promise<void> }>((resolve) => {
    arrived = resolve;
  });
  const server = await startRaw((socket) => {
    count += 1;
    const body = JSON.stringify(token);
    if (count > 1) return arrived({ closed: new Promise((resolve) => socket.once('close', () => resolve())) });
    socket.end(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  });
  onTestFinished(server.close);
  return { server, second };
}

const attemptsIn = (report: Report | undefined): readonly (readonly [string, number, string | undefined])[] =>
  (report?.providers[0]?.cases ?? [])
    .slice(0, 3)
    .map(({ case: one, exchange }) => [one.id, exchange.attempts.length, exchange.notSent]);
const untilTheSecond = [
  ['optty/token', 1, undefined],
  ['optty/unknown-client', 0, 'interrupted'],
  ['optty/missing-parameter-client-id', 0, 'interrupted'],
];

describe('Ctrl-C', () => {
  test('ends the request under way, keeps what is known, and leaves whole files only', async () => {
    const { server, second } = await startSlow();
    const out = await temporaryFolder();
    // Nothing but the interrupt ends the second request while this test runs.
    const program = start([...live, '--timeout', '9m', '--out', out], environmentFor('optty', server.url));
    onTestFinished(() => program.interrupt('SIGKILL'));
    const { closed } = await second;
    program.interrupt();
    await closed;
    const { status, stdout } = await program.ended;
    expect(stdout).toMatch(/^Optty on http:\/\/127\.0\.0\.1:\d+\/token: interrupted/m);
    expect((await readdir(out)).toSorted()).toEqual(reportFiles);
    const report: Report = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
    expect(report.providers[0]?.outcome).toBe('interrupted');
    expect(attemptsIn(report)).toEqual(untilTheSecond);
    expect(status).toBe(130);
  });

  test('after another signal ends the program at once, whatever it is doing', async () => {
    const sabotage = join(await temporaryFolder(), 'sabotage.cjs');
    await writeFile(sabotage, `require('node:http').Server.prototype.close = () => process.stdout.write('stuck');`);
    const env = { NODE_OPTIONS: `--require=${sabotage}` };
    const { ended } = start(['mock', '--port', '0'], env, (stdout, { interrupt }) => {
      if (/Ctrl-C[^\n]*\n$/.test(stdout)) interrupt('SIGTERM');
      if (stdout.endsWith('stuck')) interrupt('SIGINT');
    });
    expect(await ended).toMatchObject({ status: null, signal: 'SIGINT', stdout: expect.stringMatching(/stuck$/) });
  });

  test('a worker that is used again knows nothing of what was given up', async () => {
    const { server, second } = await startSlow();
    const interrupt = new AbortController();
    void second.then(() => interrupt.abort());
    const run = await runInProcess(live, { env: environmentFor('optty', server.url), signal: interrupt.signal });
    expect(attemptsIn(run.report)).toEqual(untilTheSecond);
    expect(run.exitCode).toBe(130);
    const next = await runInProcess(['verify', '--provider', 'optty']);
    expect(next.report?.providers.map(({ outcome }) => outcome)).toEqual(['held']);
  });
});

test('--max-time ends a run like an interrupt, but says so and exits with 3', async () => {
  const { server, second } = await startSlow();
  stopClock();
  void second.then(() => vi.advanceTimersByTime(2500));
  const run = await runInProcess([...live, '--max-time', '2500'], { env: environmentFor('optty', server.url) });
  await (await second).closed;
  expect(run.report?.providers[0]).toMatchObject({
    outcome: 'interrupted',
    reason: '--max-time: the whole run may take 2500 ms',
  });
  expect(attemptsIn(run.report)).toEqual(untilTheSecond);
  expect(run.stdout).toMatch(/^Optty.*: interrupted \(--max-time: the whole run may take 2500 ms\)$/m);
  expect(run.exitCode).toBe(3);
});

describe('a disk that fills up', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });

  test('exit 4 with the reason, and what can be written is', async () => {
    const writeWhole: typeof testProject.writeWhole = (path, text) =>
      path.endsWith('report.html') ? Promise.reject(full) : testProject.writeWhole(path, text);
    const run = await runInProcess(['verify', '--provider', 'optty'], { project: { ...testProject, writeWhole } });
    expect(run.stderr).toMatch(
      /^error: .*report\.html could not be written: ENOSPC: no space left on device, write\n$/,
    );
    expect(Object.keys(run.files).toSorted()).toEqual(reportFiles.filter((name) => name !== 'report.html'));
    expect(run.stdout).toMatch(/^Optty .*: the contract holds$/m);
    expect(run.exitCode).toBe(4);
  });

  test('no part of a file is left', async () => {
    const out = await temporaryFolder();
    await testProject.writeWhole(join(out, 'report.json', 'in-the-way'), 'x');
    await expect(testProject.writeWhole(join(out, 'report.json'), 'text')).rejects.toThrow(
      /^E(ISDIR|NOTEMPTY|EXIST|PERM)/,
    );
    expect(await readdir(out)).toEqual(['report.json']);
  });
});

test('two runs into one folder at once leave whole files, and a line of history each', async () => {
  const out = await temporaryFolder();
  const runs = ['optty', 'orum'].map((id) =>
    runInProcess(['verify', '--provider', id, '--out', out], { outIsGiven: true }),
  );
  expect((await Promise.all(runs)).map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect((await readdir(out)).toSorted()).toEqual(reportFiles);
  const report: Report = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
  expect(report.providers).toHaveLength(1);
  expect(await readFile(join(out, 'report.html'), 'utf8')).toMatch(/<\/html>\s*$/);
  const history = (await readFile(join(out, 'history.ndjson'), 'utf8')).trimEnd().split('\n');
  expect(history.map((line) => JSON.parse(line).provider).toSorted()).toEqual(['optty', 'orum']);
});

describe('a worker that dies', () => {
  const crash = 'the worker that runs newman failed: out of memory';
  /** The first worker dies at its first run; those that replace it are fine. */
  const dyingOnce = () => {
    const started = vi.fn(() => {
      const runner = testProject.startRunner();
      if (started.mock.calls.length > 1) return runner;
      let isUp = true;
      const run = (): Promise<never> => {
        isUp = false;
        return Promise.reject(new RunnerError(crash));
      };
      return {
        ...runner,
        isUp: () => isUp,
        hasAnswered: () => false,
        open: (data: SessionData) => ({ ...runner.open(data), run }),
      };
    });
    return { project: { ...testProject, startRunner: started }, started };
  };

  test('the mock is asked again, in another worker', async () => {
    const { project, started } = dyingOnce();
    const argv = ['verify', '--provider', 'optty,orum'];
    const { report, exitCode } = await runInProcess(argv, { project });
    expect(report?.providers.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['optty', 'held'],
      ['orum', 'held'],
    ]);
    expect(exitCode).toBe(0);
    expect(started).toHaveBeenCalledTimes(2);
  });

  test('a live host is not asked again: the tool failed, and the others are judged', async () => {
    const servers = await Promise.all([serve(independent.optty.handler), serve(independent.orum.handler)]);
    onTestFinished(async () => void (await Promise.all(servers.map((server) => server.close()))));
    const [optty, orum] = servers;
    const { project } = dyingOnce();
    const flags = ['--target', 'sandbox', '--interval', '0', '--concurrency', '1'];
    const { report, exitCode } = await runInProcess(['verify', '--provider', 'optty,orum', ...flags], {
      project,
      env: { ...environmentFor('optty', optty?.url ?? ''), ...environmentFor('orum', orum?.url ?? '') },
    });
    expect(report?.providers).toMatchObject([
      { id: 'optty', outcome: 'interrupted', reason: `the tool failed: ${crash}` },
      { id: 'orum', outcome: 'held' },
    ]);
    expect(optty?.seen).toEqual([]);
    expect(exitCode).toBe(4);
  });
});
