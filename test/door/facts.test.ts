import { describe, expect, it } from 'vitest';
import { readBody } from '../../scripts/door/body.ts';
import { echoes, tokenFacts } from '../../scripts/door/facts.ts';
import { createRedactor } from '../../scripts/door/redact.ts';
import type { Pairs, Pointer } from '../../scripts/model/provider.ts';
import { interruptedAfter } from '../support/time.ts';
import { spellings } from './secret-spellings.ts';

const key = new Uint8Array(32).fill(3);
const opaque = 'mF_9.B5f-4.1JqM2YotnFZFEjr1zCsicMWpAA';
const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const jwtOf = (header: unknown, claims: unknown, signature = 'c2lnbmF0dXJl'): string =>
  `${part(header)}.${part(claims)}.${signature}`;
const jweOf = (header: unknown, encryptedKey = '', ciphertext = 'Y2lwaGVy'): string =>
  `${part(header)}.${encryptedKey}.aXY.${ciphertext}.dGFn`;
const jwt = jwtOf({ typ: 'JWT', alg: 'RS256' }, { sub: 'x', iat: 1_700_000_000, exp: 1_700_003_600 });

function look(text: string, headers: Pairs = [], accessToken: Pointer = '/access_token') {
  const redactor = createRedactor({ secrets: [{ variable: 'clientSecret', value: 'S3cret-12345' }], key });
  const { value } = readBody(text, Buffer.from(text));
  return { redactor, ...tokenFacts({ value, text, headers, accessToken, key, redactor }) };
}
const bodyWith = (token: unknown): string => JSON.stringify({ access_token: token });

describe('the documented place', () => {
  it('holds a JWT', () => {
    expect(look(bodyWith(jwt)).facts).toEqual([
      {
        at: '/access_token',
        kind: 'jwt',
        length: jwt.length,
        vschar: true,
        b64token: true,
        bits: expect.any(Number),
        id: expect.stringMatching(/^[\da-f]{16}$/),
        jwt: {
          alg: 'RS256',
          headerNames: ['alg', 'typ'],
          claimNames: ['exp', 'iat', 'sub'],
          iat: 1_700_000_000,
          exp: 1_700_003_600,
        },
      },
    ]);
  });

  it.each([
    ['null', null, 'null'],
    ['a number', 12, 'not-a-string'],
    ['an object', { a: 1 }, 'not-a-string'],
    ['a list', ['x'], 'not-a-string'],
    ['no character', '', 'empty'],
  ])('holds %s', (_, token, kind) => {
    expect(look(bodyWith(token)).facts).toEqual([
      { at: '/access_token', kind, length: 0, vschar: false, b64token: false, bits: 0, id: '' },
    ]);
  });

  it.each([['{}'], ['[]'], ['null'], ['"x"'], ['{"error":"invalid_token"}'], [''], ['Bad Request']])(
    'is absent: %s',
    (text) => {
      expect(look(text).facts).toEqual([]);
    },
  );

  it('comes first, wherever it is', () => {
    const { facts } = look(JSON.stringify({ refresh_token: opaque, 'a/b': { '~': 'short' } }), [], '/a~1b/~0');
    expect(facts.map(({ at, length }) => [at, length])).toEqual([
      ['/a~1b/~0', 5],
      ['/refresh_token', 37],
    ]);
  });

  it('does not come from a prototype', () => {
    expect(look('{"a":1}', [], '/constructor').facts).toEqual([]);
    expect(look('{"a":1}', [], '/__proto__').facts).toEqual([]);
  });
});

describe('a JWT', () => {
  it.each([
    ['alg none', jwtOf({ alg: 'none' }, {}, ''), { alg: 'none', headerNames: ['alg'], claimNames: [] }],
    [
      'times that are no numbers',
      jwtOf({ alg: 'A' }, { exp: '1', iat: null }),
      { alg: 'A', headerNames: ['alg'], claimNames: ['exp', 'iat'] },
    ],
    [
      'times without an end',
      jwtOf('{"alg":"A"}', '{"exp":1e400,"iat":1}'),
      { alg: 'A', headerNames: ['alg'], claimNames: ['exp', 'iat'], iat: 1 },
    ],
    [
      'control characters',
      jwtOf({ alg: 'a\u001b[31m' }, { '\u202ex': 1 }),
      { alg: 'a\\u001b[31m', headerNames: ['alg'], claimNames: ['\\u202ex'] },
    ],
    [
      'a secret in names',
      jwtOf({ alg: 'S3cret-12345' }, { 'S3cret-12345': 1 }),
      { alg: '‹clientSecret›', headerNames: ['alg'], claimNames: ['‹clientSecret›'] },
    ],
    [
      'a prototype',
      jwtOf('{"alg":"A"}', '{"__proto__":1}'),
      { alg: 'A', headerNames: ['alg'], claimNames: ['__proto__'] },
    ],
  ])('with %s', (_, token, facts) => {
    expect(look(bodyWith(token)).facts[0]).toMatchObject({ kind: 'jwt', length: token.length });
    expect(look(bodyWith(token)).facts[0]?.jwt).toEqual(facts);
  });

  it.each([
    ['a header of 40 KB', jwtOf({ alg: 'A', x: 'y'.repeat(40_000) }, {})],
    ['claims of 60 KB', jwtOf({ alg: 'A' }, { x: 'y'.repeat(45_000) })],
    ['a line feed behind it', `${jwt}\n`],
    ['its scheme before it', `Bearer ${jwt}`],
  ])('it is, with %s', (_, token) => {
    expect(look(bodyWith(token)).facts[0]).toMatchObject({ kind: 'jwt', length: token.length });
  });

  it.each([
    [
      'a key that is shared',
      jweOf({ alg: 'dir', enc: 'A256GCM' }),
      { alg: 'dir', enc: 'A256GCM', headerNames: ['alg', 'enc'], claimNames: [] },
    ],
    [
      'a key that is encrypted',
      jweOf({ alg: 'RSA-OAEP-256', enc: 'A128CBC-HS256', cty: 'JWT' }, 'a2V5'),
      { alg: 'RSA-OAEP-256', enc: 'A128CBC-HS256', headerNames: ['alg', 'cty', 'enc'], claimNames: [] },
    ],
  ])('it is, encrypted with %s', (_, token, facts) => {
    expect(look(bodyWith(token)).facts[0]).toMatchObject({ kind: 'jwt', length: token.length });
    expect(look(bodyWith(token)).facts[0]?.jwt).toEqual(facts);
    expect(look(JSON.stringify({ message: `got ${token} here` })).facts[0]).toMatchObject({ kind: 'jwt' });
  });

  it.each([
    ['an address', 'https://auth.example/oauth2/default', 'https://auth.example/oauth2/default'],
    ['an origin', 'https://auth.example:8443', 'https://auth.example:8443'],
    ['an opaque path', 'https://sts.example/550e8400-e29b-41d4-a716-446655440000/', 'https://sts.example/…'],
    ['a short opaque path', 'https://idp.example/eu_AbC123xYz', 'https://idp.example/…'],
    ['a query', 'https://auth.example/?tenant=a', 'https://auth.example/…'],
    ['a password', 'https://user:pass@auth.example/', 'https://auth.example/…'],
    ['a name', 'my-auth-server-of-acme', 'my-auth-server-of-acme'],
    ['a secret', 'https://S3cret-12345.example/', 'https://‹clientSecret›.example/'],
  ])('its issuer is told: %s', (_, iss, shown) => {
    expect(look(bodyWith(jwtOf({ alg: 'A' }, { iss }))).facts[0]?.jwt?.iss).toBe(shown);
  });

  it('its issuer is told without what is opaque in it', () => {
    const { facts } = look(bodyWith(jwtOf({ alg: 'A' }, { iss: opaque })));
    expect(facts[0]?.jwt?.iss).toMatch(/^‹37 characters, #[\da-f]{6}›$/);
    expect(look(bodyWith(jwtOf({ alg: 'A' }, { iss: ['x'] }))).facts[0]?.jwt).not.toHaveProperty('iss');
  });

  it('its names are bounded, which is said', () => {
    const claims = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, index]));
    const { facts, beyond } = look(bodyWith(jwtOf({ alg: 'A' }, claims(201))));
    expect([facts[0]?.jwt?.claimNames.length, beyond]).toEqual([200, ['names in a JWT']]);
    expect(look(bodyWith(jwtOf({ alg: 'A' }, claims(200)))).beyond).toEqual([]);
  });

  it.each([
    ['a header that is no JSON', `eyJhbGciO.${part({})}.x`],
    ['a header that is no object', jwtOf('[1]', {})],
    ['a header that is null', `eyJ.${part({})}.x`.replace('eyJ', part('null'))],
    ['claims that are no JSON', jwtOf({ alg: 'A' }, 'eyJ')],
    ['no alg', jwtOf({ typ: 'JWT' }, {})],
    ['two parts', `${part({ alg: 'A' })}.${part({})}`],
    ['five parts of no encryption', `${jwt}.a.b`],
    ['four parts', `${jweOf({ alg: 'dir', enc: 'A128GCM' }).split('.').slice(0, 4).join('.')}`],
    ['no enc', jweOf({ alg: 'dir' })],
    ['an enc that is no text', jweOf({ alg: 'dir', enc: 1 })],
    ['no ciphertext', jweOf({ alg: 'dir', enc: 'A128GCM' }, '', '')],
    ['a million brackets', jwtOf('['.repeat(1_000_000), {})],
    ['a space inside', jwt.replace('.', '. ')],
    ['a control character inside', jwt.replace('.', '.\n')],
  ])('it is not, with %s', (_, token) => {
    const [facts] = look(bodyWith(token)).facts;
    expect(facts).toMatchObject({ kind: 'opaque', length: token.length });
    expect(facts).not.toHaveProperty('jwt');
  });
});

describe('of an opaque token', () => {
  it.each([
    [opaque, true, true],
    ['abc/+~=', true, true],
    ['with space', true, false],
    ['a=b', true, false],
    ['tab\there', false, false],
    ['é', false, false],
  ])('the alphabet is told: %s', (token, vschar, b64token) => {
    expect(look(bodyWith(token)).facts[0]).toMatchObject({ kind: 'opaque', vschar, b64token });
  });

  it.each([
    ['0'.repeat(10), 33],
    ['deadbeef00112233445566778899aabb', 128],
    ['550e8400-e29b-41d4-a716-446655440000', 122],
    ['aZ0'.repeat(10), Math.floor(30 * Math.log2(62))],
  ])('the bits are bounded: %s', (token, bits) => {
    expect(look(bodyWith(token)).facts[0]?.bits).toBe(bits);
  });

  it('the id tells equal from other, and nothing under another key', () => {
    const idOf = (token: string, hmac: Uint8Array): string | undefined => {
      const redactor = createRedactor({ secrets: [], key: hmac });
      const value = { access_token: token };
      return tokenFacts({
        value,
        text: bodyWith(token),
        headers: [],
        accessToken: '/access_token',
        key: hmac,
        redactor,
      }).facts[0]?.id;
    };
    expect(idOf(opaque, key)).toBe(idOf(opaque, key));
    expect(idOf(opaque, key)).not.toBe(idOf(`${opaque}x`, key));
    expect(idOf(opaque, key)).not.toBe(idOf(opaque, new Uint8Array(32)));
  });
});

describe('a token elsewhere', () => {
  it.each<
    readonly [name: string, text: string, headers: Pairs, found: readonly (readonly [at: string, token: string])[]]
  >([
    ['deep', JSON.stringify({ a: [{ data: { accessToken: opaque } }] }), [], [['/a/0/data/accessToken', opaque]]],
    ['short', '{"token":"x"}', [], [['/token', 'x']]],
    ['in the message of a refusal', JSON.stringify({ message: `see ${jwt}.` }), [], [['/message', jwt]]],
    ['in a list', JSON.stringify([[jwt]]), [], [['/0/0', jwt]]],
    ['as a name', JSON.stringify({ a: { [jwt]: 1 } }), [], [['/a', jwt]]],
    ['as the whole', JSON.stringify(jwt), [], [['', jwt]]],
    ['escaped', `{"x":"\\u0065${jwt.slice(1)}"}`, [], [['/x', jwt]]],
    ['in a member that a parser drops', `{"x":"${jwt}","x":""}`, [], [['body', jwt]]],
    ['under a name that is a secret', '{"S3cret-12345":{"jwt":"abc"}}', [], [['/‹clientSecret›/jwt', 'abc']]],
    ['in text', `Bearer ${jwt}\n`, [], [['body', jwt]]],
    ['in a form', `access_token=${opaque}&scope=a`, [], [['body', opaque]]],
    ['in cut off JSON', `{"access_token": "${opaque}`, [], [['body', opaque]]],
    ['in escaped JSON', `x {\\"access_token\\":\\"${opaque}\\"`, [], [['body', opaque]]],
    ['in XML', `<r><access_token>${opaque}</access_token></r>`, [], [['body', opaque]]],
    ['in JSON too deep', `${'['.repeat(70)}{"token":"abc"}${']'.repeat(70)}`, [], [['body', 'abc']]],
    ['in a header', '{}', [['Authorization', `Bearer ${jwt}`]], [['header', jwt]]],
    ['in a redirect', '', [['location', `https://a.example/#access_token=${opaque}&x=1`]], [['header', opaque]]],
    ['in a cookie', '', [['set-cookie', `token=${opaque}; Path=/`]], [['header', opaque]]],
    ['in a header of its name', '', [['access_token', opaque]], [['header', opaque]]],
  ])('is found %s', (_, text, headers, found) => {
    const { facts } = look(text, headers);
    expect(facts.map(({ at, length }) => [at, length])).toEqual(found.map(([at, token]) => [at, token.length]));
  });

  it.each([
    ['a word for it', '{"error":"invalid_token","token_type":"Bearer","error_description":"token expired"}'],
    ['an empty one', '{"refresh_token":"","id_token":null,"token":{"a":1},"jwt":5}'],
    ['text about one', 'The access_token is missing. token: expired, <p>token</p>'],
    ['names alone', '["access_token","token"]'],
  ])('is not: %s', (_, text) => {
    expect(
      look(text, [['www-authenticate', 'Bearer error="invalid_token", error_description="no token"']]).facts,
    ).toEqual([]);
  });

  it('is bounded in number', () => {
    const many = (count: number) =>
      look(JSON.stringify(Array.from({ length: count }, (_, index) => ({ token: `t${index}` }))));
    expect([many(500).facts.length, many(500).beyond]).toEqual([50, ['tokens']]);
    expect([many(50).facts.length, many(50).beyond]).toEqual([50, []]);
  });

  it.each([
    ['eyJ', 'eyJ'],
    ['parts', 'eyJabcdefghij.'],
    ['names', 'token="'],
    ['elements', '<token>'],
    ['blanks', 'token   '],
  ])('takes linear time where a text is made to slow it down: %s', (_, unit) => {
    // At this size, quadratic work takes minutes.
    const text = unit.repeat(1_048_576 / unit.length);
    expect(() => interruptedAfter(20_000, () => look(text))).not.toThrow();
  });
});

describe('the tokens', () => {
  it('are raw, once each, without words and short ones', () => {
    const text = JSON.stringify({
      access_token: opaque,
      id_token: `Bearer ${jwt}`,
      token: 'invalid_client',
      jwt: 'a1',
      x: { token: opaque },
    });
    expect(look(text).tokens).toEqual([opaque, jwt]);
  });

  it.each([
    ['a line feed', `${opaque}\n`, [opaque]],
    ['a scheme', `Bearer ${opaque}`, [opaque]],
    ['nothing but a placeholder', '[object Object]', []],
    ['nothing but a template', '{{access_token}}', []],
  ])('are searched for without what surrounds them: %s', (_, token, tokens) => {
    expect(look(bodyWith(token)).tokens).toEqual(tokens);
  });

  it('are known to the redactor before anything is masked', () => {
    const { redactor } = look(JSON.stringify({ access_token: 'tok-12345678' }));
    expect(redactor.shown('the token tok-12345678 is new')).toBe('the token ‹token› is new');
  });
});

describe('echoes', () => {
  const secrets = [
    { variable: 'clientSecret', value: 'S3cret-12345/+' },
    { variable: 'password', value: 'p@ss "w&rd"é' },
    { variable: 'pin', value: 'error' },
    { variable: 'unset', value: '' },
  ];

  it.each(spellings)('are seen everywhere: %s', (_, spell) => {
    const spelled = spell('S3cret-12345/+');
    expect(echoes(`<p>${spelled}</p>`, [['x-echo', spelled]], `No ${spelled}`, secrets)).toEqual([
      { variable: 'clientSecret', where: 'status' },
      { variable: 'clientSecret', where: 'header' },
      { variable: 'clientSecret', where: 'body' },
    ]);
  });

  it('are told by variable, once each', () => {
    expect(echoes(JSON.stringify({ a: 'p@ss "w&rd"é', b: 'p@ss "w&rd"é' }), [], 'OK', secrets)).toEqual([
      { variable: 'password', where: 'body' },
    ]);
  });

  it('are not what stands there by chance', () => {
    expect(echoes('{"error":"x"}', [['error', 'S3cret']], 'error', secrets)).toEqual([]);
  });
});
