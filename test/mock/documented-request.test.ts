import { expect, test } from 'vitest';
import { isDocumented } from '../../scripts/mock/documented-request.ts';
import { mockApp } from '../../scripts/mock/index.ts';
import type { ReadRequest } from '../../scripts/model/case.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import { acme } from '../support/exchanges.ts';
import { form, json } from './ask.ts';

/** Every kind of fact that a request can depart from, and two documented variants. */
const provider: Provider = {
  ...acme,
  variables: { ...acme.variables, scope: { about: 'The scope', mock: 'read write' } },
  request: {
    ...acme.request,
    query: { version: '2', region: 'eu' },
    headers: { Accept: 'application/json', 'X-Tenant': '{{scope}}' },
    parameters: { grant_type: 'client_credentials', scope: '{{scope}}' },
  },
  variants: [
    {
      name: 'token-basic-json',
      title: 'Token with Basic and JSON',
      change: {
        authentication: 'client_secret_basic',
        encoding: 'json',
        query: { region: null },
        headers: { 'X-Tenant': null, 'X-New': '1' },
        parameters: { audience: 'api' },
      },
      basis: 'documented',
      source: { doc: 'page' },
    },
    {
      name: 'token-elsewhere',
      title: 'Token from another path',
      change: { path: '/v2/token', parameters: { audience: 'v2' } },
      basis: 'documented',
      source: { doc: 'page' },
    },
    {
      name: 'token-observed',
      title: 'Token with another parameter',
      change: { parameters: { audience: 'api' } },
      basis: 'observed',
    },
  ],
};

const client = 'client_id=mock-client&client_secret=mock-secret';
const canonical = `grant_type=client_credentials&scope=read+write&${client}`;
const headers = { ...form, accept: 'application/json', 'x-tenant': 'read write' };
const basic = { authorization: `Basic ${btoa('mock-client:mock-secret')}` };
const variantHeaders = { ...json, ...basic, accept: 'application/json', 'x-new': '1' };
const variantBody = '{"grant_type":"client_credentials","scope":"read write","audience":"api"}';
const without = (name: string, from: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(from).filter(([header]) => header !== name));

test.each<[string, string, string, Readonly<Record<string, string>>, string]>([
  ['the canonical request', 'documented', '?version=2&region=eu', headers, canonical],
  [
    'parameters in another order',
    'documented',
    '?region=eu&version=2',
    headers,
    `${client}&scope=read%20write&grant_type=client_credentials`,
  ],
  ['a header that nobody names', 'documented', '?version=2&region=eu', { ...headers, 'x-other': '1' }, canonical],
  ['a parameter more in the query', 'assumed', '?version=2&region=eu&a=1', headers, canonical],
  ['a parameter less in the query', 'assumed', '?version=2', headers, canonical],
  ['a parameter of the query twice', 'assumed', '?version=2&version=2&region=eu', headers, canonical],
  ['another value in the query', 'assumed', '?version=3&region=eu', headers, canonical],
  ['a header less', 'assumed', '?version=2&region=eu', without('x-tenant', headers), canonical],
  ['another value in a header', 'assumed', '?version=2&region=eu', { ...headers, accept: '*/*' }, canonical],
  ['only some of the scope', 'assumed', '?version=2&region=eu', headers, canonical.replace('+write', '')],
  ['a parameter of an observed variant', 'assumed', '?version=2&region=eu', headers, `${canonical}&audience=api`],
  [
    'another client authentication',
    'assumed',
    '?version=2&region=eu',
    { ...headers, ...basic },
    canonical.replace(`&${client}`, ''),
  ],
  ['a parameter of another path', 'assumed', '?version=2&region=eu', headers, `${canonical}&audience=v2`],
  ['the documented variant', 'documented', '?version=2', variantHeaders, variantBody],
  ['the variant without its header', 'assumed', '?version=2', without('x-new', variantHeaders), variantBody],
  [
    'the variant with a header that it removes',
    'assumed',
    '?version=2',
    { ...variantHeaders, 'x-tenant': 'read write' },
    variantBody,
  ],
  ['the variant with a query that it removes', 'assumed', '?version=2&region=eu', variantHeaders, variantBody],
  [
    'the variant in the other encoding',
    'assumed',
    '?version=2',
    { ...variantHeaders, ...form },
    'grant_type=client_credentials&scope=read+write&audience=api',
  ],
  [
    'the variant with a value of another type',
    'assumed',
    '?version=2',
    variantHeaders,
    variantBody.replace('"api"', '["api"]'),
  ],
])('%s is %s', async (_, basis, query, sent, body) => {
  const request = new Request(`http://127.0.0.1/acme/token${query}`, { method: 'POST', headers: sent, body });
  const answer = await mockApp([provider])(request);
  expect([answer.status, answer.headers.get('x-mock-basis')]).toEqual([200, basis]);
});

const posted = { how: 'client_secret_post', id: 'mock-client', secret: 'mock-secret' } as const;

test.each<[string, boolean, ReadRequest['clients']]>([
  ['the client', true, [posted]],
  ['no client', false, []],
  ['another client', false, [{ ...posted, id: 'somebody' }]],
  ['another secret', false, [{ ...posted, secret: 'else' }]],
  ['the client twice', false, [posted, posted]],
  ['the client in Basic', false, [{ ...posted, how: 'client_secret_basic' }]],
])('of the clients, %s: %j', (_, expected, clients) => {
  const seen = { method: 'POST', url: new URL('http://127.0.0.1/token'), headers: new Headers(form), body: '' };
  const read: ReadRequest = { encoding: 'form', fields: [['grant_type', 'client_credentials']], clients };
  expect(isDocumented(acme, seen, read)).toBe(expected);
});
