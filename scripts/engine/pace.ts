import { setTimeout as sleep } from 'node:timers/promises';

/** Runs the actions of a key one after another. Each starts `intervalMs` after the one before has ended. */
export function createPace(
  intervalMs: number,
): <T>(key: string, action: () => Promise<T>, signal: AbortSignal) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, action, signal) => {
    const before = last.get(key);
    const turn = (async () => {
      if (before !== undefined) {
        await before.catch(() => undefined);
        await sleep(intervalMs, undefined, { signal });
      }
      return action();
    })();
    last.set(key, turn);
    return turn;
  };
}
