import { describe, expect, test } from 'vitest';
import { apinizer } from '../../providers/apinizer.ts';
import { tokenRequest } from '../../scripts/oauth/token-request.ts';

describe('a variant of the canonical request', () => {
  test('replaces in place, removes with null, adds at the end, and leaves the rest', () => {
    expect(
      tokenRequest(apinizer, {
        path: '/other',
        encoding: 'json',
        authentication: 'client_secret_basic',
        query: { a: '1', b: null },
        headers: { Accept: null, 'X-New': '{{scope}}' },
        parameters: { extra: '', grant_type: 'password' },
      }),
    ).toEqual({
      method: 'POST',
      path: '/other',
      query: [['a', '1']],
      headers: [['X-New', '{{scope}}']],
      clients: [{ authentication: 'client_secret_basic', id: '{{clientId}}', secret: '{{clientSecret}}' }],
      body: {
        kind: 'json',
        fields: [
          ['grant_type', 'password'],
          ['extra', ''],
        ],
      },
    });
  });

  test('without a change is the canonical request', () => {
    expect(tokenRequest(apinizer)).toEqual({
      method: 'POST',
      path: '/apiops/auth/token',
      query: [],
      headers: [['Accept', 'application/json']],
      clients: [{ authentication: 'client_secret_post', id: '{{clientId}}', secret: '{{clientSecret}}' }],
      body: { kind: 'form', fields: [['grant_type', 'client_credentials']] },
    });
  });
});
