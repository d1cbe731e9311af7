import { grantedMembers } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §5.1: expires_in is RECOMMENDED. */
export const rfcExpiresIn = rfcCheck('rfc/expires-in', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: grantedMembers(({ expires_in: expiresIn }) =>
    expiresIn === undefined ? [{ at: '/expires_in', expected: 'the lifetime in seconds', actual: 'nothing' }] : [],
  ),
});
