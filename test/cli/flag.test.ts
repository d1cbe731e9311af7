import { describe, expect, test } from 'vitest';
import { readCount, readDuration, splitList } from '../../scripts/cli/flag.ts';

describe('a duration', () => {
  test.each([
    ['500', 500],
    ['0', 0],
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5s', 1500],
    ['2m', 120_000],
    [' 30s ', 30_000],
  ])('%s is %i ms', (text, ms) => {
    expect(readDuration(text)).toBe(ms);
  });

  test.each(['', 'soon', '-1', '1h', '30 s', '1e3', '.5s', '5s5', 'Infinity', '30S', '0x10'])('%j is none', (text) => {
    expect(readDuration(text)).toBeUndefined();
  });
});

test.each([
  ['0', 0],
  [' 12 ', 12],
  ['999999', 999_999],
  ['1000000', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['', undefined],
  ['two', undefined],
])('a count: %j is %s', (text, count) => {
  expect(readCount(text)).toBe(count);
});

test.each<[string, readonly string[]]>([
  ['a', ['a']],
  ['a, b,,c ,', ['a', 'b', 'c']],
  ['acme/{a,b},optty/c', ['acme/{a,b}', 'optty/c']],
  ['', []],
])('a list: %j', (text, parts) => {
  expect(splitList(text)).toEqual(parts);
});
