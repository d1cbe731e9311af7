import { refusalCases, tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 9700 §4.12, by analogy: a redirect that keeps the method carries the secret to another place. */
export const rfcRedirect = rfcCheck('rfc/redirect', {
  of: (subject) => tokenCases(subject) || refusalCases(subject),
  otherwise: 'no token request and no refusal was selected',
  show: ({ answer: { status } }) =>
    [301, 302, 303, 307, 308].includes(status) ? [{ at: '', expected: 'an answer', actual: `status ${status}` }] : [],
});
