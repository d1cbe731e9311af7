import { expect, test } from 'vitest';
import { visualizerScript } from '../../scripts/postman/visualizer.ts';
import { thisProject } from '../support/this-project.ts';

const named = (id: string) => thisProject.providers.find((provider) => provider.id === id) ?? expect.fail(id);

/** The rows that the script hands to Postman for an answer; `undefined`: it shows nothing. */
function rowsFor(id: string, answer: string): readonly (readonly [string, string])[] | undefined {
  let rows: readonly (readonly [string, string])[] | undefined;
  const pm = {
    response: { json: () => JSON.parse(answer) },
    visualizer: {
      set(template: string, data: { readonly rows: readonly { readonly name: string; readonly value: string }[] }) {
        expect(template).toContain('{{name}}</th><td>{{value}}');
        rows = data.rows.map(({ name, value }) => [name, value]);
      },
    },
  };
  new Function('pm', 'require', visualizerScript(named(id)).join('\n'))(pm, () => atob);
  return rows;
}

// {"alg":"RS256"} and {"iat":1700000000,"exp":1700086400}
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDA4NjQwMH0.c2lnbmF0dXJl';

test('shows the header and the times of a JWT, the lifetime in words, and not the token', () => {
  const answer = { access_token: jwt, expires_in: 86400, token_type: 'Bearer', scope: 'api-user' };
  expect(rowsFor('optty', JSON.stringify(answer))).toEqual([
    ['access_token', '•••• (JWT, 81 characters)'],
    ['JWT header', '{"alg":"RS256"}'],
    ['issued (iat)', '2023-11-14T22:13:20.000Z'],
    ['expires (exp)', '2023-11-15T22:13:20.000Z'],
    ['expires_in', '86400'],
    ['token_type', 'Bearer'],
    ['scope', 'api-user'],
    ['lifetime', '24 hours'],
  ]);
});

test.each<[string, unknown, readonly (readonly [string, string])[]]>([
  ['an opaque token', { access_token: 'opaque' }, [['access_token', '•••• (6 characters)']]],
  ['a token that is no text', { access_token: 12345678 }, [['access_token', '•••• (number)']]],
  ['a token elsewhere', { data: { token: 'opaque' } }, [['data/token', '•••• (6 characters)']]],
  [
    'a short life',
    { expires_in: 90 },
    [
      ['expires_in', '90'],
      ['lifetime', '90 seconds'],
    ],
  ],
  [
    'an hour and a half',
    { expires_in: 5400 },
    [
      ['expires_in', '5400'],
      ['lifetime', '90 minutes'],
    ],
  ],
])('shows %s', (_, answer, rows) => {
  expect(rowsFor('optty', JSON.stringify(answer))).toEqual(rows);
});

test('masks whatever stands under a name of a token, lists and objects too', () => {
  const rows = rowsFor('optty', JSON.stringify({ access_token: { value: 'secret-a' }, id_token: ['secret-b'] }));
  expect(JSON.stringify(rows)).not.toContain('secret');
});

test('does not guess a unit that is not documented', () => {
  expect(rowsFor('octotable', '{"expires_in":1440}')).toEqual([
    ['expires_in', '1440'],
    ['lifetime', 'the documentation does not say in which unit'],
  ]);
});

test('shows five levels', () => {
  const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
  expect(rowsFor('optty', deep)).toEqual([['a/a/a/a/a', '…']]);
});

test('shows the first 100 members at most', () => {
  expect(rowsFor('optty', JSON.stringify({ numbers: Array.from({ length: 30_000 }, () => 0) }))).toHaveLength(100);
});

test.each([
  ['what is not JSON', '<html>'],
  ['null', 'null'],
  ['a text', '"text"'],
])('shows nothing of %s', (_, answer) => {
  expect(rowsFor('optty', answer)).toBeUndefined();
});
