import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { onTestFinished, vi } from 'vitest';

// Taken before any test replaces them.
const { setTimeout: sleep, setImmediate: turn } = timers;

/** Repeats a check until it does not throw, for 20 seconds at least: a busy machine needs room. A stopped clock does not matter. */
export async function eventually<T>(check: () => T): Promise<T> {
  for (let left = 4000; left > 0; left -= 1) {
    try {
      return check();
    } catch {
      await sleep(5);
    }
  }
  return check();
}

/** Lets events that are due be delivered. */
export async function settle(): Promise<void> {
  for (let count = 0; count < 10; count += 1) await turn();
}

/**
 * Stops the clock of `setTimeout` until the test has ended: from now on only `vi.advanceTimersByTime` lets a timer fire.
 * Sockets work as usual.
 */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

/**
 * Runs synchronous work and interrupts it, even inside a regular expression, after a limit that linear work meets by far.
 * @throws ERR_SCRIPT_EXECUTION_TIMEOUT
 */
export const interruptedAfter = <T>(ms: number, work: () => T): T =>
  runInNewContext('work()', { work }, { timeout: ms });

/** Until the test has ended, nobody waits who uses `setTimeout` of node:timers/promises: `onWait` is told for how long. */
export function skipWaits(onWait: (ms: number) => unknown): void {
  const replaced = vi.spyOn(timers, 'setTimeout').mockImplementation(async (ms, value) => {
    onWait(ms ?? 0);
    return value;
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    replaced.mockRestore();
    syncBuiltinESMExports();
  });
}
