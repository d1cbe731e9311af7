import { isObject } from '../model/pointer.ts';
import type { Json } from '../model/provider.ts';
import { canonicalOf, slugOf } from './documented.ts';
import {
  expect,
  type MutatedProvider,
  type Mutation,
  mapping,
  type Place,
  setting,
  when,
  withBody,
} from './mutation.ts';

const encode = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined): Readonly<Record<string, Json>> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

/** A JWT with another header or other claims. The signature stays: no check verifies it. */
const reissued = (
  token: string,
  header: Readonly<Record<string, Json | undefined>>,
  claims: Readonly<Record<string, Json | undefined>>,
): string => {
  const [first, second, signature] = token.split('.');
  const changed = (part: string | undefined, change: Readonly<Record<string, Json | undefined>>): string =>
    encode(JSON.parse(JSON.stringify({ ...decode(part), ...change })));
  return `${changed(first, header)}.${changed(second, claims)}.${signature ?? ''}`;
};

const opaque = 'b3BhcXVlLTAxMjM0NTY3ODktYWJjZGVmZ2hpamtsbW5vcA';
const someJwt = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: 'someone', iat: 1, exp: 3601 })}.c2lnbmF0dXJlLW9mLWEtdGVzdA`;

const token =
  (change: (token: string) => string, expects: NonNullable<Place['expects']>, kind: 'jwt' | 'opaque' | 'any') =>
  (mutated: MutatedProvider): readonly Place[] => {
    const { token: members } = mutated.provider;
    const isJwt = members.format?.is === 'jwt';
    if (kind !== 'any' && isJwt !== (kind === 'jwt')) return [];
    return [
      {
        case: canonicalOf(mutated),
        mutate: mapping(members.accessToken, (value) => (typeof value === 'string' ? change(value) : value)),
        expects,
      },
    ];
  };

const claims =
  (change: Readonly<Record<string, Json | undefined>>) =>
  (text: string): string =>
    reissued(text, {}, change);
const form = expect('baseline/token-form', 'warning');

export const tokenMutations: readonly Mutation[] = [
  {
    name: 'jwt-to-opaque',
    about: 'the token is no JWT any more',
    kind: 'breaking',
    sites: token(() => opaque, [expect('docs/token-format', 'error'), form], 'jwt'),
  },
  {
    name: 'opaque-to-jwt',
    about: 'the token is a JWT now',
    kind: 'breaking',
    sites: token(() => someJwt, [form], 'opaque'),
  },
  {
    name: 'alg-none',
    about: 'the token is a JWT that nobody signed',
    kind: 'breaking',
    sites: token((text) => reissued(text, { alg: 'none' }, {}), [form, expect('rfc/jwt-alg', 'info')], 'jwt'),
  },
  {
    name: 'another-alg',
    about: 'the token is signed in another way',
    kind: 'breaking',
    sites: token((text) => reissued(text, { alg: 'RS256' }, {}), [form], 'jwt'),
  },
  {
    name: 'lose-claim',
    about: 'the token has lost a claim',
    kind: 'breaking',
    sites: token(claims({ sub: undefined }), [form], 'jwt'),
  },
  {
    name: 'shorten-jwt',
    about: 'the token itself expires earlier than documented',
    kind: 'breaking',
    sites: (mutated) =>
      token(
        (text) => reissued(text, {}, { exp: Number(decode(text.split('.')[1])['iat']) + 1800 }),
        [
          when(mutated.provider.token.lifetime !== undefined, 'docs/lifetime', 'error'),
          expect('baseline/lifetime-shorter', 'error'),
          expect('rfc/jwt-times', 'info'),
        ],
        'jwt',
      )(mutated),
  },
  {
    name: 'weak-token',
    about: 'the token can be guessed',
    kind: 'breaking',
    sites: token(() => 'abc12345', [expect('rfc/token-strength', 'info')], 'opaque'),
  },
  {
    name: 'token-with-spaces',
    about: 'the token holds characters that a Bearer header cannot',
    kind: 'breaking',
    sites: token((text) => `${text} ${text}`, [expect('rfc/bearer-token', 'info')], 'opaque'),
  },
  {
    name: 'token-beyond-ascii',
    about: 'the token holds a letter outside ASCII',
    kind: 'breaking',
    sites: token((text) => `${text}é`, [expect('rfc/access-token', 'info')], 'opaque'),
  },
  {
    name: 'same-token-again',
    about: 'every request gets the same token',
    kind: 'breaking',
    sites: (mutated) => {
      const canonical = canonicalOf(mutated);
      // Use a second documented request if there is one, else an observed one.
      const second =
        mutated.cases.find((one) => one !== canonical && one.folder === 'Token') ??
        slugOf(mutated, 'extra-parameter')[0];
      if (second === undefined) return [];
      return [
        {
          case: canonical,
          beside: [second],
          everywhere: true,
          mutate: setting(mutated.provider.token.accessToken, opaque),
          expects: [
            expect('baseline/token-repeated', second.basis === 'observed' ? 'warning' : 'error'),
            expect('rfc/tokens-differ', 'info'),
            when(mutated.provider.token.format?.is === 'jwt', 'docs/token-format', 'error'),
          ],
        },
      ];
    },
  },
  {
    name: 'refresh-token',
    about: 'a refresh token comes along',
    kind: 'breaking',
    sites: (mutated) => [
      {
        case: canonicalOf(mutated),
        mutate: withBody((body) => (isObject(body) ? { ...body, refresh_token: opaque } : body)),
        expects: [expect('rfc/refresh-token', 'info')],
      },
    ],
  },
];
