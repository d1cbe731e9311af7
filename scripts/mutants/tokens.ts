import { isObject } from '../model/pointer.ts';
import type { Json } from '../model/provider.ts';
import { canonicalOf, slugOf } from './documented.ts';
import { encode, newJwt, nowInSeconds, reissued } from './jwt.ts';
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

const opaque = 'b3BhcXVlLTAxMjM0NTY3ODktYWJjZGVmZ2hpamtsbW5vcA';
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
const unusable = expect('run/token-unusable-text', 'error');
const encrypted = `${encode({ alg: 'dir', enc: 'A256GCM' })}..aXZpdml2aXZpdml2.Y2lwaGVydGV4dA.dGFndGFndGFndGFn`;

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
    sites: token(() => newJwt(nowInSeconds(), 3600), [form], 'opaque'),
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
    name: 'weak-token',
    about: 'the token can be guessed',
    kind: 'breaking',
    sites: token(() => 'abc12345', [expect('rfc/token-strength', 'info')], 'opaque'),
  },
  {
    name: 'token-with-spaces',
    about: 'the token holds characters that a Bearer header cannot',
    kind: 'breaking',
    sites: token((text) => `${text} ${text}`, [unusable, expect('rfc/bearer-token', 'info')], 'opaque'),
  },
  {
    name: 'token-beyond-ascii',
    about: 'the token holds a letter outside ASCII',
    kind: 'breaking',
    sites: token((text) => `${text}é`, [unusable, expect('rfc/access-token', 'info')], 'opaque'),
  },
  {
    name: 'token-with-line-feed',
    about: 'the token ends in a line feed',
    kind: 'breaking',
    sites: token((text) => `${text}\n`, [unusable], 'any'),
  },
  {
    name: 'token-with-scheme',
    about: 'the token begins with its scheme',
    kind: 'breaking',
    sites: token((text) => `Bearer ${text}`, [unusable], 'any'),
  },
  {
    name: 'undefined-token',
    about: 'the word undefined stands in place of the token',
    kind: 'breaking',
    sites: token(() => 'undefined', [unusable], 'any'),
  },
  {
    name: 'opaque-to-hex',
    about: 'the token consists of hex digits',
    kind: 'breaking',
    sites: token(() => '0123456789abcdef0123456789abcdef01234567', [form], 'opaque'),
  },
  {
    name: 'lengthen-token',
    about: 'the token is too long for the columns of clients',
    kind: 'breaking',
    sites: token((text) => text.repeat(12), [form], 'opaque'),
  },
  {
    name: 'encrypt-token',
    about: 'the token is an encrypted JWT',
    kind: 'breaking',
    sites: token(() => encrypted, [form], 'jwt'),
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
