import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Handler, json, type RunningServer, type Seen, serve } from '../servers/serve.ts';
import { type CliRun, findingsIn, runInProcess } from '../support/cli.ts';
import { environmentFor, type Id, ids, independent } from '../support/live.ts';
import { skipWaits } from '../support/time.ts';

const running: RunningServer[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

async function record(id: Id, handler: Handler = independent[id].handler) {
  const server = await serve(handler);
  running.push(server);
  const verify = (...flags: string[]) =>
    runInProcess(['verify', '--provider', id, '--target', 'sandbox', '--reporter', 'console,json', ...flags], {
      env: environmentFor(id, server.url),
    });
  return { seen: server.seen, verify };
}

/** Everything that a request says of its client, decoded. */
const presented = ({ body, query, headers }: Seen): string =>
  [
    decodeURIComponent(body.replaceAll('+', ' ')),
    query,
    Buffer.from((headers['authorization'] ?? '').replace(/^Basic /, ''), 'base64').toString(),
  ].join('\n');

describe.each(ids)('%s, all that may be asked of a live host', (id) => {
  let seen: readonly Seen[];
  let run: CliRun;
  beforeAll(async () => {
    const host = await record(id);
    run = await host.verify('--observe', '--interval', '0');
    seen = host.seen;
  });

  test('holds on a server that behaves as documented', () => {
    expect(findingsIn(run.report)).toEqual([]);
    expect(run.report?.providers.map(({ outcome }) => outcome)).toEqual(['held']);
    expect(run.stdout).toContain('held');
    expect(run.exitCode).toBe(0);
  });

  test('is asked with the right credentials or the probe’s, within the budget, and nothing of the mock’s', () => {
    const { credentials } = independent[id];
    for (const request of seen) {
      const text = presented(request);
      expect(text.includes(credentials.id)).toBe(text.includes(credentials.secret));
      expect(request.query).not.toContain(credentials.secret);
      expect(request.headers).not.toHaveProperty('x-mock-response-name');
    }
    const mayIssue =
      run.report?.providers[0]?.cases.filter((one) => one.case.safety.mayIssue && one.exchange.attempts.length > 0) ??
      [];
    expect(mayIssue.length).toBeLessThanOrEqual(id === 'open-banking-platform' ? 2 : 99);
    expect(mayIssue.length).toBeGreaterThan(0);
    const refusals = seen.filter((request) => presented(request).includes('contract-probe') || request.body === '');
    expect(refusals.length).toBeLessThanOrEqual(id === 'orum' ? 6 : 99);
  });

  test('--list says what would be sent, with whose credentials and which variables, and sends nothing', async () => {
    const { seen: asked, verify } = await record(id);
    const { stdout, exitCode } = await verify('--list');
    expect(stdout).toContain(`${id}/token`);
    expect(stdout).toMatch(/uses [A-Z_]+_BASE_URL, [A-Z_]+_CLIENT_ID, [A-Z_]+_CLIENT_SECRET/);
    expect(stdout).toMatch(/unknown-client +\w+, probe credentials/);
    expect(stdout).toMatch(/not sent: --observe or --case asks for it/);
    expect(stdout).not.toContain(independent[id].credentials.secret);
    expect(asked).toEqual([]);
    expect(exitCode).toBe(0);
  });
});

describe('pace', () => {
  test('a second between two requests unless told otherwise', async () => {
    const events: string[] = [];
    const { verify } = await record('optty', (request) => {
      events.push('request');
      return independent.optty.handler(request);
    });
    skipWaits((ms) => events.push(`${ms} ms`));
    await verify('--case', 'optty/token,optty/unknown-client');
    const untilTheLast = events.slice(0, events.lastIndexOf('request') + 1);
    expect(untilTheLast).toEqual(['request', '1000 ms', 'request']);
  });

  test('an observed case goes to a live host when it is named, not when a pattern fits it', async () => {
    const { seen, verify } = await record('optty');
    await verify('--interval', '0', '--case', 'optty/token-*');
    expect(seen).toHaveLength(0);
    await verify('--interval', '0', '--case', 'optty/token-basic');
    expect(seen).toHaveLength(1);
  });
});

describe('a host in trouble is left alone', () => {
  const rows: readonly (readonly [string, Handler, readonly string[], { requests: number; outcome: string }])[] = [
    [
      'hangs: one case with its retries',
      () => new Promise(() => undefined),
      ['--timeout', '1500', '--retries', '1'],
      { requests: 2, outcome: 'down' },
    ],
    ['503 thrice', () => json(503, {}), ['--retries', '2'], { requests: 3, outcome: 'down' }],
    [
      '429 twice',
      () => json(429, {}, { 'retry-after': '0' }),
      ['--retries', '2'],
      { requests: 2, outcome: 'throttled' },
    ],
    [
      '429 that does not say when to come back',
      () => json(429, {}),
      ['--retries', '2'],
      { requests: 1, outcome: 'throttled' },
    ],
    [
      '500 is not repeated',
      () => json(500, {}),
      ['--retries', '2', '--case', 'optty/token'],
      { requests: 1, outcome: 'down' },
    ],
  ];
  test.each(rows)('%s', async (_, handler, flags, { requests, outcome }) => {
    const { seen, verify } = await record('optty', handler);
    const { report, exitCode } = await verify('--interval', '0', ...flags);
    expect(seen).toHaveLength(requests);
    expect(report?.providers.map((provider) => provider.outcome)).toEqual([outcome]);
    expect(exitCode).toBe(outcome === 'broken' ? 1 : 3);
  });

  test('one that throttles in the middle of a run', async () => {
    let count = 0;
    const { seen, verify } = await record('optty', (request) =>
      ++count > 2 ? json(429, {}) : independent.optty.handler(request),
    );
    const { report, stdout } = await verify('--interval', '0');
    expect(seen).toHaveLength(3);
    expect(report?.providers[0]?.cases.filter(({ exchange }) => exchange.notSent === 'throttled')).toHaveLength(1);
    expect(stdout).toMatch(/^Optty on .*\/token: the host throttles us$/m);
  });
});
