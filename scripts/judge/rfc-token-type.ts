import { grantedMembers, memberInWords } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** A registered name or a URI; what is masked in a URI is in angle quotes. */
const grammar = /^[\w.-]+$|^[a-z][a-z\d+.-]*:[^\s"\\]+$/i;

/** RFC 6749 §5.1 and A.13: token_type is REQUIRED; its letter case does not matter. */
export const rfcTokenType = rfcCheck('rfc/token-type', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: grantedMembers((members) => {
    const type = members['token_type'];
    if (typeof type === 'string' && grammar.test(type)) return [];
    const expected = 'the type of the token, e.g. "Bearer"';
    return [{ at: '/token_type', expected, actual: memberInWords(members, 'token_type') }];
  }),
});
