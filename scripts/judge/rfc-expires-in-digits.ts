import { inWords } from './findings.ts';
import { grantedMembers } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §5.1 and A.14: expires_in is a JSON number of digits: no string, no fraction, no sign. */
export const rfcExpiresInDigits = rfcCheck('rfc/expires-in-digits', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: grantedMembers(({ expires_in: expiresIn }) => {
    if (expiresIn === undefined) return 'there is no expires_in: see rfc/expires-in';
    return typeof expiresIn === 'number' && Number.isInteger(expiresIn) && expiresIn >= 0
      ? []
      : [{ at: '/expires_in', expected: 'a number of digits', actual: inWords(expiresIn) }];
  }),
});
