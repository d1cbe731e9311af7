import { setTimeout as sleep } from 'node:timers/promises';
import { distinctLeaks, type LeakSearch } from '../door/index.ts';
import type { Runner } from '../engine/index.ts';
import { ruleBook } from '../judge/index.ts';
import type { LeakPlace } from '../model/session.ts';
import type { Io } from './project.ts';
import { withoutLeaks } from './replace-leaks.ts';

/** Searches every text that a run writes for the secrets and tokens of the run. */
export interface LeakGuard {
  /**
   * The text with every secret and token replaced where it stands; `undefined` where it could not be searched to its end: then it
   * must not be written. Either is said on stderr. `name` is the file's name, or `console`.
   */
  checked(name: string, text: string): Promise<string | undefined>;
}

/** How long to wait for a worker that may be stuck, for each slice of a text. */
const patienceMs = 10_000;
/** In characters. A slice is searched in about a second, whatever is in it. */
const sliceLength = 65_536;
/** Slices overlap, so that a secret that is cut in two stands whole in one of them, or at least its beginning does. */
const overlap = 16_384;
/** A text in which replacing goes on finding leaks is left out. */
const mostRounds = 3;

export interface LeakGuardOptions {
  /** HMAC key of the run. */
  readonly run: Uint8Array;
  /** Knows the secrets. */
  readonly own: LeakSearch;
  /** Their workers know the tokens. */
  readonly runners: readonly Pick<Runner, 'isUp' | 'hasAnswered' | 'scan'>[];
  /** Whether a text may be written although a worker is gone, and the tokens that it knew with it: those of the mock are no secrets. */
  readonly mayLoseTokens: boolean;
  /** What the program itself has to say. A token that is part of it is none. */
  readonly ours: string;
  readonly io: Pick<Io, 'stderr'>;
  readonly waitMs?: number;
}

/** Tokens never leave the workers, so the workers search for them. The secrets are searched for here too. */
export function createLeakGuard(options: LeakGuardOptions): LeakGuard {
  const { run, own, runners, mayLoseTokens, ours, io, waitMs = patienceMs } = options;
  const placesIn = async (slice: string): Promise<readonly LeakPlace[] | undefined> => {
    const asked = runners.filter((runner) => runner.isUp() || runner.hasAnswered());
    const answers = asked.map((runner) =>
      runner.isUp() ? inTime(runner.scan(run, slice, ours), waitMs) : Promise.resolve(undefined),
    );
    const found = await Promise.all(answers);
    const isWhole = mayLoseTokens || found.every((places) => places !== undefined);
    return isWhole ? [...own.places(slice), ...found.flatMap((places) => places ?? [])] : undefined;
  };
  const search = async (text: string): Promise<readonly LeakPlace[] | undefined> => {
    const all: LeakPlace[] = [];
    for (let at = 0; at === 0 || at + overlap < text.length; at += sliceLength - overlap) {
      const places = await placesIn(text.slice(at, at + sliceLength));
      if (places === undefined) return undefined;
      all.push(...places.map((place) => ({ ...place, start: place.start + at, end: place.end + at })));
    }
    return all.sort((a, b) => a.start - b.start || b.end - a.end);
  };
  return {
    async checked(name, text) {
      const leftOut = (why: string): undefined => {
        io.stderr.write(`error: ${name} was not written: ${why}\n`);
      };
      let clean = text;
      for (let round = 0; round < mostRounds; round += 1) {
        const places = await search(clean);
        if (places === undefined) return leftOut('it could not be searched for secrets and tokens');
        if (places.length === 0) return clean;
        if (round === 0) {
          const what = distinctLeaks(places).map((leak) => `${leak.name} (${leak.encoding})`);
          io.stderr.write(
            `warning: run/leak in ${name}: ${ruleBook['run/leak'].words}: ${what.join(', ')}. It was replaced.\n`,
          );
        }
        clean = withoutLeaks(name, clean, places);
      }
      return leftOut('what it held of secrets and tokens could not be replaced');
    },
  };
}

/** `undefined` where the worker is gone or takes too long. */
async function inTime(
  scanning: Promise<readonly LeakPlace[]>,
  waitMs: number,
): Promise<readonly LeakPlace[] | undefined> {
  const givenUp = new AbortController();
  const patience = sleep(waitMs, undefined, { signal: givenUp.signal, ref: false }).catch(() => undefined);
  try {
    return await Promise.race([scanning.catch(() => undefined), patience]);
  } finally {
    givenUp.abort();
  }
}
