import { expect, test } from 'vitest';
import { createPace } from '../../scripts/engine/pace.ts';

/** Milliseconds. Timers may fire one early. */
const interval = 20;
const early = 1;
const never = new AbortController().signal;
const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Notes when each action begins and ends. */
function recorder() {
  const log: { readonly name: string; readonly begin: number; end: number }[] = [];
  const action =
    (name: string, fails = false) =>
    async () => {
      const entry = { name, begin: performance.now(), end: 0 };
      log.push(entry);
      await tick();
      entry.end = performance.now();
      if (fails) throw new Error(name);
      return name;
    };
  return { log, action };
}

test('one at a time for a key, in order, an interval after the one before has ended', async () => {
  const { log, action } = recorder();
  const pace = createPace(interval);
  const names = ['a', 'b', 'c'];
  expect(await Promise.all(names.map((name) => pace('host', action(name), never)))).toEqual(names);
  expect(log.map(({ name }) => name)).toEqual(names);
  for (const [index, { begin }] of log.entries())
    if (index > 0) expect(begin - (log[index - 1]?.end ?? 0)).toBeGreaterThanOrEqual(interval - early);
});

test('keys side by side, none waiting for another', async () => {
  const { log, action } = recorder();
  const pace = createPace(10_000);
  await Promise.all(['a', 'b', 'c'].map((name) => pace(name, action(name), never)));
  const lastBegin = Math.max(...log.map(({ begin }) => begin));
  expect(Math.min(...log.map(({ end }) => end))).toBeGreaterThanOrEqual(lastBegin);
});

test('one that fails is told so, and keeps nobody from their turn', async () => {
  const { action } = recorder();
  const pace = createPace(1);
  const first = pace('host', action('first', true), never);
  const second = pace('host', action('second'), never);
  await expect(first).rejects.toThrow('first');
  expect(await second).toBe('second');
});

test('whoever waits is let go by the signal, and does not act', async () => {
  const { log, action } = recorder();
  const pace = createPace(10_000);
  const controller = new AbortController();
  await pace('host', action('first'), controller.signal);
  const second = pace('host', action('second'), controller.signal);
  controller.abort();
  await expect(second).rejects.toMatchObject({ name: 'AbortError' });
  expect(log.map(({ name }) => name)).toEqual(['first']);
});
