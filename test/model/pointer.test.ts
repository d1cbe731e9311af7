import { describe, expect, test } from 'vitest';
import { childOf, tokensOf, valueAt, withValueAt } from '../../scripts/model/pointer.ts';
import type { Json, Pointer } from '../../scripts/model/provider.ts';

/** The example of RFC 6901 §5. */
const rfc: Json = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
};

describe('the value at a pointer', () => {
  test.each<[Pointer, Json]>([
    ['', rfc],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('of RFC 6901 §5: "%s"', (pointer, value) => {
    expect(valueAt(rfc, pointer)).toEqual(value);
  });

  test.each<[string, Json | undefined, Pointer]>([
    ['no such member', rfc, '/bar'],
    ['what an object inherits', rfc, '/constructor'],
    ['past the end', rfc, '/foo/2'],
    ['a leading zero', rfc, '/foo/00'],
    ['a negative index', rfc, '/foo/-1'],
    ['the length of an array', rfc, '/foo/length'],
    ['a character of a string', rfc, '/foo/0/0'],
    ['below null', { a: null }, '/a/b'],
    ['no document', undefined, '/a'],
  ])('is undefined: %s', (_, root, pointer) => {
    expect(valueAt(root, pointer)).toBeUndefined();
  });

  test('may be null, which is a value', () => {
    expect(valueAt({ a: [null] }, '/a/0')).toBeNull();
  });
});

test.each<[Pointer, readonly string[]]>([
  ['', []],
  ['/', ['']],
  ['/a~1b/m~0n', ['a/b', 'm~n']],
  // §4: ~1 is decoded before ~0, or this would become a slash.
  ['/~01', ['~1']],
  ['/~0~1/0', ['~/', '0']],
])('"%s" is %j unescaped, and back', (pointer, tokens) => {
  expect(tokensOf(pointer)).toEqual(tokens);
  expect(tokens.reduce<Pointer>(childOf, '')).toBe(pointer);
});

describe('a copy with a value', () => {
  test.each<[string, Json, Pointer, Json | undefined, Json]>([
    ['replaced in its place', { a: 1, b: 2, c: 3 }, '/b', 9, { a: 1, b: 9, c: 3 }],
    ['added at the end', { b: 1, c: 2 }, '/a', 9, { b: 1, c: 2, a: 9 }],
    ['removed', { a: 1, b: 2, c: 3 }, '/b', undefined, { a: 1, c: 3 }],
    ['removed where there is none', { a: 1 }, '/b', undefined, { a: 1 }],
    ['deep in objects', { a: { b: 1, c: 2 }, d: 3 }, '/a/b', null, { a: { b: null, c: 2 }, d: 3 }],
    ['removed from the deep', { a: { b: 1, c: 2 }, d: 3 }, '/a/b', undefined, { a: { c: 2 }, d: 3 }],
    ['in an array', { a: [1, { b: 2 }, 3] }, '/a/1/b', 9, { a: [1, { b: 9 }, 3] }],
    ['of an array', [1, 2, 3], '/2', 9, [1, 2, 9]],
    ['under escaped names', { 'a/b': { 'm~n': 1 } }, '/a~1b/m~0n', 9, { 'a/b': { 'm~n': 9 } }],
    ['in the place of the whole', { a: 1 }, '', [2], [2]],
    ['called like what an object inherits', { a: 1 }, '/constructor', 9, { a: 1, constructor: 9 }],
  ])('%s', (_, root, pointer, value, expected) => {
    const before = structuredClone(root);
    // Text, because the order of members is part of what is promised.
    expect(JSON.stringify(withValueAt(root, pointer, value))).toBe(JSON.stringify(expected));
    expect(root).toEqual(before);
  });
});
