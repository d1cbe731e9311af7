import { expect, test } from 'vitest';
import { createPace } from '../../scripts/engine/pace.ts';
import { settle, skipWaits } from '../support/time.ts';

const never = new AbortController().signal;

/** Notes when each action begins and ends. */
function recorder() {
  const log: string[] = [];
  const action =
    (name: string, fails = false) =>
    async () => {
      log.push(`${name} begins`);
      await settle();
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  return { log, action };
}

test('one at a time for a key, in order, an interval after the one before has ended', async () => {
  const { log, action } = recorder();
  skipWaits((ms) => log.push(`${ms} ms`));
  const pace = createPace(20);
  const names = ['a', 'b', 'c'];
  expect(await Promise.all(names.map((name) => pace('host', action(name), never)))).toEqual(names);
  expect(log).toEqual(['a begins', 'a ends', '20 ms', 'b begins', 'b ends', '20 ms', 'c begins', 'c ends']);
});

test('keys side by side, none waiting for another', async () => {
  const { log, action } = recorder();
  const pace = createPace(10_000);
  await Promise.all(['a', 'b', 'c'].map((name) => pace(name, action(name), never)));
  expect(log).toEqual(['a begins', 'b begins', 'c begins', 'a ends', 'b ends', 'c ends']);
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
  expect(log).toEqual(['first begins', 'first ends']);
});
