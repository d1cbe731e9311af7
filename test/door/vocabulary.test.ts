import { expect, test } from 'vitest';
import { vocabularyOf } from '../../scripts/door/vocabulary.ts';
import { acme, acmeSchemas } from '../support/exchanges.ts';

const provider = {
  ...acme,
  request: {
    ...acme.request,
    parameters: { grant_type: 'client_credentials', scope: 'read {{scope}}', odd: '{{clientSecret}}' },
  },
  responses: {
    ...acme.responses,
    token: {
      ...acme.responses.token,
      headers: { 'X-Kind': 'documented kind' },
      values: { '/kind': 'k1', '/n': 7 } as const,
    },
  },
};
const schemas = {
  ...acmeSchemas,
  'acme/error': { properties: { error: { enum: ['no', 'never'] } }, required: ['error'] },
};

test('holds what is documented and what was sent, without the secrets', () => {
  const values = { baseUrl: 'https://acme.test', clientId: 'an-id', clientSecret: 'pwd', scope: 'contract' };
  const words = vocabularyOf(provider, schemas, values);
  expect(words).toEqual(
    expect.arrayContaining([
      'Bearer',
      'no',
      'never',
      'error',
      'token_type',
      'grants',
      'id',
      'X-Kind',
      'documented kind',
      'k1',
    ]),
  );
  expect(words).toEqual(expect.arrayContaining(['client_credentials', 'read contract', 'contract', 'an-id']));
  expect(words).not.toContain('pwd');
  expect(words).not.toContain('');
});
