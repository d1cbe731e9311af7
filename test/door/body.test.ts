import { describe, expect, it } from 'vitest';
import { maskBody, readBody } from '../../scripts/door/body.ts';
import { createRedactor } from '../../scripts/door/redact.ts';
import type { Body, Oddity } from '../../scripts/model/exchange.ts';
import type { Json } from '../../scripts/model/provider.ts';

const redactor = createRedactor({
  secrets: [{ variable: 'clientSecret', value: 'S3cret-12345' }],
  key: new Uint8Array(32),
});
const read = (text: string, raw: Uint8Array = Buffer.from(text)) => readBody(text, raw);
const mask = (text: string, raw?: Uint8Array): Body => maskBody(read(text, raw), redactor, []).masked;

const jsonOf = (text: string): Json => {
  const body = mask(text);
  return body.kind === 'json' ? body.json : `not JSON but ${body.kind}`;
};
const odditiesOf = (text: string, raw?: Uint8Array): readonly (readonly [Oddity, string])[] => {
  const body = mask(text, raw);
  return body.kind === 'json' ? body.oddities.map(({ is, at }) => [is, at] as const) : [];
};
const whyOf = (text: string, raw?: Uint8Array): string => {
  const body = mask(text, raw);
  return body.kind === 'text' ? body.why : `not text but ${body.kind}`;
};

describe('a body', () => {
  it('is empty without a character', () => {
    expect(read('')).toEqual({ kind: 'empty', value: undefined });
    expect(mask('')).toEqual({ kind: 'empty' });
  });

  it.each([['{"a":[1,"b",null,true]}'], ['null'], ['"text"'], ['12'], [' [ ] \r\n']])('is JSON: %s', (text) => {
    expect(read(text).value).toEqual(JSON.parse(text));
    expect(jsonOf(text)).toEqual(JSON.parse(text));
    expect(odditiesOf(text)).toEqual([]);
  });

  it.each([
    ['<!doctype html><title>x</title>', 'not JSON: begins with "<" (looks like HTML)'],
    ['<?xml version="1.0"?><a/>', 'not JSON: looks like XML'],
    ['{"access_token":"abc', 'cut off JSON'],
    ['{"a":[1,2', 'cut off JSON'],
    ['"abc', 'cut off JSON'],
    ['access_token=abc&token_type=bearer', 'not JSON: looks like a form'],
    ['Bad Request', 'not JSON'],
    ["{'a': 1}", 'not JSON'],
    ['{"a":1}}', 'not JSON'],
    ['{"a":1,}', 'not JSON'],
    ['{"a":1} // comment', 'not JSON'],
    ['NaN', 'not JSON'],
    ['\u0000\u0000', 'not JSON'],
    [' \n', 'not JSON: white space alone'],
    ['\ufeff', 'not JSON: white space alone'],
  ])('is text: %j', (text, why) => {
    expect(whyOf(text)).toBe(why);
    expect(read(text).value).toBeUndefined();
  });

  it('is text in UTF-16', () => {
    const raw = Buffer.from('\ufeff{"a":1}', 'utf16le');
    expect(whyOf(raw.toString('utf8'), raw)).toBe('not JSON: UTF-16');
  });

  it('quotes at most 200 masked characters of text', () => {
    const body = mask(
      `<p>S3cret-12345 mF_9.B5f-4.1JqM2YotnFZFEjr1zCsicMWpAA\u001b[31m ${'<b>word</b> '.repeat(100)}</p>`,
    );
    const excerpt = body.kind === 'text' ? body.excerpt : '';
    expect(excerpt).toMatch(/^<p>‹clientSecret› ‹37 characters, #[\da-f]{6}›\\u001b\[31m <b>word<\/b> /);
    expect(excerpt.length).toBeLessThan(230);
  });
});

describe('depth', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

  it('is bounded before anything parses', () => {
    expect(mask(nested(64)).kind).toBe('json');
    expect(whyOf(nested(65))).toBe('nested deeper than 64 levels');
    expect(whyOf('{"a":'.repeat(65))).toBe('nested deeper than 64 levels');
    expect(whyOf(nested(1_000_000))).toBe('nested deeper than 64 levels');
  });

  it('counts no brackets in strings, nor those that are closed', () => {
    expect(mask(JSON.stringify(['['.repeat(100), '\\"[[['.repeat(50)])).kind).toBe('json');
    expect(mask(`[${Array(100).fill('[[]]').join(',')}]`).kind).toBe('json');
  });
});

describe('oddities', () => {
  it.each<readonly [name: string, text: string, oddities: readonly (readonly [Oddity, string])[]]>([
    ['a repeated member', '{"a":1,"b":{"a":1},"a":2}', [['repeated-member', '/a']]],
    ['repeated in an array', '[{"x":{"a/b":1,"a\\u002fb":2}}]', [['repeated-member', '/0/x/a~1b']]],
    [
      'three times',
      '{"a":1,"a":2,"a":3}',
      [
        ['repeated-member', '/a'],
        ['repeated-member', '/a'],
      ],
    ],
    [
      'prototypes',
      '{"__proto__":{"constructor":1},"prototype":2}',
      [
        ['unsafe-member', '/__proto__'],
        ['unsafe-member', '/__proto__/constructor'],
        ['unsafe-member', '/prototype'],
      ],
    ],
    [
      'numbers',
      '[9007199254740991,9007199254740993,-9007199254740992,1e400,0.1,1e5]',
      [
        ['unsafe-number', '/1'],
        ['unsafe-number', '/2'],
        ['unsafe-number', '/3'],
      ],
    ],
    [
      'half pairs',
      '{"a":"\\ud800","\\udc00":1,"b":"\\ud83d\\ude00"}',
      [
        ['lone-surrogate', '/a'],
        ['lone-surrogate', '/\\udc00'],
      ],
    ],
    [
      'a token as a name',
      '{"mF_9.B5f-4.1JqM2YotnFZFEjr1z":1e999}',
      [['unsafe-number', expect.stringMatching(/^\/‹28 characters, #/)]],
    ],
    ['a secret as a name', '{"S3cret-12345":{"x":1,"x":2}}', [['repeated-member', '/‹clientSecret›/x']]],
    ['a mark', '\ufeff{"a":1}', [['bom', '']]],
  ])('are found: %s', (_, text, oddities) => {
    expect(odditiesOf(text)).toEqual(oddities);
  });

  it('are not members of one name in two objects', () => {
    expect(odditiesOf('{"a":{"b":1},"b":[{"b":1},{"b":2}]}')).toEqual([]);
  });

  it('see the mark of another encoding', () => {
    expect(odditiesOf('\ufeff{}', Buffer.from('\ufeff{}', 'utf16le'))).toEqual([
      ['bom', ''],
      ['not-utf-8', ''],
    ]);
  });

  it.each([
    ['UTF-16 without a mark', '{"a":1}', Buffer.from('{"a":1}', 'utf16le')],
    ['ISO 8859-1', '{"a":"é"}', Buffer.from('{"a":"é"}', 'latin1')],
    [
      'bytes that are no characters',
      '{"a":"\ufffd"}',
      Buffer.from([...Buffer.from('{"a":"'), 0xff, ...Buffer.from('"}')]),
    ],
  ])('see %s', (_, text, raw) => {
    expect(odditiesOf(text, raw)).toEqual([['not-utf-8', '']]);
  });

  it('see nothing in a replacement character that was sent as one', () => {
    expect(odditiesOf('{"a":"\ufffd é"}')).toEqual([]);
  });

  it('see the mark that a decoder has removed', () => {
    expect(odditiesOf('{}', Buffer.from('\ufeff{}'))).toEqual([['bom', '']]);
  });

  it('are bounded in number', () => {
    const odd = (count: number): string => `[${Array(count).fill('1e999').join(',')}]`;
    expect(odditiesOf(odd(1000)).length).toBe(20);
    expect([read(odd(21)), read(odd(20))].map((body) => body.kind === 'json' && body.beyond)).toEqual([
      ['oddities'],
      [],
    ]);
  });
});

describe('whole numbers', () => {
  const numbersOf = (text: string) => {
    const body = mask(text);
    return body.kind === 'json' ? body.numbers?.map(({ form, at }) => [form, at]) : 'no JSON';
  };

  it.each([
    ['{"expires_in":86400.0}', [['fraction', '/expires_in']]],
    ['{"expires_in":86400.000}', [['fraction', '/expires_in']]],
    ['{"expires_in":8.64e4}', [['exponent', '/expires_in']]],
    ['{"expires_in":864E+2}', [['exponent', '/expires_in']]],
    ['{"expires_in":-0}', [['negative-zero', '/expires_in']]],
    [
      '{"a":[1,2.0,{"b":3e0}]}',
      [
        ['fraction', '/a/1'],
        ['exponent', '/a/2/b'],
      ],
    ],
    ['{"S3cret-12345":1.0}', [['fraction', '/‹clientSecret›']]],
  ])('that are not written as digits are noted: %s', (text, numbers) => {
    expect(numbersOf(text)).toEqual(numbers);
  });

  it.each([['{"expires_in":86400}'], ['{"a":-5,"b":0}'], ['{"a":0.5,"b":1.5e-3}'], ['{"a":"86400.0"}'], ['[1e400]']])(
    'and others are not: %s',
    (text) => {
      expect(numbersOf(text)).toBeUndefined();
    },
  );

  it('are bounded, which is said', () => {
    const body = read(`[${Array(51).fill('1.0').join(',')}]`);
    expect(body.kind === 'json' && [body.numbers.length, body.beyond]).toEqual([50, ['number forms']]);
  });
});

describe('masked JSON', () => {
  it('holds neither a changed prototype nor a number without an end', () => {
    const json = jsonOf('{"__proto__":{"admin":true},"expires_in":1e400,"n":[-1e400]}');
    expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
    expect(Object.hasOwn(Object(json), '__proto__')).toBe(true);
    expect(JSON.stringify(json)).toBe(
      '{"__proto__":{"admin":true},"expires_in":"‹number beyond range›","n":["‹number beyond range›"]}',
    );
  });

  it('survives the way out of a worker', () => {
    const json = jsonOf('{"__proto__":{"admin":true}}');
    expect(JSON.stringify(structuredClone(json))).toBe('{"__proto__":{"admin":true}}');
  });

  it('shows what it is told to', () => {
    const text = '{"a/b":["a longer text in here"],"c":"a longer text in here"}';
    const { masked } = maskBody(read(text), redactor, ['/a~1b/0']);
    expect(masked).toMatchObject({
      json: { 'a/b': ['a longer text in here'], c: expect.stringMatching(/^‹string, 21/) },
    });
  });
});
