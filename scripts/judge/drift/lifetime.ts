/** A difference of up to a tenth comes from clocks and caches. */
const tolerance = 0.1;
/** Lifetimes in a larger unit are rounded. */
const rounding = 0.15;

/** The unit that a factor points to, if the documented unit is the second. */
const suspicions = {
  shorter: [
    [60, 'minutes instead of seconds'],
    [3600, 'hours instead of seconds'],
    [86_400, 'days instead of seconds'],
    [1000, 'seconds instead of milliseconds'],
  ],
  longer: [
    [1000, 'milliseconds instead of seconds'],
    [60, 'seconds instead of minutes'],
    [3600, 'seconds instead of hours'],
    [86_400, 'seconds instead of days'],
  ],
} as const;

export interface LifetimeChange {
  readonly is: 'shorter' | 'longer';
  readonly words: string;
}

/** `what` names where the lifetime was read. `undefined`: the change is within the tolerance. */
export function lifetimeChange(
  what: string,
  accepted: number,
  observed: number,
  unit: 'seconds' | 'undocumented',
): LifetimeChange | undefined {
  if (accepted <= 0) return undefined;
  if (Math.abs(observed - accepted) <= accepted * tolerance) return undefined;
  const is = observed < accepted ? 'shorter' : 'longer';
  const suspicion = instantSuspected(accepted, observed) ?? unitSuspected(is, accepted, observed, unit);
  return {
    is,
    words: `${what} went from ${accepted} to ${observed}${suspicion === undefined ? '' : `: ${suspicion}`}`,
  };
}

function instantSuspected(accepted: number, observed: number): string | undefined {
  if (accepted < 1e9 && observed >= 1e9 && observed < 1e10)
    return 'a time in seconds since 1970 instead of a duration?';
  return accepted < 1e12 && observed >= 1e12 && observed < 1e13
    ? 'a time in milliseconds since 1970 instead of a duration?'
    : undefined;
}

function unitSuspected(
  is: 'shorter' | 'longer',
  accepted: number,
  observed: number,
  unit: 'seconds' | 'undocumented',
): string | undefined {
  const [small, large] = [Math.min(accepted, observed), Math.max(accepted, observed)];
  const found = suspicions[is].find(([factor]) => small > 0 && Math.abs(large / factor / small - 1) <= rounding);
  if (found === undefined) return undefined;
  const [factor, words] = found;
  return `a factor of ${factor}; ${unit === 'seconds' ? words : `a ${is === 'shorter' ? 'larger' : 'smaller'} unit`}?`;
}
