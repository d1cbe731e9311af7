import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../scripts/model/report.ts';
import { json, serve } from '../servers/serve.ts';
import { runInProcess } from '../support/cli.ts';

const three = [1, 2, 3];
let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'merge-'));
  for (const number of three) await shard(`${number}/3`, String(number));
  await runInProcess(['verify', '--out', join(root, 'whole')], { outIsGiven: true });
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

const shard = (part: string, name: string, env: Record<string, string> = { GITHUB_RUN_ID: '77' }) =>
  runInProcess(['verify', '--shard', part, '--out', join(root, name)], { outIsGiven: true, env });

/** The three shards in a folder of their own, under the names 1, 2 and 3. */
async function copies(): Promise<string> {
  const folder = await mkdtemp(join(root, 'case-'));
  for (const name of three) await cp(join(root, String(name)), join(folder, String(name)), { recursive: true });
  return folder;
}

async function change(folder: string, name: number, more: object): Promise<void> {
  const path = join(folder, String(name), 'report.json');
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...more }));
}

async function merge(cwd: string, folders: readonly string[] = ['1', '2', '3'], more: readonly string[] = []) {
  const run = await runInProcess(['merge', ...folders, '--out', 'all', ...more], { cwd });
  const names = await readdir(join(cwd, 'all')).catch(() => []);
  const files = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(cwd, 'all', name), 'utf8')] as const)),
  );
  return { ...run, files };
}

/** Without times, the port of the mock, and what is said of tokens, which are new in each run. */
const timeless = (text: string): unknown => {
  const times = new Set(['startedAt', 'ms', 'headers', 'json', 'origin', 'url', 'tokens']);
  return JSON.parse(text, (name, value: unknown) => (times.has(name) ? undefined : value));
};

describe('merge', () => {
  test('the report of three shards is that of one run, but for times', async () => {
    const folder = await copies();
    const { exitCode, files, stdout, stderr } = await merge(folder);
    const whole = await readFile(join(root, 'whole', 'report.json'), 'utf8');
    expect(timeless(files['report.json'] ?? '')).toEqual(timeless(whole));
    expect(stderr).toBe('');
    expect(stdout).toContain('Report: all/report.html\n');
    expect(exitCode).toBe(0);
    expect(Object.keys(files)).toEqual([
      'history.ndjson',
      'junit.xml',
      'metrics.prom',
      'report.html',
      'report.json',
      'summary.md',
    ]);
  });

  test('the history has each provider once, at the start of the run, and every earlier line once', async () => {
    const folder = await copies();
    const earlier = `{"format":1,"at":"2026-01-02T03:04:05.000Z","target":"mock","provider":"optty","outcome":"held","findings":{"error":0,"warning":0,"info":0},"fingerprints":[]}\n`;
    for (const name of three) {
      const path = join(folder, String(name), 'history.ndjson');
      await writeFile(path, earlier + (await readFile(path, 'utf8')));
    }
    await merge(folder);
    const { files } = await merge(folder);
    const report: Report = JSON.parse(files['report.json'] ?? '');
    const lines = (files['history.ndjson'] ?? '').trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line));
    expect(entries.map(({ provider }) => provider)).toEqual([
      'optty',
      'apinizer',
      'octotable',
      'open-banking-platform',
      'optty',
      'orum',
    ]);
    expect(entries.slice(1).map(({ at }) => at)).toEqual(Array(5).fill(report.startedAt));
  });

  test('an empty shard takes nothing away', async () => {
    const folder = await mkdtemp(join(root, 'case-'));
    for (const number of [1, 16, 29, 32, 35]) await shard(`${number}/40`, join('forty', String(number)));
    const names = [1, 16, 29, 32, 35].map((number) => join('..', 'forty', String(number)));
    const { exitCode, files } = await merge(folder, names);
    const report: Report = JSON.parse(files['report.json'] ?? '');
    expect(report.providers.map(({ id }) => id)).toEqual([
      'apinizer',
      'octotable',
      'open-banking-platform',
      'optty',
      'orum',
    ]);
    expect(report.missing?.[0]).toBe('shard 2/40 has no report');
    expect(report.missing?.length).toBe(35);
    expect(exitCode).toBe(4);
  });

  test('where no shard has a provider, nothing was checked', async () => {
    const folder = await copies();
    for (const name of three) await change(folder, name, { providers: [] });
    expect((await merge(folder)).exitCode).toBe(2);
  });

  test.each<[string, (folder: string) => Promise<unknown>, readonly string[]]>([
    [
      'a shard that is missing',
      (folder) => rm(join(folder, '3'), { recursive: true }),
      ['3/report.json is not there', 'shard 3/3 has no report'],
    ],
    [
      'a report that is cut in half',
      async (folder) => {
        const path = join(folder, '3', 'report.json');
        const text = await readFile(path, 'utf8');
        await writeFile(path, text.slice(0, text.length / 2));
      },
      ['3/report.json is not whole', 'shard 3/3 has no report'],
    ],
    [
      'the report of a whole run',
      (folder) => cp(join(root, 'whole'), join(folder, '3'), { recursive: true, force: true }),
      ['3/report.json is not the report of a shard', 'shard 3/3 has no report'],
    ],
    [
      'a shard that stopped',
      (folder) => change(folder, 3, { providers: [], stopped: { kind: 'misconfigured', problems: ['no schema'] } }),
      ['shard 3/3 checked nothing: no schema'],
    ],
  ])('%s is named in every report, the rest is reported: exit 4', async (_, breaks, words) => {
    const folder = await copies();
    await breaks(folder);
    const { exitCode, files, stdout } = await merge(folder, undefined, ['--reporter', 'github', ...allReporters]);
    const report: Report = JSON.parse(files['report.json'] ?? '');
    expect(report.missing).toEqual(words);
    expect(report.providers.length).toBe(4);
    for (const word of words) {
      expect(stdout).toContain(`Not whole: ${word}\n`);
      expect(stdout).toMatch(/^::error title=Not whole::/m);
      for (const name of ['report.html', 'junit.xml', 'summary.md'])
        expect(`${name}: ${files[name]}`.replaceAll('&#47;', '/')).toContain(word);
    }
    expect(files['metrics.prom']).toContain(`token_contract_missing_shards{target="mock"} ${words.length}\n`);
    expect(exitCode).toBe(4);
  });

  test.each<[string, object, string]>([
    [
      'another number of shards',
      { shard: { number: 3, of: 4, run: '77' } },
      'error: 3/report.json has another number of shards than 1/report.json: 4, not 3\n',
    ],
    [
      'another version',
      { tool: 'token-endpoint-contracts 0.0.9' },
      'error: 3/report.json has another version than 1/report.json: token-endpoint-contracts 0.0.9, not token-endpoint-contracts 0.1.0\n',
    ],
    [
      'another target',
      { target: 'sandbox' },
      'error: 3/report.json has another target than 1/report.json: sandbox, not mock\n',
    ],
    [
      'another setting',
      { rfc: 'enforce' },
      'error: 3/report.json has another RFC mode than 1/report.json: enforce, not advise\n',
    ],
    [
      'the run of yesterday',
      { shard: { number: 3, of: 3, run: '76' } },
      'error: 3/report.json has another run than 1/report.json: 76, not 77\n',
    ],
    [
      'a number that is there already',
      { shard: { number: 2, of: 3, run: '77' } },
      'error: 2/report.json and 3/report.json are both shard 2/3\n',
    ],
  ])('%s: exit 2, and nothing is written', async (_, more, says) => {
    const folder = await copies();
    await change(folder, 3, more);
    expect(await merge(folder)).toMatchObject({ exitCode: 2, stderr: says, files: {} });
  });

  test('a later attempt of a shard replaces the earlier, whatever the order', async () => {
    const folder = await copies();
    await cp(join(folder, '2'), join(folder, 'again'), { recursive: true });
    const path = join(folder, 'again', 'report.json');
    const again = JSON.parse(await readFile(path, 'utf8'));
    again.shard.attempt = 2;
    again.providers[0].name = 'Optty again';
    await writeFile(path, JSON.stringify(again));
    for (const order of [
      ['1', '2', '3', 'again'],
      ['again', '1', '2', '3'],
    ]) {
      const { exitCode, files } = await merge(folder, order);
      const report: Report = JSON.parse(files['report.json'] ?? '');
      expect(report.providers.map(({ name }) => name)).toContain('Optty again');
      expect(report.providers.length).toBe(5);
      expect(exitCode).toBe(0);
    }
  });

  test('one folder twice, also by a link or as --out: exit 2', async () => {
    const folder = await copies();
    await symlink(join(folder, '1'), join(folder, 'link'));
    expect(await merge(folder, ['1', '2', '3', './1'])).toMatchObject({
      exitCode: 2,
      stderr: 'error: 1 and ./1 are one folder\n',
    });
    expect(await merge(folder, ['1', '2', '3', 'link'])).toMatchObject({
      exitCode: 2,
      stderr: 'error: 1 and link are one folder\n',
    });
    expect((await runInProcess(['merge', '1', '2', '--out', '2'], { cwd: folder })).stderr).toBe(
      'error: 2 and 2 are one folder\n',
    );
  });

  test('no folder, or none with a shard: exit 2', async () => {
    expect(await runInProcess(['merge'])).toMatchObject({
      exitCode: 2,
      stderr: 'error: name the folder of each shard: npm run merge -- shards/*\n',
    });
    expect(await merge(root, ['nowhere'])).toMatchObject({
      exitCode: 2,
      stderr: 'error: nowhere/report.json is not there\nerror: there is no report of a shard\n',
    });
  });

  test('the ping and the notification come from merge, and from no shard', async () => {
    const seen: string[] = [];
    const server = await serve(({ path, body }) => {
      seen.push(`${path} ${body === '' ? '' : JSON.parse(body).title}`.trim());
      return json(200, {});
    });
    const env = { GITHUB_RUN_ID: '77', PING_URL: `${server.url}/ping`, HOOK_URL: `${server.url}/hook` };
    const notify = ['--notify', 'ping=PING_URL,json=HOOK_URL'];
    try {
      const folder = await copies();
      await runInProcess(['verify', '--shard', '2/3', ...notify], { env });
      expect(seen).toEqual([]);
      await rm(join(folder, '3'), { recursive: true });
      const argv = ['merge', '1', '2', '3', '--out', 'all', ...notify];
      expect((await runInProcess(argv, { env, cwd: folder })).exitCode).toBe(4);
      expect(seen).toEqual(['/ping/start', '/hook 4 providers: 4 held; the report is not whole', '/ping/fail']);
    } finally {
      await server.close();
    }
  });

  test('nightly-issues takes no report of a shard', async () => {
    const { exitCode, stderr } = await runInProcess(['nightly-issues', '--report', '1/report.json'], { cwd: root });
    expect(stderr).toBe('error: 1/report.json is one shard of a run: make one report of all with npm run merge\n');
    expect(exitCode).toBe(2);
  });
});

const allReporters = ['json', 'html', 'junit', 'markdown', 'metrics', 'console'].flatMap((name) => [
  '--reporter',
  name,
]);
