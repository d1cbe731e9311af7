import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as optty from '../servers/optty.ts';
import { type Handler, json, type RunningServer, serve } from '../servers/serve.ts';
import { findingsIn, runInProcess, testProject } from '../support/cli.ts';
import { closedPort } from '../support/listen.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const running: RunningServer[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

const start = async (handler: Handler): Promise<RunningServer> => {
  const server = await serve(handler);
  running.push(server);
  return server;
};
const envFor = (url: string) => ({
  OPTTY_BASE_URL: url,
  OPTTY_CLIENT_ID: optty.credentials.id,
  OPTTY_CLIENT_SECRET: optty.credentials.secret,
});
const live = [
  ...['verify', '--provider', 'optty', '--target', 'sandbox', '--interval', '0', '--retries', '0'],
  ...['--reporter', 'console,json'],
];
const verify = (url: string, flags: readonly string[] = []) => runInProcess([...live, ...flags], { env: envFor(url) });

describe('what a live run tells apart', () => {
  const rows: readonly (readonly [
    string,
    Handler,
    { exitCode: number; outcome: string; says: string; requests: number },
  ])[] = [
    [
      '404',
      () => json(404, { error: 'not_found' }),
      { exitCode: 1, outcome: 'broken', says: 'no token endpoint here any more, or a wrong address', requests: 1 },
    ],
    ['415', () => json(415, {}), { exitCode: 1, outcome: 'broken', says: 'status 415', requests: 4 }],
    [
      '400 invalid_request',
      () => json(400, { error: 'invalid_request' }),
      { exitCode: 1, outcome: 'broken', says: 'status 400', requests: 4 },
    ],
    [
      '401',
      () => json(401, { message: 'no' }),
      { exitCode: 3, outcome: 'credentials-rejected', says: '/token: the credentials were rejected\n', requests: 1 },
    ],
    [
      '400 invalid_client',
      () => json(400, { error: 'invalid_client' }),
      { exitCode: 3, outcome: 'credentials-rejected', says: '/token: the credentials were rejected\n', requests: 1 },
    ],
    ['503', () => json(503, {}), { exitCode: 3, outcome: 'down', says: 'the endpoint is down', requests: 1 }],
    ['429', () => json(429, {}), { exitCode: 3, outcome: 'throttled', says: 'throttles us', requests: 1 }],
    [
      '403 from an edge',
      () => ({ status: 403, headers: { 'content-type': 'text/html' }, body: '<html>blocked' }),
      { exitCode: 3, outcome: 'throttled', says: 'throttles us', requests: 1 },
    ],
    [
      'a redirect',
      () => ({ status: 307, headers: { location: 'http://127.0.0.1:9/token' }, body: '' }),
      { exitCode: 1, outcome: 'broken', says: 'run/redirect', requests: 4 },
    ],
  ];
  test.each(rows)('%s', async (_, handler, { exitCode, outcome, says, requests }) => {
    const server = await start(handler);
    const run = await verify(server.url);
    expect(run.report?.providers.map((provider) => provider.outcome)).toEqual([outcome]);
    expect(run.stdout).toContain(says);
    expect(server.seen).toHaveLength(requests);
    expect(run.exitCode).toBe(exitCode);
    const closing = {
      1: 'Exit code 1: the contract is broken, or an answer drifted in a way that breaks clients\n',
      3: 'Exit code 3: not completed: down, throttled or credentials rejected; this is not drift\n',
    }[exitCode === 1 ? 1 : 3];
    expect(run.stdout.slice(-closing.length)).toBe(closing);
  });

  test('a server that is not there: 3, and the other cases are not tried', async () => {
    const run = await verify(`http://127.0.0.1:${await closedPort()}`);
    expect(run.report?.providers[0]).toMatchObject({ outcome: 'down', reason: expect.stringMatching(/^refused: /) });
    expect(
      run.report?.providers[0]?.cases
        .map(({ exchange }) => exchange.notSent ?? 'sent')
        .filter((one) => one !== 'not-asked'),
    ).toEqual(['sent', 'down', 'down', 'down']);
    expect(run.exitCode).toBe(3);
  });

  test('held only after a retry: flaky, with both attempts in the report', async () => {
    let count = 0;
    const server = await start((seen) => (count++ === 0 ? json(503, {}) : optty.handler(seen)));
    const run = await verify(server.url, ['--retries', '2', '--case', 'optty/token']);
    expect(run.report?.providers[0]?.outcome).toBe('flaky');
    expect(run.report?.providers[0]?.cases[0]?.exchange.attempts).toHaveLength(2);
    expect(run.exitCode).toBe(0);
  });

  test('a token for an unknown client leads the findings, be it in a 200 or hidden in a 400', async () => {
    for (const status of [200, 400]) {
      const server = await start(async (seen) =>
        seen.body.includes('contract-probe')
          ? json(status, { message: 'no', inner: [{ access_token: 'granted-to-nobody-0123456789' }] })
          : optty.handler(seen),
      );
      const run = await verify(server.url);
      expect(findingsIn(run.report).map(({ rule }) => rule)).toContain('docs/refused');
      expect(run.stdout).toMatch(/error docs\/refused: a request that must be refused was not refused/);
      expect(run.stdout + JSON.stringify(run.files)).not.toContain('granted-to-nobody');
      expect(run.exitCode).toBe(1);
    }
  });
});

describe('usage: exit 2, one line for each problem, nothing sent', () => {
  test.each([
    ['an unknown flag', ['verify', '--nope'], /^error: unknown option '--nope'/],
    ['an unknown command', ['verfy'], /^error: unknown command 'verfy'/],
    [
      'an unknown provider',
      ['verify', '--provider', 'opty'],
      /^error: --provider opty: there is no such provider \(did you mean optty\?\); known: apinizer, octotable/,
    ],
    ['a provider of a variable that is not set', ['verify', '--provider', ''], /^error: --provider : there is no such/],
    ['a case of one', ['verify', '--case', ' , '], /^error: --case : matches nothing/],
    ['a glob that matches nothing', ['verify', '--case', 'optty/tokn'], /^error: --case optty\/tokn: matches nothing/],
    [
      'two problems',
      ['verify', '--timeout', 'soon', '--retries', 'x'],
      /^error: --timeout soon.*\nerror: --retries x.*\n$/,
    ],
  ])('%s', async (_, argv, says) => {
    const run = await runInProcess(argv);
    expect(run.stderr).toMatch(says);
    // Where commander cannot read the command line, nobody knows which folder is meant.
    expect(run.report?.providers ?? []).toEqual([]);
    expect(run.exitCode).toBe(2);
  });

  test('a missing variable, and every other at once', async () => {
    const server = await start(() => json(200, {}));
    const run = await runInProcess(['verify', '--target', 'sandbox', '--provider', 'optty'], {
      env: { OPTTY_BASE_URL: server.url },
    });
    expect(run.stderr).toBe(
      'error: OPTTY_CLIENT_ID is not set: add it to .env or use --target mock\nerror: OPTTY_CLIENT_SECRET is not set: add it to .env or use --target mock\n',
    );
    expect(run.exitCode).toBe(2);
    expect(server.seen).toEqual([]);
    expect(Object.keys(run.files).toSorted()).toEqual([
      'junit.xml',
      'metrics.prom',
      'report.html',
      'report.json',
      'summary.md',
    ]);
    expect(run.report).toMatchObject({
      target: 'sandbox',
      providers: [],
      stopped: {
        kind: 'misconfigured',
        problems: [
          'OPTTY_CLIENT_ID is not set: add it to .env or use --target mock',
          'OPTTY_CLIENT_SECRET is not set: add it to .env or use --target mock',
        ],
      },
    });
    expect(run.files['summary.md']).toMatch(/^# No provider was checked: not configured\n/);
    expect(run.files['junit.xml']).toContain(
      '<error type="misconfigured" message="Not configured: OPTTY_CLIENT_ID is not set: add it to .env or use --target mock (and 1 other problem).">',
    );
  });

  test('nothing configured', async () => {
    const run = await runInProcess(['verify', '--target', 'sandbox']);
    expect(run.stderr).toMatch(/^error: no provider is configured: set APINIZER_CLIENT_ID/);
    expect(run.exitCode).toBe(2);
  });

  test('a collection that is not what the provider file says', async () => {
    const first = testProject.providers.find(({ id }) => id === 'optty');
    const rest = testProject.providers.filter((one) => one !== first);
    const changed = first && { ...first, name: 'Changed' };
    const run = await runInProcess(['verify', '--provider', 'optty'], {
      project: { ...testProject, providers: changed === undefined ? rest : [changed, ...rest] },
    });
    expect(run.stderr).toBe(
      'error: collections/optty.postman_collection.json is not what the provider file says: run npm run build\n',
    );
    expect(run.exitCode).toBe(2);
  });

  test('a port of the mock host that is taken', async () => {
    const port = new URL((await start(() => json(200, {}))).url).port;
    expect(await runInProcess(['mock', '--port', port])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: `error: --port ${port} is taken on 127.0.0.1: end what listens there, or choose another port\n`,
    });
  });

  test('an --out that cannot be written', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    const run = await runInProcess(['verify', '--provider', 'optty', '--out', join(folder, 'file')], {
      outIsGiven: true,
    });
    expect(run.stderr).toMatch(/^error: --out .*file cannot be written to: /);
    expect(run.exitCode).toBe(2);
  });
});

test('an interrupt before anything is sent: 130, with what is known marked', async () => {
  const interrupt = new AbortController();
  interrupt.abort();
  const run = await runInProcess(['verify', '--provider', 'optty'], { signal: interrupt.signal });
  expect(run.report?.providers[0]?.outcome).toBe('interrupted');
  expect(run.exitCode).toBe(130);
});

test('--help names every flag and loads no newman', async () => {
  const startRunner = () => expect.unreachable();
  const { exitCode, stdout } = await runInProcess(['verify', '--help'], { project: { ...testProject, startRunner } });
  for (const flag of [
    '--provider',
    '--case',
    '--reporter',
    '--target',
    '--observe',
    '--list',
    '--curl',
    '--out',
    '--fail-on',
    '--timeout',
    '--max-time',
    '--retries',
    '--interval',
    '--concurrency',
    '--allow-production',
    '--verbose',
  ])
    expect(stdout).toContain(flag);
  expect(exitCode).toBe(0);
});
