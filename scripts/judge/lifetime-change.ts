import type { Severity } from '../model/finding.ts';
import type { InstantUnit, LifetimeRange } from '../model/lifetime-range.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Pointer, TokenMembers } from '../model/provider.ts';
import { isRemaining } from './lifetime.ts';

/** A difference of up to a tenth comes from clocks and caches. */
const tolerance = 0.1;
/** Lifetimes in a larger unit are rounded. */
const rounding = 0.15;

type Unit = NonNullable<TokenMembers['expiry']>['unit'];

/** The unit that a factor points to, if the documented unit is the second. */
const suspicions = {
  shorter: [
    [60, 'minutes instead of seconds'],
    [3600, 'hours instead of seconds'],
    [86_400, 'days instead of seconds'],
    [1000, 'seconds instead of milliseconds'],
    [60_000, 'minutes instead of milliseconds'],
  ],
  longer: [
    [1000, 'milliseconds instead of seconds'],
    [60, 'seconds instead of minutes'],
    [3600, 'seconds instead of hours'],
    [86_400, 'seconds instead of days'],
    [60_000, 'milliseconds instead of minutes'],
  ],
} as const;

export interface LifetimeChange {
  readonly kind: 'shorter' | 'longer';
  readonly severity: Severity;
  /** A factor points to another unit, or a duration became an instant, or the other way round. */
  readonly isOtherUnit: boolean;
  readonly words: string;
}

/** How the numbers of one place are to be read. */
export interface LifetimeReading {
  /** Names the place in sentences. */
  readonly what: string;
  readonly unit: Unit;
  /** The number of a token that never expires. */
  readonly never?: number | undefined;
}

/** Of the member that says how long the token lives. */
export const saidReading = (at: Pointer, { expiry }: TokenMembers): LifetimeReading => ({
  what: tokensOf(at).at(-1) ?? at,
  unit: expiry?.unit ?? 'seconds',
  never: expiry?.never,
});

/** Of the times in a JWT. */
export const jwtReading: LifetimeReading = { what: 'exp − iat of the token', unit: 'seconds' };

/** `undefined`: the change is within what was accepted, or the accepted numbers do not tell. */
export function lifetimeChange(
  accepted: LifetimeRange,
  observed: LifetimeRange,
  { what, unit, never }: LifetimeReading,
): LifetimeChange | undefined {
  const lengthOf = (number: number): number => (number === never ? Number.POSITIVE_INFINITY : number);
  const [shortest, longest, now] = [lengthOf(accepted.min), lengthOf(accepted.max), lengthOf(observed.max)];
  const went = `${what} went from ${rangeInWords(accepted)} to `;
  if (accepted.instant !== observed.instant)
    return {
      kind: observed.instant === undefined ? 'shorter' : 'longer',
      severity: 'error',
      isOtherUnit: true,
      words: `${went}${rangeInWords(observed)}: ${instantSuspected(accepted.instant, observed.instant)}`,
    };
  if (longest <= 0) return undefined;
  const isShorter = now < shortest * (1 - tolerance);
  if (isShorter ? isRemaining(accepted) || observed.left === true : now <= longestExpected(accepted, longest))
    return undefined;
  const suspicion = unitSuspected(accepted, observed.max, undefined, unit);
  const end = now === Number.POSITIVE_INFINITY ? ', which means that it never expires' : '';
  return {
    kind: isShorter ? 'shorter' : 'longer',
    severity: isShorter || suspicion !== undefined ? 'error' : 'warning',
    isOtherUnit: suspicion !== undefined,
    words: `${went}${rangeInWords(observed)}${end}${suspicion === undefined ? '' : `: ${suspicion}`}`,
  };
}

/**
 * A tenth above the longest. What is left of cached tokens says less of a whole life the fewer of them were seen: a longer
 * number than this one comes by chance once in a thousand.
 */
const longestExpected = (accepted: LifetimeRange, longest: number): number =>
  longest * Math.max(1 + tolerance, isRemaining(accepted) ? 10 ** (3 / accepted.seen) : 1);

/** E.g. `3600`, or `3599–5011`. */
export function rangeInWords({ min, max, instant }: LifetimeRange): string {
  const numbers = min === max ? `${min}` : `${min}–${max}`;
  return instant === undefined ? numbers : `a time ${numbers} seconds ahead`;
}

const instantSuspected = (before: InstantUnit | undefined, now: InstantUnit | undefined): string => {
  const inWords = (instant: InstantUnit | undefined): string =>
    instant === undefined ? 'a duration' : `a time in ${instant} since 1970`;
  return `${inWords(now)} instead of ${inWords(before)}?`;
};

/** Which unit a number seems to be in. `undefined`: neither a factor nor its size points to another one. */
export function unitSuspected(
  expected: LifetimeRange,
  observed: number,
  instant: InstantUnit | undefined,
  unit: Unit,
): string | undefined {
  if (instant !== undefined) return instantSuspected(undefined, instant);
  if (observed <= 0 || expected.min <= 0) return undefined;
  const kind = observed < expected.min ? 'shorter' : 'longer';
  // Some factor fits every number where the accepted ones range from nothing to a whole life.
  if (isRemaining(expected) && observed < expected.max * 10) return undefined;
  const found = suspicions[kind].find(([factor]) => {
    const fits = kind === 'shorter' ? observed * factor : observed / factor;
    // A number in a larger unit is rounded, so its own rounding counts too.
    return fits >= expected.min / (1 + rounding) && fits <= expected.max * (1 + rounding);
  });
  if (found === undefined) return undefined;
  const [factor, words] = found;
  return `a factor of ${factor}; ${unit === 'seconds' ? words : `a ${kind === 'shorter' ? 'larger' : 'smaller'} unit`}?`;
}

/**
 * What is accepted of one place after another run. Another unit replaces the range, a number outside widens it, and one within
 * it is only counted: small steps would add up unseen.
 */
export function acceptedRange(before: LifetimeRange, now: LifetimeRange, reading: LifetimeReading): LifetimeRange {
  const seen = before.seen + 1;
  const change = lifetimeChange(before, now, reading);
  if (change?.isOtherUnit === true) return now;
  // A whole life says more than what was left of others.
  if (before.left === true && now.left === undefined)
    return { ...now, max: longer(before.max, now.max, reading), seen };
  const isWider = change !== undefined || (isRemaining(before) && longer(before.max, now.max, reading) !== before.max);
  if (!isWider) return { ...before, seen };
  const isLower = longer(before.min, now.min, reading) !== now.min;
  return { ...before, min: isLower ? now.min : before.min, max: longer(before.max, now.max, reading), seen };
}

const longer = (one: number, other: number, { never }: LifetimeReading): number =>
  one === never || other === never ? never : Math.max(one, other);
