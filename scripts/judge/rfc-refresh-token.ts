import { inWords } from './findings.ts';
import { grantedMembers } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §4.4.3: a refresh token is not included. */
export const rfcRefreshToken = rfcCheck('rfc/refresh-token', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: grantedMembers(({ refresh_token: token }) =>
    token === undefined ? [] : [{ at: '/refresh_token', expected: 'nothing', actual: inWords(token) }],
  ),
});
