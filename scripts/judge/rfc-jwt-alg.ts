import { granted, tokenOf } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 8725 §3.1 with RFC 7515: a JWT of alg none is signed by nobody. */
export const rfcJwtAlg = rfcCheck('rfc/jwt-alg', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: granted((seen) => {
    const alg = tokenOf(seen)?.jwt?.alg;
    if (alg === undefined) return 'every token is opaque';
    return alg.toLowerCase() === 'none'
      ? [{ at: '/access_token', expected: 'a signed JWT', actual: `alg ${alg}` }]
      : [];
  }),
});
