import { describe, expect, test } from 'vitest';
import { apinizer as apinizerFacts } from '../../providers/apinizer.ts';
import { mockApp } from '../../scripts/mock/index.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import { ask, form, json } from './ask.ts';

const grant = 'grant_type=client_credentials';
const credentials = 'client_id=mock-client&client_secret=mock-secret';
const unknown = 'client_id=somebody&client_secret=else';
const basic = (text: string) => ({ ...form, authorization: `Basic ${btoa(text)}` });

const optty = '/optty/token?expires_in=1';
const apinizer = '/apinizer/apiops/auth/token';
const banking = '/open-banking-platform/connect/token';
const orum = '/orum/oauth/token';
const octotable = '/octotable/oauth2/token';

const envelope = (code: string, message: string, class_name: string) => ({
  success: false,
  error: { code, message, class_name },
});
const unauthorized = envelope('UNAUTHORIZED', 'Authentication Required', 'UnauthorizedException');
const badRequest = envelope('INVALID_REQUEST', 'Invalid Request', 'InvalidRequestException');
const badCredentials = { error: 'unauthorized_client', error_description: 'Bad credentials' };
const api = `${grant}&scope=api-user`;
const scoped = `${grant}&scope=accountinformation+private`;

type Row = readonly [what: string, request: Parameters<typeof ask>, status: number, body: unknown];

const refused = async (request: Parameters<typeof ask>, status: number, body: unknown, basis: string) => {
  const answer = await ask(...request);
  expect({ status: answer.status, body: answer.body, basis: answer.basis }).toEqual({ status, body, basis });
};

describe('a documented refusal is answered as documented', () => {
  const wrong = (error_code: string, message: string) => ({ error_code, message });
  test.each<Row>([
    [
      'apinizer, another grant type',
      [apinizer, form, `grant_type=password&${credentials}`],
      400,
      { error: 'unsupported_grant_type', error_description: 'GrantType value must be client_credentials!' },
    ],
    ['apinizer, unknown client', [apinizer, form, `${grant}&${unknown}`], 401, badCredentials],
    [
      'orum, no client_id',
      [orum, json, '{"client_secret":"s"}'],
      400,
      wrong('missing_client_id', 'client_id is required'),
    ],
    [
      'orum, empty client_id',
      [orum, json, '{"client_id":"","client_secret":"s"}'],
      400,
      wrong('missing_client_id', 'client_id is required'),
    ],
    [
      'orum, no client_id in a form',
      [orum, form, 'client_secret=s'],
      400,
      wrong('missing_client_id', 'client_id is required'),
    ],
    [
      'orum, no client_secret',
      [orum, json, '{"client_id":"i"}'],
      400,
      wrong('missing_client_secret', 'client_secret is required'),
    ],
    [
      'orum, client_id a number',
      [orum, json, '{"client_id":1,"client_secret":"s"}'],
      400,
      wrong('invalid_client_id', 'client_id must be a string'),
    ],
    [
      'orum, client_id null',
      [orum, json, '{"client_id":null,"client_secret":"s"}'],
      400,
      wrong('invalid_client_id', 'client_id must be a string'),
    ],
    [
      'orum, client_secret a list',
      [orum, json, '{"client_id":"i","client_secret":[]}'],
      400,
      wrong('invalid_client_secret', 'client_secret must be a string'),
    ],
    [
      'orum, unknown client',
      [orum, json, '{"client_id":"i","client_secret":"s"}'],
      401,
      wrong('unauthorized', 'unauthorized request'),
    ],
  ])('%s', (_, request, status, body) => refused(request, status, body, 'documented'));
});

describe('a refusal of which the page says nothing is answered by assumption', () => {
  const invalid = { error_code: 'invalid_request', message: 'invalid request' };
  const unsupported = envelope('UNSUPPORTED_MEDIA_TYPE', 'Unsupported Media Type', 'UnsupportedMediaTypeException');
  test.each<Row>([
    [
      'open-banking-platform, unknown client',
      [banking, form, `${scoped}&${unknown}`],
      400,
      { error: 'invalid_client' },
    ],
    [
      'open-banking-platform, no client_id',
      [banking, form, `${scoped}&client_secret=s`],
      400,
      { error: 'invalid_client' },
    ],
    [
      'open-banking-platform, no client_secret',
      [banking, form, `${scoped}&client_id=i`],
      400,
      { error: 'invalid_client' },
    ],
    ['octotable, unknown client', [octotable, form, `${grant}&${unknown}`], 401, unauthorized],
    ['octotable, no client_id', [octotable, form, `${grant}&client_secret=s`], 401, unauthorized],
    ['octotable, no client_secret', [octotable, form, `${grant}&client_id=i`], 401, unauthorized],
    ['octotable, no grant_type', [octotable, form, credentials], 400, badRequest],
    ['octotable, another grant type', [octotable, form, `grant_type=password&${credentials}`], 400, badRequest],
    ['octotable, a form called JSON', [octotable, json, `${grant}&${credentials}`], 415, unsupported],
    ['octotable, JSON', [octotable, json, '{"grant_type":"client_credentials"}'], 415, unsupported],
    ['orum, no body', [orum, json, ''], 400, invalid],
    ['orum, malformed JSON', [orum, json, '{"client_id":'], 400, invalid],
    ['orum, text', [orum, { 'content-type': 'text/plain' }, credentials], 400, invalid],
  ])('%s', (_, request, status, body) => refused(request, status, body, 'assumed'));
});

describe('where nobody says anything, RFC 6749 is assumed', () => {
  test.each<Row>([
    ['no grant_type', [apinizer, form, credentials], 400, { error: 'invalid_request' }],
    ['unknown client', [optty, form, `${api}&${unknown}`], 401, { error: 'invalid_client' }],
    ['no client_secret', [optty, form, `${api}&client_id=i`], 401, { error: 'invalid_client' }],
    ['a form called JSON', [optty, json, `${api}&${credentials}`], 400, { error: 'invalid_request' }],
    ['no client_id', [apinizer, form, `${grant}&client_secret=s`], 401, { error: 'invalid_client' }],
    [
      'another grant type',
      [optty, form, `grant_type=password&scope=api-user&${credentials}`],
      400,
      { error: 'unsupported_grant_type' },
    ],
    ['no scope', [optty, form, `${grant}&${credentials}`], 400, { error: 'invalid_scope' }],
    ['an empty scope', [banking, form, `${grant}&scope=&${credentials}`], 400, { error: 'invalid_scope' }],
    [
      'another scope',
      [banking, form, `${grant}&scope=accountinformation+root&${credentials}`],
      400,
      { error: 'invalid_scope' },
    ],
    ['JSON for a form', [optty, json, '{"grant_type":"client_credentials"}'], 400, { error: 'invalid_request' }],
    [
      'text',
      [apinizer, { 'content-type': 'text/plain' }, `${grant}&${credentials}`],
      400,
      { error: 'invalid_request' },
    ],
    ['an empty form', [apinizer, form, ''], 400, { error: 'invalid_request' }],
    ['grant_type twice', [octotable, form, `${grant}&${grant}&${credentials}`], 400, { error: 'invalid_request' }],
    [
      'client_id twice',
      [orum, json, '{"client_id":"mock-client","client_id":"mock-client","client_secret":"mock-secret"}'],
      400,
      { error: 'invalid_request' },
    ],
    ['credentials in the query', [`${apinizer}?${credentials}`, form, grant], 400, { error: 'invalid_request' }],
    [
      'two methods',
      [octotable, basic('mock-client:mock-secret'), `${grant}&${credentials}`],
      400,
      { error: 'invalid_request' },
    ],
    ['unknown client in Basic', [octotable, basic('somebody:else'), grant], 401, { error: 'invalid_client' }],
  ])('%s', (_, request, status, body) => refused(request, status, body, 'assumed'));

  test.each([
    [
      'open banking',
      [banking, form, `${scoped}&client_id=mock-client&client_secret=mock-secreT`],
      400,
      { error: 'invalid_client' },
    ],
    ['optty, in Basic', [optty, basic('mock-client:x'), api], 401, { error: 'invalid_client' }],
  ] as const)('a wrong secret is rejected like an unknown client: %s', (_, request, status, body) =>
    refused([...request], status, body, 'assumed'),
  );

  test.each([
    ['in Basic: named by WWW-Authenticate', basic('somebody:else'), grant, 'Basic realm="mock"'],
    ['in the body: without', form, `${grant}&client_secret=s`, null],
  ])('401 for a client %s', async (_, headers, body, expected) => {
    const answer = await ask(apinizer, headers, body);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, expected]);
  });
});

test('a wrong password gets what Apinizer documents for one', () =>
  refused(
    [apinizer, form, `${grant}&client_id=mock-client&client_secret=x`],
    401,
    { error: 'unauthorized_client', error_description: 'Bad credentials' },
    'documented',
  ));

test('a documented answer to a request of which the page says nothing is an assumption', async () => {
  const provider: Provider = {
    ...apinizerFacts,
    refusals: [{ fault: 'wrong-media-type', of: 'json', basis: 'observed', response: 'unsupported-grant-type' }],
  };
  const request = new Request(`http://127.0.0.1${apinizer}`, { method: 'POST', headers: json, body: '{}' });
  const answer = await mockApp([provider])(request);
  expect([answer.status, answer.headers.get('x-mock-basis')]).toEqual([400, 'assumed']);
});
