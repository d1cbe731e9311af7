import { describe, expect, test } from 'vitest';
import { tokenRequest } from '../../scripts/oauth/token-request.ts';
import { apinizer } from '../../scripts/providers/apinizer.ts';
import { orum } from '../../scripts/providers/orum.ts';

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
      headers: [
        ['User-Agent', 'token-endpoint-contracts/0.1.0'],
        ['X-New', '{{scope}}'],
      ],
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
      headers: [
        ['Accept', 'application/json'],
        ['User-Agent', 'token-endpoint-contracts/0.1.0'],
      ],
      clients: [{ authentication: 'client_secret_post', id: '{{clientId}}', secret: '{{clientSecret}}' }],
      body: { kind: 'form', fields: [['grant_type', 'client_credentials']] },
    });
  });

  test.each<[string, string | undefined, string | null | undefined, readonly (readonly [string, string])[]]>([
    ['ours by default', undefined, undefined, [['User-Agent', 'token-endpoint-contracts/0.1.0']]],
    ['the provider’s', 'acme-client/{{version}}', undefined, [['User-Agent', 'acme-client/{{version}}']]],
    ['the variant’s', 'acme-client/2', 'curl/8', [['User-Agent', 'curl/8']]],
    ['none', 'acme-client/2', null, []],
  ])('User-Agent: %s', (_, userAgent, changed, headers) => {
    const provider = { ...orum, ...(userAgent !== undefined && { userAgent }) };
    const change = changed === undefined ? {} : { headers: { 'User-Agent': changed } };
    expect(tokenRequest(provider, change).headers).toEqual(headers);
  });
});
