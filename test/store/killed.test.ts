import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { baselineText } from '../../scripts/judge/index.ts';
import type { HistoryEntry, Report } from '../../scripts/model/report.ts';
import { readBaseline } from '../../scripts/store/baselines.ts';
import { appendHistory, historyLines, readHistory } from '../../scripts/store/history.ts';
import { readJsonFile } from '../../scripts/store/json-file.ts';
import { writeWhole } from '../../scripts/store/text-file.ts';
import { drifting, shape, tokenAnswer } from '../judge/drift/samples.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const seen = { firstSeen: '2026-01-02T03:04:05.000Z', lastSeen: '2026-01-03T03:04:05.000Z', observations: 2 };
const baseline = baselineText({
  format: 2,
  provider: 'acme',
  origin: 'https://acme.test',
  tokens: 'fresh',
  cases: { 'acme/token': { ...seen, shape: shape(tokenAnswer) } },
});
const report = JSON.stringify({
  format: 1,
  tool: 'a tool',
  target: 'mock',
  rfc: 'advise',
  startedAt: '2026-01-02T03:04:05.000Z',
  ms: 1,
  providers: [],
} satisfies Report);
const entry: HistoryEntry = {
  format: 1,
  at: '2026-01-02T03:04:05.000Z',
  target: 'sandbox',
  provider: 'acme',
  outcome: 'held',
  findings: { error: 0, warning: 0, info: 0 },
  // Long enough to be cut.
  fingerprints: Array.from({ length: 500 }, (_, index) => `${index}`.padStart(12, '0')),
};

/** A process that only writes, killed as soon as it has said `rounds` and then waited for so many turns of the event loop. */
async function killedAfter(folder: string, rounds: number, turns: number): Promise<number> {
  const script = fileURLToPath(new URL('../support/write-forever.ts', import.meta.url));
  const argv = ['--import', 'tsx', script, folder, baseline, report, JSON.stringify(entry)];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let isKilled = false;
  child.stdout.on('data', async (chunk) => {
    said += chunk;
    if (isKilled || said.split('\n').length - 1 < rounds) return;
    isKilled = true;
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.on('close', resolve));
  return said.split('\n').length - 1;
}

test.skipIf(process.platform === 'win32')('killed at 50 moments, the next run reads what is left', async () => {
  const moments = Array.from({ length: 50 }, (_, index) => index);
  const atOnce = async (lane: number): Promise<void> => {
    for (const moment of moments.filter((one) => one % 4 === lane)) {
      const folder = await temporaryFolder();
      await mkdir(join(folder, 'baselines'));
      const rounds = await killedAfter(folder, 1 + (moment % 5), moment * 7);
      expect(await readBaseline(folder, drifting)).toMatchObject({ provider: 'acme' });
      expect(await readFile(join(folder, 'baselines/acme.json'), 'utf8')).toBe(baseline);
      expect(await readJsonFile<Report>(join(folder, 'report.json'), 'report.json', 'report')).toMatchObject({ ms: 1 });
      const left = await readHistory(join(folder, 'history.ndjson'));
      expect(left.length).toBeGreaterThanOrEqual(rounds);
      // And it can go on: a line that was cut off does not take the next one with it.
      await appendHistory(join(folder, 'history.ndjson'), historyLines([entry]));
      expect(await readHistory(join(folder, 'history.ndjson'))).toHaveLength(left.length + 1);
    }
  };
  await Promise.all([0, 1, 2, 3].map(atOnce));
});

test('a file that cannot be renamed into its place leaves the old one, and nothing else', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'a.json/inner'), { recursive: true });
  await expect(writeWhole(join(folder, 'a.json'), 'x')).rejects.toMatchObject({ syscall: 'rename' });
  expect(await readdir(folder)).toEqual(['a.json']);
});
