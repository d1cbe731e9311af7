import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificateFor } from '../support/certificate.ts';
import type { CliRun } from '../support/cli.ts';
import { findingsIn, runInProcess } from '../support/cli.ts';
import { environmentFor, independent } from '../support/live.ts';
import { answers, type RawServer, startRaw } from '../support/raw-server.ts';
import { type HostileRow, hostileRows, token } from './hostile-rows.ts';

const running: RawServer[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

const { secret } = independent.optty.credentials;
const flags = [
  '--provider',
  'optty',
  '--target',
  'sandbox',
  '--case',
  'optty/token',
  '--interval',
  '0',
  '--retries',
  '0',
];

async function verify(url: string, more: readonly string[] = []): Promise<CliRun> {
  return runInProcess(['verify', ...flags, '--verbose', ...more], {
    env: environmentFor('optty', url),
  });
}

async function runOf({ answer, isEndless }: HostileRow): Promise<CliRun> {
  const server = await startRaw(answer);
  running.push(server);
  return verify(server.url, isEndless ? ['--timeout', '1500'] : []);
}

const runs = new Map<string, CliRun>();

// Most of a slow row is waiting: two lanes, each with a worker of its own.
beforeAll(async () => {
  const queue = hostileRows.toSorted((a, b) => Number(b.isEndless ?? false) - Number(a.isEndless ?? false));
  const lane = async (): Promise<void> => {
    for (let row = queue.shift(); row !== undefined; row = queue.shift()) runs.set(row.name, await runOf(row));
  };
  await Promise.all([lane(), lane()]);
}, 180_000);

const exitCodes = { held: 0, broken: 1, down: 3 } as const;

describe('an answer from hell', () => {
  test.each(hostileRows.map((row) => [row.name, row] as const))('%s', (_, { name, outcome, findings, says }) => {
    const { report, exitCode, stdout, stderr, files } = runs.get(name) ?? expect.fail();
    const told = findingsIn(report).filter(({ rule }) => !rule.startsWith('rfc/') && rule !== 'run/no-baseline');
    expect(told.map(({ rule, severity, at }) => `${rule} ${severity} ${at}`)).toEqual(findings);
    expect(report?.providers.map((provider) => provider.outcome)).toEqual([outcome]);
    expect({ exitCode, stderr }).toEqual({ exitCode: exitCodes[outcome], stderr: '' });
    if (says !== undefined) expect(stdout).toMatch(says);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|^\s*::/m);
    const everything = stdout + stderr + JSON.stringify(files);
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(token.slice(0, 30));
    expect(files['report.html']).not.toContain('<script>alert');
  });
});

test('a number beyond range in a place where any number will do is odd, and no quarrel of the judges', async () => {
  const server = await startRaw(
    answers('{"access_token":"tok_9fK2notareal","token_type":"Bearer","expires_in":1e400}'),
  );
  running.push(server);
  const argv = ['--provider', 'orum', '--target', 'sandbox', '--case', 'orum/token', '--interval', '0'];
  const { report, exitCode } = await runInProcess(['verify', ...argv], { env: environmentFor('orum', server.url) });
  const rules = findingsIn(report).map(({ rule, at }) => `${rule} ${at}`);
  expect(rules).toContain('run/oddity /expires_in');
  expect(rules.filter((rule) => rule.startsWith('run/judges'))).toEqual([]);
  expect(exitCode).toBe(1);
});

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])(
    '%i: the second origin gets nothing, and its name alone is said',
    async (status) => {
      const second = await startRaw(answers('{}'));
      const first = await startRaw(
        answers('', { Location: `${second.url}/cb?code=canary-0123&access_token=${token}` }, `${status} Elsewhere`),
      );
      running.push(first, second);
      const { report, exitCode, stdout, files } = await verify(first.url, ['--reporter', 'json,console']);
      expect(findingsIn(report).find(({ rule }) => rule === 'run/redirect')).toMatchObject({
        severity: 'error',
        actual: `status ${status} to ${second.url}`,
      });
      expect(first.received).toHaveLength(1);
      expect(second.received).toEqual([]);
      expect(stdout + JSON.stringify(files)).not.toMatch(/canary-0123|\/cb/);
      expect(exitCode).toBe(1);
    },
  );
});

describe('a certificate that nobody can trust', () => {
  const rows: readonly (readonly [string, { readonly cert: string; readonly key: string }])[] = [
    ['self-signed', certificateFor(['127.0.0.1'])],
    ['expired', certificateFor(['127.0.0.1'], { from: -30, to: -1 })],
    ['of another host', certificateFor(['elsewhere.test'])],
  ];
  test.each(rows)('%s: down, and nothing was sent', async (_, certificate) => {
    const server = await startRaw(answers('{}'), certificate);
    running.push(server);
    const { report, exitCode } = await verify(server.url, ['--reporter', 'json']);
    expect(report?.providers[0]).toMatchObject({ outcome: 'down', reason: expect.stringMatching(/^tls: /) });
    expect(server.received.join('')).toBe('');
    expect(exitCode).toBe(3);
  });
});
