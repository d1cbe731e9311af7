import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../scripts/door/redact.ts';
import { requestRecord } from '../../scripts/door/request-record.ts';
import type { ClientCredentials, RequestTemplate } from '../../scripts/model/case.ts';
import { tokenRequest } from '../../scripts/oauth/token-request.ts';
import { acme } from '../support/exchanges.ts';

const secret = 'p@ss word/+=%&{"quoted"}';
const values = { baseUrl: 'https://acme.test/v2', clientId: 'my client', clientSecret: secret };
const redactor = createRedactor({ secrets: [{ variable: 'clientSecret', value: secret }], key: randomBytes(32) });
const described = (request: RequestTemplate) => requestRecord(request, acme, values, redactor);

const good = tokenRequest(acme);
const [client = { authentication: 'client_secret_post', id: null, secret: null } satisfies ClientCredentials] =
  good.clients;
const url = 'https://acme.test/v2/token';
const userAgent = ['User-Agent', 'token-endpoint-contracts/0.1.0'];
const form = 'application/x-www-form-urlencoded';

test.each<[string, RequestTemplate, ReturnType<typeof described> | object]>([
  [
    'a form, decoded, with the name of the secret in place of its value',
    good,
    {
      method: 'POST',
      url,
      headers: [['Content-Type', form], userAgent],
      body: 'grant_type=client_credentials&client_id=my client&client_secret=‹clientSecret›',
    },
  ],
  [
    'JSON, of which numbers stay numbers',
    {
      ...good,
      clients: [{ ...client, id: 20240101 }],
      body: {
        kind: 'json',
        fields: [
          ['scope', 'a "b"'],
          ['scope', 'c'],
          ['flag', true],
        ],
      },
    },
    {
      method: 'POST',
      url,
      headers: [['Content-Type', 'application/json'], userAgent],
      body: '{"scope": "a \\"b\\"", "scope": "c", "flag": true, "client_id": 20240101, "client_secret": "‹clientSecret›"}',
      scope: 'a "b"',
    },
  ],
  [
    'Basic, readable',
    {
      ...good,
      headers: [['Accept', 'application/json']],
      clients: [{ ...client, authentication: 'client_secret_basic' }],
    },
    {
      method: 'POST',
      url,
      headers: [
        ['Content-Type', form],
        ['Accept', 'application/json'],
        ['Authorization', 'Basic my client:‹clientSecret›'],
      ],
      body: 'grant_type=client_credentials',
      basicIsEncoded: true,
    },
  ],
  [
    'Basic without a secret',
    { ...good, clients: [{ ...client, authentication: 'client_secret_basic', secret: null }] },
    {
      method: 'POST',
      url,
      headers: [['Content-Type', form], userAgent, ['Authorization', 'Basic my client:']],
      body: 'grant_type=client_credentials',
      basicIsEncoded: true,
    },
  ],
  [
    'a query, credentials in it too',
    { ...good, query: [['expires_in', '1']], clients: [{ ...client, authentication: 'query' }] },
    {
      method: 'POST',
      url: `${url}?expires_in=1&client_id=my client&client_secret=‹clientSecret›`,
      headers: [['Content-Type', form], userAgent],
      body: 'grant_type=client_credentials',
    },
  ],
  [
    'a raw text',
    { ...good, body: { kind: 'raw', mediaType: 'text/plain', text: 'id={{clientId}} secret={{clientSecret}}' } },
    {
      method: 'POST',
      url,
      headers: [['Content-Type', 'text/plain'], userAgent],
      body: 'id=my client secret=‹clientSecret›',
    },
  ],
  [
    'no body, no media type',
    { ...good, method: 'GET', body: { kind: 'none' } },
    { method: 'GET', url, headers: [userAgent], body: '' },
  ],
])('%s', (_, request, record) => {
  expect(described(request)).toEqual(record);
});

describe('the client id and the scope', () => {
  const clientId = 'a1b2c3d4-e5f6-7788-99aa-bbccddeeff00';
  const scope = 'api://11111111-2222-3333-4444-555555555555/.default';
  const more = { ...values, clientId };
  const asked = (request: RequestTemplate) => requestRecord(request, acme, more, redactor);
  const scoped = (kind: 'form' | 'json'): RequestTemplate => ({ ...good, body: { kind, fields: [['scope', scope]] } });

  test('are shown, whatever they look like', () => {
    expect(asked(scoped('form'))).toMatchObject({
      body: `scope=${scope}&client_id=${clientId}&client_secret=‹clientSecret›`,
      scope,
    });
    expect(asked(scoped('json')).body).toBe(
      `{"scope": "${scope}", "client_id": "${clientId}", "client_secret": "‹clientSecret›"}`,
    );
    const basic = [{ ...client, authentication: 'client_secret_basic' } as const];
    expect(asked({ ...good, clients: basic }).headers.at(-1)).toEqual([
      'Authorization',
      `Basic ${clientId}:‹clientSecret›`,
    ]);
    const inQuery = [{ ...client, authentication: 'query' } as const];
    expect(asked({ ...good, clients: inQuery }).url).toBe(`${url}?client_id=${clientId}&client_secret=‹clientSecret›`);
  });

  test('beside which what looks like a token is masked', () => {
    const raw = `${clientId} mF_9.B5f-4.1JqM2YotnFZFEjr1zCsicMWpAA`;
    expect(asked({ ...good, body: { kind: 'raw', mediaType: 'text/plain', text: raw } }).body).toMatch(
      /^a1b2c3d4-e5f6-7788-99aa-bbccddeeff00 ‹37 characters, #[\da-f]{6}›$/,
    );
  });

  test('are masked where they hold a secret', () => {
    const held = requestRecord(scoped('form'), acme, { ...values, clientId: `id of ${secret} and more` }, redactor);
    expect(held.body).toBe(`scope=${scope}&client_id=id of ‹clientSecret› and more&client_secret=‹clientSecret›`);
  });
});

test('a secret that stands where nobody put it as a variable is masked all the same', () => {
  const record = described({
    ...good,
    headers: [['X-Key', `key ${secret}`]],
    path: `/token/${encodeURIComponent(secret)}`,
  });
  expect(record.headers[1]).toEqual(['X-Key', 'key ‹clientSecret›']);
  expect(JSON.stringify(record)).not.toContain('p@ss');
  expect(record.url).not.toContain(encodeURIComponent(secret));
});

test('a variable without a value is an error of ours that names it', () => {
  expect(() => described({ ...good, path: '/{{tenant}}/token' })).toThrow('the variable {{tenant}} has no value');
});

test.each([
  ['id', 'abcABC019-._', undefined],
  ['id', 'a*b', true],
  ['id', 'a+b', true],
  ['id', 'a/b', true],
  ['id', 'a=b', true],
  ['id', 'a%b', true],
  ['id', 'a:b', true],
  ['id', 'a b', true],
  ['a+b', 'plain', true],
] as const)('credentials %s and %s in Basic: changed by form-encoding is %s', (clientId, clientSecret, changes) => {
  const request = { ...good, clients: [{ ...client, authentication: 'client_secret_basic' }] } as const;
  const record = requestRecord(request, acme, { ...values, clientId, clientSecret }, redactor);
  expect(record.basicIsEncoded).toBe(changes);
  expect(requestRecord(good, acme, { ...values, clientId, clientSecret }, redactor)).not.toHaveProperty(
    'basicIsEncoded',
  );
});
