import { granted } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §5.1: a token is issued with 200 (OK). */
export const rfcSuccessStatus = rfcCheck('rfc/success-status', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: granted(({ answer: { status } }) =>
    status === 200 ? [] : [{ at: '', expected: 'status 200', actual: `status ${status}` }],
  ),
});
