import { execFileSync } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { claimToken, type HourlyBudget, readBudget } from '../../scripts/store/budget.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let budget: HourlyBudget;
beforeEach(async () => {
  const path = join(await temporaryFolder(), 'budget.ndjson');
  budget = { path, provider: 'acme', origin: 'https://acme.test', tokensPerHour: 2 };
});

const now = new Date('2026-11-20T14:00:00.000Z');
const line = (at: string, more: object = {}): string =>
  `${JSON.stringify({ format: 1, id: `claim of ${at}`, at, provider: 'acme', origin: 'https://acme.test', ...more })}\n`;
const at = (time: string): string => line(`2026-11-20T${time}.000Z`);

describe('what is left of two tokens an hour, at 14:00', () => {
  test.each<[string, string, number, string | undefined, number]>([
    ['no line', '', 2, undefined, 0],
    ['one in this hour', at('13:30:00'), 1, undefined, 0],
    ['two: free when the first is an hour old', at('13:10:00') + at('13:30:00'), 0, '2026-11-20T14:10:00.000Z', 0],
    ['two, of which one is older', at('12:10:00') + at('13:30:00'), 1, undefined, 0],
    ['exactly an hour ago', at('13:00:00') + at('13:00:00'), 2, undefined, 0],
    ['a second less', at('13:00:01') + at('13:00:01'), 0, '2026-11-20T14:00:01.000Z', 0],
    ['yesterday', line('2026-11-19T13:30:00.000Z') + line('2026-11-19T13:40:00.000Z'), 2, undefined, 0],
    [
      'one that came too late takes nothing from later ones',
      at('13:10:00') + at('13:11:00') + at('13:12:00'),
      0,
      '2026-11-20T14:10:00.000Z',
      0,
    ],
    ['of another provider', line('2026-11-20T13:30:00.000Z', { provider: 'other' }).repeat(2), 2, undefined, 0],
    ['of another origin', line('2026-11-20T13:30:00.000Z', { origin: 'http://acme.test' }).repeat(2), 2, undefined, 0],
    ['by a clock that was put back since', at('14:30:00'), 1, undefined, 0],
    ['by a clock that was far ahead', line('2027-11-20T13:30:00.000Z').repeat(2), 2, undefined, 0],
    ['a line that a crash cut off', at('13:30:00') + at('13:40:00').slice(0, 30), 1, undefined, 1],
    ['no JSON', `nonsense\n${at('13:30:00')}`, 1, undefined, 1],
    ['of a later format', line('2026-11-20T13:30:00.000Z', { format: 2 }), 2, undefined, 1],
    ['of no time', line('soon'), 2, undefined, 1],
    ['a provider that is no text', line('2026-11-20T13:30:00.000Z', { provider: 7 }), 2, undefined, 1],
    ['blank lines', `\n${at('13:30:00')}\n\n`, 1, undefined, 0],
  ])('%s', async (_, text, left, usedUntil, damagedLines) => {
    await writeFile(budget.path, text);
    const state = await readBudget(budget, now);
    expect(state).toEqual({
      left,
      damagedLines,
      ...(usedUntil !== undefined && { usedUntil: new Date(usedUntil) }),
    });
    // What is claimed is what was left.
    const claims: boolean[] = [];
    for (let count = 0; count < 3; count += 1) claims.push(await claimToken(budget, now));
    expect(claims.filter((granted) => granted)).toHaveLength(left);
  });

  test('without a file, and with a budget of none', async () => {
    expect(await readBudget(budget, now)).toEqual({ left: 2, damagedLines: 0 });
    expect(await readBudget({ ...budget, tokensPerHour: 0 }, now)).toEqual({ left: 0, damagedLines: 0 });
    expect(await claimToken({ ...budget, tokensPerHour: 0 }, now)).toBe(false);
  });
});

test('a claim is a line, after one that a crash cut off too; a claim that fails before it is written is none', async () => {
  await writeFile(budget.path, '{"format":1,"id":"cut');
  expect(await claimToken(budget, now)).toBe(true);
  expect(await claimToken(budget, now)).toBe(true);
  expect(await claimToken(budget, now)).toBe(false);
  const [cut, ...lines] = (await readFile(budget.path, 'utf8')).trimEnd().split('\n');
  expect(cut).toBe('{"format":1,"id":"cut');
  expect(lines.map((text) => JSON.parse(text))).toEqual(
    [1, 2].map(() => ({
      format: 1,
      id: expect.any(String),
      at: '2026-11-20T14:00:00.000Z',
      provider: 'acme',
      origin: 'https://acme.test',
    })),
  );
});

test('a file of years is read from its end', async () => {
  const kibibyte = `${'x'.repeat(1023)}\n`;
  await writeFile(budget.path, at('13:30:00') + kibibyte.repeat(1000) + at('13:40:00'));
  expect(await readBudget(budget, now)).toEqual({ left: 1, damagedLines: 511 });
});

test('many claims at once get what is allowed and no more', async () => {
  const claims = await Promise.all(Array.from({ length: 40 }, () => claimToken(budget, now)));
  expect(claims.filter((granted) => granted)).toHaveLength(2);
});

test('claims of several processes at once get what is allowed and no more', async () => {
  const root = new URL('../../', import.meta.url);
  const script = `
    const { claimToken } = await import('./scripts/store/budget.ts');
    const budget = ${JSON.stringify({ ...budget, tokensPerHour: 5 })};
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimToken(budget, new Date(${now.getTime()}))));
    console.log(claims.filter((granted) => granted).length);`;
  const run = `${process.execPath} --import tsx --input-type=module -e "$SCRIPT"`;
  const printed = execFileSync('sh', ['-c', `${[1, 2, 3].map(() => `${run} &`).join(' ')} wait`], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', SCRIPT: script },
    encoding: 'utf8',
  });
  const counts = printed.trim().split('\n').map(Number);
  expect(counts).toHaveLength(3);
  expect(counts.reduce((a, b) => a + b, 0)).toBe(5);
});

test.each<[string, (path: string) => unknown, string]>([
  ['a folder', (path) => mkdir(path), 'EISDIR|is a folder'],
  [
    'a pipe that nobody writes to',
    (path) => execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', path]),
    'is no regular file',
  ],
  ['a device without end', (path) => symlink('/dev/zero', path), 'is no regular file'],
])('%s in its place is refused at once', async (_, put, message) => {
  await put(budget.path);
  await expect(readBudget(budget, now)).rejects.toThrow(new RegExp(message));
  await expect(claimToken(budget, now)).rejects.toThrow(new RegExp(message));
});
