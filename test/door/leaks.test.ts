import { expect, test } from 'vitest';
import { createLeakSearch } from '../../scripts/door/leaks.ts';
import { awkward, randomSecrets, spellings } from './secret-spellings.ts';

test.each(spellings)('finds a secret or a token: %s', (_, spell) => {
  for (const value of [...awkward, ...randomSecrets(20)]) {
    const search = createLeakSearch();
    search.add({ variable: 'token', value });
    expect(search.leaks(`{"a":1,"b":"${spell(value)}"}`).map(({ name }) => name)).toContain('token');
    expect(search.leaks('{"a":1,"b":"c"}')).toEqual([]);
  }
});

test('says how it is written, in the simplest way', () => {
  const search = createLeakSearch();
  search.add({ variable: 'clientSecret', value: 'S3cret-12345' });
  expect(search.leaks('a=%41&b=S3cret-12345&c=%533cret-12345')).toEqual([
    { name: 'clientSecret', encoding: 'raw' },
    { name: 'clientSecret', encoding: 'percent' },
  ]);
});

test('does not search for what is short, nor for what anybody may read', () => {
  const search = createLeakSearch();
  search.isPublic('grant_type=client_credentials');
  for (const value of ['seven77', 'client_credentials', '']) search.add({ variable: 'clientSecret', value });
  expect(search.leaks('seven77 client_credentials')).toEqual([]);
});

test('finds a token of any length by its beginning', () => {
  const search = createLeakSearch();
  const value = Array.from({ length: 10_000 }, (_, index) => `${index}aB.`).join('');
  search.add({ variable: 'token', value });
  expect(search.leaks(`x${value}`)).toEqual([{ name: 'token', encoding: 'raw' }]);
});
