import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Report } from '../../scripts/model/report.ts';
import { json, type RunningServer, serve } from '../servers/serve.ts';
import { runInProcess } from '../support/cli.ts';
import { closedPort } from '../support/listen.ts';
import { environmentFor, independent } from '../support/live.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const running: RunningServer[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

const start = async (handler: Parameters<typeof serve>[0]): Promise<string> => {
  const server = await serve(handler);
  running.push(server);
  return server.url;
};

/** What differs from run to run: times, and the texts of tokens, whose marks depend on the key of a run. */
const varies = new Set(['startedAt', 'ms', 'headers', 'json', 'exp', 'iat', 'bits']);
const isTokenId = (name: string, value: unknown): boolean => name === 'id' && /^[0-9a-f]{16}$/.test(String(value));
const timeless = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) => (varies.has(name) || isTokenId(name, value) ? undefined : value));

test('one held, one drifted, one down: five shards merged say what one run says, side by side or one by one', async () => {
  const folder = await temporaryFolder();
  const env = {
    GITHUB_RUN_ID: '77',
    ...environmentFor('optty', await start(independent.optty.handler)),
    ...environmentFor('orum', await start(() => json(404, { error: 'not_found' }))),
    ...environmentFor('apinizer', `http://127.0.0.1:${await closedPort()}`),
  };
  const options = { cwd: folder, outIsGiven: true, env };
  const live = ['verify', '--target', 'sandbox', '--interval', '0', '--retries', '0'];
  const reportIn = (name: string) => readFile(join(folder, name, 'report.json'), 'utf8');

  expect((await runInProcess([...live, '--out', 'whole'], options)).exitCode).toBe(1);
  expect((await runInProcess([...live, '--out', 'alone', '--concurrency', '1'], options)).exitCode).toBe(1);
  const codes: number[] = [];
  for (const number of [1, 2, 3, 4, 5]) {
    const argv = [...live, '--shard', `${number}/5`, '--out', `shards/${number}`, '--concurrency', '8'];
    codes.push((await runInProcess(argv, options)).exitCode);
  }
  expect(codes.toSorted()).toEqual([0, 0, 0, 1, 3]);
  const folders = [1, 2, 3, 4, 5].map((number) => `shards/${number}`);
  const merged = await runInProcess(['merge', ...folders, '--out', 'merged'], options);
  expect(merged.exitCode).toBe(1);

  const report: Report = JSON.parse(await reportIn('merged'));
  expect(report.providers.map(({ id, outcome }) => `${id}: ${outcome}`)).toEqual([
    'apinizer: down',
    'octotable: skipped',
    'open-banking-platform: skipped',
    'optty: held',
    'orum: broken',
  ]);
  const whole = timeless(await reportIn('whole'));
  expect(timeless(await reportIn('merged'))).toEqual(whole);
  expect(timeless(await reportIn('alone'))).toEqual(whole);
}, 120_000);
