import { expect, test } from 'vitest';
import { wrapped } from '../../scripts/report/wrapped.ts';

test.each<[string, number, readonly string[]]>([
  ['  fits', 6, ['  fits']],
  ['  one two three four', 11, ['  one two', '    three', '    four']],
  ['a word-that-is-too-long for it', 8, ['a', '  word-that-is-too-long', '  for it']],
  ['  - then `npm run verify -- --all` again', 16, ['  - then', '    `npm run verify -- --all`', '    again']],
  ['      expected  one two three', 22, ['      expected  one', '                two', '                three']],
  ['  \u001b[31mone two\u001b[39m', 9, ['  \u001b[31mone two\u001b[39m']],
])('%j in %d columns', (line, columns, lines) => {
  expect(wrapped([line], columns)).toEqual(lines);
});

test.each([
  '      > POST https://acme.test/token',
  '      < {"a":"b c d e f"}',
  '      waive     npm run waive -- 2ab6df462551',
])('%j is copied as it is', (line) => {
  expect(wrapped([line], 10)).toEqual([line]);
});
