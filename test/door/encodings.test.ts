import { describe, expect, it } from 'vitest';
import { createSearch, encodingsOf } from '../../scripts/door/encodings.ts';
import { interruptedAfter } from '../support/time.ts';
import { awkward, furtherSpellings, plainSecrets, randomSecrets, spellings } from './secret-spellings.ts';

const jwtHeader = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9';

const searchFor = (...secrets: readonly string[]) => {
  const search = createSearch();
  for (const [index, secret] of secrets.entries()) search.add(`secret${index}`, secret);
  return search;
};

describe('encodingsOf', () => {
  it('has none of an empty secret', () => {
    expect(encodingsOf('')).toEqual([]);
  });

  it('has the secret in small letters and in capitals, and as UTF-8 that was read as Latin-1', () => {
    const raw = encodingsOf('Sécret-12').flatMap(({ encoding, text }) => (encoding === 'raw' ? [text] : []));
    expect(raw).toEqual(['Sécret-12', 'SÃ©cret-12', 'S\ufffdcret-12', 'sécret-12', 'SÉCRET-12']);
  });

  it('skips parts of base64 and hex that stand in any text', () => {
    expect(encodingsOf('ab')).toEqual([{ encoding: 'raw', text: 'ab' }]);
    expect(encodingsOf('abcdefgh').every(({ text }) => text.length >= 6)).toBe(true);
  });
});

describe('a search', () => {
  it.each(spellings)('finds every secret: %s', (_, spell) => {
    for (const secret of [...awkward, ...randomSecrets(30)]) {
      const spelled = spell(secret);
      const [hit] = searchFor(secret).hits(`before ${spelled} after`);
      expect(hit, `${secret} as ${spelled}`).toBeDefined();
    }
  });

  it.each(furtherSpellings)('finds a secret of printable ASCII: %s', (_, spell) => {
    for (const secret of plainSecrets) {
      const [hit] = searchFor(secret).hits(`before ${spell(secret)} after`);
      expect(hit, `${secret} as ${spell(secret)}`).toBeDefined();
    }
  });

  it.each([
    ['of a secret, from 12 characters on', 'kX9:mQ2#vT7!pL4$', 'kX9:mQ2#vT7!', 1],
    ['not of fewer', 'kX9:mQ2#vT7!pL4$', 'kX9:mQ2#vT7', 0],
    ['not of what is made of words', 'client-credentials-7fK2', 'client-credentials', 0],
    [
      'not of a JWT, whose header all tokens share',
      `${jwtHeader}.${'a1B2'.repeat(20)}.${'c3D4'.repeat(20)}`,
      jwtHeader,
      0,
    ],
  ])('finds the beginning %s', (_, secret, text, count) => {
    expect(searchFor(secret).hits(`<${text}>`).length).toBe(count);
  });

  it.each([
    ['raw', 'S3cret-12', 'raw'],
    ['percent', '%533cret-12', 'percent'],
    ['base64', Buffer.from('id:S3cret-12').toString('base64'), 'base64'],
    ['hex', Buffer.from('S3cret-12').toString('hex'), 'hex'],
    ['JSON of percent', '\\u00253' + '33cret-12', undefined],
    ['percent in JSON', '\\u0025533cret-12', 'json, percent'],
    ['JSON in JSON in a query', '%5C%5Cu0053%33cret-12', 'percent, json, json'],
  ])('names the encoding: %s', (_, text, encoding) => {
    expect(searchFor('S3cret-12').hits(text)[0]?.encoding).toBe(encoding);
  });

  it('says where in the text as received the secret stands', () => {
    const text = 'a=%41%42&s=%533cret%2D12&z=%43';
    const [hit] = searchFor('S3cret-12').hits(text);
    expect(text.slice(hit?.start, hit?.end)).toBe('%533cret%2D12');
  });

  it('takes the whole of a base64 text, whose outer characters hold bits of the secret', () => {
    const text = `Basic ${Buffer.from('ab:S3cret-12:cd').toString('base64')} end`;
    const [hit] = searchFor('S3cret-12').hits(text);
    expect(text.slice(hit?.start, hit?.end)).toBe(text.split(' ')[1]);
  });

  it('finds every secret of a text, each as often as it stands there', () => {
    const hits = searchFor('first-secret', 'second-secret').hits('first-secret second-secret first-secret');
    expect(hits.map(({ name, start }) => [name, start])).toEqual([
      ['secret0', 0],
      ['secret1', 13],
      ['secret0', 27],
    ]);
  });

  it('finds two secrets in one base64 text', () => {
    const text = Buffer.from('first-secret:second-secret').toString('base64');
    expect(
      new Set(
        searchFor('first-secret', 'second-secret')
          .hits(text)
          .map(({ name }) => name),
      ).size,
    ).toBe(2);
  });

  it('does not find what is not there', () => {
    const search = searchFor(...awkward);
    expect(
      search.hits('{"error":"invalid_client","error_description":"100% wrong &amp; [1, 2, 3] \\u0041 S3cret-1"}'),
    ).toEqual([]);
  });

  it.each([
    ['a number of no character', '&#9999999; \\u{ffffff} S3cret-12', 1],
    ['numbers that are no bytes', [...'S3cret-12'].map((one) => one.charCodeAt(0) + 256).join(','), 0],
  ])('is not confused by %s', (_, text, count) => {
    expect(searchFor('S3cret-12').hits(text).length).toBe(count);
  });

  it('leaves out what stands in any text', () => {
    expect(searchFor('abc', '').hits('abc 616263 abcd')).toEqual([]);
  });

  it.each([
    ['backslashes', '\\'],
    ['percents', '%25'],
    ['references', '&amp;'],
    ['everything', '%26amp;\\u0026#37;25+ 61 61 61 61,1,2'],
    ['base64', 'YWFh'],
  ])('takes linear time where a text is made to slow it down: %s', (_, unit) => {
    // At this size, quadratic work takes minutes.
    const text = unit.repeat(262_144 / unit.length);
    const search = searchFor('aaaaaaaa', '\\\\\\\\\\\\\\\\', '%25%25%25%25', '&amp;&amp;&amp;');
    expect(() => interruptedAfter(20_000, () => search.hits(text))).not.toThrow();
  });
});

it('finds the Base64 of a Base64, which some servers want in Basic', () => {
  // `tiny:sécret-12`, each part in Base64, joined, and in Base64 once more.
  const [hit] = searchFor('sécret-12').hits('Basic ZEdsdWVRPT06YzhPcFkzSmxkQzB4TWc9PQ==');
  expect(hit).toBeDefined();
});
