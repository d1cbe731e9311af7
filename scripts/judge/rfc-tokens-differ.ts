import { granted, tokenOf } from './rfc-answers.ts';
import { faultless } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §10.10: a token cannot be guessed, so no two are the same. */
export const rfcTokensDiffer = rfcCheck('rfc/tokens-differ', {
  of: faultless,
  otherwise: 'no token request was selected',
  show: granted((seen, all) => {
    const token = tokenOf(seen);
    if (token === undefined) return 'there is no token: see rfc/access-token';
    const issued = all.filter((one) => tokenOf(one) !== undefined);
    if (issued.length < 2) return 'one token only was issued';
    const same = issued.slice(0, issued.indexOf(seen)).find((one) => tokenOf(one)?.id === token.id);
    return same === undefined
      ? []
      : [{ at: '/access_token', expected: 'a token of its own', actual: `the token of ${same.subject.case.id}` }];
  }),
});
