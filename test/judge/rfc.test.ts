import { describe, expect, test } from 'vitest';
import { judgeProvider, rfcChecks } from '../../scripts/judge/checks.ts';
import { ruleBook } from '../../scripts/judge/index.ts';
import type { RfcRule } from '../../scripts/judge/rules.ts';
import type { Answer, NumberForm } from '../../scripts/model/exchange.ts';
import type { Judgement } from '../../scripts/model/finding.ts';
import type { KnownResponse, Pointer } from '../../scripts/model/provider.ts';
import { acme, answered, exchangeOf, findingsIn, htmlAnswer, jsonAnswer } from '../support/exchanges.ts';
import {
  caseOf,
  emca,
  type Given,
  grants,
  grantsExactly,
  jwe,
  jwt,
  opaque,
  refuses,
  rowTests,
  subjectsOf,
  without,
} from './rfc-rows.ts';

/** The card as it must be, in its order. */
const card: readonly (readonly [
  rule: RfcRule,
  level: 'MUST' | 'SHOULD' | 'heuristic',
  rfc: string,
  section: string,
])[] = [
  ['rfc/success-status', 'MUST', 'RFC 6749', '§5.1'],
  ['rfc/access-token', 'MUST', 'RFC 6749', '§5.1'],
  ['rfc/top-level', 'MUST', 'RFC 6749', '§5.1'],
  ['rfc/token-type', 'MUST', 'RFC 6749', '§5.1'],
  ['rfc/bearer-token', 'MUST', 'RFC 6750', '§2.1'],
  ['rfc/expires-in', 'SHOULD', 'RFC 6749', '§5.1'],
  ['rfc/expires-in-digits', 'MUST', 'RFC 6749', '§5.1'],
  ['rfc/plausible-lifetime', 'heuristic', 'RFC 6749', '§5.1'],
  ['rfc/short-lifetime', 'SHOULD', 'RFC 6750', '§5.3'],
  ['rfc/scope', 'MUST', 'RFC 6749', '§3.3'],
  ['rfc/refresh-token', 'SHOULD', 'RFC 6749', '§4.4.3'],
  ['rfc/media-type', 'MUST', 'RFC 6749', '§5.1'],
  ['rfc/repeated-member', 'SHOULD', 'RFC 8259', '§4'],
  ['rfc/cache-control', 'MUST', 'RFC 6749', '§5.1'],
  ['rfc/pragma', 'MUST', 'RFC 6749', '§5.1'],
  ['rfc/tokens-differ', 'MUST', 'RFC 6749', '§10.10'],
  ['rfc/token-strength', 'MUST', 'RFC 6749', '§10.10'],
  ['rfc/jwt-alg', 'MUST', 'RFC 8725', '§3.1'],
  ['rfc/jwt-times', 'heuristic', 'RFC 7519', '§4.1'],
  ['rfc/endpoint', 'MUST', 'RFC 6749', '§3.2'],
  ['rfc/redirect', 'SHOULD', 'RFC 9700', '§4.12'],
  ['rfc/basic', 'MUST', 'RFC 6749', '§2.3.1'],
  ['rfc/credentials-in-url', 'MUST', 'RFC 6749', '§2.3.1'],
  ['rfc/unknown-parameter', 'MUST', 'RFC 6749', '§3.2'],
  ['rfc/empty-parameter', 'MUST', 'RFC 6749', '§3.2'],
  ['rfc/error-status', 'MUST', 'RFC 6749', '§5.2'],
  ['rfc/error-code', 'MUST', 'RFC 6749', '§5.2'],
  ['rfc/error-text', 'MUST', 'RFC 6749', '§5.2'],
  ['rfc/rejected-basic', 'MUST', 'RFC 6749', '§5.2'],
  ['rfc/rejected-client', 'MUST', 'RFC 6749', '§5.2'],
  ['rfc/missing-client', 'MUST', 'RFC 6749', '§5.2'],
  ['rfc/unsupported-grant-type', 'MUST', 'RFC 6749', '§5.2'],
  ['rfc/missing-grant-type', 'MUST', 'RFC 6749', '§5.2'],
  ['rfc/repeated-parameter', 'MUST', 'RFC 6749', '§5.2'],
  ['rfc/two-authentications', 'MUST', 'RFC 6749', '§5.2'],
  ['rfc/missing-scope', 'MUST', 'RFC 6749', '§3.3'],
  ['rfc/unknown-scope', 'SHOULD', 'RFC 6749', '§3.3'],
];

const judged = (rule: RfcRule, given: readonly Given[], provider = emca): Judgement => {
  const found = judgeProvider(subjectsOf(given, provider), 'enforce').filter((judgement) => judgement.rule === rule);
  expect(found).toHaveLength(1);
  return found[0] ?? expect.fail();
};
const severities = { MUST: 'error', SHOULD: 'warning', heuristic: 'info' };

test('the card has every row once, in its order', () => {
  expect(rfcChecks.map(({ rule }) => rule)).toEqual(card.map(([rule]) => rule));
});

describe.each(card)('%s', (rule, level, rfc, section) => {
  const source = {
    title: rfc,
    at: section,
    url: `https://www.rfc-editor.org/rfc/rfc${rfc.slice(4)}#section-${section.slice(1)}`,
  };
  const { held, broken, shows, unjudged, why } = rowTests[rule];

  test('holds', () => {
    expect(judged(rule, held)).toEqual({ rule, outcome: 'held', evidence: 'provider' });
  });

  test('is broken', () => {
    const [slug, at, expected, actual] = shows;
    expect(judged(rule, broken)).toEqual({
      rule,
      outcome: 'broken',
      findings: [
        {
          rule,
          severity: severities[level],
          provider: 'acme',
          case: `acme/${slug}`,
          at,
          expected,
          actual,
          source,
          fingerprint: expect.stringMatching(/^[\da-f]{12}$/),
          change: expect.stringContaining('acme '),
        },
      ],
    });
  });

  test('is not judged', () => {
    expect(judged(rule, unjudged)).toEqual({ rule, outcome: 'not-judged', why });
  });

  test('is not judged without any case', () => {
    expect(judged(rule, [])).toMatchObject({ rule, outcome: 'not-judged' });
  });

  test('stands in the rule book with its level and its section', () => {
    expect(ruleBook[rule]).toMatchObject({ level, source });
  });
});

const error = (json: Readonly<Record<string, string>>, status = 400): readonly Given[] => [
  ['unknown-client', refuses('invalid_client', status, json)],
];
const basic = (status: number, challenge: string): readonly Given[] => [
  ['unknown-client-basic', refuses('invalid_client', status, {}, { 'www-authenticate': challenge })],
];
const token = (...answer: Parameters<typeof grants>): readonly Given[] => [['token', grants(...answer)]];
const bare = (json: Parameters<typeof grantsExactly>[0], tokens = [opaque]): readonly Given[] => [
  ['token', grantsExactly(json, { tokens })],
];

const writtenAs = (form: NumberForm, at: Pointer): Answer => {
  const answer = grants();
  return answer.body.kind === 'json' ? { ...answer, body: { ...answer.body, numbers: [{ form, at }] } } : answer;
};

test('rfc/expires-in-digits says how the number was written', () => {
  expect(
    findingsIn(judged('rfc/expires-in-digits', [['token', writtenAs('exponent', '/expires_in')]])).map(
      ({ actual }) => actual,
    ),
  ).toEqual(['number 3600, written with an exponent']);
});

test('the rows that need the claims of an encrypted JWT say so', () => {
  expect(judged('rfc/jwt-times', token({}, jwe))).toMatchObject({
    why: 'the JWT is encrypted, so its claims cannot be read',
  });
  expect(judged('rfc/jwt-alg', token({}, jwe))).toMatchObject({
    why: 'the JWT is encrypted: whether it is signed cannot be seen',
  });
});

test.each<[RfcRule, Judgement['outcome'], readonly Given[]]>([
  ['rfc/access-token', 'broken', bare(without('access_token'), [])],
  ['rfc/access-token', 'broken', token({ access_token: '' }, { ...opaque, kind: 'empty' })],
  ['rfc/access-token', 'broken', token({ access_token: 7 }, { ...opaque, kind: 'not-a-string' })],
  ['rfc/access-token', 'broken', [['token', htmlAnswer(200)]]],
  ['rfc/access-token', 'broken', [['token', grantsExactly(['x'], { tokens: [] })]]],
  ['rfc/access-token', 'broken', bare(without('access_token'), [{ ...opaque, at: '/jwt' }])],
  ['rfc/success-status', 'not-judged', [['token', { ...refuses(''), status: 300 }]]],
  ['rfc/success-status', 'not-judged', [['token', { ...refuses(''), tokens: [{ ...opaque, kind: 'empty' }] }]]],
  ['rfc/success-status', 'not-judged', [['token', { ...refuses(''), tokens: [{ ...opaque, at: '/jwt' }] }]]],
  ['rfc/success-status', 'broken', [['token', { ...refuses(''), tokens: [jwt()] }]]],
  ['rfc/token-type', 'not-judged', [['token', grantsExactly(['x'])]]],
  ['rfc/pragma', 'held', token({}, opaque, { pragma: 'x', Pragma: 'no-cache' })],
  ['rfc/top-level', 'broken', [['token', grantsExactly(['x'])]]],
  ['rfc/top-level', 'held', token({ data: { access_token: 'again' } })],
  ['rfc/token-type', 'held', token({ token_type: 'https://acme.test/types/mac' })],
  ['rfc/token-type', 'broken', token({ token_type: '' })],
  ['rfc/token-type', 'broken', token({ token_type: null })],
  ['rfc/token-type', 'broken', token({ token_type: 'Bear er' })],
  ['rfc/expires-in-digits', 'broken', token({ expires_in: 3600.5 })],
  ['rfc/expires-in-digits', 'broken', token({ expires_in: -1 })],
  ['rfc/expires-in-digits', 'held', token({ expires_in: 0 })],
  ...(['fraction', 'exponent', 'negative-zero'] as const).map((form): [RfcRule, 'broken', readonly Given[]] => [
    'rfc/expires-in-digits',
    'broken',
    [['token', writtenAs(form, '/expires_in')]],
  ]),
  ['rfc/expires-in-digits', 'held', [['token', writtenAs('fraction', '/rate')]]],
  ['rfc/expires-in-digits', 'not-judged', [['token', { ...grants(), beyond: ['number forms'] }]]],
  ['rfc/repeated-member', 'not-judged', [['token', { ...grants(), beyond: ['oddities'] }]]],
  ['rfc/jwt-alg', 'not-judged', token({}, jwe)],
  ['rfc/jwt-times', 'not-judged', token({}, jwe)],
  ['rfc/unknown-parameter', 'not-judged', [...token(), ['token-basic', refuses('invalid_client')]]],
  ['rfc/unknown-parameter', 'not-judged', [['missing-parameter-scope', refuses('invalid_scope')]]],
  ['rfc/jwt-times', 'not-judged', bare(without('expires_in'), [jwt()])],
  ['rfc/jwt-times', 'broken', bare(without('expires_in'), [jwt({ iat: 4_000_000_000 })])],
  ['rfc/error-status', 'held', [['wrong-media-type-text-plain', refuses('invalid_request', 415)]]],
  ['rfc/expires-in-digits', 'broken', token({ expires_in: null })],
  ['rfc/plausible-lifetime', 'broken', token({ expires_in: 0 })],
  ['rfc/plausible-lifetime', 'broken', token({ expires_in: 31_536_001 })],
  ['rfc/scope', 'broken', token({ scope: '' })],
  ['rfc/scope', 'broken', token({ scope: ['read'] })],
  ['rfc/scope', 'broken', token({ scope: 'a"b' })],
  ['rfc/scope', 'held', token({ scope: '‹string, 20 characters›' })],
  ['rfc/refresh-token', 'broken', token({ refresh_token: null })],
  ['rfc/cache-control', 'broken', token({}, opaque, { 'cache-control': 'no-storehouse' })],
  ['rfc/pragma', 'held', token({}, opaque, { pragma: 'No-Cache' })],
  ['rfc/jwt-alg', 'held', token({}, jwt({ alg: 'HS256' }))],
  ['rfc/error-code', 'broken', [['unknown-client', jsonAnswer(401, { error: { code: 401 } })]]],
  ['rfc/error-code', 'broken', [['unknown-client', htmlAnswer(400)]]],
  ['rfc/error-code', 'not-judged', [['wrong-media-type-text-plain', htmlAnswer(415)]]],
  ['rfc/error-text', 'broken', error({ error_description: 'a "quote"' })],
  ['rfc/error-text', 'broken', error({ error_description: 'é' })],
  ['rfc/error-text', 'broken', error({ error_description: 'back\\slash' })],
  ['rfc/rejected-basic', 'broken', basic(401, 'Bearer realm="x"')],
  ['rfc/rejected-basic', 'held', basic(401, 'Bearer realm="x", basic realm="y"')],
  ['rfc/rejected-basic', 'broken', [['unknown-client-basic', grants()]]],
  ['rfc/unknown-scope', 'held', [['unknown-scope', refuses('invalid_scope')]]],
  ['rfc/unknown-scope', 'broken', [['unknown-scope', grants({ scope: null })]]],
  ['rfc/missing-scope', 'held', [['missing-parameter-scope', refuses('invalid_scope')]]],
  ['rfc/credentials-in-url', 'broken', [['credentials-in-query', grants()]]],
  [
    'rfc/credentials-in-url',
    'not-judged',
    [
      ['unknown-client', refuses('invalid_client')],
      ['credentials-in-query', refuses('invalid_request')],
    ],
  ],
  ['rfc/success-status', 'broken', [['token', { ...grants(), status: 400 }]]],
])('%s is %s on %j', (rule, outcome, given) => {
  expect(judged(rule, given).outcome).toBe(outcome);
});

describe('times of a JWT', () => {
  const undocumented = {
    ...emca,
    token: { ...emca.token, expiry: { at: '/expires_in', unit: 'undocumented' } as const },
  };
  const issued = jwt().jwt?.iat ?? 0;
  const lives = (seconds: number) => jwt({ exp: issued + seconds });

  test.each<[string, number, number, string]>([
    ['minutes', 1440, 86_400, 'number 1440, which fits in minutes'],
    ['hours', 24, 86_400, 'number 24, which fits in hours'],
    ['milliseconds', 3_600_000, 3600, 'number 3600000, which fits in milliseconds'],
    ['nothing', 3594, 3600, 'number 3594'],
  ])('name the unit that fits: %s', (_, expiresIn, lifetime, actual) => {
    const [finding, ...others] = findingsIn(judged('rfc/jwt-times', token({ expires_in: expiresIn }, lives(lifetime))));
    expect([finding?.actual, others]).toEqual([actual, []]);
  });

  test('five seconds are rounding', () => {
    expect(judged('rfc/jwt-times', token({ expires_in: 3595 }, lives(3600))).outcome).toBe('held');
  });

  test('an iat that is yet to come', () => {
    const ahead = jwt({ iat: issued + 60, exp: issued + 3660 });
    expect(findingsIn(judged('rfc/jwt-times', token({}, ahead))).map(({ at, actual }) => [at, actual])).toEqual([
      ['/access_token', 'an iat 60 seconds ahead'],
    ]);
  });

  test('an undocumented unit is not judged by an opaque token, and settled by a JWT', () => {
    const why = 'every token is opaque, and the documentation does not say the unit of expires_in';
    expect(judged('rfc/jwt-times', token({ expires_in: 1440 }), undocumented)).toMatchObject({ why });
    expect(judged('rfc/short-lifetime', token({ expires_in: 1440 }), undocumented)).toMatchObject({
      why: 'the documentation does not say the unit of expires_in, and the token is opaque',
    });
    const day = token({ expires_in: 1440 }, lives(86_400));
    expect(findingsIn(judged('rfc/jwt-times', day, undocumented))).toHaveLength(1);
    expect(findingsIn(judged('rfc/short-lifetime', day, undocumented))[0]?.actual).toBe('86400 seconds');
    expect(judged('rfc/jwt-times', token({ expires_in: 1440 }, lives(1440)), undocumented).outcome).toBe('held');
  });
});

test.each<[Judgement['outcome'], Given[1], Given[1]]>([
  ['held', grants(), grants()],
  ['broken', grants(), refuses('invalid_scope')],
  ['not-judged', refuses('invalid_scope'), refuses('invalid_scope')],
  ['not-judged', undefined, grants()],
])(
  'an empty parameter that is not part of the request is compared with the canonical one: %s',
  (outcome, canonical, empty) => {
    const provider = { ...emca, request: { ...emca.request, parameters: {} } };
    const given: readonly Given[] = [
      ['token', canonical],
      ['empty-scope', empty],
      ['token-basic', grants()],
    ];
    expect(judged('rfc/empty-parameter', given, provider).outcome).toBe(outcome);
  },
);

test.each<[string, Pointer, Judgement['outcome']]>([
  ['the documented place', '/token', 'broken'],
  ['the place of RFC 6749', '/access_token', 'broken'],
  ['another place', '/jwt', 'not-judged'],
])('a client looks for its token in %s: %s', (_, at, outcome) => {
  const provider = { ...emca, token: { ...emca.token, accessToken: '/token' } } as const;
  const given = bare({ token: 'x' }, [{ ...opaque, at, bits: 8 }]);
  expect(judged('rfc/token-strength', given, provider).outcome).toBe(outcome);
});

describe('one row of several cases', () => {
  const twoBad: readonly Given[] = [
    ['unknown-client', refuses('server_error')],
    ['missing-parameter-client-id', refuses('oops')],
    ['missing-parameter-scope', refuses('invalid_scope')],
    ['missing-parameter-grant-type', htmlAnswer(400)],
  ];

  test('is one finding for each place, which names the first case and counts the others', () => {
    expect(findingsIn(judged('rfc/error-code', twoBad)).map((one) => [one.case, one.at, one.actual])).toEqual([
      ['acme/unknown-client', '/error', 'string "server_error" (and 1 other case)'],
      ['acme/missing-parameter-grant-type', '', 'a body that is not JSON'],
    ]);
  });

  test('has the same fingerprint whichever case shows it', () => {
    const [first] = findingsIn(judged('rfc/error-code', twoBad));
    const [second] = findingsIn(judged('rfc/error-code', twoBad.slice(1)));
    expect([first?.case === second?.case, first?.fingerprint]).toEqual([false, second?.fingerprint]);
  });

  test('of a whole answer is no one change with other rows', () => {
    const changes = (['rfc/cache-control', 'rfc/pragma'] as const).flatMap((rule) =>
      findingsIn(judged(rule, token({}, opaque, { 'cache-control': 'x', pragma: 'x' }))).map(({ change }) => change),
    );
    expect(changes).toEqual(['acme token responses rfc/cache-control', 'acme token responses rfc/pragma']);
  });

  test.each([
    ['mock-assumed', ['documented', 'assumed', 'documented']],
    ['mock-documented', ['documented', 'documented', 'documented']],
    ['provider', [undefined, undefined, undefined]],
  ] as const)('holds on its weakest evidence: %s', (evidence, bases) => {
    const slugs = ['unknown-client', 'missing-parameter-client-id', 'missing-parameter-scope'];
    const given = bases.map(
      (mockBasis, index): Given => [
        slugs[index] ?? '',
        { ...refuses('invalid_scope'), ...(mockBasis && { mockBasis }) },
      ],
    );
    const { refused: documented } = acme.responses;
    if (documented === undefined) return expect.fail();
    const response = { name: 'refused', ...documented };
    const subjects = subjectsOf(given).map((subject) => ({ ...subject, case: { ...subject.case, response } }));
    const judgement = judgeProvider(subjects, 'advise').find(({ rule }) => rule === 'rfc/error-code');
    expect(judgement).toMatchObject({ outcome: 'held', evidence });
  });

  test('never looks at what only the mock is asked', () => {
    expect(judged('rfc/error-code', [['wrong-secret', refuses('oops', 401)]])).toMatchObject({
      why: 'no refusal was selected',
    });
  });
});

test('a cache header that no page shows is an assumption of the mock', () => {
  const given = token().map(([slug, answer]): Given => [slug, { ...(answer ?? grants()), mockBasis: 'documented' }]);
  expect(judged('rfc/cache-control', given)).toMatchObject({ outcome: 'held', evidence: 'mock-assumed' });
  const [shown] = subjectsOf(given);
  if (shown === undefined) return expect.fail();
  const response = { name: 'token', ...acme.responses.token, headers: { 'cache-control': 'no-store' } };
  const judgements = judgeProvider([{ ...shown, case: { ...shown.case, response } }], 'advise');
  expect(judgements.find(({ rule }) => rule === 'rfc/cache-control')).toMatchObject({ evidence: 'mock-documented' });
});

describe('what holds on the mock is evidence only of what the page shows', () => {
  const page = { ...acme.responses.token, example: { access_token: 'a' } };
  const rest = { token_type: 'Bearer', expires_in: 3600, scope: 'api' };
  const source = { doc: 'errors' };
  const whole = acme.responses.token;
  const split = { ...page, assumed: { members: rest, source } };
  test.each<[RfcRule, string, KnownResponse, 'mock-documented' | 'mock-assumed']>([
    ['rfc/token-type', 'a member of the example', whole, 'mock-documented'],
    ['rfc/token-type', 'an assumed member', split, 'mock-assumed'],
    ['rfc/expires-in', 'a member of the example', whole, 'mock-documented'],
    ['rfc/expires-in', 'an assumed member', split, 'mock-assumed'],
    ['rfc/expires-in-digits', 'an assumed member', split, 'mock-assumed'],
    ['rfc/plausible-lifetime', 'an assumed member', split, 'mock-assumed'],
    ['rfc/short-lifetime', 'a member of the example', whole, 'mock-documented'],
    ['rfc/short-lifetime', 'an assumed member', split, 'mock-assumed'],
    ['rfc/scope', 'an assumed member', split, 'mock-assumed'],
    ['rfc/access-token', 'the member that is shown beside assumed ones', split, 'mock-documented'],
    ['rfc/refresh-token', 'a member that a whole example does not have', whole, 'mock-documented'],
    ['rfc/refresh-token', 'a member that the rest of the body may have', split, 'mock-assumed'],
    ['rfc/top-level', 'a whole body', whole, 'mock-documented'],
    ['rfc/top-level', 'a body of which the page shows a part', split, 'mock-assumed'],
    ['rfc/success-status', 'a status', whole, 'mock-documented'],
    ['rfc/success-status', 'no status', { ...whole, advisory: ['status'] }, 'mock-assumed'],
    ['rfc/redirect', 'no status', { ...whole, advisory: ['status'] }, 'mock-assumed'],
    ['rfc/media-type', 'a media type', whole, 'mock-documented'],
    ['rfc/media-type', 'no media type', { ...whole, advisory: ['media-type'] }, 'mock-assumed'],
    ['rfc/token-strength', 'a placeholder for the token', whole, 'mock-assumed'],
    ['rfc/bearer-token', 'a placeholder for the token', whole, 'mock-assumed'],
    ['rfc/token-type', 'an assumed answer', { ...whole, basis: 'assumed' }, 'mock-assumed'],
  ])('%s: %s', (rule, _, known, evidence) => {
    const given = token(rest).map(
      ([slug, answer]): Given => [slug, { ...(answer ?? grants()), mockBasis: 'documented' }],
    );
    const response = { name: 'token', ...known };
    const subjects = subjectsOf(given).map((subject) => ({ ...subject, case: { ...subject.case, response } }));
    const judgements = judgeProvider(subjects, 'advise');
    expect(judgements.find((judgement) => judgement.rule === rule)).toEqual({ rule, outcome: 'held', evidence });
  });

  test('a live answer is the provider’s own, whatever the page shows', () => {
    const response = { name: 'token', ...split };
    const subjects = subjectsOf(token(rest)).map((subject) => ({ ...subject, case: { ...subject.case, response } }));
    const judgements = judgeProvider(subjects, 'advise');
    expect(judgements.find(({ rule }) => rule === 'rfc/token-type')).toMatchObject({ evidence: 'provider' });
  });
});

test('what the provider documents is said so, with its page', () => {
  const deviations = [
    { rule: 'rfc/token-type', what: 'It is called type.', source: { doc: 'page', at: 'Response' } },
  ] as const;
  const [finding] = findingsIn(judged('rfc/token-type', bare(without('token_type')), { ...emca, deviations }));
  expect(finding?.deviation).toEqual({
    what: 'It is called type.',
    title: 'Acme: Tokens',
    url: 'https://docs.acme.test/tokens',
    at: 'Response',
  });
  expect(
    findingsIn(judged('rfc/pragma', token({}, opaque, { pragma: 'x' }), { ...emca, deviations }))[0],
  ).not.toHaveProperty('deviation');
});

test('advice is information, whatever its level, and several findings of one row too', () => {
  const given: readonly Given[] = [
    ['token', grants({}, { ...opaque, bits: 8 }, { pragma: 'x' })],
    ['unknown-client', refuses('oops')],
    ['missing-parameter-client-id', htmlAnswer(400)],
  ];
  const advised = findingsIn(judgeProvider(subjectsOf(given), 'advise'));
  const enforced = findingsIn(judgeProvider(subjectsOf(given), 'enforce'));
  expect(new Set(advised.map(({ severity }) => severity))).toEqual(new Set(['info']));
  expect(new Set(enforced.map(({ severity }) => severity))).toEqual(new Set(['error']));
  expect(advised.map((one) => ({ ...one, severity: 'error' }))).toEqual(enforced);
});

test('a provider whose own way is Basic shows the rows of Basic', () => {
  const provider = { ...emca, request: { ...emca.request, authentication: 'client_secret_basic' } as const };
  const clients = [{ authentication: 'client_secret_basic', id: 'x', secret: 'y' }] as const;
  const one = caseOf('unknown-client');
  const subject = {
    provider,
    case: { ...one, request: { ...one.request, clients } },
    exchange: exchangeOf(one, [answered(refuses('invalid_client', 400))]),
  };
  const outcomes = judgeProvider([subject], 'advise').flatMap(({ rule, outcome }) =>
    ['rfc/rejected-basic', 'rfc/rejected-client', 'rfc/error-status'].includes(rule) ? [outcome] : [],
  );
  expect(outcomes.toSorted()).toEqual(['broken', 'not-judged', 'not-judged']);
});
