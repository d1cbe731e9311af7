import { describe, expect, test } from 'vitest';
import { compare } from '../../../scripts/judge/drift/compare.ts';
import { documentedOf } from '../../../scripts/judge/drift/documented.ts';
import { everyBaselineRule } from '../../../scripts/judge/drift/rules.ts';
import { shapeOf } from '../../../scripts/judge/drift/shape.ts';
import type { Case } from '../../../scripts/model/case.ts';
import type { Answer } from '../../../scripts/model/exchange.ts';
import type { Json } from '../../../scripts/model/provider.ts';
import {
  htmlAnswer,
  jsonAnswer,
  masked,
  observedCase,
  refusalCase,
  requiredCase,
  tokenCase,
} from '../../support/exchanges.ts';
import {
  answer,
  changed,
  changesBetween,
  drifting,
  factsAt,
  jwtFacts,
  refusal,
  refusalChanges,
  token,
  tokenAnswer,
  without,
} from './samples.ts';

const type = (text: string): Answer['headers'] => [
  ['content-type', masked(text)],
  ['cache-control', masked('no-store')],
];
const jwtAnswer = (more: Parameters<typeof jwtFacts>[0] = {}): Answer =>
  answer(tokenAnswer, { tokens: [jwtFacts(more)] });

const tokenRows: readonly [row: string, after: Json, change: string, words: string, more?: Partial<Answer>][] = [
  [
    'required member removed',
    without('scope'),
    'member-removed error /scope',
    'string -> missing; there is access_token, token_type, expires_in, note, grants, more',
  ],
  [
    'required member of a member removed',
    changed({ more: { hint: 7 } }),
    'member-removed error /more/region',
    'string -> missing; there is hint',
  ],
  [
    'optional member removed',
    without('note'),
    'optional-member-removed warning /note',
    'string -> missing; there is access_token, token_type, expires_in, scope, grants, more',
  ],
  ['member added', changed({ extra: 1 }), 'member-added info /extra', 'nothing -> integer'],
  ['object added', changed({ extra: { a: 1, b: 2 } }), 'member-added info /extra', 'nothing -> object'],
  [
    'required → optional',
    changed({ grants: [{ id: 1 }, {}] }),
    'member-optional error /grants/*/id',
    'in every item -> in some items and not in others',
  ],
  ['became nullable', changed({ scope: null }), 'nullable error /scope', 'string -> null'],
  ['object became nullable', changed({ more: null }), 'nullable error /more', 'object -> null'],
  [
    'item became nullable',
    changed({ grants: [{ id: 1 }, { id: null }] }),
    'nullable error /grants/*/id',
    'integer -> integer or null',
  ],
  ['type changed', changed({ scope: ['private'] }), 'type-changed error /scope', 'string -> array'],
  [
    'type widened',
    changed({ grants: [{ id: 1 }, { id: 'one' }] }),
    'type-changed error /grants/*/id',
    'integer -> integer or string',
  ],
  ['the body is a list', [tokenAnswer], 'type-changed error', 'object -> array'],
  [
    'integer → numeric string',
    changed({ expires_in: '3600' }),
    'number-form error /expires_in',
    'integer -> string of digits',
  ],
  [
    'integer → float',
    changed({ expires_in: 3600.5 }),
    'number-form error /expires_in',
    'integer -> number with a fraction',
  ],
  [
    'renamed',
    { ...without('token_type'), type: 'Bearer' },
    'member-renamed error /token_type',
    'token_type -> token_type is gone and type is new: renamed?',
  ],
  [
    'renamed token',
    { ...without('access_token'), accessToken: token },
    'member-renamed error /access_token',
    'access_token -> access_token is gone and accessToken is new: renamed?',
    { tokens: [factsAt('/accessToken')] },
  ],
  [
    'renamed beyond recognition, but the only one of its kind',
    { ...without('expires_in'), ttl: 3600 },
    'member-renamed error /expires_in',
    'expires_in -> expires_in is gone and ttl is new: renamed?',
  ],
  [
    'renamed, and of another type',
    { ...without('expires_in'), expiresIn: '3600' },
    'member-renamed error /expires_in',
    'expires_in -> expires_in is gone and expiresIn is new: renamed?, and it is string of digits instead of integer',
  ],
  [
    'optional member renamed',
    { ...without('note'), notes: 'short' },
    'member-renamed warning /note',
    'note -> note is gone and notes is new: renamed?',
  ],
  [
    'optional member moved',
    { ...without('note'), data: { note: 'short' } },
    'member-moved warning /note',
    'note in the top level -> note moved from the top level to /data',
  ],
  [
    'nesting moved',
    { ...without('access_token'), data: { access_token: token } },
    'member-moved error /access_token',
    'access_token in the top level -> access_token moved from the top level to /data',
    { tokens: [factsAt('/data/access_token')] },
  ],
  [
    'everything moved',
    { data: tokenAnswer },
    'member-moved error /access_token',
    'access_token, token_type, expires_in, scope, note, grants, more in the top level -> access_token, token_type, expires_in, scope, note, grants, more moved from the top level to /data',
    { tokens: [factsAt('/data/access_token')] },
  ],
  [
    'moved up',
    { ...without('more'), region: 'eu', hint: 7 },
    'member-moved error /more/region',
    'region, hint in /more -> region, hint moved from /more to the top level',
  ],
  ['constant changed', changed({ token_type: 'mac' }), 'constant error /token_type', '"Bearer" -> "mac"'],
  [
    'constant that is not kept',
    changed({ token_type: 'x8Fq-2k1' }),
    'constant error /token_type',
    '"Bearer" -> another',
  ],
  [
    'constant in another case',
    changed({ token_type: 'bearer' }),
    'constant-case warning /token_type',
    '"Bearer" -> "bearer"',
  ],
  [
    'scope shrank',
    changed({ scope: 'private' }),
    'scope-shrank error /scope',
    'accountinformation private -> private (without accountinformation)',
  ],
  [
    'scope is another',
    changed({ scope: 'private admin' }),
    'scope-shrank error /scope',
    'accountinformation private -> admin private (without accountinformation, with admin)',
  ],
  [
    'scope grew',
    changed({ scope: 'private accountinformation ‹40 characters, #1a2b3c›' }),
    'scope-grew warning /scope',
    'accountinformation private -> accountinformation private another word (with another word)',
  ],
  [
    'empty token',
    changed({ access_token: '' }),
    'token-unusable error /access_token',
    'a token -> empty string',
    { tokens: [] },
  ],
  [
    'null token',
    changed({ access_token: null }),
    'token-unusable error /access_token',
    'a token -> null',
    { tokens: [] },
  ],
  [
    'token is an object',
    changed({ access_token: {} }),
    'token-unusable error /access_token',
    'a token -> object',
    { tokens: [] },
  ],
  [
    'token kind changed',
    tokenAnswer,
    'token-form warning /access_token',
    'an opaque token -> a JWT',
    { tokens: [jwtFacts()] },
  ],
  ['success status changed', tokenAnswer, 'success-status error', 'status 200 -> status 201', { status: 201 }],
  [
    'success became a refusal',
    { error: 'invalid_request' },
    'success-status error',
    'status 200 -> status 400, "invalid_request"',
    { status: 400, tokens: [] },
  ],
  ['redirect appeared', {}, 'redirect error', 'status 200 -> status 307', { status: 307, tokens: [] }],
  [
    'media type changed',
    tokenAnswer,
    'media-type error',
    'JSON as application/json -> JSON as text/json',
    { headers: type('text/json') },
  ],
  [
    'media type lost',
    tokenAnswer,
    'media-type error',
    'JSON as application/json -> JSON without Content-Type',
    { headers: [['cache-control', masked('no-store')]] },
  ],
  [
    'media type parameter changed',
    tokenAnswer,
    'media-type-parameter info',
    'no parameter -> charset=utf-8',
    { headers: type('application/json;charset=UTF-8') },
  ],
  [
    'no-store lost',
    tokenAnswer,
    'header-lost error',
    'cache-control: no-store -> missing',
    { headers: [['content-type', masked('application/json')]] },
  ],
  [
    'header added',
    tokenAnswer,
    'header-added info',
    'nothing -> pragma: no-cache',
    { headers: [...type('application/json'), ['Pragma', masked('no-cache')]] },
  ],
  [
    'lifetime shorter',
    changed({ expires_in: 3000 }),
    'lifetime-shorter error /expires_in',
    '3600 -> expires_in went from 3600 to 3000',
  ],
  [
    'lifetime longer',
    changed({ expires_in: 7200 }),
    'lifetime-longer warning /expires_in',
    '3600 -> expires_in went from 3600 to 7200',
  ],
];

describe('a token response, by the row of the table', () => {
  test.each(tokenRows)('%s', (_, after, wanted, words, more = {}) => {
    expect(changesBetween(answer(tokenAnswer), answer(after, more))).toEqual([[wanted, words]]);
  });

  test('a page instead of JSON is one change', () => {
    expect(changesBetween(answer(tokenAnswer), htmlAnswer(200))).toEqual([
      ['media-type error', 'JSON as application/json -> text as text/html (not JSON)'],
    ]);
  });

  test.each<[row: string, after: Parameters<typeof jwtFacts>[0], change: readonly (readonly [string, string])[]]>([
    ['the same form', {}, []],
    [
      'alg changed',
      { alg: 'HS256' },
      [['token-form warning /access_token', 'a JWT with alg RS256 -> a JWT with alg HS256']],
    ],
    [
      'claim lost, another alg',
      { alg: 'none', claimNames: ['exp', 'iat', 'sub'] },
      [
        [
          'token-form warning /access_token',
          'a JWT with alg RS256, claims aud -> a JWT with alg none, without claims aud',
        ],
      ],
    ],
    [
      'claim renamed',
      { claimNames: ['audience', 'exp', 'iat', 'sub'] },
      [['token-form warning /access_token', 'a JWT with claims aud -> a JWT without claims aud, with claims audience']],
    ],
    [
      'claim added',
      { claimNames: ['aud', 'exp', 'iat', 'jti', 'sub'] },
      [['claim-added info /access_token', 'the claims that were accepted -> new: claims jti']],
    ],
    [
      'the token itself lives shorter',
      { exp: 1_767_323_105 },
      [
        [
          'lifetime-shorter error /access_token',
          '3600 -> exp − iat of the token went from 3600 to 60: a factor of 60; minutes instead of seconds?',
        ],
      ],
    ],
  ])('JWT: %s', (_, after, wanted) => {
    expect(changesBetween(jwtAnswer(), jwtAnswer(after))).toEqual(wanted);
  });

  test('a lifetime that shows in expires_in and in the token is one change', () => {
    const after = answer(changed({ expires_in: 60 }), { tokens: [jwtFacts({ exp: 1_767_323_105 })] });
    expect(changesBetween(jwtAnswer(), after).map(([change]) => change)).toEqual([
      'lifetime-shorter error /expires_in',
    ]);
  });

  test('JWT → opaque', () => {
    expect(changesBetween(jwtAnswer(), answer(tokenAnswer))).toEqual([
      ['token-form warning /access_token', 'a JWT -> an opaque token'],
    ]);
  });
});

describe('what is no change', () => {
  test.each<[string, Json, Partial<Answer>?]>([
    ['the same', tokenAnswer],
    [
      'another token',
      changed({ access_token: '‹string, 51 characters, #ffffff›' }),
      { tokens: [factsAt('/access_token', { length: 51, id: 'f' })] },
    ],
    ['another order', Object.fromEntries(Object.entries(tokenAnswer).toReversed())],
    ['another order of scope', changed({ scope: 'private  accountinformation' })],
    ['another text', changed({ note: 'other' })],
    ['a list that got items', changed({ grants: [{ id: 9 }] })],
    ['another number of items', changed({ grants: [{ id: 9 }] })],
    ['a list without items', changed({ grants: [] })],
    ['a lifetime within a tenth', changed({ expires_in: 3241 })],
    [
      'headers that say nothing of the contract',
      tokenAnswer,
      { headers: [['Date', masked('now')], ...type('Application/JSON'), ['x-request-id', masked('1')]] },
    ],
  ])('%s', (_, after, more = {}) => {
    expect(changesBetween(answer(tokenAnswer), answer(after, more))).toEqual([]);
  });
});

const listed = (...items: readonly Json[]) => answer(changed({ grants: items }));
const narrowingRows: readonly [row: string, before: Answer, after: Answer, change: string][] = [
  ['optional → required', listed({ id: 1 }, {}), listed({ id: 1 }), 'member-required info /grants/*/id'],
  ['no longer nullable', listed({ id: 1 }, { id: null }), listed({ id: 1 }), 'not-nullable info /grants/*/id'],
  ['null got a value', answer(changed({ note: null })), answer(tokenAnswer), 'not-nullable info /note'],
  ['type narrowed', listed({ id: 1 }, { id: 'one' }), listed({ id: 1 }), 'type-narrowed info /grants/*/id'],
  ['code added', listed({ code: 'a' }), listed({ code: 'a' }, { code: 'b' }), 'value-added warning /grants/*/code'],
  ['code removed', listed({ code: 'a' }, { code: 'b' }), listed({ code: 'a' }), 'value-removed info /grants/*/code'],
  ['code of a success', answer(changed({ code: 'a' })), answer(changed({ code: 'b' })), 'value-added warning /code'],
  [
    'numeric string → integer',
    answer(changed({ expires_in: '3600' })),
    answer(tokenAnswer),
    'number-form error /expires_in',
  ],
  ['float → integer', answer(changed({ expires_in: 3600.5 })), answer(tokenAnswer), 'number-form error /expires_in'],
];

describe('what widens nothing', () => {
  test.each(narrowingRows)('%s', (_, before, after, wanted) => {
    expect(changesBetween(before, after).map(([change]) => change)).toEqual([wanted]);
  });
});

describe('what belongs together, and what does not', () => {
  const changes = (after: Json, more: Partial<Answer> = {}, before: Json = tokenAnswer) =>
    changesBetween(answer(before), answer(after, more)).map(([change]) => change);
  test.each<[string, readonly string[], readonly string[]]>([
    [
      'a token is a token, whatever its name',
      changes(
        { ...without('access_token', 'note'), credential: token, other: 'x' },
        { tokens: [factsAt('/credential')] },
      ),
      ['member-renamed error /access_token', 'optional-member-removed warning /note', 'member-added info /other'],
    ],
    [
      'any text is like any other',
      changes({ ...without('note'), region: 'eu' }),
      ['optional-member-removed warning /note', 'member-added info /region'],
    ],
    [
      'a number is no object',
      changes({ ...without('expires_in'), expires: { after: 3600 } }),
      ['member-removed error /expires_in', 'member-added info /expires'],
    ],
    [
      'of two that moved, the required one stands for both',
      changes({ ...without('note', 'scope'), data: { note: 'a', scope: 'accountinformation private' } }),
      ['member-moved error /scope'],
    ],
    [
      'a place is taken once',
      changes({ z: { id: 1 } }, {}, { x: { id: 1 }, y: { id: 1 } }),
      ['member-moved warning /x/id', 'optional-member-removed warning /y'],
    ],
    [
      'what a required member may leave out',
      changes(changed({ more: { region: 'eu' } })),
      ['optional-member-removed warning /more/hint'],
    ],
    ['an object that became a number', changes({ ...without('more'), mores: 7 }), ['member-renamed error /more']],
    ['of an empty list nothing was known', changes(tokenAnswer, {}, changed({ grants: [] })), []],
    [
      'fewer types say nothing of what is inside',
      changes(changed({ grants: [{ code: 'b' }] }), {}, changed({ grants: [{ code: 'a' }, 'x'] })),
      ['type-narrowed info /grants/*', 'member-required info /grants/*/code', 'value-added warning /grants/*/code'],
    ],
  ])('%s', (_, found, wanted) => {
    expect(found).toEqual(wanted);
  });
});

describe('a refusal', () => {
  const coded: Case = {
    ...refusalCase,
    response: { name: 'refused', ...drifting.responses.token, status: 401, values: { '/error': 'invalid_client' } },
  };
  const advised: Case = {
    ...coded,
    response: {
      name: 'refused',
      ...drifting.responses.token,
      status: 401,
      values: { '/error': 'x' },
      advisory: ['status', '/error'],
    },
  };
  const empty = (contentType: string): Answer => refusal({}, { body: { kind: 'empty' }, headers: type(contentType) });
  test.each<[row: string, one: Case, before: Answer, after: Answer, change: readonly string[]]>([
    ['the same', refusalCase, refusal(), refusal(), []],
    ['is granted', refusalCase, refusal(), answer(tokenAnswer), ['refusal-granted error']],
    ['is granted without a token', refusalCase, refusal(), answer({}, { tokens: [] }), ['refusal-changed error']],
    [
      'is granted in a 401',
      refusalCase,
      refusal(),
      refusal({ token }, { tokens: [factsAt('/token')] }),
      ['refusal-granted error'],
    ],
    [
      'is granted in a header',
      requiredCase,
      refusal(),
      refusal({}, { tokens: [factsAt('header')] }),
      ['refusal-granted error'],
    ],
    [
      'another of the documented statuses',
      refusalCase,
      refusal(),
      jsonAnswer(400, { error: 'invalid_client' }),
      ['refusal-changed warning'],
    ],
    [
      'an undocumented status',
      refusalCase,
      refusal(),
      jsonAnswer(403, { error: 'invalid_client' }),
      ['refusal-changed error'],
    ],
    [
      'nothing is documented',
      requiredCase,
      refusal(),
      jsonAnswer(403, { error: 'invalid_client' }),
      ['refusal-changed warning'],
    ],
    ['a documented code', coded, refusal(), refusal({ error: 'invalid_request' }), ['refusal-changed error /error']],
    ['a code', refusalCase, refusal(), refusal({ error: 'invalid_request' }), ['refusal-changed warning /error']],
    [
      'status and code',
      refusalCase,
      refusal(),
      jsonAnswer(400, { error: 'invalid_request' }),
      ['refusal-changed warning'],
    ],
    ['an error page', refusalCase, refusal(), htmlAnswer(404), ['refusal-changed error']],
    ['a page with the same status', refusalCase, refusal(), htmlAnswer(401), ['media-type error']],
    ['a server error says nothing of the rest', refusalCase, refusal(), jsonAnswer(500, {}), ['refusal-changed error']],
    ['a member', refusalCase, refusal(), refusal({ error: 'invalid_client', hint: 'x' }), ['member-added info /hint']],
    ['its code is gone', refusalCase, refusal(), refusal({}), ['member-removed error /error']],
    ['undocumented, a member is gone', requiredCase, refusal(), refusal({}), ['member-removed error /error']],
    ['an advisory code', advised, refusal(), refusal({ error: 'invalid_request' }), ['refusal-changed warning /error']],
    [
      'an advisory status',
      advised,
      refusal(),
      jsonAnswer(403, { error: 'invalid_client' }),
      ['refusal-changed warning'],
    ],
    [
      'from one redirect to another',
      requiredCase,
      jsonAnswer(302, {}),
      jsonAnswer(307, {}),
      ['refusal-changed warning'],
    ],
    ['no-store is for tokens', refusalCase, refusal({}, { headers: type('application/json') }), refusal({}), []],
    ['an empty body has no type', refusalCase, empty('text/plain'), empty('text/html'), []],
    ['redirects', refusalCase, refusal(), jsonAnswer(302, {}), ['redirect error']],
  ])('%s', (_, one, before, after, wanted) => {
    expect(refusalChanges(before, after, one).map(([change]) => change)).toEqual(wanted);
  });

  test('WWW-Authenticate of a 401', () => {
    const challenge = (text: string): Partial<Answer> => ({
      headers: [
        ['content-type', masked('application/json')],
        ['www-authenticate', masked(text)],
      ],
    });
    expect(
      refusalChanges(refusal({}, challenge('Basic realm="a"')), refusal({}, challenge('Bearer realm="b"'))),
    ).toEqual([['header-lost error', 'www-authenticate: basic -> www-authenticate: bearer']]);
  });

  test('a request for a token that was refused and is granted is no granted refusal', () => {
    expect(changesBetween(refusal(), answer(tokenAnswer), observedCase).map(([change]) => change)).toEqual([
      'refusal-changed warning',
    ]);
  });
});

test('a unit that the documentation does not name is not guessed', () => {
  const unknown = {
    ...drifting,
    token: { ...drifting.token, expiry: { at: '/expires_in', unit: 'undocumented' } as const },
  };
  expect(changesBetween(answer(tokenAnswer), answer(changed({ expires_in: 60 })), tokenCase, unknown)).toEqual([
    ['lifetime-shorter error /expires_in', '3600 -> expires_in went from 3600 to 60: a factor of 60; a larger unit?'],
  ]);
});

test('no row is without a test here, but for the one that needs several requests', () => {
  const shown = [...tokenRows.map(([, , wanted]) => wanted), ...narrowingRows.map(([, , , wanted]) => wanted)];
  const elsewhere = ['refusal-granted', 'refusal-changed', 'claim-added', 'token-repeated'];
  const rows = [...shown.map((wanted) => wanted.split(' ')[0]), ...elsewhere].map((rule) => `baseline/${rule}`);
  expect([...new Set(rows)].toSorted()).toEqual(everyBaselineRule.toSorted());
});

test('what was accepted as optional is no error when it goes, even where nothing is documented', () => {
  const before = shapeOf(refusal({ error: 'x', hint: 'y' }), drifting);
  const hint = { types: ['string'], formats: ['text'], optional: 'present' } as const;
  const changes = compare(
    { ...before, members: { ...before.members, '/hint': hint } },
    shapeOf(refusal({ error: 'x' }), drifting),
    {
      token: drifting.token,
      documented: documentedOf({ case: requiredCase }, {}),
      isRefusal: true,
    },
  );
  expect(changes.map(({ rule, at }) => `${rule} ${at}`)).toEqual(['baseline/optional-member-removed /hint']);
});
