import { describe, expect, test } from 'vitest';
import type { ClientCredentials, RequestTemplate } from '../../scripts/model/case.ts';
import type { Json, Pairs } from '../../scripts/model/provider.ts';
import { readRequest } from '../../scripts/oauth/read.ts';
import { toWire } from '../../scripts/oauth/wire.ts';

const awkward = [
  'p@ss "w&rd"+%/=é☃',
  '',
  'a:b:c',
  ' leading and trailing ',
  '%2B %zz %',
  'back\\slash\r\nline\ttab\u0000',
  "$& $1 $$ $' {{clientId}}",
  '😀 \u00a0\u2028',
];
const encodings = ['form', 'json'] as const;
const methods = ['client_secret_post', 'client_secret_basic', 'query'] as const;

const request = (
  kind: 'form' | 'json',
  authentication: ClientCredentials['authentication'],
  fields: Pairs<Json>,
): RequestTemplate => ({
  method: 'POST',
  path: '/token',
  query: [],
  headers: [],
  clients: [{ authentication, id: '{{clientId}}', secret: '{{clientSecret}}' }],
  body: { kind, fields },
});

const rows = encodings.flatMap((encoding) =>
  methods.flatMap((method) => awkward.map((value) => [encoding, method, value] as const)),
);

describe('what is rendered is read again', () => {
  test.each(rows)('%s, %s: %j', (encoding, method, value) => {
    const wire = toWire(request(encoding, method, [['scope', '{{scope}}']]), {
      baseUrl: 'http://127.0.0.1:4010',
      clientId: value,
      clientSecret: `${value}2`,
      scope: value,
    });
    expect(readRequest(wire)).toEqual({
      encoding,
      fields: [['scope', value]],
      clients: [{ how: method, id: value, secret: `${value}2` }],
    });
  });

  test.each<[string, Json]>([
    ['a number', 20240101],
    ['null', null],
    ['false', false],
    ['an array', ['a', { b: 1 }]],
    ['an object', { a: { 'b"': [] } }],
  ])('JSON keeps %s', (_, value) => {
    const wire = toWire(request('json', 'client_secret_basic', [['member', value]]), {
      baseUrl: 'http://127.0.0.1:4010',
      clientId: 'id',
      clientSecret: 'secret',
    });
    expect(readRequest(wire).fields).toEqual([['member', value]]);
  });

  test.each(encodings)('%s keeps repeated names and the order', (encoding) => {
    const fields = [
      ['b', '1'],
      ['a', '2'],
      ['b', '1'],
      ['client_id', 'id'],
    ] as const;
    const wire = toWire(request(encoding, 'client_secret_post', fields), {
      baseUrl: 'http://127.0.0.1:4010',
      clientId: 'id',
      clientSecret: 'secret',
    });
    expect(readRequest(wire)).toEqual({
      encoding,
      fields: [
        ['b', '1'],
        ['a', '2'],
        ['b', '1'],
        ['client_id', 'id'],
      ],
      clients: [{ how: 'client_secret_post', id: 'id', secret: 'secret' }],
    });
  });
});
