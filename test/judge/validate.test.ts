import { expect, test } from 'vitest';
import { createValidate } from '../../scripts/judge/index.ts';
import type { SchemaError } from '../../scripts/model/finding.ts';
import type { Json } from '../../scripts/model/provider.ts';

const rows: readonly (readonly [string, Json, Json, readonly SchemaError[]])[] = [
  ['a body that fits', { type: 'object', required: ['a'], properties: { a: {} } }, { a: 1 }, []],
  [
    'a missing member, at its own pointer',
    { type: 'object', required: ['access_token'], properties: { access_token: {} } },
    {},
    [{ at: '/access_token', keyword: 'required', expected: 'present' }],
  ],
  [
    'a missing member inside another, its name escaped',
    { type: 'object', properties: { data: { type: 'object', required: ['a/b~c'], properties: { 'a/b~c': {} } } } },
    { data: {} },
    [{ at: '/data/a~1b~0c', keyword: 'required', expected: 'present' }],
  ],
  [
    'every missing member, not the first',
    { type: 'object', required: ['a', 'b'], properties: { a: {}, b: {} } },
    {},
    [
      { at: '/a', keyword: 'required', expected: 'present' },
      { at: '/b', keyword: 'required', expected: 'present' },
    ],
  ],
  ['the whole body', { type: 'object' }, [], [{ at: '', keyword: 'type', expected: 'object' }]],
  [
    'a wrong type',
    { type: 'object', properties: { expires_in: { type: 'integer' } } },
    { expires_in: '3600' },
    [{ at: '/expires_in', keyword: 'type', expected: 'integer' }],
  ],
  [
    'one of several types',
    { type: 'object', properties: { details: { type: ['object', 'null'] } } },
    { details: 1 },
    [{ at: '/details', keyword: 'type', expected: 'object or null' }],
  ],
  [
    'another constant',
    { type: 'object', properties: { token_type: { type: 'string', const: 'Bearer' } } },
    { token_type: 'bearer' },
    [{ at: '/token_type', keyword: 'const', expected: '"Bearer"' }],
  ],
  [
    'an empty string',
    { type: 'object', properties: { access_token: { type: 'string', minLength: 1 } } },
    { access_token: '' },
    [{ at: '/access_token', keyword: 'minLength', expected: 'not empty' }],
  ],
  [
    'an element of a list',
    { type: 'array', items: { type: 'string' } },
    ['a', 1],
    [{ at: '/1', keyword: 'type', expected: 'string' }],
  ],
  [
    'any other keyword, in the words of Ajv',
    { type: 'object', properties: { expires_in: { type: 'integer', minimum: 1 } } },
    { expires_in: 0 },
    [{ at: '/expires_in', keyword: 'minimum', expected: 'must be >= 1' }],
  ],
];

test.each(rows)('%s', (_, schema, value, errors) => {
  expect(createValidate({ one: schema })('one', value)).toEqual(errors);
});

test('a schema that is not there is an error of ours', () => {
  expect(() => createValidate({})('acme/token', {})).toThrow('there is no schema called acme/token');
});

test.each<[string, Json]>([
  ['an unknown keyword', { type: 'object', requierd: [] }],
  ['a required member that is not described', { type: 'object', required: ['a'] }],
  ['a keyword without a type beside it', { minLength: 1 }],
])('strict: %s is refused before anything is judged', (_, schema) => {
  expect(() => createValidate({ one: schema })).toThrow();
});
