import { describe, expect, test } from 'vitest';
import { compare } from '../../../scripts/judge/drift/compare.ts';
import { documentedOf } from '../../../scripts/judge/drift/documented.ts';
import { merged } from '../../../scripts/judge/drift/merge.ts';
import { shapeOf } from '../../../scripts/judge/drift/shape.ts';
import type { Answer, NumberForm, TokenAlphabet } from '../../../scripts/model/exchange.ts';
import type { Json } from '../../../scripts/model/provider.ts';
import { jsonAnswer, masked, tokenCase } from '../../support/exchanges.ts';
import {
  answer,
  changed,
  changesBetween,
  drifting,
  factsAt,
  jwtFacts,
  refusalChanges,
  tokenAnswer,
} from './samples.ts';

type Facts = readonly [alphabet: TokenAlphabet, length: number];
const opaque = ([alphabet, length]: Facts): Answer =>
  answer(tokenAnswer, { tokens: [factsAt('/access_token', { alphabet, length })] });

describe('an opaque token', () => {
  test.each<[string, Facts, Facts, string]>([
    [
      'is shorter by more than a quarter',
      ['hex-lower', 64],
      ['hex-lower', 40],
      'an opaque token of 64 characters, hex digits -> an opaque token of 40 characters, hex digits',
    ],
    [
      'is much longer',
      ['base64url', 40],
      ['base64url', 520],
      'an opaque token of 40 characters, base64url -> an opaque token of 520 characters, base64url',
    ],
    [
      'is a little longer than a quarter more',
      ['base64url', 40],
      ['base64url', 51],
      'an opaque token of 40 characters, base64url -> an opaque token of 51 characters, base64url',
    ],
    [
      'has other characters',
      ['hex-lower', 40],
      ['base64url', 40],
      'an opaque token of 40 characters, hex digits -> an opaque token of 40 characters, base64url',
    ],
    [
      'has hex digits alone',
      ['base64url', 43],
      ['hex-lower', 43],
      'an opaque token of 43 characters, base64url -> an opaque token of 43 characters, hex digits',
    ],
    [
      'is in capitals',
      ['hex-lower', 40],
      ['hex-upper', 40],
      'an opaque token of 40 characters, hex digits -> an opaque token of 40 characters, hex digits in capitals',
    ],
    [
      'has the characters of the other base64',
      ['base64url', 43],
      ['base64', 44],
      'an opaque token of 43 characters, base64url -> an opaque token of 44 characters, base64',
    ],
    [
      'is a UUID now',
      ['hex-lower', 32],
      ['uuid', 36],
      'an opaque token of 32 characters, hex digits -> an opaque token of 36 characters, a UUID',
    ],
  ])('that %s is of another form', (_, before, after, words) => {
    expect(changesBetween(opaque(before), opaque(after))).toEqual([['token-form warning /access_token', words]]);
  });

  test.each<[string, Facts, Facts]>([
    ['is one character longer', ['base64url', 43], ['base64url', 44]],
    ['is a quarter longer', ['base64url', 40], ['base64url', 50]],
    ['is a quarter shorter', ['base64url', 40], ['base64url', 30]],
    ['has no - and no _ this time', ['base64url', 43], ['alphanumeric', 43]],
    ['has a - this time', ['alphanumeric', 43], ['base64url', 43]],
    ['has a + this time', ['alphanumeric', 43], ['base64', 44]],
    ['is short and has digits alone this time', ['hex-lower', 8], ['digits', 8]],
  ])('that %s is the same', (_, before, after) => {
    expect(changesBetween(opaque(before), opaque(after))).toEqual([]);
  });

  test('of which nothing was kept is compared with nothing', () => {
    expect(changesBetween(answer(tokenAnswer), opaque(['hex-lower', 300]))).toEqual([]);
    expect(changesBetween(opaque(['hex-lower', 300]), answer(tokenAnswer))).toEqual([]);
  });

  test('of another length, once accepted, widens the accepted lengths; another alphabet replaces', () => {
    const accepting = (facts: Facts) => {
      const [old, shape] = [shapeOf(opaque(['base64url', 40]), drifting), shapeOf(opaque(facts), drifting)];
      const context = {
        token: drifting.token,
        documented: documentedOf({ case: tokenCase }, {}),
        isRefusal: false,
      };
      const changes = compare(old, shape, context);
      const { alphabet, tokenLength } = merged(old, shape, changes, drifting.token).members['/access_token'] ?? {};
      return [changes.map(({ accepts }) => accepts), alphabet, tokenLength];
    };
    expect(accepting(['base64url', 520])).toEqual([['adds'], 'base64url', { least: 40, most: 520 }]);
    expect(accepting(['hex-lower', 40])).toEqual([['replaces'], 'hex-lower', { least: 40, most: 40 }]);
  });

  test('in a list has the lengths of all', () => {
    const tokens = [40, 60].map((length, index) => factsAt(`/list/${index}/token`, { alphabet: 'base64url', length }));
    const shape = shapeOf(jsonAnswer(200, { list: [{ token: 'a' }, { token: 'b' }] }, { tokens }), drifting);
    expect(shape.members['/list/*/token']).toEqual({
      types: ['string'],
      formats: ['opaque'],
      alphabet: 'base64url',
      tokenLength: { least: 40, most: 60 },
    });
  });
});

describe('a JWT', () => {
  const issued = (iss: string): Answer => answer(tokenAnswer, { tokens: [jwtFacts({ iss: masked(iss) })] });
  const encrypted = (enc: string): Answer =>
    answer(tokenAnswer, {
      tokens: [
        factsAt('/access_token', {
          kind: 'jwt',
          jwt: { alg: 'dir', enc, headerNames: ['alg', 'enc'], claimNames: [] },
        }),
      ],
    });

  test.each([
    [
      'another issuer',
      issued('https://auth.acme.test/'),
      issued('https://auth.emca.test/'),
      'a JWT with iss https://auth.acme.test/ -> a JWT with iss https://auth.emca.test/',
    ],
    [
      'another path of the issuer',
      issued('https://auth.acme.test/oauth'),
      issued('https://auth.acme.test/oauth/v2'),
      'a JWT with iss https://auth.acme.test/oauth -> a JWT with iss https://auth.acme.test/oauth/v2',
    ],
    ['another name', issued('acme'), issued('emca'), 'a JWT with iss acme -> a JWT with iss emca'],
    [
      'a signed one',
      answer(tokenAnswer, { tokens: [jwtFacts()] }),
      encrypted('A256GCM'),
      'a JWT with alg RS256 -> an encrypted JWT with alg dir, enc A256GCM',
    ],
    [
      'another encryption',
      encrypted('A256GCM'),
      encrypted('A128CBC-HS256'),
      'a JWT with enc A256GCM -> a JWT with enc A128CBC-HS256',
    ],
  ])('of %s is of another form', (_, before, after, words) => {
    expect(changesBetween(before, after)).toEqual([['token-form warning /access_token', words]]);
  });

  test.each([
    ['the same issuer', issued('https://auth.acme.test/'), issued('https://auth.acme.test/')],
    ['an issuer that is masked', issued('‹37 characters, #aaaaaa›'), issued('‹37 characters, #bbbbbb›')],
    ['an issuer that nobody kept', answer(tokenAnswer, { tokens: [jwtFacts()] }), issued('https://auth.acme.test/')],
    ['the same encryption', encrypted('A256GCM'), encrypted('A256GCM')],
  ])('of %s is the same', (_, before, after) => {
    expect(changesBetween(before, after)).toEqual([]);
  });
});

describe('how a number is written', () => {
  const written = (form: NumberForm | undefined, members = {}): Answer => {
    const made = answer(changed(members));
    return made.body.kind !== 'json' || form === undefined
      ? made
      : { ...made, body: { ...made.body, numbers: [{ form, at: '/expires_in' }] } };
  };

  test.each<[string, Answer, Answer, readonly string[]]>([
    [
      '3600 → 3600.0',
      written(undefined),
      written('fraction'),
      ['number-form warning /expires_in', 'integer -> integer written with a fraction'],
    ],
    [
      '3600 → 3.6e3',
      written(undefined),
      written('exponent'),
      ['number-form warning /expires_in', 'integer -> integer written with an exponent'],
    ],
    [
      '3600.0 → 3.6e3',
      written('fraction'),
      written('exponent'),
      ['number-form warning /expires_in', 'integer written with a fraction -> integer written with an exponent'],
    ],
  ])('%s is a warning', (_, before, after, change) => {
    expect(changesBetween(before, after)).toEqual([change]);
  });

  test.each([
    ['3600.0 twice', written('fraction'), written('fraction')],
    ['3600.0 → 3600', written('fraction'), written(undefined)],
  ])('%s is none', (_, before, after) => {
    expect(changesBetween(before, after)).toEqual([]);
  });

  test('hides no change of the lifetime', () => {
    const changes = changesBetween(written(undefined), written('fraction', { expires_in: 60 }));
    expect(changes.map(([change]) => change)).toEqual([
      'lifetime-shorter error /expires_in',
      'number-form warning /expires_in',
    ]);
  });

  const fractions = (type: Json, from: number, to: number): readonly string[] => {
    const schemas = { 'acme/token': { type: 'object', properties: { expires_in: { type } } } };
    const context = {
      token: drifting.token,
      documented: documentedOf({ case: tokenCase }, schemas),
      isRefusal: false,
    };
    const [before, after] = [from, to].map((value) => shapeOf(answer(changed({ expires_in: value })), drifting));
    if (before === undefined || after === undefined) return expect.fail();
    return compare(before, after, context).map(
      ({ rule, severity, expected, actual }) => `${rule} ${severity}: ${expected} -> ${actual}`,
    );
  };

  test('a fraction where the page says number is a warning, else an error', () => {
    const words = 'integer -> number with a fraction';
    expect(fractions('number', 3600, 3600.5)).toEqual([`baseline/number-form warning: ${words}`]);
    expect(fractions(['number', 'null'], 3600, 3600.5)).toEqual([`baseline/number-form warning: ${words}`]);
    expect(fractions('integer', 3600, 3600.5)).toEqual([`baseline/number-form error: ${words}`]);
  });

  test('no fraction where the page says number and one was accepted is none', () => {
    expect(fractions('number', 3600.5, 3600)).toEqual([]);
  });
});

test('error codes of any length are kept if they are made of words', () => {
  const refused = (error: string): Answer => jsonAnswer(401, { error });
  expect(refusalChanges(refused('authorization_type_invalid'), refused('subscription_suspended'))).toEqual([
    ['refusal-changed warning /error', '"authorization_type_invalid" -> "subscription_suspended"'],
  ]);
  expect(refusalChanges(refused('‹string, 30 characters, #a›'), refused('‹string, 30 characters, #b›'))).toEqual([]);
});

test('an answer beyond a limit is not compared member by member', () => {
  const many = (count: number): Json => ({
    ...tokenAnswer,
    ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, index])),
  });
  expect(changesBetween(answer(many(600)), answer(many(599)))).toEqual([]);
  expect(changesBetween(answer(many(600)), answer(many(600), { status: 201 })).map(([change]) => change)).toEqual([
    'success-status error',
  ]);
  expect(changesBetween(answer(tokenAnswer), answer(tokenAnswer, { beyond: ['tokens'], tokens: [] }))).toEqual([]);
});
