/** More than a tenth, either way; less is clocks and caches. */
const tolerance = 0.1;
/** Lifetimes in a larger unit are rounded. */
const rounding = 0.15;

/** Which unit a factor makes one suspect, if the documented one is the second. */
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

/** `what` is the member, or what else the lifetime was read from. `undefined`: no change worth a word. */
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
