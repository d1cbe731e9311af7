import { expect, test } from 'vitest';
import type { ClientCredentials, RequestTemplate } from '../../scripts/model/case.ts';
import { toWire } from '../../scripts/oauth/wire.ts';

const values = {
  baseUrl: 'http://127.0.0.1:4010/base',
  clientId: 'a:b c',
  clientSecret: 'p@ss&+é',
  scope: 'api user',
};

const client = (authentication: ClientCredentials['authentication']): ClientCredentials => ({
  authentication,
  id: '{{clientId}}',
  secret: '{{clientSecret}}',
});

const request = (change: Partial<RequestTemplate>): RequestTemplate => ({
  method: 'POST',
  path: '/token',
  query: [],
  headers: [],
  clients: [],
  body: { kind: 'none' },
  ...change,
});

const wireOf = (change: Partial<RequestTemplate>) => {
  const { method, url, headers, body } = toWire(request(change), values);
  return { method, url: url.href, headers: Object.fromEntries(headers), body };
};

const url = 'http://127.0.0.1:4010/base/token';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const fields = [['scope', '{{scope}}']] as const;

test.each<[string, Partial<RequestTemplate>, ReturnType<typeof wireOf>]>([
  ['no body has no Content-Type', { method: 'GET' }, { method: 'GET', url, headers: {}, body: '' }],
  [
    'a form with credentials after its fields',
    { clients: [client('client_secret_post')], body: { kind: 'form', fields } },
    {
      method: 'POST',
      url,
      headers: form,
      body: 'scope=api+user&client_id=a%3Ab+c&client_secret=p%40ss%26%2B%C3%A9',
    },
  ],
  [
    'JSON with credentials after its fields',
    { clients: [client('client_secret_post')], body: { kind: 'json', fields } },
    { method: 'POST', url, headers: json, body: '{"scope":"api user","client_id":"a:b c","client_secret":"p@ss&+é"}' },
  ],
  [
    'JSON with a repeated member and a number',
    {
      body: {
        kind: 'json',
        fields: [
          ['a', 1],
          ['a', '{{scope}}'],
        ],
      },
    },
    { method: 'POST', url, headers: json, body: '{"a":1,"a":"api user"}' },
  ],
  [
    'a part of the credentials that is null is left out',
    { clients: [{ ...client('client_secret_post'), id: null }], body: { kind: 'form', fields: [] } },
    { method: 'POST', url, headers: form, body: 'client_secret=p%40ss%26%2B%C3%A9' },
  ],
  [
    // RFC 6749 §2.3.1 and Appendix B.
    'Basic, form-encoded before base64',
    { clients: [client('client_secret_basic')], body: { kind: 'form', fields } },
    {
      method: 'POST',
      url,
      headers: { ...form, authorization: `Basic ${btoa('a%3Ab+c:p%40ss%26%2B%C3%A9')}` },
      body: 'scope=api+user',
    },
  ],
  [
    'Basic that is not escaped',
    { clients: [{ ...client('client_secret_basic'), basicEscape: 'none' }], body: { kind: 'form', fields } },
    // a:b c:p@ss&+é in UTF-8.
    {
      method: 'POST',
      url,
      headers: { ...form, authorization: 'Basic YTpiIGM6cEBzcyYrw6k=' },
      body: 'scope=api+user',
    },
  ],
  [
    'Basic of parts in Base64',
    { clients: [{ ...client('client_secret_basic'), basicEscape: 'base64' }], body: { kind: 'form', fields } },
    {
      method: 'POST',
      url,
      headers: { ...form, authorization: `Basic ${btoa('YTpiIGM=:cEBzcyYrw6k=')}` },
      body: 'scope=api+user',
    },
  ],
  [
    'Basic without a secret',
    { clients: [{ ...client('client_secret_basic'), secret: null }], body: { kind: 'form', fields: [] } },
    { method: 'POST', url, headers: { ...form, authorization: `Basic ${btoa('a%3Ab+c:')}` }, body: '' },
  ],
  [
    'credentials in the query, after its own pairs',
    { query: [['a', '{{scope}}']], clients: [client('query')], body: { kind: 'form', fields } },
    {
      method: 'POST',
      url: `${url}?a=api+user&client_id=a%3Ab+c&client_secret=p%40ss%26%2B%C3%A9`,
      headers: form,
      body: 'scope=api+user',
    },
  ],
  [
    'raw text with its media type and its variables',
    {
      headers: [['X-Scope', '{{scope}}']],
      clients: [client('client_secret_post')],
      body: { kind: 'raw', mediaType: 'text/plain', text: '{{scope}} & more' },
    },
    {
      method: 'POST',
      url,
      headers: { 'content-type': 'text/plain', 'x-scope': 'api user' },
      body: 'api user & more',
    },
  ],
])('%s', (_, change, expected) => {
  expect(wireOf(change)).toEqual(expected);
});
