import { granted, tokenOf } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §10.10: guessing a token succeeds with a probability of at most 2^-128. Judged from length and alphabet, hence an upper bound. */
export const rfcTokenStrength = rfcCheck('rfc/token-strength', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: granted((seen) => {
    const token = tokenOf(seen);
    if (token === undefined) return 'there is no token: see rfc/access-token';
    return token.bits >= 128
      ? []
      : [{ at: '/access_token', expected: 'at least 128 bits', actual: `at most ${token.bits} bits` }];
  }),
});
