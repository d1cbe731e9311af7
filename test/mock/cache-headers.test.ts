import { expect, test } from 'vitest';
import { mockApp } from '../../scripts/mock/index.ts';
import { acme } from '../support/exchanges.ts';

const source = { doc: 'page' } as const;
const noPragma = { ...acme, deviations: [{ rule: 'rfc/pragma', what: 'Shown without.', source }] } as const;
const shown = {
  ...acme,
  responses: {
    ...acme.responses,
    token: { ...acme.responses.token, headers: { 'cache-control': 'no-store, private' } },
  },
} as const;

test.each([
  ['the page says nothing', acme, ['no-store', 'no-cache']],
  ['the page shows answers without Pragma', noPragma, ['no-store', null]],
  ['the page shows a header', shown, ['no-store, private', 'no-cache']],
] as const)('a token is not to be cached, as the RFC says where %s', async (_, provider, expected) => {
  const ask = async (path: string, body: string) =>
    mockApp([provider])(
      new Request(`http://127.0.0.1/acme/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      }),
    );
  const answer = await ask('token', 'grant_type=client_credentials&client_id=mock-client&client_secret=mock-secret');
  expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('pragma')]).toEqual([
    200,
    ...expected,
  ]);
  const refusal = await ask('token', '');
  expect([refusal.status, refusal.headers.get('cache-control')]).toEqual([400, null]);
});
