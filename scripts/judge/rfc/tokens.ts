import { changedBy21, type Mismatch, type RfcRow, type Seen, section } from '../row.ts';
import { granted, headerOf, membersOf, tokenOf } from './answers.ts';
import { faultlessRequests, tokenRequests } from './cases.ts';

/** Seconds. */
const tolerance = 5;
/** How far our clock and that of the server may be apart. */
const clockTolerance = 120;
const units = { milliseconds: 0.001, seconds: 1, minutes: 60, hours: 3600 } as const;

/** What a token itself is like. */
export const tokenRules = {
  /** §10.10 limits guessing only: a server may issue a token again while it is valid. */
  'rfc/tokens-differ': {
    words: 'each request gets a token of its own',
    level: 'heuristic',
    source: section(6749, '10.10'),
    ...faultlessRequests,
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
  },
  /** An upper bound: the bits are computed from length and alphabet. */
  'rfc/token-strength': {
    words: 'a token must be as hard to guess as 128 random bits',
    level: 'MUST',
    source: section(6749, '10.10'),
    oauth21: changedBy21('1.4.2', 'infeasible to guess, without a number of bits'),
    ...tokenRequests,
    show: granted((seen) => {
      const token = tokenOf(seen);
      if (token === undefined) return 'there is no token: see rfc/access-token';
      return token.bits >= 128
        ? []
        : [{ at: '/access_token', expected: 'at least 128 bits', actual: `at most ${token.bits} bits` }];
    }),
  },
  /** RFC 7515 allows alg none; nobody signed such a token. */
  'rfc/jwt-alg': {
    words: 'a JWT must not have alg none',
    level: 'MUST',
    source: section(8725, '3.1'),
    ...tokenRequests,
    show: granted((seen) => {
      const alg = tokenOf(seen)?.jwt?.alg;
      if (alg === undefined) return 'every token is opaque';
      return alg.toLowerCase() === 'none'
        ? [{ at: '/access_token', expected: 'a signed JWT', actual: `alg ${alg}` }]
        : [];
    }),
  },
  /** exp (§4.1.4) minus iat (§4.1.6) is the lifetime in expires_in, and iat is in the past. */
  'rfc/jwt-times': {
    words: 'the times of a JWT agree with expires_in and with the clock',
    level: 'heuristic',
    source: section(7519, '4.1'),
    ...tokenRequests,
    show: granted((seen) => {
      const token = tokenOf(seen);
      if (token === undefined) return 'there is no token: see rfc/access-token';
      if (token.jwt === undefined)
        return seen.subject.provider.token.expiry?.unit === 'undocumented'
          ? 'every token is opaque, and the documentation does not say the unit of expires_in'
          : 'every token is opaque';
      const { iat, exp } = token.jwt;
      if (iat === undefined) return 'the JWT has no iat';
      const ahead = Math.round(iat - answeredAt(seen));
      const future: readonly Mismatch[] =
        ahead > (serverTime(seen) === undefined ? clockTolerance : tolerance)
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
  },
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;

const unitThatFits = (expiresIn: number, lifetime: number): string | undefined =>
  Object.entries(units).find(([, seconds]) => Math.abs(expiresIn * seconds - lifetime) <= tolerance)?.[0];

/** When the answer was sent, in seconds since 1970: by the clock of the server, or by ours if it does not say. */
function answeredAt(seen: Seen): number {
  const last = seen.subject.exchange.attempts.at(-1);
  if (last === undefined) return Number.POSITIVE_INFINITY;
  return serverTime(seen) ?? (Date.parse(last.startedAt) + last.ms) / 1000;
}

/** The Date header, in seconds since 1970. */
function serverTime({ answer }: Seen): number | undefined {
  const seconds = Date.parse(headerOf(answer, 'date') ?? '') / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}
