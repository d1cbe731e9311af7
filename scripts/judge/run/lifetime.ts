import type { RunContext, Subject } from '../../model/finding.ts';
import { deadOnArrival, diesBefore, type Lifetime, lifetimeOf, skewInWords } from '../lifetime.ts';
import { unitSuspected } from '../lifetime-change.ts';
import type { CaseRow, GradedMismatch } from '../row.ts';

/** What is wrong with a lifetime whatever was documented or accepted. Judged of every request without a fault that got a token. */
export const lifetimeRules = {
  /** Unless the provider documents what such a number means. */
  'run/dead-on-arrival': {
    words: 'the token is dead when it arrives',
    show: ofLifetime((one) => {
      const dead = deadOnArrival(one);
      return dead === undefined
        ? []
        : [{ at: dead.at, expected: 'a token that can be used', actual: dead.words, severity: 'error' }];
    }),
  },
  /** A client trusts `expires_in` and keeps using a token that the provider rejects. */
  'run/lifetime-contradicts': {
    words: 'the token expires before the answer says so',
    show: ofLifetime((one) => {
      const found = diesBefore(one);
      if (found === undefined) return [];
      const { lives, says, seconds } = found;
      const suspicion = one.isEndless
        ? 'which means a token that never expires'
        : unitSuspected({ min: lives, max: lives, seen: 1 }, seconds, one.instant, one.unit);
      const expected = `at most ${lives} seconds: the JWT expires then${skewInWords(one)}`;
      const actual = `number ${says}${suspicion === undefined ? '' : `: ${suspicion}`}`;
      return [{ at: one.at, expected, actual, severity: 'error' }];
    }),
  },
} as const satisfies Readonly<Record<`run/${string}`, CaseRow>>;

function ofLifetime(show: (one: Lifetime) => readonly GradedMismatch[]): CaseRow['show'] {
  return (subject: Subject, _, context: RunContext) => {
    const one = lifetimeOf(subject, context);
    return one === undefined ? undefined : show(one);
  };
}
