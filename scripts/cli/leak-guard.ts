import { setTimeout as sleep } from 'node:timers/promises';
import { distinctLeaks, type LeakSearch } from '../door/index.ts';
import type { Runner } from '../engine/index.ts';
import { rules } from '../judge/rules.ts';
import type { Leak } from '../model/session.ts';
import type { Io } from './project.ts';

/** Checks every text that a run writes, and holds back those with a secret or a token of the run. */
export interface LeakGuard {
  /** The text, or a notice to write instead. `name` is the file's name, or `console`. */
  checked(name: string, text: string): Promise<string>;
  /** Whether any text was held back. */
  hasHit(): boolean;
}

/** How long to wait for a worker that may be stuck. */
const patienceMs = 10_000;

export interface LeakGuardOptions {
  /** HMAC key of the run. */
  readonly run: Uint8Array;
  /** Knows the secrets. */
  readonly own: LeakSearch;
  /** Their workers know the tokens. */
  readonly runners: readonly Pick<Runner, 'isUp' | 'scan'>[];
  readonly io: Pick<Io, 'stderr'>;
  readonly waitMs?: number;
}

/** Tokens never leave the workers, so the workers search for them. The secrets are searched for here too, because a worker may have died. */
export function createLeakGuard({ run, own, runners, io, waitMs = patienceMs }: LeakGuardOptions): LeakGuard {
  let hit = false;
  return {
    hasHit: () => hit,
    async checked(name, text) {
      const answers = runners
        .filter((runner) => runner.isUp())
        .map((runner) => leaksIn(runner.scan(run, text), waitMs));
      const found = distinctLeaks([...own.leaks(text), ...(await Promise.all(answers)).flat()]);
      if (found.length === 0) return text;
      hit = true;
      const what = found.map((leak) => `${leak.name} (${leak.encoding})`).join(', ');
      io.stderr.write(`error: run/leak in ${name}: ${rules['run/leak']}: ${what}. It was not written.\n`);
      return name.endsWith('.json') || name.endsWith('.ndjson')
        ? `${JSON.stringify({ rule: 'run/leak', file: name, found })}\n`
        : `run/leak in ${name}: ${rules['run/leak']}: ${what}.\n`;
    },
  };
}

async function leaksIn(scanning: Promise<readonly Leak[]>, waitMs: number): Promise<readonly Leak[]> {
  const givenUp = new AbortController();
  const patience = sleep(waitMs, [], { signal: givenUp.signal, ref: false }).catch(() => []);
  try {
    return await Promise.race([scanning.catch(() => []), patience]);
  } finally {
    givenUp.abort();
  }
}
