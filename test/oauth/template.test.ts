import { describe, expect, test } from 'vitest';
import { environmentName } from '../../scripts/model/environment-names.ts';
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

test.each([
  ['optty', 'clientId', 'OPTTY_CLIENT_ID'],
  ['open-banking-platform', 'baseUrl', 'OPEN_BANKING_PLATFORM_BASE_URL'],
  ['orum', 'scope', 'ORUM_SCOPE'],
])('in the environment %s %s is %s', (id, variable, name) => {
  expect(environmentName(id, variable)).toBe(name);
});
