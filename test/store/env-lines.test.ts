import { expect, test } from 'vitest';
import { envLines } from '../../scripts/store/env-lines.ts';

const glued =
  "has an unquoted # that is glued to the value and cuts it: put the value into quotes ('…'), or a space before the # of a comment";
const open = (sign: string) =>
  `opens a quote (${sign}) that never closes: close it, or put the whole value into other quotes`;

test.each<[string, string, readonly object[]]>([
  ['a # that is glued to a value', 'A=abc#def', [{ name: 'A', value: 'abc', line: 1, problem: glued }]],
  ['… to an address', '\nA=https://a.test/#b', [{ name: 'A', value: 'https://a.test/', line: 2, problem: glued }]],
  ['… after export', 'export A=p@ss#1 # note', [{ name: 'A', value: 'p@ss', line: 1, problem: glued }]],
  ['a comment after a space', 'A=abc # note', [{ name: 'A', value: 'abc', line: 1 }]],
  ['a comment after a tab', 'A=abc\t# note', [{ name: 'A', value: 'abc', line: 1 }]],
  ['a comment after a quoted value', 'A="a#b" # note', [{ name: 'A', value: 'a#b', line: 1 }]],
  ['a comment in place of a value', 'A= # note', [{ name: 'A', value: '', line: 1 }]],
  [
    'a value that begins with #',
    'A=#abc',
    [
      {
        name: 'A',
        value: '',
        line: 1,
        warning: 'is empty, because # begins a comment: put the value into quotes if it begins with #',
      },
    ],
  ],
  ['a double quote that never closes', 'A="abc', [{ name: 'A', value: '"abc', line: 1, problem: open('"') }]],
  [
    'a single one',
    "B=1\nA='abc",
    [
      { name: 'B', value: '1', line: 1 },
      { name: 'A', value: "'abc", line: 2, problem: open("'") },
    ],
  ],
  ['one before a #', 'A="abc#def', [{ name: 'A', value: '"abc', line: 1, problem: open('"') }]],
  [
    'one that closes in a later setting',
    'A="abc\nB=x\nC="\n',
    [
      {
        name: 'A',
        value: 'abc\nB=x\nC=',
        line: 1,
        problem:
          'opens a quote that closes only on line 3, and so takes in line 2, which looks like a setting: close it',
      },
    ],
  ],
  ['an apostrophe inside', "A=it's", [{ name: 'A', value: "it's", line: 1 }]],
  ['quotes inside quotes', `A='{"a": "b"}'`, [{ name: 'A', value: '{"a": "b"}', line: 1 }]],
  [
    'a lone quote at the end',
    'A=abc"',
    [{ name: 'A', value: 'abc"', line: 1, warning: 'ends in a lone quote ("), which is sent as part of the value' }],
  ],
  [
    'a PEM block',
    'A="-----BEGIN KEY-----\nabcd=\n-----END KEY-----"\nB=2',
    [
      { name: 'A', value: '-----BEGIN KEY-----\nabcd=\n-----END KEY-----', line: 1 },
      { name: 'B', value: '2', line: 4 },
    ],
  ],
  [
    'a name twice, with two values',
    'A=1\r\nB=2\r\nA=3\r\n',
    [
      { name: 'A', value: '1', line: 1, warning: 'is set again on line 3, to another value: the last one counts' },
      { name: 'B', value: '2', line: 2 },
      { name: 'A', value: '3', line: 3 },
    ],
  ],
  [
    'a name twice, with one value',
    'A=1\nA=1',
    [
      { name: 'A', value: '1', line: 1 },
      { name: 'A', value: '1', line: 2 },
    ],
  ],
  ['signs of shells and templates', 'A=$a %b {{c}} \\d', [{ name: 'A', value: '$a %b {{c}} \\d', line: 1 }]],
  ['what is no setting', '# A=1\nthis is text\n', []],
])('%s', (_, text, expected) => {
  expect(envLines(text)).toEqual(expected);
});
