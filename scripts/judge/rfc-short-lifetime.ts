import { grantedMembers, tokenOf } from './rfc-answers.ts';
import { isBearer } from './rfc-bearer-token.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6750 §5.3: token servers issue bearer tokens of one hour or less. */
export const rfcShortLifetime = rfcCheck('rfc/short-lifetime', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: grantedMembers(({ expires_in: expiresIn }, seen) => {
    if (!isBearer(seen)) return 'the token is not said to be a Bearer token';
    const { iat, exp } = tokenOf(seen)?.jwt ?? {};
    const written = iat !== undefined && exp !== undefined ? exp - iat : undefined;
    const unitIsKnown = seen.subject.provider.token.expiry?.unit !== 'undocumented';
    const seconds = unitIsKnown && typeof expiresIn === 'number' ? expiresIn : written;
    if (seconds === undefined)
      return unitIsKnown
        ? 'nothing says how long the token lives'
        : 'the documentation does not say the unit of expires_in, and the token is opaque';
    return seconds <= 3600
      ? []
      : [{ at: '/expires_in', expected: 'at most 3600 seconds', actual: `${seconds} seconds` }];
  }),
});
