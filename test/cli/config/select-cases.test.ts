import { describe, expect, test } from 'vitest';
import { isNamed, matches, nearMatches } from '../../../scripts/cli/config/select-cases.ts';
import { observedCase, refusalCase, requiredCase, tokenCase } from '../../support/exchanges.ts';

const cases = [tokenCase, refusalCase, requiredCase, observedCase];

describe('a case glob', () => {
  const all = cases.map(({ id }) => id);
  test.each<[string, readonly string[]]>([
    ['acme/token', ['acme/token']],
    ['ACME/Token', ['acme/token']],
    ['acme/Token/token', ['acme/token']],
    ['acme/Refusals/*', ['acme/unknown-client', 'acme/missing-parameter-client-id']],
    ['acme/*', all],
    ['*/token', ['acme/token']],
    // A star stops at a slash: without a second one there is no provider to match.
    ['*', []],
    ['**', all],
    ['**client**', ['acme/unknown-client', 'acme/missing-parameter-client-id']],
    ['acme/tok?n', ['acme/token']],
    ['acme?token', []],
    ['acme/{token,extra-*}', ['acme/token', 'acme/extra-parameter']],
    ['token', []],
    ['acme/toke', []],
    ['acme/token.', []],
    ['acme/(token|x)', []],
    ['acme/[t]oken', []],
    ['{', []],
  ])('%s', (glob, ids) => {
    expect(cases.filter((one) => matches(glob, one)).map(({ id }) => id)).toEqual(ids);
  });
});

test.each<[string, readonly string[]]>([
  [
    'acme/unknwn-client',
    ['acme/unknown-client', 'acme/missing-parameter-client-id', 'acme/token', 'acme/extra-parameter'],
  ],
  ['optty/Token', ['acme/token']],
  ['optty/parameter-client', ['acme/missing-parameter-client-id', 'acme/unknown-client', 'acme/extra-parameter']],
  // Of two letters or fewer there is no telling what they should be like.
  ['id', []],
  ['zzz/*', []],
])('near %s: the best first', (glob, ids) => {
  expect(nearMatches(glob, cases)).toEqual(ids);
});

test('near: no more than five', () => {
  const many = Array.from({ length: 9 }, (_, index) => ({ ...tokenCase, id: `acme/token-${index}` as const }));
  expect(nearMatches('tokens/token', many)).toEqual(many.slice(0, 5).map(({ id }) => id));
});

describe('a case is asked for by its name, not by a pattern that happens to fit', () => {
  test.each([
    ['acme/extra-parameter', true],
    ['acme/Observed/extra-parameter', true],
    ['ACME/observed/Extra-Parameter', true],
    ['acme/extra-*', false],
    ['**', false],
    ['acme/token', false],
  ])('%s: %s', (glob, named) => {
    expect(isNamed([glob], observedCase)).toBe(named);
  });

  test('by any one of several', () => {
    expect(isNamed(['**', 'acme/extra-parameter'], observedCase)).toBe(true);
    expect(isNamed([], observedCase)).toBe(false);
  });
});
