import { expect, test } from 'vitest';
import { lifetimeChange } from '../../../scripts/judge/drift/lifetime.ts';

test.each<[accepted: number, observed: number, wanted: string | undefined]>([
  [3600, 3600, undefined],
  [3600, 3240, undefined],
  [3600, 3239, 'shorter: x went from 3600 to 3239'],
  [3600, 3960, undefined],
  [3600, 3961, 'longer: x went from 3600 to 3961'],
  [86_400, 24, 'shorter: x went from 86400 to 24: a factor of 3600; hours instead of seconds?'],
  [86_400, 1440, 'shorter: x went from 86400 to 1440: a factor of 60; minutes instead of seconds?'],
  [86_400, 1, 'shorter: x went from 86400 to 1: a factor of 86400; days instead of seconds?'],
  [3_600_000, 3600, 'shorter: x went from 3600000 to 3600: a factor of 1000; seconds instead of milliseconds?'],
  [3600, 3_600_000, 'longer: x went from 3600 to 3600000: a factor of 1000; milliseconds instead of seconds?'],
  [24, 86_400, 'longer: x went from 24 to 86400: a factor of 3600; seconds instead of hours?'],
  [5000, 83, 'shorter: x went from 5000 to 83: a factor of 60; minutes instead of seconds?'],
  [100, 2, 'shorter: x went from 100 to 2'],
  [3600, 0, 'shorter: x went from 3600 to 0'],
  [3600, -1, 'shorter: x went from 3600 to -1'],
  [3600, 1_800_000_000, 'longer: x went from 3600 to 1800000000: a time in seconds since 1970 instead of a duration?'],
  [
    3600,
    1_800_000_000_000,
    'longer: x went from 3600 to 1800000000000: a time in milliseconds since 1970 instead of a duration?',
  ],
  [1_800_000_000_000, 1_800_086_400_000, undefined],
  [0, 3600, undefined],
])('%d → %d', (accepted, observed, wanted) => {
  const found = lifetimeChange('x', accepted, observed, 'seconds');
  expect(found && `${found.is}: ${found.words}`).toBe(wanted);
});
