import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import type { HistoryEntry } from '../../scripts/model/report.ts';
import { appendHistory, historyLines, readHistory } from '../../scripts/store/history.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
const path = (): string => join(folder, 'history.ndjson');
beforeEach(async () => {
  folder = await temporaryFolder();
});

const entry: HistoryEntry = {
  format: 1,
  at: '2026-01-02T03:04:05.000Z',
  target: 'sandbox',
  provider: 'acme',
  outcome: 'held',
  findings: { error: 0, warning: 0, info: 0 },
  fingerprints: [],
};

test('appended, never rewritten; lines that cannot be read are skipped', async () => {
  expect(await readHistory(path())).toEqual([]);
  await writeFile(
    path(),
    `not JSON\n{"format":1}\n${JSON.stringify({ ...entry, format: 2 })}\n\n{"format":1,"at":"2026`,
  );
  await appendHistory(
    path(),
    historyLines([
      entry,
      { ...entry, provider: 'other', latency: { p50: 1, p95: 2 }, lifetime: 60, sent: ['acme/token'] },
    ]),
  );
  await appendHistory(path(), '');
  await appendHistory(path(), historyLines([{ ...entry, outcome: 'down' }]));
  const text = await readFile(path(), 'utf8');
  expect(text.startsWith('not JSON\n')).toBe(true);
  expect(text.endsWith('}\n')).toBe(true);
  expect((await readHistory(path())).map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
    'acme held',
    'other held',
    'acme down',
  ]);
});

test.each<[string, object]>([
  ['of no time', { at: 'soon' }],
  ['of another target', { target: 'moon' }],
  ['of an outcome that is none', { outcome: 'toString' }],
  ['without counts', { findings: { error: 1 } }],
  ['with fingerprints that are none', { fingerprints: [1] }],
  ['with a latency that is none', { latency: { p50: '1', p95: 2 } }],
  ['with a lifetime that is none', { lifetime: 'long' }],
  ['with cases sent that are none', { sent: ['acme/token', 7] }],
  ['with cases sent that are no list', { sent: 'acme/token' }],
  ['with a version of TLS that is none', { tls: 1.3 }],
  ['with days of a certificate that are none', { certificateDays: 'many' }],
])('a line %s is skipped', async (_, more) => {
  await writeFile(path(), `${JSON.stringify({ ...entry, ...more })}\n${JSON.stringify(entry)}\n`);
  expect(await readHistory(path())).toEqual([entry]);
});

test('the facts of a connection are read again', async () => {
  const connected = { ...entry, tls: 'TLSv1.3', certificateDays: 29 };
  await appendHistory(path(), historyLines([connected]));
  expect(await readHistory(path())).toEqual([connected]);
});

test('what is no file is said before anything is sent', async () => {
  await mkdir(path());
  await expect(readHistory(path())).rejects.toThrow('history.ndjson is a folder');
});

test.skipIf(process.platform === 'win32')('a FIFO and a link to a device are refused at once', async () => {
  execFileSync('mkfifo', [path()]);
  await expect(readHistory(path())).rejects.toThrow('history.ndjson is no regular file');
  await expect(appendHistory(path(), historyLines([entry]))).rejects.toThrow();
  await rm(path());
  await symlink('/dev/zero', path());
  await expect(readHistory(path())).rejects.toThrow('history.ndjson is no regular file');
  await expect(appendHistory(path(), historyLines([entry]))).rejects.toThrow('is no regular file');
});

test('of a long file the end is read, from the first whole line on', async () => {
  const line = (provider: string) => historyLines([{ ...entry, provider, fingerprints: ['a'.repeat(800)] }]);
  const old = line('old');
  await writeFile(path(), old.repeat(6000));
  await appendHistory(path(), line('new'));
  const read = await readHistory(path());
  expect(read.at(-1)?.provider).toBe('new');
  expect(read).toHaveLength(Math.floor((4 * 1024 * 1024) / old.length));
});

test.skipIf(process.platform === 'win32')('what a full disk keeps of a line is taken back', async () => {
  await appendHistory(path(), historyLines([entry]));
  // A limit on the size of files stands for a disk that is full after 100 bytes more.
  const size = (await readFile(path())).length;
  const entryFile = new URL('../support/append-one.ts', import.meta.url);
  const shell = `ulimit -f ${Math.ceil((size + 1) / 1024)} && exec "$0" --import tsx "$1" "$2"`;
  const big = spawnSync('bash', ['-c', shell, process.execPath, fileURLToPath(entryFile), path()], {
    encoding: 'utf8',
  });
  expect(big.stdout).toBe('EFBIG\n');
  expect((await readFile(path())).length).toBe(size);
  expect(await readHistory(path())).toEqual([entry]);
});

test('runs side by side do not mix', async () => {
  const many = Array.from({ length: 50 }, (_, index) => ({
    ...entry,
    provider: `p${index}`,
    fingerprints: ['a'.repeat(12)],
  }));
  await Promise.all(many.map((one) => appendHistory(path(), historyLines([one, one]))));
  expect(await readHistory(path())).toHaveLength(100);
});
