import { describe, expect, test } from 'vitest';
import {
  choice,
  count,
  duration,
  list,
  optionalText,
  parsed,
  place,
  requiredText,
  toggle,
} from '../../scripts/cli/flag.ts';
import { checkedFlags, readFlags } from '../../scripts/cli/read-flags.ts';
import { UsageError } from '../../scripts/model/usage-error.ts';

const table = {
  name: list('name', 'names'),
  word: choice('word', 'a word', ['one', 'two']),
  wait: duration('a time', 1, '30s'),
  n: count({ placeholder: 'n', help: 'a number', default: '2' }, 1),
  dir: place('dir', 'a folder', 'here'),
  even: parsed({ placeholder: 'n', help: 'an even number', default: '4' }, (typed) =>
    Number(typed) % 2 === 0 ? { value: Number(typed) } : { problem: `${typed}: expected an even number` },
  ),
  id: requiredText('id', 'an id'),
  'maybe-file': optionalText('file', 'a file'),
  quiet: toggle('no output'),
};
const defaults = {
  word: 'one',
  wait: 30_000,
  n: 2,
  dir: { path: 'here', isTyped: false },
  even: 4,
  id: '',
  name: [],
  quiet: false,
};

describe('what was typed', () => {
  test('nothing: the defaults', () => {
    expect(readFlags(table)).toEqual({ values: { ...defaults, 'maybe-file': undefined }, problems: new Map() });
  });

  test('everything', () => {
    const typed: Readonly<Record<string, string | readonly string[] | boolean>> = {
      name: ['a,b', 'c{d,e}', ''],
      word: 'two',
      wait: '2m',
      n: '7',
      dir: 'there',
      even: '6',
      id: 'x',
      'maybe-file': 'y',
      quiet: true,
    };
    expect(checkedFlags(readFlags(table, (name) => typed[name]))).toEqual({
      name: ['a', 'b', 'c{d,e}', ''],
      word: 'two',
      wait: 120_000,
      n: 7,
      dir: { path: 'there', isTyped: true },
      even: 6,
      id: 'x',
      'maybe-file': 'y',
      quiet: true,
    });
  });

  test('what is wrong takes its default, and every problem is told, in the order of the table', () => {
    const typed: Readonly<Record<string, string>> = { even: '5', n: '0', wait: 'soon', word: 'three' };
    const reading = readFlags(table, (name) => typed[name]);
    expect(reading.values).toMatchObject(defaults);
    const problems = [
      '--word three: expected one, two',
      '--wait soon: expected at least 1 as milliseconds, or with a unit such as 30s',
      '--n 0: expected a whole number from 1',
      '--even 5: expected an even number',
    ];
    expect(() => checkedFlags(reading)).toThrow(new UsageError(problems));
  });

  test('a default that its own flag refuses is a fault of the table', () => {
    expect(() => readFlags({ n: count({ placeholder: 'n', help: '', default: '0' }, 1) })).toThrow(
      'the default of --n is wrong: 0: expected a whole number from 1',
    );
  });
});
