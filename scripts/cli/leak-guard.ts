import { setTimeout as sleep } from 'node:timers/promises';
import { distinctLeaks, type Leak, type LeakSearch, type Runner } from '../engine/index.ts';
import { ruleBook } from '../judge/index.ts';
import type { Io } from './project.ts';

/** The last check of everything that a run writes: nothing that holds a secret or a token of the run gets past it. */
export interface LeakGuard {
  /** The text, or what is written in its place. `name` is that of the file, or `console`. */
  checked(name: string, text: string): Promise<string>;
  /** Whether anything was held back. */
  hasHit(): boolean;
}

/** A worker that is stuck must not keep a report from being written. */
const patienceMs = 10_000;

/** Tokens never leave the workers, so they search for them; the secrets are searched for here too, since a worker may have died. */
export function createLeakGuard(
  own: LeakSearch,
  runners: readonly Runner[],
  io: Pick<Io, 'stderr'>,
  waitMs: number = patienceMs,
): LeakGuard {
  let hit = false;
  return {
    hasHit: () => hit,
    async checked(name, text) {
      const answers = runners.filter((runner) => runner.isUp()).map((runner) => leaksIn(runner, text, waitMs));
      const found = distinctLeaks([...own.leaks(text), ...(await Promise.all(answers)).flat()]);
      if (found.length === 0) return text;
      hit = true;
      const what = found.map((leak) => `${leak.name} (${leak.encoding})`).join(', ');
      io.stderr.write(`error: run/leak in ${name}: ${ruleBook['run/leak'].words}: ${what}. It was not written.\n`);
      return name.endsWith('.json') || name.endsWith('.ndjson')
        ? `${JSON.stringify({ rule: 'run/leak', file: name, found })}\n`
        : `run/leak in ${name}: ${ruleBook['run/leak'].words}: ${what}.\n`;
    },
  };
}

async function leaksIn(runner: Runner, text: string, waitMs: number): Promise<readonly Leak[]> {
  const givenUp = new AbortController();
  const patience = sleep(waitMs, [], { signal: givenUp.signal, ref: false }).catch(() => []);
  try {
    return await Promise.race([runner.scan(text).catch(() => []), patience]);
  } finally {
    givenUp.abort();
  }
}
