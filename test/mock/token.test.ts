import { describe, expect, it, test } from 'vitest';
import { ask, form, json, tokenRequests } from './ask.ts';

const access_token = expect.stringMatching(/^[\w-]{43}$/);
const jwt = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]{43}$/);
const optty = { access_token: jwt, expires_in: 86_400, token_type: 'Bearer', scope: 'api-user' };
const bearer = { access_token, token_type: 'Bearer', expires_in: 3600 };
const banking = { ...bearer, scope: 'accountinformation private' };
const octotable = { access_token, expires_in: 1440, type: 'Bearer' };

const basic = { ...form, authorization: `Basic ${btoa('mock-client:mock-secret')}` };
const accept = { accept: 'application/json' };
const credentials = 'client_id=mock-client&client_secret=mock-secret';
const client = `grant_type=client_credentials&${credentials}`;

type Row = readonly [what: string, request: Parameters<typeof ask>, body: unknown];

const granted = async (request: Parameters<typeof ask>, body: unknown, basis: string) => {
  const answer = await ask(...request);
  expect(answer).toMatchObject({ status: 200, basis });
  expect(answer.body).toEqual(body);
  expect(answer.headers.get('content-type')).toBe('application/json');
};

describe('a documented request gets the documented token', () => {
  test.each<Row>([
    ['optty', [...tokenRequests.optty], optty],
    ['optty in another order', ['/optty/token?expires_in=1', form, `scope=api-user&${client}`], optty],
    ['apinizer', [...tokenRequests.apinizer], bearer],
    ['apinizer without Accept', ['/apinizer/apiops/auth/token', form, client], bearer],
    ['open-banking-platform', [...tokenRequests['open-banking-platform']], banking],
    ['orum', [...tokenRequests.orum], bearer],
    ['orum with a form', ['/orum/oauth/token', form, credentials], bearer],
    [
      'orum with a charset',
      ['/orum/oauth/token', { 'content-type': 'application/json; charset=utf-8' }, tokenRequests.orum[2]],
      bearer,
    ],
    ['octotable', [...tokenRequests.octotable], octotable],
  ])('%s', (_, request, body) => granted(request, body, 'documented'));
});

describe('a request that only works by assumption gets a token that is marked so', () => {
  const obp = '/open-banking-platform/connect/token';
  test.each<Row>([
    ['optty without a query', ['/optty/token', form, `${client}&scope=api-user`], optty],
    ['optty with another query', ['/optty/token?expires_in=2', form, `${client}&scope=api-user`], optty],
    ['optty with Basic', ['/optty/token?expires_in=1', basic, 'grant_type=client_credentials&scope=api-user'], optty],
    [
      'apinizer with Basic',
      ['/apinizer/apiops/auth/token', { ...basic, ...accept }, 'grant_type=client_credentials'],
      bearer,
    ],
    ['apinizer with another Accept', ['/apinizer/apiops/auth/token', { ...form, accept: '*/*' }, client], bearer],
    [
      'apinizer with an extra parameter',
      ['/apinizer/apiops/auth/token', { ...form, ...accept }, `${client}&a=1`],
      bearer,
    ],
    [
      'open-banking-platform, corporate',
      [obp, form, `${client}&scope=accountinformation%20corporate`],
      { ...banking, scope: 'accountinformation corporate' },
    ],
    [
      'open-banking-platform, reversed',
      [obp, form, `${client}&scope=private+accountinformation`],
      { ...banking, scope: 'private accountinformation' },
    ],
    [
      'orum with grant_type',
      [
        '/orum/oauth/token',
        json,
        '{"client_id":"mock-client","client_secret":"mock-secret","grant_type":"client_credentials"}',
      ],
      bearer,
    ],
    ['octotable without Accept', ['/octotable/oauth2/token', form, client], octotable],
  ])('%s', (_, request, body) => granted(request, body, 'assumed'));
});

describe('a token', () => {
  it.each(Object.entries(tokenRequests))('of %s is never issued twice', async (_, request) => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(...request)));
    expect(new Set(answers.map(({ body }) => Object(body).access_token)).size).toBe(20);
  });

  it('of optty is a well formed JWT that lives as long as expires_in says', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { body } = await ask(...tokenRequests.optty);
    const [header, claims] = String(Object(body).access_token)
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(claims).toEqual({
      iss: 'mock/optty',
      sub: 'mock-client',
      iat: expect.any(Number),
      exp: claims.iat + 86_400,
      jti: expect.stringMatching(/^[0-9a-f]{24}$/),
    });
    expect(claims.iat).toBeGreaterThanOrEqual(before);
    expect(claims.iat).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000));
  });
});
