import { setTimeout as sleep } from 'node:timers/promises';

export interface LaneOptions {
  /** The most actions at once. */
  readonly most: number;
  /** Whether another action would only slow down those that run. */
  readonly isBusy: () => boolean;
}

/** Milliseconds until a busy worker is looked at again. */
const lookAgainMs = 25;

/**
 * Runs `action` for each item and returns the results in the order of the items. The next action starts when one ends, or as soon
 * as those that run only wait for their hosts.
 */
export async function sideBySide<T, R>(
  items: readonly T[],
  action: (item: T) => Promise<R>,
  { most, isBusy }: LaneOptions,
): Promise<readonly R[]> {
  const results: Promise<R>[] = [];
  const running = new Set<Promise<unknown>>();
  for (const item of items) {
    let ended = running.size === 0;
    while (!ended && (running.size >= most || isBusy())) ended = await endsWithin(running, lookAgainMs);
    const result = action(item);
    results.push(result);
    const settled: Promise<unknown> = result.catch(() => undefined);
    running.add(settled);
    void settled.then(() => running.delete(settled));
  }
  return Promise.all(results);
}

/** Whether one of the promises settled within `ms` milliseconds. */
async function endsWithin(running: ReadonlySet<Promise<unknown>>, ms: number): Promise<boolean> {
  const given = new AbortController();
  const time = sleep(ms, false, { signal: given.signal }).catch(() => false);
  const ended = await Promise.race([...running].map((one) => one.then(() => true)).concat(time));
  given.abort();
  return ended;
}
