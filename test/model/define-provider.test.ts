import { expect, test } from 'vitest';
import { apinizer } from '../../providers/apinizer.ts';
import { casesOf } from '../../scripts/contract/cases.ts';
import { defineProvider } from '../../scripts/model/define-provider.ts';

const error = apinizer.responses['bad-credentials'] ?? apinizer.responses.token;
const facts = { ...apinizer, responses: { token: apinizer.responses.token, refused: error } } as const;
const variant = { name: 'other', title: 'Another', change: {}, basis: 'documented' } as const;
const refusal = { fault: 'unknown-client', basis: 'documented' } as const;

test('a variant and a refusal name responses of their provider', () => {
  const provider = defineProvider({
    ...facts,
    variants: [
      { ...variant, response: 'refused' },
      { ...variant, name: 'default', response: 'token' },
    ],
    refusals: [{ ...refusal, response: 'refused' }],
  });
  expect(casesOf(provider).map(({ id, response }) => [id, response?.name])).toEqual(
    expect.arrayContaining([
      ['apinizer/other', 'refused'],
      ['apinizer/default', 'token'],
      ['apinizer/unknown-client', 'refused'],
    ]),
  );
});

// The types refuse what the tests below force through: without the error, `tsc` reports the directive as unused.
test('a misspelt response of a variant', () => {
  const provider = defineProvider({
    ...facts,
    // @ts-expect-error
    variants: [{ ...variant, response: 'refusd' }],
    refusals: [],
  });
  expect(() => casesOf(provider)).toThrow('apinizer has no response called refusd');
});

test('a misspelt response of a refusal', () => {
  const provider = defineProvider({
    ...facts,
    variants: [],
    // @ts-expect-error
    refusals: [{ ...refusal, response: 'refusd' }],
  });
  expect(() => casesOf(provider)).toThrow('apinizer has no response called refusd');
});

test('a documented refusal without a response', () => {
  const provider = defineProvider({
    ...facts,
    variants: [],
    // @ts-expect-error
    refusals: [refusal],
  });
  expect(() => casesOf(provider)).toThrow('apinizer has no response called undefined');
});
