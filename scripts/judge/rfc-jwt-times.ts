import type { Mismatch } from './findings.ts';
import { granted, membersOf, tokenOf } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck, type Seen } from './rfc-check.ts';

/** Seconds. */
const tolerance = 5;
const units = { milliseconds: 0.001, seconds: 1, minutes: 60, hours: 3600 } as const;

const unitThatFits = (expiresIn: number, lifetime: number): string | undefined =>
  Object.entries(units).find(([, seconds]) => Math.abs(expiresIn * seconds - lifetime) <= tolerance)?.[0];

/** When the answer came, in seconds since 1970. */
function receivedAt({ subject }: Seen): number {
  const last = subject.exchange.attempts.at(-1);
  return last === undefined ? Number.POSITIVE_INFINITY : (Date.parse(last.startedAt) + last.ms) / 1000;
}

/** RFC 7519 §4.1.4 and §4.1.6: exp − iat is the lifetime that expires_in says, and iat has been. */
export const rfcJwtTimes = rfcCheck('rfc/jwt-times', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: granted((seen) => {
    const token = tokenOf(seen);
    if (token === undefined) return 'there is no token: see rfc/access-token';
    if (token.jwt === undefined)
      return seen.subject.provider.token.expiry?.unit === 'undocumented'
        ? 'every token is opaque, and the documentation does not say the unit of expires_in'
        : 'every token is opaque';
    const { iat, exp } = token.jwt;
    if (iat === undefined) return 'the JWT has no iat';
    const ahead = Math.round(iat - receivedAt(seen));
    const future: readonly Mismatch[] =
      ahead > tolerance
        ? [{ at: '/access_token', expected: 'an iat that has been', actual: `an iat ${ahead} seconds ahead` }]
        : [];
    const expiresIn = membersOf(seen.answer)?.['expires_in'];
    if (exp === undefined || typeof expiresIn !== 'number')
      return future.length > 0 ? future : 'there are no exp and expires_in to compare';
    const lifetime = exp - iat;
    const unit = unitThatFits(expiresIn, lifetime);
    if (unit === 'seconds') return future;
    const actual = `number ${expiresIn}${unit === undefined ? '' : `, which fits in ${unit}`}`;
    return [...future, { at: '/expires_in', expected: `${lifetime} seconds, as exp − iat says`, actual }];
  }),
});
