import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../scripts/door/index.ts';
import { baselineText } from '../../../scripts/judge/drift/baseline-text.ts';
import { shapeOf } from '../../../scripts/judge/drift/shape.ts';
import type { Answer } from '../../../scripts/model/exchange.ts';
import type { Json } from '../../../scripts/model/provider.ts';
import type { MemberShape, Shape } from '../../../scripts/model/shape.ts';
import { htmlAnswer, jsonAnswer, masked } from '../../support/exchanges.ts';
import { answer, drifting, factsAt, jwtFacts, shape, shapeOfAnswer, token, tokenAnswer } from './samples.ts';

test('the shape of a token response', () => {
  const of = answer(tokenAnswer, {
    tokens: [jwtFacts({ iat: 1_767_323_045, exp: 1_767_326_645 })],
    headers: [['Content-Type', masked('application/json; charset="UTF-8"')]],
  });
  expect(shapeOfAnswer(of)).toEqual({
    status: 200,
    mediaType: 'application/json',
    parameters: ['charset=utf-8'],
    headers: [],
    body: 'json',
    tokens: ['/access_token'],
    members: {
      '': { types: ['object'] },
      '/access_token': {
        types: ['string'],
        formats: ['jwt'],
        jwt: {
          alg: 'RS256',
          header: ['alg', 'kid', 'typ'],
          claims: ['aud', 'exp', 'iat', 'sub'],
          lifetime: { min: 3600, max: 3600, seen: 1 },
        },
      },
      '/token_type': { types: ['string'], formats: ['text'], constant: ['Bearer'] },
      '/expires_in': { types: ['integer'], lifetime: { min: 3600, max: 3600, seen: 1 } },
      '/scope': { types: ['string'], formats: ['text'], scope: ['accountinformation', 'private'] },
      '/note': { types: ['string'], formats: ['text'] },
      '/grants': { types: ['array'] },
      '/grants/*': { types: ['object'] },
      '/grants/*/id': { types: ['integer'] },
      '/more': { types: ['object'] },
      '/more/region': { types: ['string'], formats: ['text'] },
      '/more/hint': { types: ['integer'] },
    },
  } satisfies Shape);
});

test.each<[string, Answer, Partial<Shape>]>([
  ['a page', htmlAnswer(502), { status: 502, mediaType: 'text/html', body: 'text', why: 'not JSON', members: {} }],
  [
    'nothing',
    { ...htmlAnswer(204), headers: [], body: { kind: 'empty' } },
    { status: 204, mediaType: '', body: 'empty' },
  ],
  [
    'a token elsewhere',
    answer({}, { tokens: [factsAt('header'), factsAt('/tokens/3/jwt')] }),
    { tokens: ['/tokens/*/jwt', 'header'] },
  ],
  ['no usable token', answer({}, { tokens: [factsAt('/access_token', { kind: 'null' })] }), { tokens: [] }],
])('%s', (_, one, wanted) => {
  expect(shapeOfAnswer(one)).toMatchObject(wanted);
});

test.each<[string, Json, MemberShape]>([
  ['empty', '', { types: ['string'], formats: ['empty'] }],
  ['digits', '0123', { types: ['string'], formats: ['digits'] }],
  ['URL', 'https://a.test', { types: ['string'], formats: ['url'] }],
  ['date', '2026-01-02', { types: ['string'], formats: ['date'] }],
  ['masked', token, { types: ['string'], formats: ['text'] }],
  ['integer', 1e3, { types: ['integer'] }],
  ['number', 1.5, { types: ['number'] }],
  ['number beyond range', '‹number beyond range›', { types: ['number'] }],
  ['boolean', false, { types: ['boolean'] }],
  ['null', null, { types: ['null'] }],
])('a member that is %s', (_, value, wanted) => {
  expect(shape({ a: value }).members['/a']).toEqual(wanted);
});

test.each<[string, string, string | undefined]>([
  ['a code of the RFC', 'unsupported_grant_type', 'unsupported_grant_type'],
  ['a short word', 'no_such_tenant', 'no_such_tenant'],
  ['words', 'Not Found', 'Not Found'],
  ['a number', '401', '401'],
  ['several words', 'no_such_tenant_here', 'no_such_tenant_here'],
  ['words in capitals', 'AUTHORIZATION.TYPE.NOT.ALLOWED', 'AUTHORIZATION.TYPE.NOT.ALLOWED'],
  ['a sentence, which may name somebody', 'No such tenant here', '…'],
  ['words and a number', 'no_such_tenant_here_42', '…'],
  ['letters at random', 'kJhGfDsAqWeRtYuIoP', '…'],
  ['a random one', 'qZ8-xx91', '…'],
  ['a long number', '12345678', '…'],
  ['masked', token, '…'],
  ['hidden, since a secret is too short to be looked for', '‹string, 14 characters›', undefined],
])('an error code that is %s', (_, code, kept) => {
  expect(shape({ error: code }).members['/error']?.codes).toEqual(kept === undefined ? undefined : [kept]);
});

test('names that were masked are the same in every run', () => {
  const run = (key: number): Shape => {
    const redactor = createRedactor({ secrets: [], key: new Uint8Array(32).fill(key) });
    return shapeOf(
      jsonAnswer(200, redactor.json({ a: { k3J9sPq0ZxT7wYb2mN4v: 1, Zk8rQ2mX5vB7nC1dF6gH: 2 } }, [])),
      drifting,
    );
  };
  expect(run(1)).toEqual(run(2));
  expect(Object.keys(run(1).members)).toEqual(['', '/a', '/a/‹…›']);
});

test('a body of a thousand members has a bounded shape', () => {
  const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`m${index}`, index]));
  expect(Object.keys(shape(many).members)).toHaveLength(500);
  expect(shape(many).beyond).toEqual(['members']);
});

describe('canaries: no value enters a shape', () => {
  const canaries: string[] = [];
  const canary = (): string => {
    const text = `K${(canaries.length + 10).toString(36)}z8Q${(canaries.length * 7919 + 1e6).toString(36)}x`;
    canaries.push(text);
    return text;
  };
  const numbers: number[] = [];
  const number = (): number => {
    const value = 7_000_003 + numbers.length * 1009;
    numbers.push(value);
    return value;
  };
  const redactor = createRedactor({ secrets: [], key: new Uint8Array(32) });
  const body = () => ({
    ...Object.fromEntries(
      ['access_token', 'token_type', 'scope', 'error', 'error_code', 'error_description', 'message', 'jti', 'type'].map(
        (name) => [name, canary()],
      ),
    ),
    code: number(),
    issued_at: number(),
    ratio: number() + 0.25,
    when: `2026-01-02T${canary()}`,
    link: `https://a.test/${canary()}`,
    list: [canary(), { id: canary(), scope: `${canary()} ${canary()}` }, number()],
    nested: { error: { code: canary(), token_type: canary() } },
    long: `${canary()}${canary()}${canary()}`,
  });
  const headers = [
    'Content-Type',
    'Cache-Control',
    'Pragma',
    'WWW-Authenticate',
    'Retry-After',
    'Location',
    'Date',
    'ETag',
    'Set-Cookie',
    'X-Request-Id',
  ];
  const one = (json: Json, raw = false): Answer =>
    jsonAnswer(401, raw ? json : redactor.json(json, ['/type', '/jti']), {
      statusText: masked(canary()),
      headers: [
        ['content-type', masked(`application/${canary()}; boundary=${canary()}; charset=${canary()}`)],
        ['cache-control', masked(`${canary()}, max-age=${number()}, private="${canary()}"`)],
        ...headers.map((name) => [name, masked(canary())] as const),
        ['www-authenticate', masked(`Basic realm="${canary()}", ${canary()}="x"`)],
      ],
      tokens: [
        factsAt('/access_token', {
          kind: 'jwt',
          id: canary(),
          jwt: { alg: canary(), headerNames: ['kid'], claimNames: ['sub'] },
        }),
      ],
      echoed: [{ variable: canary(), where: 'body' }],
    });

  test.each([
    ['as it comes through the door', false],
    ['even if the door masked nothing', true],
  ])('%s', (_, raw) => {
    const text = baselineText({
      format: 2,
      provider: 'acme',
      origin: 'https://acme.test',
      cases: {
        'acme/token': { firstSeen: '', lastSeen: '', observations: 1, shape: shapeOf(one(body(), raw), drifting) },
      },
    });
    expect(canaries.length).toBeGreaterThan(40);
    expect(canaries.filter((value) => text.toLowerCase().includes(value.toLowerCase()))).toEqual([]);
    expect(numbers.filter((value) => text.includes(String(value)))).toEqual([]);
    expect(text).toContain('"/nested/error/code"');
  });
});
