import { lifetimeOf, skewInWords, tolerance, unitThatFits } from '../lifetime.ts';
import { changedBy21, type Mismatch, type RfcRow, section } from '../row.ts';
import { granted, headerOf, memberOf, tokenOf } from './answers.ts';
import { faultlessRequests, tokenRequests } from './cases.ts';

/** Seconds. How far our clock and that of the server may be apart where the server does not say its time. */
const clockTolerance = 120;

/** What a token itself is like. */
export const tokenRules = {
  /** §10.10 limits guessing only: a server may issue a token again while it is valid. */
  'rfc/tokens-differ': {
    words: 'each request gets a token of its own',
    level: 'heuristic',
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
    oauth21: changedBy21('1.4.2', 'infeasible to guess, without a number of bits'),
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
      const { alg, enc } = tokenOf(seen)?.jwt ?? {};
      if (alg === undefined) return 'every token is opaque';
      if (enc !== undefined) return 'the JWT is encrypted: whether it is signed cannot be seen';
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
    show: granted((seen, all) => {
      const token = tokenOf(seen);
      if (token === undefined) return 'there is no token: see rfc/access-token';
      if (token.jwt === undefined)
        return seen.subject.provider.token.expiry?.unit === 'undocumented'
          ? 'every token is opaque, and the documentation does not say the unit of expires_in'
          : 'every token is opaque';
      if (token.jwt.enc !== undefined) return 'the JWT is encrypted, so its claims cannot be read';
      const life = lifetimeOf(seen.subject, { subjects: all.map(({ subject }) => subject) });
      const { age, whole, lives } = life?.jwt ?? {};
      if (life === undefined || age === undefined) return 'the JWT has no iat';
      const ahead = Math.round(-age);
      const future: readonly Mismatch[] =
        ahead > (headerOf(seen.answer, 'date') === undefined ? clockTolerance : tolerance)
          ? [
              {
                at: memberOf(seen, 'access_token').at,
                expected: 'an iat that has been',
                actual: `an iat ${ahead} seconds ahead${life.skew === undefined ? '' : skewInWords(life)}`,
              },
            ]
          : [];
      const { at, value: expiresIn } = memberOf(seen, 'expires_in');
      if (whole === undefined || lives === undefined || typeof expiresIn !== 'number')
        return future.length > 0 ? future : 'there are no exp and expires_in to compare';
      const unit = unitThatFits({ ...life, said: expiresIn });
      if (unit === 'seconds') return future;
      const actual = `number ${expiresIn}${unit === undefined ? '' : `, which fits in ${unit}`}`;
      return [...future, { at, expected: `${whole} seconds, as exp − iat says`, actual }];
    }),
  },
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;
