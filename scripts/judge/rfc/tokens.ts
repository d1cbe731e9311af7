import { type Mismatch, type RfcRow, type Seen, section } from '../row.ts';
import { granted, memberOf, tokenOf } from './answers.ts';
import { faultlessRequests, tokenRequests } from './cases.ts';

/** Seconds. */
const tolerance = 5;
const units = { milliseconds: 0.001, seconds: 1, minutes: 60, hours: 3600 } as const;

/** What a token itself is like. */
export const tokenRules = {
  'rfc/tokens-differ': {
    words: 'each request must get a token of its own',
    level: 'MUST',
    source: section(6749, '10.10'),
    ...faultlessRequests,
    parts: ['token-text'],
    show: granted((seen, all) => {
      const token = tokenOf(seen);
      if (token === undefined) return 'there is no token: see rfc/access-token';
      const issued = all.filter((one) => tokenOf(one) !== undefined);
      if (issued.length < 2) return 'one token only was issued';
      const same = issued.slice(0, issued.indexOf(seen)).find((one) => tokenOf(one)?.id === token.id);
      return same === undefined
        ? []
        : [
            {
              at: memberOf(seen, 'access_token').at,
              expected: 'a token of its own',
              actual: `the token of ${same.subject.case.id}`,
            },
          ];
    }),
  },
  /** An upper bound: the bits are computed from length and alphabet. */
  'rfc/token-strength': {
    words: 'a token must be as hard to guess as 128 random bits',
    level: 'MUST',
    source: section(6749, '10.10'),
    ...tokenRequests,
    parts: ['token-text'],
    show: granted((seen) => {
      const token = tokenOf(seen);
      if (token === undefined) return 'there is no token: see rfc/access-token';
      return token.bits >= 128
        ? []
        : [
            {
              at: memberOf(seen, 'access_token').at,
              expected: 'at least 128 bits',
              actual: `at most ${token.bits} bits`,
            },
          ];
    }),
  },
  /** RFC 7515 allows alg none; nobody signed such a token. */
  'rfc/jwt-alg': {
    words: 'a JWT must not have alg none',
    level: 'MUST',
    source: section(8725, '3.1'),
    ...tokenRequests,
    parts: ['token-text'],
    show: granted((seen) => {
      const token = tokenOf(seen);
      const alg = token?.jwt?.alg;
      if (token === undefined || alg === undefined) return 'every token is opaque';
      return alg.toLowerCase() === 'none'
        ? [{ at: memberOf(seen, 'access_token').at, expected: 'a signed JWT', actual: `alg ${alg}` }]
        : [];
    }),
  },
  /** exp (§4.1.4) minus iat (§4.1.6) is the lifetime in expires_in, and iat is in the past. */
  'rfc/jwt-times': {
    words: 'the times of a JWT agree with expires_in and with the clock',
    level: 'heuristic',
    source: section(7519, '4.1'),
    ...tokenRequests,
    parts: ['token-text'],
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
          ? [
              {
                at: memberOf(seen, 'access_token').at,
                expected: 'an iat that has been',
                actual: `an iat ${ahead} seconds ahead`,
              },
            ]
          : [];
      const { at, value: expiresIn } = memberOf(seen, 'expires_in');
      if (exp === undefined || typeof expiresIn !== 'number')
        return future.length > 0 ? future : 'there are no exp and expires_in to compare';
      const lifetime = exp - iat;
      const unit = unitThatFits(expiresIn, lifetime);
      if (unit === 'seconds') return future;
      const actual = `number ${expiresIn}${unit === undefined ? '' : `, which fits in ${unit}`}`;
      return [...future, { at, expected: `${lifetime} seconds, as exp − iat says`, actual }];
    }),
  },
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;

const unitThatFits = (expiresIn: number, lifetime: number): string | undefined =>
  Object.entries(units).find(([, seconds]) => Math.abs(expiresIn * seconds - lifetime) <= tolerance)?.[0];

/** When the answer came, in seconds since 1970. */
function receivedAt({ subject }: Seen): number {
  const last = subject.exchange.attempts.at(-1);
  return last === undefined ? Number.POSITIVE_INFINITY : (Date.parse(last.startedAt) + last.ms) / 1000;
}
