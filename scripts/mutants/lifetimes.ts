import type { Case } from '../model/case.ts';
import type { Pointer } from '../model/provider.ts';
import { canonicalOf, membersOf, slugOf } from './documented.ts';
import { newJwt, nowInSeconds, withTimes } from './jwt.ts';
import {
  expect,
  type MutableAnswer,
  type MutatedProvider,
  type Mutation,
  mapping,
  type Place,
  setting,
  when,
  withHeader,
} from './mutation.ts';

/** What the mutations of a lifetime need of a provider whose documented answer has one. */
interface Documented {
  readonly one: Case;
  readonly at: Pointer;
  readonly tokenAt: Pointer;
  readonly example: number;
  readonly isJwt: boolean;
  readonly unitIsKnown: boolean;
  /** The prose has a lifetime, and no range stands in its place. */
  readonly isProse: boolean;
  readonly atMost: number | undefined;
  /** Of the documented schema. */
  readonly least: number | undefined;
}

function documentedLifetime(mutated: MutatedProvider): Documented | undefined {
  const one = canonicalOf(mutated);
  const { accessToken, expiry, lifetime, format } = mutated.provider.token;
  const member = membersOf(mutated, one).find((candidate) => candidate.at === expiry?.at);
  if (expiry === undefined || typeof member?.example !== 'number') return undefined;
  const unitIsKnown = expiry.unit === 'seconds';
  return {
    one,
    at: expiry.at,
    tokenAt: accessToken,
    example: member.example,
    isJwt: format?.is === 'jwt',
    unitIsKnown,
    isProse: lifetime !== undefined && unitIsKnown && expiry.atMost === undefined,
    atMost: expiry.atMost?.value,
    least: member.minimum,
  };
}

const ofLifetime =
  (place: (documented: Documented, mutated: MutatedProvider) => Omit<Place, 'case'> | undefined) =>
  (mutated: MutatedProvider): readonly Place[] => {
    const documented = documentedLifetime(mutated);
    const found = documented && place(documented, mutated);
    return documented === undefined || found === undefined ? [] : [{ case: documented.one, ...found }];
  };

const contradicts = expect('run/lifetime-contradicts', 'error');

/** Multiplies the lifetime in the example answer. `isUnit`: the factor is that of another unit. */
const times = (factor: number, isUnit: boolean) =>
  ofLifetime(({ at, example, isJwt, unitIsKnown, isProse, atMost }) => {
    const value = Math.round(example * factor);
    if (value === 0) return undefined;
    const severity = factor < 1 || isUnit ? 'error' : 'warning';
    // A JWT keeps its own lifetime, so a longer number contradicts it.
    const isContradiction = isJwt && factor > 1;
    const rule = factor < 1 ? 'baseline/lifetime-shorter' : 'baseline/lifetime-longer';
    return {
      mutate: setting(at, value),
      expects: [
        when(isProse && !isContradiction, 'docs/lifetime', severity),
        when(atMost !== undefined && value > atMost, 'docs/range', 'warning'),
        when(unitIsKnown && value > 3600, 'rfc/short-lifetime', 'info'),
        isContradiction ? contradicts : expect(rule, severity),
      ],
    };
  });

const instant = (perSecond: number) =>
  ofLifetime(({ at, isJwt, isProse, atMost }) => ({
    mutate: (answer) => setting(at, (nowInSeconds() + 3600) * perSecond)(answer),
    expects: [
      when(isProse && !isJwt, 'docs/lifetime', 'error'),
      when(atMost !== undefined, 'docs/range', 'warning'),
      expect('rfc/plausible-lifetime', 'info'),
      isJwt ? contradicts : expect('baseline/lifetime-longer', 'error'),
    ],
  }));

const dead = (value: number) =>
  ofLifetime(({ at, least }) => ({
    mutate: setting(at, value),
    expects: [
      when(least !== undefined && value < least, 'docs/schema', 'error'),
      expect('run/dead-on-arrival', 'error'),
      expect('rfc/plausible-lifetime', 'info'),
    ],
  }));

const withToken = (at: Pointer, change: (token: string) => string) =>
  mapping(at, (value) => (typeof value === 'string' ? change(value) : value));
const both =
  (one: (answer: MutableAnswer) => MutableAnswer, other: (answer: MutableAnswer) => MutableAnswer) =>
  (answer: MutableAnswer): MutableAnswer =>
    other(one(answer));

/** Another documented request for a token if there is one, else an observed one. */
const secondRequest = (mutated: MutatedProvider): Case | undefined =>
  mutated.cases.find((one) => one !== canonicalOf(mutated) && one.folder === 'Token') ??
  slugOf(mutated, 'extra-parameter')[0];

const shiftedClock = (seconds: number) =>
  ofLifetime(({ tokenAt }) => ({
    mutate: (answer) =>
      both(
        withHeader('date', new Date(Date.now() + seconds * 1000).toUTCString()),
        withToken(tokenAt, (token) => withTimes(token, ({ iat, exp }) => ({ iat: iat + seconds, exp: exp + seconds }))),
      )(answer),
  }));

export const lifetimeMutations: readonly Mutation[] = [
  { name: 'halve-lifetime', about: 'tokens live half as long', kind: 'breaking', sites: times(0.5, false) },
  { name: 'double-lifetime', about: 'tokens live twice as long', kind: 'breaking', sites: times(2, false) },
  { name: 'seconds-to-minutes', about: 'expires_in is in minutes', kind: 'breaking', sites: times(1 / 60, true) },
  { name: 'minutes-to-seconds', about: 'expires_in is sixty times as long', kind: 'breaking', sites: times(60, true) },
  {
    name: 'seconds-to-milliseconds',
    about: 'expires_in is in milliseconds',
    kind: 'breaking',
    sites: times(1000, true),
  },
  {
    name: 'duration-to-instant',
    about: 'expires_in is a time in milliseconds since 1970',
    kind: 'breaking',
    sites: instant(1000),
  },
  {
    name: 'duration-to-seconds-since-1970',
    about: 'expires_in is a time in seconds since 1970',
    kind: 'breaking',
    sites: instant(1),
  },
  { name: 'dead-on-arrival', about: 'expires_in is 0', kind: 'breaking', sites: dead(0) },
  { name: 'expired-before-arrival', about: 'expires_in is negative', kind: 'breaking', sites: dead(-3600) },
  {
    name: 'shorten-jwt',
    about: 'the token itself expires earlier than expires_in says',
    kind: 'breaking',
    sites: ofLifetime(({ tokenAt, isJwt }) =>
      isJwt
        ? {
            mutate: withToken(tokenAt, (token) => withTimes(token, ({ iat }) => ({ iat, exp: iat + 3600 }))),
            expects: [contradicts, expect('rfc/jwt-times', 'info')],
          }
        : undefined,
    ),
  },
  {
    name: 'contradicting-jwt',
    about: 'the token is a JWT now that expires earlier than expires_in says',
    kind: 'breaking',
    sites: ofLifetime(({ tokenAt, isJwt }) =>
      isJwt
        ? undefined
        : {
            mutate: withToken(tokenAt, () => newJwt(nowInSeconds(), 300)),
            expects: [contradicts, expect('baseline/token-form', 'warning'), expect('rfc/jwt-times', 'info')],
          },
    ),
  },
  {
    name: 'halve-jwt-too',
    about: 'expires_in and the JWT agree on half the lifetime',
    kind: 'breaking',
    sites: ofLifetime(({ at, tokenAt, example, isJwt }) =>
      isJwt
        ? {
            mutate: both(
              setting(at, example / 2),
              withToken(tokenAt, (token) => withTimes(token, ({ iat }) => ({ iat, exp: iat + example / 2 }))),
            ),
            expects: [expect('docs/lifetime', 'error'), expect('baseline/lifetime-shorter', 'error')],
          }
        : undefined,
    ),
  },
];

export const harmlessLifetimes: readonly Mutation[] = [
  {
    name: 'reused-token',
    about: 'one token from a cache for every request, with less of its life left than when it was accepted',
    kind: 'harmless',
    sites: ofLifetime(({ at, tokenAt, example, isJwt }, mutated) => {
      const second = secondRequest(mutated);
      // A JWT tells its age: see reused-jwt.
      if (isJwt || second === undefined) return undefined;
      const cached = (token: string, part: number) =>
        both(
          setting(at, Math.round(example * part)),
          withToken(tokenAt, () => `${token}-0123456789-abcdefghijklmnopqrstuvwxyz`),
        );
      return {
        beside: [second],
        everywhere: true,
        accepted: [cached('first', 0.8)],
        mutate: cached('second', 0.4),
      };
    }),
  },
  {
    name: 'reused-jwt',
    about: 'a JWT from a cache, with what is left of its life in expires_in',
    kind: 'harmless',
    sites: ofLifetime(({ at, tokenAt, example, unitIsKnown }) => {
      if (!unitIsKnown) return undefined;
      const aged = (age: number) =>
        both(
          setting(at, example - age),
          withToken(tokenAt, () => newJwt(nowInSeconds() - age, example)),
        );
      return { accepted: [aged(0)], mutate: aged(Math.round(example * 0.6)) };
    }),
  },
  {
    name: 'lifetime-in-range',
    about: 'a lifetime between two that were accepted',
    kind: 'harmless',
    sites: ofLifetime(({ at, example, isProse }) => {
      if (isProse) return undefined;
      const lives = (part: number) => setting(at, Math.round(example * part));
      return { accepted: [lives(1), lives(0.7)], mutate: lives(0.85) };
    }),
  },
  {
    name: 'clock-ahead',
    about: 'the clock of the server is 90 seconds ahead',
    kind: 'harmless',
    sites: shiftedClock(90),
  },
  {
    name: 'clock-behind',
    about: 'the clock of the server is 90 seconds behind',
    kind: 'harmless',
    sites: shiftedClock(-90),
  },
];
