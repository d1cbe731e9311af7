import { valueAt } from '../model/pointer.ts';
import { granted, membersOf, tokenOf } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck, type Seen } from './rfc-check.ts';

/** By token_type, or by the member that the documentation has in its place. */
export function isBearer({ subject: { provider }, answer }: Seen): boolean {
  const members = membersOf(answer);
  const type = members?.['token_type'] ?? valueAt(members, provider.token.tokenType ?? '/token_type');
  return typeof type === 'string' && type.toLowerCase() === 'bearer';
}

/** RFC 6750 §2.1: what follows `Bearer ` in a request is a b64token. */
export const rfcBearerToken = rfcCheck('rfc/bearer-token', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: granted((seen) => {
    const token = tokenOf(seen);
    if (token === undefined) return 'there is no token: see rfc/access-token';
    if (!isBearer(seen)) return 'the token is not said to be a Bearer token';
    return token.b64token
      ? []
      : [{ at: '/access_token', expected: 'b64token characters', actual: 'a string with other characters' }];
  }),
});
