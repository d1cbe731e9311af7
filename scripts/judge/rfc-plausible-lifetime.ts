import { inWords } from './findings.ts';
import { grantedMembers } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** Seconds. */
const year = 31_536_000;

/** RFC 6749 §5.1 counts in seconds; a larger number is likelier milliseconds, or a moment instead of a duration. */
export const rfcPlausibleLifetime = rfcCheck('rfc/plausible-lifetime', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: grantedMembers(({ expires_in: expiresIn }) => {
    if (typeof expiresIn !== 'number') return 'there is no expires_in that is a number';
    return expiresIn > 0 && expiresIn <= year
      ? []
      : [{ at: '/expires_in', expected: `from 1 to ${year}`, actual: inWords(expiresIn) }];
  }),
});
