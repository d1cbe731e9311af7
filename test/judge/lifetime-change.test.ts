import { expect, test } from 'vitest';
import { acceptedRange, lifetimeChange } from '../../scripts/judge/lifetime-change.ts';
import type { LifetimeRange } from '../../scripts/model/lifetime-range.ts';

const once = (value: number, more: Partial<LifetimeRange> = {}): LifetimeRange => ({
  min: value,
  max: value,
  seen: 1,
  ...more,
});
const range = (min: number, max: number, seen: number, more: Partial<LifetimeRange> = {}): LifetimeRange => ({
  min,
  max,
  seen,
  ...more,
});
const reading = { what: 'x', unit: 'seconds' } as const;
const said = (
  accepted: LifetimeRange,
  observed: LifetimeRange,
  unit: 'seconds' | 'undocumented' = 'seconds',
  never?: number,
) => {
  const found = lifetimeChange(accepted, observed, { what: 'x', unit, never });
  return found && `${found.severity} ${found.kind}: ${found.words}`;
};

test.each<[accepted: number, observed: number, wanted: string | undefined]>([
  [3600, 3600, undefined],
  [3600, 3240, undefined],
  [3600, 3239, 'error shorter: x went from 3600 to 3239'],
  [3600, 3960, undefined],
  [3600, 3961, 'warning longer: x went from 3600 to 3961'],
  [86_400, 24, 'error shorter: x went from 86400 to 24: a factor of 3600; hours instead of seconds?'],
  [86_400, 1440, 'error shorter: x went from 86400 to 1440: a factor of 60; minutes instead of seconds?'],
  [86_400, 1, 'error shorter: x went from 86400 to 1: a factor of 86400; days instead of seconds?'],
  [3_600_000, 3600, 'error shorter: x went from 3600000 to 3600: a factor of 1000; seconds instead of milliseconds?'],
  [3_600_000, 60, 'error shorter: x went from 3600000 to 60: a factor of 60000; minutes instead of milliseconds?'],
  [3600, 3_600_000, 'error longer: x went from 3600 to 3600000: a factor of 1000; milliseconds instead of seconds?'],
  [60, 3600, 'error longer: x went from 60 to 3600: a factor of 60; seconds instead of minutes?'],
  [60, 3_600_000, 'error longer: x went from 60 to 3600000: a factor of 60000; milliseconds instead of minutes?'],
  [24, 86_400, 'error longer: x went from 24 to 86400: a factor of 3600; seconds instead of hours?'],
  [1, 86_400, 'error longer: x went from 1 to 86400: a factor of 86400; seconds instead of days?'],
  [3600, 72_000, 'warning longer: x went from 3600 to 72000'],
  [3600, 180_000, 'warning longer: x went from 3600 to 180000'],
  [5000, 83, 'error shorter: x went from 5000 to 83: a factor of 60; minutes instead of seconds?'],
  [100, 2, 'error shorter: x went from 100 to 2'],
  [0, 3600, undefined],
])('%d → %d', (accepted, observed, wanted) => {
  expect(said(once(accepted), once(observed))).toBe(wanted);
});

const instant = { instant: 'milliseconds' } as const;
test.each<[what: string, accepted: LifetimeRange, observed: LifetimeRange, wanted: string | undefined]>([
  ['inside the range', range(3599, 5011, 2), once(4200), undefined],
  ['a tenth beyond it', range(3599, 5011, 2), once(3240), undefined],
  ['a tenth above it', range(3599, 5011, 2), once(5510), undefined],
  ['below it', range(3599, 5011, 2), once(3200), 'error shorter: x went from 3599–5011 to 3200'],
  ['above it', range(3599, 5011, 2), once(5600), 'warning longer: x went from 3599–5011 to 5600'],
  [
    'in minutes',
    range(3599, 5011, 2),
    once(75),
    'error shorter: x went from 3599–5011 to 75: a factor of 60; minutes instead of seconds?',
  ],
  ['what is left of a token: shorter', once(3600), once(7, { left: true }), undefined],
  [
    'what is left of a token: longer',
    once(3600),
    once(7200, { left: true }),
    'warning longer: x went from 3600 to 7200',
  ],
  ['one that was left was accepted: shorter', once(2899, { left: true }), once(21), undefined],
  ['one that was left was accepted: longer', once(40, { left: true }), once(3600), undefined],
  [
    'ten that were left were accepted: longer',
    range(40, 3000, 10, { left: true }),
    once(7200),
    'warning longer: x went from 40–3000 to 7200',
  ],
  ['a range that counts down: shorter', range(1499, 2899, 2), once(60), undefined],
  [
    'a range that counts down, in milliseconds',
    range(1499, 2899, 5),
    once(1_800_000),
    'error longer: x went from 1499–2899 to 1800000: a factor of 1000; milliseconds instead of seconds?',
  ],
  [
    'a duration became an instant',
    once(3600),
    once(3600, instant),
    'error longer: x went from 3600 to a time 3600 seconds ahead: a time in milliseconds since 1970 instead of a duration?',
  ],
  [
    'an instant became a duration',
    once(3600, instant),
    once(3600),
    'error shorter: x went from a time 3600 seconds ahead to 3600: a duration instead of a time in milliseconds since 1970?',
  ],
  [
    'an instant in another unit',
    once(3600, instant),
    once(3600, { instant: 'seconds' }),
    'error longer: x went from a time 3600 seconds ahead to a time 3600 seconds ahead: a time in seconds since 1970 instead of a time in milliseconds since 1970?',
  ],
  ['an instant as far ahead as before', once(3600, instant), once(3601, instant), undefined],
  [
    'an instant that comes sooner',
    once(3600, instant),
    once(1200, instant),
    'error shorter: x went from a time 3600 seconds ahead to a time 1200 seconds ahead',
  ],
])('%s', (_, accepted, observed, wanted) => {
  expect(said(accepted, observed)).toBe(wanted);
});

test('a unit that the documentation does not name is not guessed', () => {
  expect(said(once(1440), once(86_400), 'undocumented')).toBe(
    'error longer: x went from 1440 to 86400: a factor of 60; a smaller unit?',
  );
});

test.each<[accepted: number, observed: number, wanted: string | undefined]>([
  [-1, -1, undefined],
  [3600, -1, 'warning longer: x went from 3600 to -1, which means that it never expires'],
  [-1, 3600, 'error shorter: x went from -1 to 3600'],
])('where -1 means that a token never expires: %d → %d', (accepted, observed, wanted) => {
  expect(said(once(accepted), once(observed), 'seconds', -1)).toBe(wanted);
});

test.each<[what: string, before: LifetimeRange, now: LifetimeRange, wanted: LifetimeRange]>([
  ['the same is counted', once(3600), once(3600), range(3600, 3600, 2)],
  ['a tenth less is counted', once(3600), once(3300), range(3600, 3600, 2)],
  ['shorter widens', once(5011), once(3599), range(3599, 5011, 2)],
  ['longer widens', once(3599), once(5011), range(3599, 5011, 2)],
  ['another unit replaces', range(3599, 5011, 7), once(4_200_000), range(4_200_000, 4_200_000, 1)],
  ['an instant replaces', range(3599, 5011, 7), once(60, instant), range(60, 60, 1, instant)],
  ['what is left of a token says nothing of a whole life', once(3600), once(9, { left: true }), range(3600, 3600, 2)],
  ['a whole life says more than what was left', once(9, { left: true }), once(3600), range(3600, 3600, 2)],
  [
    'what is left widens what was left',
    range(9, 99, 3, { left: true }),
    once(200, { left: true }),
    range(9, 200, 4, { left: true }),
  ],
  ['a range that counts down takes every longer one', range(1499, 2899, 2), once(3500), range(1499, 3500, 3)],
])('accepting: %s', (_, before, now, wanted) => {
  expect(acceptedRange(before, now, reading)).toEqual(wanted);
});

test('accepting: never is the longest', () => {
  expect(acceptedRange(once(3600), once(-1), { ...reading, never: -1 })).toEqual(range(3600, -1, 2));
  expect(acceptedRange(once(-1), once(3600), { ...reading, never: -1 })).toEqual(range(3600, -1, 2));
});
