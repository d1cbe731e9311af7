import type { TokenMembers } from './provider.ts';

type Unit = NonNullable<TokenMembers['expiry']>['unit'];

const secondsPerUnit = { milliseconds: 0.001, seconds: 1, minutes: 60, hours: 3600, undocumented: undefined } as const;

/** How many seconds one of the unit is. `undefined`: the documentation does not say the unit. */
export const secondsPer = (unit: Unit): number | undefined => secondsPerUnit[unit];

/** Seconds. */
const year = 31_557_600;

/** The unit of a number that is a time since 1970. */
export type InstantUnit = 'seconds' | 'milliseconds';

/** The accepted lifetimes at one place, in the unit of the provider. */
export interface LifetimeRange {
  readonly min: number;
  readonly max: number;
  /** In how many accepted runs. */
  readonly seen: number;
  /** All of them were what was left of a token from a cache. Its whole life was longer. */
  readonly left?: true;
  /** The answer gives a time since 1970 in this unit. Then `min` and `max` are the seconds from the answer to that time. */
  readonly instant?: InstantUnit;
}

/** `undefined`: the number is a duration. `now` is in seconds since 1970. A time up to 20 years ahead counts as an instant. */
export function instantUnit(value: number, now: number): InstantUnit | undefined {
  const isNear = (seconds: number): boolean => seconds > now - year && seconds < now + 20 * year;
  if (isNear(value)) return 'seconds';
  return isNear(value / 1000) ? 'milliseconds' : undefined;
}

/** The range of one value that was received at `now`, in seconds since 1970. */
export function rangeOfValue(value: number, now: number, seen = 1): LifetimeRange {
  const instant = instantUnit(value, now);
  const number = instant === undefined ? value : Math.round(instant === 'seconds' ? value - now : value / 1000 - now);
  return { min: number, max: number, seen, ...(instant && { instant }) };
}
