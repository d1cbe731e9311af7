import { describe, expect, it } from 'vitest';
import { alwaysShown, createRedactor, type Redactor } from '../../scripts/door/redact.ts';
import { stripControls } from '../../scripts/model/controls.ts';
import type { Json } from '../../scripts/model/provider.ts';
import { awkward, randomSecrets, spellings } from './secret-spellings.ts';

const key = new Uint8Array(32).fill(7);
const redactorOf = (...values: readonly string[]): Redactor =>
  createRedactor({ secrets: values.map((value) => ({ variable: 'clientSecret', value })), key });
const plain = redactorOf('S3cret-12345');

const opaque = 'mF_9.B5f-4.1JqM2YotnFZFEjr1zCsicMWpAA';
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

/** Every way out of the redactor, the most open ones: places that are shown. */
const methods: readonly (readonly [name: string, mask: (redactor: Redactor, text: string) => string])[] = [
  ['shown', (redactor, text) => redactor.shown(text)],
  ['text', (redactor, text) => redactor.text(text)],
  ['leaf', (redactor, text) => redactor.leaf(text, false)],
  ['leaf, shown', (redactor, text) => redactor.leaf(text, true)],
  ['name', (redactor, text) => redactor.name(text)],
  ['json', (redactor, text) => JSON.stringify(redactor.json({ message: [text], [text]: { x: text } }, ['/x']))],
  ['header', (redactor, text) => redactor.header('Server', text)],
  ['header, not shown', (redactor, text) => redactor.header('x-other', text)],
  ['location', (redactor, text) => redactor.header('Location', text)],
  ['location, in the host', (redactor, text) => redactor.header('Location', `https://${text}.example/`)],
];

describe('a known secret', () => {
  describe.each(methods)('never leaves by %s', (_, mask) => {
    it.each(spellings)('%s', (_name, spell) => {
      for (const secret of [...awkward, ...randomSecrets(5)]) {
        const redactor = redactorOf(secret);
        const spelled = spell(secret);
        const masked = mask(redactor, spelled);
        expect(masked.includes(secret) || masked.includes(spelled), `${secret} as ${spelled} gave ${masked}`).toBe(
          false,
        );
        expect(mask(redactor, `"x": ${spelled}`).includes(spelled), spelled).toBe(false);
      }
    });
  });

  it.each(spellings.filter(([name]) => !/in|of|Basic|base64|Node|Uint8/.test(name)))(
    'goes as a whole and alone: %s',
    (_, spell) => {
      for (const secret of [...awkward, ...randomSecrets(30)]) {
        expect(redactorOf(secret).shown(`<${spell(secret)}>`), spell(secret)).toBe('<‹clientSecret›>');
      }
    },
  );

  it('is named in its place', () => {
    expect(plain.shown('client_secret=S3cret-12345&scope=a')).toBe('client_secret=‹clientSecret›&scope=a');
    expect(plain.shown('no S3cret%2D12345, no S3cret-12345.')).toBe('no ‹clientSecret›, no ‹clientSecret›.');
  });

  it('is masked where it overlaps another one', () => {
    const masked = redactorOf('first-part-shared', 'shared-second-part').shown('<first-part-shared-second-part>');
    expect(masked).toBe('<‹clientSecret›>');
  });

  it('is masked where its bytes are a list', () => {
    const bytes = [...Buffer.from('S3cret-12345')];
    expect(plain.json({ a: bytes, b: { ...bytes }, c: ['x', 7, ...bytes, null], d: [1, 2, 3, 4, 5] }, [])).toEqual({
      a: '‹clientSecret›',
      b: '‹clientSecret›',
      c: '‹clientSecret›',
      d: [1, 2, 3, 4, 5],
    });
  });

  it('is masked where it is a number', () => {
    expect(redactorOf('12345678').json({ a: 12345678, b: 1234567 }, [])).toEqual({ a: '‹clientSecret›', b: 1234567 });
  });
});

describe('words', () => {
  it.each([
    'unsupported_grant_type',
    'client_credentials',
    'GrantType value must be client_credentials!',
    'accountinformation private',
    'application/json; charset=utf-8',
    'application/x-www-form-urlencoded',
    'charset=iso-8859-1',
    'https://oauth2.api-v2.sandbox.example.com',
    'http://192.168.100.200:8080',
    'https://api.example.com/oauth2/v2.0/token',
    '2024-05-01T10:00:00.000Z',
    'Wed, 01 May 2024 10:00:00 GMT',
    'UNSUPPORTED_GRANT_TYPE',
    'com.fasterxml.jackson.core.JsonParseException',
    'max-age=31536000',
    'no-cache, no-store, max-age=0, must-revalidate',
    'Bearer realm="example", error="invalid_token"',
    'Ungültige Anmeldedaten — bitte prüfen',
  ])('stay: %s', (text) => {
    expect(plain.shown(text)).toBe(text);
    expect(plain.leaf(text, true)).toBe(text);
  });

  it.each([
    ['an opaque token', opaque],
    ['letters of both cases', 'kJhGfDsAqWeRtYuIoP'],
    ['letters of both cases, small at the end', 'kJhGfDsAqWeRtYuIop'],
    ['short numbers, many of them', 'order-1234-5678-9012-test'],
    ['capitals and digits', 'A1B2C3D4E5F6G7H8'],
    ['hex', 'deadbeef00112233445566778899aabb'],
    ['a UUID', '550e8400-e29b-41d4-a716-446655440000'],
    ['many digits between words', 'order-123456789-test'],
    ['letters without an end', 'abcdefghijklmnopqrstuvwxyz'],
    ['base64', 'c29tZXRoaW5nIHNlY3JldA=='],
  ])('are not: %s', (_, token) => {
    for (const text of [token, `the token ${token} has expired`, `(${token})`, `token=${token}&x`]) {
      expect(plain.shown(text)).not.toContain(token);
      expect(plain.leaf(text, true)).not.toContain(token);
      expect(plain.header('www-authenticate', text)).not.toContain(token);
      expect(plain.name(text)).not.toContain(token);
    }
  });

  it('go too in text of an unknown place', () => {
    expect(plain.text('error: unsupported_grant_type')).toMatch(/^error: ‹22 characters, #[\da-f]{6}›$/);
    expect(plain.text('error: invalid_scope')).toBe('error: invalid_scope');
  });

  it('hide no JWT, not even one glued to a word', () => {
    const short = 'eyJhbGciOiJub25lIn0.e30.';
    for (const token of [jwt, short]) {
      expect(plain.shown(`got ${token} there`)).toMatch(/^got ‹JWT, \d+ characters, #[\da-f]{6}› there$/);
      expect(plain.shown(`%22${token}%22`)).not.toContain(token.slice(3, 12));
    }
  });
});

describe('a documented word', () => {
  const long = 'urn:example:grant:1a2b3c4d5e6f7a8b';
  const reader = createRedactor({
    secrets: [{ variable: 'clientSecret', value: 'S3cret-12345' }],
    key,
    vocabulary: [long, 'S3cret-12345'],
  });

  it('is read wherever it stands alone', () => {
    expect(reader.leaf(long, false)).toBe(long);
    expect(reader.json({ kind: long, access_token: long }, [])).toEqual({
      kind: long,
      access_token: expect.stringMatching(/^‹string, /),
    });
  });

  it('is not read as a part of something else, nor where it is the secret', () => {
    expect(reader.leaf(`${long} `, false)).toMatch(/^‹string, /);
    expect(reader.leaf('S3cret-12345', false)).toBe('‹clientSecret›');
    expect(reader.name('S3cret-12345')).toBe('‹clientSecret›');
  });
});

describe('a leaf', () => {
  it('gives type, length and hash, and equal ones the same hash', () => {
    expect(plain.leaf(opaque, false)).toMatch(/^‹string, 37 characters, #[\da-f]{6}›$/);
    expect(plain.leaf(opaque, false)).toBe(plain.leaf(opaque, false));
    expect(plain.leaf(opaque, false)).not.toBe(plain.leaf(opaque.toLowerCase(), false));
  });

  it('has another hash under another key', () => {
    const other = createRedactor({ secrets: [], key: new Uint8Array(32) });
    expect(other.leaf(opaque, false)).not.toBe(plain.leaf(opaque, false));
  });

  it('is readable below 16 characters', () => {
    expect(plain.leaf('fifteen letters', false)).toBe('fifteen letters');
    expect(plain.leaf('sixteen letters!', false)).toMatch(/^‹string, 16/);
  });

  it('stays empty', () => {
    expect(plain.leaf('', false)).toBe('');
  });
});

describe('json', () => {
  it('masks by pointer, name and length, and keeps types and structure', () => {
    const value: Json = {
      access_token: opaque,
      scope: 'accountinformation private',
      other: 'accountinformation private',
      'a/b': { 'c~d': 'accountinformation private' },
      list: [1, true, null, 'a longer text in here', { message: 'a longer text in here' }],
      message: ['a longer text in here'],
    };
    expect(plain.json(value, ['/a~1b/c~0d', '/list/3'])).toEqual({
      access_token: expect.stringMatching(/^‹string, 37 characters, #/),
      scope: 'accountinformation private',
      other: expect.stringMatching(/^‹string, 26 characters, #/),
      'a/b': { 'c~d': 'accountinformation private' },
      list: [1, true, null, 'a longer text in here', { message: 'a longer text in here' }],
      message: ['a longer text in here'],
    });
  });

  it('shows no short token in the place of one', () => {
    expect(plain.json({ a: { refresh_token: 'short' }, token: ['short'], jwt: '' }, ['/a/refresh_token'])).toEqual({
      a: { refresh_token: expect.stringMatching(/^‹string, 5 characters/) },
      token: [expect.stringMatching(/^‹string, 5 characters/)],
      jwt: '',
    });
  });

  it('masks names that look like tokens, each by itself', () => {
    const other = `${opaque}x`;
    const names = Object.keys(
      Object(plain.json({ [opaque]: 1, [other]: 2, [jwt]: 3, grant_type_supported: 4, 'S3cret-12345': 5 }, [])),
    );
    expect(names).toEqual([
      expect.stringMatching(/^‹37 characters, #/),
      expect.stringMatching(/^‹38 characters, #/),
      expect.stringMatching(/^‹JWT, /),
      'grant_type_supported',
      '‹clientSecret›',
    ]);
  });

  it('loses no member whose masked name is that of another', () => {
    expect(plain.json({ 'S3cret-12345': 1, 'S3cret%2D12345': 2, '‹clientSecret›': 3 }, [])).toEqual({
      '‹clientSecret›': 1,
      '‹clientSecret› (2)': 2,
      '‹clientSecret› (3)': 3,
    });
  });

  it('keeps __proto__ as a member and no prototype', () => {
    const masked = plain.json(JSON.parse('{"__proto__":{"polluted":true},"constructor":1}'), []);
    expect(Object.getOwnPropertyNames(masked)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(masked)).toBe(Object.prototype);
    expect(JSON.stringify(masked)).toBe('{"__proto__":{"polluted":true},"constructor":1}');
  });

  it('replaces numbers that JSON cannot hold', () => {
    expect(plain.json([JSON.parse('1e400'), JSON.parse('-1e400'), 1e300], [])).toEqual([
      '‹number beyond range›',
      '‹number beyond range›',
      1e300,
    ]);
  });
});

describe('a scope', () => {
  const long = 'api://11111111-2222-3333-4444-555555555555/.default openid';

  it('is shown as it stands, wherever it is called so', () => {
    expect(plain.scope(long)).toBe(long);
    const value: Json = { scope: long, a: { scope: [long] } };
    expect(plain.json(value, [])).toEqual(value);
    const reader = createRedactor({ secrets: [], key, scope: '/granted' });
    expect(reader.json({ granted: long }, [])).toEqual({ granted: long });
    expect(plain.json({ granted: long }, [])).toEqual({ granted: expect.stringMatching(/^‹string, 58/) });
  });

  it('is not cut', () => {
    const words = Array.from({ length: 300 }, (_, index) => `https://api.example/auth/scope.${index}`).join(' ');
    expect(plain.json({ scope: words }, [])).toEqual({ scope: words });
  });

  it('is masked where it is or holds a secret, a token of this run or a JWT', () => {
    const redactor = redactorOf('S3cret-12345');
    redactor.learn('tok-9fK2-not-a-real-token');
    expect(redactor.scope('read S3cret-12345')).toBe('read ‹clientSecret›');
    expect(redactor.scope('read UzNjcmV0LTEyMzQ1')).toBe('read ‹clientSecret›');
    expect(redactor.scope('read tok-9fK2-not-a-real-token')).toBe('read ‹token›');
    expect(redactor.scope(`read ${jwt}`)).toMatch(/^read ‹JWT, \d+ characters, #/);
    expect(redactor.scope('read\u001b[31m')).toBe('read\\u001b[31m');
  });

  it('shows no more than its documented words beside a secret of fewer than 8 characters', () => {
    const secrets = [{ variable: 'clientSecret', value: 'pwd' }];
    const reader = createRedactor({ secrets, key, vocabulary: ['read write', 'pwd'] });
    expect(reader.scope('write read')).toBe('write read');
    expect(reader.scope('write other pwd')).toBe('write ‹string, 5 characters› ‹string, 3 characters›');
  });
});

describe('headers', () => {
  it('that are judged are not cut, others are sized', () => {
    const many = `${Array.from({ length: 90 }, (_, index) => `x-${index}=1`).join(', ')}, no-store`;
    expect(plain.header('Cache-Control', many)).toBe(many);
    expect(plain.header('x-other', many)).toMatch(/^‹string, \d+ characters, #/);
  });

  it.each([
    ['Content-Type', 'application/json; charset=utf-8', 'application/json; charset=utf-8'],
    ['WWW-Authenticate', 'Bearer error="invalid_client"', 'Bearer error="invalid_client"'],
    ['location', 'https://user:pass@login.example:8443/cb?code=abc#access_token=x', 'https://login.example:8443'],
    ['Location', 'https://a.example', 'https://a.example'],
    ['Set-Cookie', 'a=b', 'a=b'],
  ])('%s: %s', (name, value, expected) => {
    expect(plain.header(name, value)).toBe(expected);
  });

  it('mask what is not listed, and addresses without an origin', () => {
    expect(plain.header('set-cookie', 'session=abc; Path=/; Secure')).toMatch(/^‹string, 27 characters, #/);
    expect(plain.header('location', '/cb?code=abc')).toMatch(/^‹relative address, 12 characters, #[\da-f]{6}›$/);
    expect(plain.header('location', `data:text/html,${opaque}`)).toMatch(/^data:‹52 characters, #/);
    expect(plain.header('location', `https://${opaque.replace(/[_.]/g, '')}.example/`)).not.toContain('mf9b5f');
  });
});

describe('a token of this run', () => {
  it('is masked everywhere once it is learnt', () => {
    const redactor = redactorOf();
    const token = 'short tok 1';
    expect(redactor.shown(`no ${token}`)).toBe('no short tok 1');
    redactor.learn(token);
    expect(redactor.shown(`no ${token}`)).toBe('no ‹token›');
    for (const [, spell] of spellings) {
      for (const [, mask] of methods) expect(mask(redactor, spell(token))).not.toContain(spell(token));
    }
  });

  it('is not learnt below 8 characters, which stand in any text', () => {
    const redactor = redactorOf();
    redactor.learn('invalid');
    redactor.learn('');
    expect(redactor.shown('invalid_client')).toBe('invalid_client');
  });

  it('of any length costs little', () => {
    const redactor = redactorOf();
    const token = Array.from({ length: 10_000 }, (_, index) => `${index}aB.`).join('');
    redactor.learn(token);
    expect(redactor.shown(`<${token}>`)).toMatch(/^<‹token›‹\d+ characters, #[\da-f]{6}›>$/);
  });
});

describe('a secret of fewer than 8 characters', () => {
  const redactor = redactorOf('S3cret-12345', 'sesame');

  it('hides all text of a response, hashes too', () => {
    expect(redactor.leaf('ok', true)).toBe('‹string, 2 characters›');
    expect(redactor.leaf('sesame', false)).toBe('‹string, 6 characters›');
    expect(redactor.text('an excerpt')).toBe('‹text, 10 characters›');
    expect(redactor.json({ error: 'no sesame', code: 1, message: '' }, ['/error'])).toEqual({
      error: '‹string, 9 characters›',
      code: 1,
      message: '',
    });
    expect(redactor.json({ sesame: 1, other: 2 }, [])).toEqual({ '‹6 characters›': 1, '‹5 characters›': 2 });
    expect(redactor.header('server', 'nginx')).toBe('‹5 characters›');
    expect(redactor.header('x-request-id', 'abc')).toBe('‹string, 3 characters›');
    expect(redactor.header('location', 'https://a.example/x')).toBe('‹string, 17 characters›');
  });

  it('leaves what the standards and the documentation say, so that it can be judged', () => {
    const reader = createRedactor({
      secrets: [{ variable: 'clientSecret', value: 'pwd' }],
      key,
      vocabulary: ['api-user', 'pwd', 'a_documented_member_1a2b3c4d'],
    });
    const value: Json = { error: 'invalid_client', a_documented_member_1a2b3c4d: 'api-user', scope: 'pwd' };
    expect(reader.json(value, [])).toEqual({ ...value, scope: '‹string, 3 characters›' });
    expect(reader.json({ error: 'api-user pwd', code: 'Bearer' }, [])).toEqual({
      error: '‹string, 12 characters›',
      code: 'Bearer',
    });
    expect(reader.header('Content-Type', 'application/json; charset=pwd')).toBe('application/json; ‹11 characters›');
    expect(reader.header('Cache-Control', 'no-store, pwd, private')).toBe('no-store, ‹3 characters›, private');
    expect(reader.header('Retry-After', '120')).toBe('120');
    expect(reader.leaf('OK', true)).toBe('OK');
  });

  it('hides a number that is the secret', () => {
    const reader = createRedactor({ secrets: [{ variable: 'pin', value: '123' }], key });
    expect(reader.json({ code: 123, status: 400 }, [])).toEqual({ code: '‹integer, 3 characters›', status: 400 });
    expect(reader.header('Retry-After', '123')).toBe('‹3 characters›');
  });

  it('leaves our own text readable', () => {
    expect(redactor.shown('POST /token with sesame')).toBe('POST /token with ‹clientSecret›');
  });

  it('is no matter where it is empty', () => {
    expect(redactorOf('').leaf('ok', true)).toBe('ok');
  });
});

describe('control characters', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
    ['\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
    ['\u009b2J', '\\u009b2J'],
    ['a\u0000b\u007f', 'a\\u0000b\\u007f'],
    ['\u202eevil\u2066\u200f', '\\u202eevil\\u2066\\u200f'],
    ['a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['half \ud800 pair', 'half \\ud800 pair'],
    ['over\rwritten', 'over\\u000dwritten'],
    ['two\n\tlines \u{1f600} ☃', 'two\n\tlines \u{1f600} ☃'],
  ])('become readable: %j', (text, expected) => {
    expect(stripControls(text)).toBe(expected);
    expect(plain.shown(text)).toBe(expected);
  });

  it('do not make a line of their own in what a provider wrote', () => {
    const text = 'x\r\n::error::y\tz';
    for (const masked of [plain.leaf(text, true), plain.text(text), plain.name(text), plain.header('server', text)]) {
      expect(masked).toBe('x\\r\\n::error::y\\tz');
    }
  });
});

describe('long text', () => {
  it('is cut', () => {
    expect(plain.shown('word '.repeat(200))).toBe(`${'word '.repeat(100)}… (1000 characters)`);
    expect(plain.text('word '.repeat(200), 10)).toBe('word word … (1000 characters)');
    expect(plain.name('word '.repeat(200)).length).toBeLessThan(130);
  });

  it('is cut between characters and after masking', () => {
    expect(plain.text(`a${'\u{1f600}'.repeat(20)}`, 10)).toBe(`a${'\u{1f600}'.repeat(4)}… (41 characters)`);
    expect(plain.text('12345 S3cret-12345', 10)).not.toContain('S3');
  });
});

it('shows what an error says', () => {
  expect(alwaysShown).toEqual(
    expect.arrayContaining(['error', 'error_description', 'message', 'scope', 'token_type', 'code']),
  );
});
