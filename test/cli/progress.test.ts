import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress } from '../../scripts/cli/progress.ts';
import { answered } from '../support/exchanges.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const sent = { attempts: [answered()] };
const leftOut = { attempts: [] };
const unpaced = { intervalMs: 0, isLogged: false };
const one = [{ provider: { id: 'acme' } }];
const terminal = (isTTY: boolean, columns?: number) => {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  return { written, output: { isTTY, write, ...(columns !== undefined && { columns }) } };
};

test('says from the first moment how far a provider is, counts what is sent, and leaves nothing behind', () => {
  const { written, output } = terminal(true);
  const progress = createProgress(output, one, unpaced);
  progress.plan('acme', 2);
  progress.step('acme', sent);
  progress.step('acme', leftOut);
  progress.end();
  expect(written).toEqual([
    '\r\u001b[2Kacme 0/…',
    '\r\u001b[2Kacme 0/2',
    '\r\u001b[2Kacme 1/2',
    '\r\u001b[2Kacme 1/2',
    '\r\u001b[2K',
  ]);
});

test('a paced run says how much time is left, of the provider that has most to send', () => {
  const { written, output } = terminal(true);
  const progress = createProgress(output, [...one, { provider: { id: 'bravo' } }], { ...unpaced, intervalMs: 1000 });
  progress.plan('acme', 200);
  progress.plan('bravo', 20);
  progress.step('acme', sent);
  expect(written.at(-1)).toBe('\r\u001b[2Kacme 1/200  bravo 0/20, about 4 min left');
  for (let index = 0; index < 190; index++) progress.step('acme', sent);
  expect(written.at(-1)).toBe('\r\u001b[2Kacme 191/200  bravo 0/20, about 20 s left');
  for (let index = 0; index < 16; index++) progress.step('bravo', sent);
  for (let index = 0; index < 5; index++) progress.step('acme', sent);
  expect(written.at(-1)).toBe('\r\u001b[2Kacme 196/200  bravo 16/20');
});

test.each([
  [60, '0 of 50 requests sent'],
  [12, '0 of 50 req'],
  [120, 'apinizer 0/10  octotable 0/10  open-banking-platform 0/10  optty 0/10  orum 0/10'],
])('one line in %d columns', (columns, line) => {
  const { written, output } = terminal(true, columns);
  const ids = ['apinizer', 'octotable', 'open-banking-platform', 'optty', 'orum'];
  const progress = createProgress(
    output,
    ids.map((id) => ({ provider: { id } })),
    unpaced,
  );
  for (const id of ids) progress.plan(id, 10);
  expect(written.at(-1)).toBe(`\r\u001b[2K${line}`);
});

test('what comes after its end is not said: the report stands there', () => {
  const { written, output } = terminal(true);
  const progress = createProgress(output, one, unpaced);
  progress.end();
  progress.step('acme', sent);
  expect(written).toEqual(['\r\u001b[2Kacme 0/…', '\r\u001b[2K']);
});

test('without a terminal a plain line every ten seconds, until the end', () => {
  const { written, output } = terminal(false);
  const progress = createProgress(output, one, { intervalMs: 2000, isLogged: true });
  progress.plan('acme', 30);
  vi.advanceTimersByTime(9_999);
  expect(written).toEqual([]);
  progress.step('acme', sent);
  vi.advanceTimersByTime(1);
  vi.advanceTimersByTime(10_000);
  progress.end();
  vi.advanceTimersByTime(20_000);
  const line = '1 of 30 requests sent (acme 1/30), about 58 s left\n';
  expect(written).toEqual([line, line]);
});

test('nothing without a terminal, where no log is asked for', () => {
  const { written, output } = terminal(false);
  const progress = createProgress(output, one, unpaced);
  progress.plan('acme', 30);
  vi.advanceTimersByTime(60_000);
  progress.end();
  expect(written).toEqual([]);
});
