import { describe, expect, test } from 'vitest';
import { resolve, variablesIn } from '../../scripts/oauth/template.ts';

test.each([
  ['no variable', []],
  ['{{a}}/{{b}}?{{a}}', ['a', 'b']],
  ['{{}}', ['']],
  ['{a} {{b} {c}}', []],
  ['{{{a}}}', ['a']],
])('the variables in "%s" are %j', (template, names) => {
  expect(variablesIn(template)).toEqual(names);
});

describe('resolving', () => {
  test.each([
    ['text stays', 'text stays'],
    ['{{baseUrl}}/{{path}}?{{path}}', 'http://127.0.0.1/p?p'],
    ['[{{empty}}]', '[]'],
    ['{{replacement}}', '$& $1 $$'],
    ['{{template}}', '{{path}}'],
  ])('"%s" gives "%s"', (template, expected) => {
    const values = {
      baseUrl: 'http://127.0.0.1',
      path: 'p',
      empty: '',
      replacement: '$& $1 $$',
      template: '{{path}}',
    };
    expect(resolve(template, values)).toBe(expected);
  });

  test.each(['clientId', '', 'constructor', ' known '])('names "%s", which has no value', (name) => {
    expect(() => resolve(`{{known}} {{${name}}}`, { known: '1' })).toThrow(
      new Error(`the variable {{${name}}} has no value`),
    );
  });
});
