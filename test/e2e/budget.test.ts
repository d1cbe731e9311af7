import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Report } from '../../scripts/model/report.ts';
import { json, type RunningServer, serve } from '../servers/serve.ts';
import { runInProcess } from '../support/cli.ts';
import { environmentFor, type Id, independent } from '../support/live.ts';
import { start } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const running: RunningServer[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

const bank = 'open-banking-platform';
let out: string;
beforeEach(async () => {
  out = await temporaryFolder();
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-20T13:04:30.000Z') });
});
afterEach(() => void vi.useRealTimers());

async function host(id: Id, handler = independent[id].handler) {
  const server = await serve(handler);
  running.push(server);
  return server;
}
type Host = Awaited<ReturnType<typeof host>>;

const argvFor = (flags: readonly string[]) => [
  'verify',
  '--target',
  'sandbox',
  '--interval',
  '0',
  '--out',
  out,
  ...flags,
];

/** A run that writes to the same folder as those before it. */
async function verify(servers: Partial<Record<Id, Host>>, ...flags: string[]) {
  const env = Object.assign({}, ...Object.entries(servers).map(([id, server]) => environmentFor(id as Id, server.url)));
  const before = Object.values(servers).map((server) => server.seen.length);
  const run = await runInProcess(argvFor(flags), { env, outIsGiven: true });
  const text = flags.includes('--list') ? '{"providers":[]}' : await readFile(join(out, 'report.json'), 'utf8');
  const report: Report = JSON.parse(text);
  return {
    exitCode: run.exitCode,
    stdout: run.stdout,
    stderr: run.stderr.replaceAll(out, 'OUT'),
    asked: Object.values(servers).map((server, index) => server.seen.length - (before[index] ?? 0)),
    outcomes: report.providers.map(({ id, outcome, reason }) => [id, outcome, reason].filter((part) => part).join(' ')),
    cases: report.providers.flatMap(({ cases }) => cases),
    report,
  };
}

const sentIn = ({ cases }: Awaited<ReturnType<typeof verify>>): readonly string[] =>
  cases.filter(({ exchange }) => exchange.attempts.length > 0).map((one) => one.case.id);

describe('two tokens an hour', () => {
  const token = ['--provider', bank, '--case', `${bank}/token`];

  test('hold across runs: the third asks for nothing and says when to come back', async () => {
    const server = await host(bank);
    const servers = { [bank]: server };
    expect((await verify(servers, ...token)).outcomes).toEqual([`${bank} held`]);
    vi.setSystemTime(new Date('2026-11-20T13:20:00.000Z'));
    expect((await verify(servers, ...token)).exitCode).toBe(0);
    vi.setSystemTime(new Date('2026-11-20T13:30:00.000Z'));
    const third = await verify(servers, '--provider', bank);
    expect(third).toMatchObject({
      exitCode: 3,
      asked: [0],
      outcomes: [`${bank} skipped its budget of 2 tokens an hour is used until 14:05 UTC`],
    });
    expect(third.report.providers[0]?.budget).toEqual({ tokensPerHour: 2, usedUntil: '2026-11-20T14:04:30.000Z' });
    expect(third.report.providers[0]).not.toHaveProperty('origin');
    expect(third.stdout).toContain('skipped (its budget of 2 tokens an hour is used until 14:05 UTC)');
    vi.setSystemTime(new Date('2026-11-20T14:04:30.000Z'));
    expect((await verify(servers, ...token)).outcomes).toEqual([`${bank} held`]);
    const history = (await readFile(join(out, 'history.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(history.map((line) => JSON.parse(line).outcome)).toEqual(['held', 'held', 'held']);
  });

  test('used by others: a provider that nobody named does not fail the night, unless nothing else was checked', async () => {
    const servers = { [bank]: await host(bank), orum: await host('orum') };
    await verify({ [bank]: servers[bank] }, ...token);
    await verify({ [bank]: servers[bank] }, ...token);
    const night = await verify(servers);
    expect(night).toMatchObject({ exitCode: 0, outcomes: expect.arrayContaining(['orum held']) });
    expect(night.asked[0]).toBe(0);
    expect((await verify(servers, '--provider', `orum,${bank}`)).exitCode).toBe(3);
    expect((await verify({ [bank]: servers[bank] })).exitCode).toBe(3);
  });

  test('are of one host: another one has its own, and so has another folder', async () => {
    const servers = { [bank]: await host(bank) };
    await verify(servers, ...token);
    await verify(servers, ...token);
    expect((await verify({ [bank]: await host(bank) }, ...token)).exitCode).toBe(0);
    out = await temporaryFolder();
    expect((await verify(servers, ...token)).exitCode).toBe(0);
  });

  test('count retries', async () => {
    let count = 0;
    const server = await host(bank, (seen) =>
      ++count === 1 ? json(503, {}, { 'retry-after': '0' }) : independent[bank].handler(seen),
    );
    expect((await verify({ [bank]: server }, ...token)).outcomes).toEqual([`${bank} flaky`]);
    expect(await verify({ [bank]: server }, ...token)).toMatchObject({ exitCode: 3, asked: [0] });
  });

  test('leave requests alone that can get no token', async () => {
    const servers = { [bank]: await host(bank) };
    await verify(servers, ...token);
    await verify(servers, ...token);
    const refusal = await verify(servers, '--case', `${bank}/unknown-client`);
    expect(refusal).toMatchObject({ exitCode: 0, asked: [1] });
  });

  test('do not bind the mock', async () => {
    for (let run = 0; run < 3; run += 1) {
      const { exitCode } = await runInProcess(['verify', ...token, '--out', out], { outIsGiven: true });
      expect(exitCode).toBe(0);
    }
    await expect(readFile(join(out, 'budget.ndjson'))).rejects.toThrow('ENOENT');
  });

  test.each<[string, (path: string) => Promise<unknown>, string]>([
    [
      'is no file',
      (path) => mkdir(path),
      'warning: OUT/budget.ndjson cannot be used, so token budgets count the requests of this run only: ',
    ],
    [
      'has damaged lines',
      (path) => writeFile(path, 'damaged\n{"format":1}\n'),
      'warning: OUT/budget.ndjson has lines that cannot be read and do not count: 2\n',
    ],
  ])('a budget file that %s is a warning, once', async (_, put, warning) => {
    await put(join(out, 'budget.ndjson'));
    const run = await verify({ [bank]: await host(bank) }, '--provider', bank, '--observe');
    expect(run.exitCode).toBe(0);
    expect(run.stderr.replaceAll(/(\.\.\/)+(tmp\/)?\S*budget/g, 'OUT/budget')).toContain(warning);
    expect(run.stderr.split('warning: ')).toHaveLength(2);
    expect(sentIn(run).filter((id) => id.includes('/token'))).toHaveLength(2);
  });

  test('hold for two programs that run at once', async () => {
    vi.useRealTimers();
    const server = await host(bank);
    const env = environmentFor(bank, server.url);
    const argv = argvFor(['--provider', bank, '--observe', '--reporter', 'json']);
    const ended = await Promise.all([start(argv, env).ended, start(argv, env).ended]);
    const granted = server.seen.filter(
      ({ body }) => body.includes(independent[bank].credentials.secret) && !body.includes('contract-probe'),
    );
    expect(granted.length).toBe(2);
    for (const { status } of ended) expect([0, 3]).toContain(status);
  });
});

describe('what a budget left out is sent first by a later run', () => {
  /** Six refusals a run, of which five are asserted: each night has room for one observed refusal. */
  const observed = [
    'empty-body',
    'malformed-json',
    'wrong-media-type-text-plain',
    'wrong-method-get',
    'credentials-in-query',
    'unknown-client-basic',
  ];

  test('Orum: each night another observed refusal, and the report says when each was sent last', async () => {
    const servers = { orum: await host('orum') };
    for (const [index, today] of observed.entries()) {
      const dayOf = (night: number) => `2026-11-${20 + night}`;
      vi.setSystemTime(new Date(`${dayOf(index)}T03:00:00.000Z`));
      const night = await verify(servers, '--provider', 'orum', '--observe');
      expect(night.exitCode).toBe(0);
      const sent = sentIn(night);
      expect(sent[0]).toBe('orum/token');
      expect(sent.filter((id) => observed.some((one) => id === `orum/${one}`))).toEqual([`orum/${today}`]);
      expect(sent).toHaveLength(15);
      const left = night.cases.filter(({ exchange }) => exchange.notSent === 'budget');
      const expected = observed.flatMap((one, before) =>
        one === today ? [] : [[`orum/${one}`, before < index ? `${dayOf(before)}T03:00:00.000Z` : undefined]],
      );
      expect(left.map(({ case: { id }, lastSent }) => [id, lastSent])).toEqual(expected);
      if (index > 0) expect(night.stdout).toMatch(/orum\/empty-body +not sent: budget, last sent 2026-11-20\n/);
    }
  }, 60_000);

  test('--list says what is left out this time, and changes nothing', async () => {
    const servers = { orum: await host('orum') };
    const flags = ['--provider', 'orum', '--observe'];
    const listed = async () => {
      const { stdout, asked } = await verify(servers, ...flags, '--list');
      expect(asked).toEqual([0]);
      return [...stdout.matchAll(/orum\/(\S+) .* not sent: the budget leaves it out this time(.*)$/gm)].map(
        ([, id, last]) => `${id}${last}`,
      );
    };
    expect(await listed()).toEqual(observed.slice(1));
    expect(await listed()).toEqual(observed.slice(1));
    await verify(servers, ...flags);
    expect(await listed()).toEqual(['empty-body, last sent 2026-11-20', ...observed.slice(2)]);
  });

  test('--list says that a token budget is used', async () => {
    const servers = { [bank]: await host(bank) };
    const token = ['--provider', bank, '--case', `${bank}/token`];
    await verify(servers, ...token);
    await verify(servers, ...token);
    const { stdout } = await verify(servers, '--provider', bank, '--list');
    expect(stdout).toContain('  its budget of 2 tokens an hour is used until 14:05 UTC\n');
    expect(stdout).toMatch(
      /open-banking-platform\/token .* not sent: the budget leaves it out this time, last sent 2026-11-20/,
    );
  });
});
