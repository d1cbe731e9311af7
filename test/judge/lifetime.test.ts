import { describe, expect, test } from 'vitest';
import { judge, judgeProvider } from '../../scripts/judge/checks.ts';
import { accept } from '../../scripts/judge/drift/accept.ts';
import { judgeDrift } from '../../scripts/judge/drift/judge.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { Answer, TokenFacts } from '../../scripts/model/exchange.ts';
import type { Subject } from '../../scripts/model/finding.ts';
import type { Json, Provider, TokenMembers } from '../../scripts/model/provider.ts';
import type { Baseline } from '../../scripts/model/shape.ts';
import { acme, findingsIn, jsonAnswer, masked, refusalCase, subjectOf, tokenCase } from '../support/exchanges.ts';

/** Every answer of these tests is received 55 ms after this moment. */
const sentAt = '2026-01-02T03:04:05.000Z';
const now = 1_767_323_045;
const source = { doc: 'page', at: 'Token' };

const documented = (more: Partial<TokenMembers> = {}, unit: 'seconds' | 'undocumented' = 'seconds'): Provider => ({
  ...acme,
  token: { ...acme.token, expiry: { at: '/expires_in', unit }, ...more },
});
const silent = documented();
const hour = documented({ lifetime: { seconds: 3600, source } });
const endless = documented({ expiry: { at: '/expires_in', unit: 'seconds', never: -1 } });

const facts: TokenFacts = {
  at: '/access_token',
  kind: 'opaque',
  length: 43,
  vschar: true,
  b64token: true,
  bits: 256,
  id: 'a842690011223344',
};
const opaque = (id: string): TokenFacts => ({ ...facts, id });
/** A JWT that was issued `age` seconds before the answer and lives for `whole` seconds. */
const jwt = (age: number, whole: number, id = 'b'): TokenFacts => ({
  ...facts,
  id,
  kind: 'jwt',
  jwt: { alg: 'RS256', headerNames: ['alg'], claimNames: ['exp', 'iat'], iat: now - age, exp: now - age + whole },
});
/** With times in its header, which say nothing of the claims. */
const encryptedJwt = (age: number, whole: number): TokenFacts => {
  const facts = jwt(age, whole);
  return { ...facts, ...(facts.jwt && { jwt: { ...facts.jwt, alg: 'dir', enc: 'A256GCM', claimNames: [] } }) };
};
const jwtWithoutIat = (lives: number): TokenFacts => ({
  ...facts,
  kind: 'jwt',
  jwt: { alg: 'RS256', headerNames: ['alg'], claimNames: ['exp'], exp: now + lives },
});

type Given = readonly [expiresIn: Json | undefined, token: TokenFacts, headers?: Readonly<Record<string, string>>];
const says = ([expiresIn, token, headers = {}]: Given): Answer =>
  jsonAnswer(
    200,
    {
      access_token: '‹string, 43 characters, #a84269›',
      token_type: 'Bearer',
      ...(expiresIn !== undefined && { expires_in: expiresIn }),
    },
    {
      tokens: [token],
      headers: Object.entries({ 'content-type': 'application/json', ...headers }).map(([name, value]) => [
        name,
        masked(value),
      ]),
    },
  );
const dated = (seconds: number): Readonly<Record<string, string>> => ({
  Date: new Date((now + seconds) * 1000).toUTCString(),
});

const cases: readonly Case[] = [
  tokenCase,
  { ...tokenCase, id: 'acme/token-form' },
  { ...tokenCase, id: 'acme/token-json' },
];
const caseAt = (index: number): Case => cases[index] ?? tokenCase;
const runOf = (provider: Provider, given: readonly Given[]): readonly Subject[] =>
  given.map((one, index) => ({ ...subjectOf(caseAt(index), says(one)), provider }));

const validate = () => [];
const accepted = (provider: Provider, runs: readonly (readonly Given[])[]): Baseline | undefined =>
  runs.reduce<Baseline | undefined>((before, given, index) => {
    const subjects = runOf(provider, given);
    const known = cases.map(({ id }) => id);
    const at = `2026-01-0${index + 1}T00:00:00.000Z`;
    return accept({ provider, subjects, origin: 'https://acme.test', at, before, known, schemas: {} }).baseline;
  }, undefined);

/** What is said of lifetimes in the last of the runs, after the others were accepted: `severity rule pointer: actual`. */
function said(provider: Provider, runs: readonly (readonly Given[])[]): readonly string[] {
  const subjects = runOf(provider, runs.at(-1) ?? []);
  const baseline = accepted(provider, runs.slice(0, -1));
  const drift = baseline && judgeDrift(provider, subjects, { baseline, schemas: {} });
  return subjects
    .flatMap((subject) => [
      ...judge(subject, validate, { subjects, baseline }),
      ...(drift?.byCase.get(subject.case.id) ?? []),
    ])
    .flatMap((judgement) => findingsIn(judgement))
    .filter(({ rule }) => /lifetime|dead|range/.test(rule))
    .map(({ rule, severity, at, actual }) => `${severity} ${rule} ${at}: ${actual}`);
}

type Row = readonly [what: string, provider: Provider, runs: readonly (readonly Given[])[], wanted: readonly string[]];

describe('V7: a token that was issued earlier shows what is left of it', () => {
  test.each<Row>([
    [
      'one opaque token for all requests, less is left the next night',
      silent,
      [
        [
          [2899, opaque('a')],
          [2899, opaque('a')],
        ],
        [
          [1499, opaque('b')],
          [1498, opaque('b')],
        ],
      ],
      [],
    ],
    [
      '40, and 21 nine seconds later',
      hour,
      [
        [
          [40, opaque('a')],
          [21, opaque('a')],
        ],
      ],
      [],
    ],
    ['a JWT whose iat is old', hour, [[[1200, jwt(2400, 3600)]]], []],
    ['a JWT whose iat is old, accepted when it was new', silent, [[[3600, jwt(0, 3600)]], [[60, jwt(3540, 3600)]]], []],
    ['a new JWT, accepted when its iat was old', silent, [[[60, jwt(3540, 3600)]], [[3600, jwt(0, 3600)]]], []],
    [
      'a server that was accepted to repeat tokens, asked once',
      hour,
      [
        [
          [2899, opaque('a')],
          [2899, opaque('a')],
        ],
        [[12, opaque('b')]],
      ],
      [],
    ],
    [
      'the token is not told apart by its age, so its varying lifetimes were accepted',
      hour,
      [[[2899, opaque('a')]], [[1499, opaque('b')]], [[700, opaque('c')]]],
      [],
    ],
    [
      'a server that was accepted to repeat tokens later, asked once',
      silent,
      [
        [[3600, opaque('a')]],
        [
          [3000, opaque('b')],
          [3000, opaque('b')],
        ],
        [[1499, opaque('c')]],
      ],
      [],
    ],
    [
      'a new token after a cached one',
      silent,
      [
        [
          [40, opaque('a')],
          [40, opaque('a')],
        ],
        [
          [3600, opaque('b')],
          [3600, opaque('b')],
        ],
      ],
      [],
    ],
    [
      'more is left than a token lives',
      hour,
      [
        [
          [7200, opaque('a')],
          [7200, opaque('a')],
        ],
      ],
      ['warning docs/lifetime /expires_in: number 7200', 'warning docs/lifetime /expires_in: number 7200'],
    ],
    [
      'the whole life of an old JWT is shorter than it was',
      silent,
      [[[3600, jwt(0, 3600)]], [[100, jwt(500, 600)]]],
      ['error baseline/lifetime-shorter /expires_in: expires_in went from 3600 to 600'],
    ],
    [
      'different tokens with less life',
      silent,
      [
        [
          [3600, opaque('a')],
          [3600, opaque('b')],
        ],
        [
          [1500, opaque('c')],
          [3600, opaque('d')],
        ],
      ],
      ['error baseline/lifetime-shorter /expires_in: expires_in went from 3600 to 1500'],
    ],
  ])('%s', (_, provider, runs, wanted) => {
    expect(said(provider, runs)).toEqual(wanted);
  });
});

describe('V8: a range is accepted', () => {
  const night = (expiresIn: number): readonly Given[] => [[expiresIn, opaque('a')]];
  test.each<Row>([
    ['inside', silent, [night(5011), night(3599), night(4200)], []],
    ['a tenth beyond', silent, [night(5011), night(3599), night(3300)], []],
    [
      'before it was accepted',
      silent,
      [night(5011), night(3599)],
      ['error baseline/lifetime-shorter /expires_in: expires_in went from 5011 to 3599'],
    ],
    [
      'below',
      silent,
      [night(5011), night(3599), night(1200)],
      ['error baseline/lifetime-shorter /expires_in: expires_in went from 3599–5011 to 1200'],
    ],
    [
      'above',
      silent,
      [night(5011), night(3599), night(6000)],
      ['warning baseline/lifetime-longer /expires_in: expires_in went from 3599–5011 to 6000'],
    ],
    ['of a JWT', silent, [[[undefined, jwt(0, 5011)]], [[undefined, jwt(0, 3599)]], [[undefined, jwt(0, 4200)]]], []],
    [
      'of a JWT, below',
      silent,
      [[[undefined, jwt(0, 5011)]], [[undefined, jwt(0, 3599)]], [[undefined, jwt(0, 1200)]]],
      ['error baseline/lifetime-shorter /access_token: exp − iat of the token went from 3599–5011 to 1200'],
    ],
  ])('%s', (_, provider, runs, wanted) => {
    expect(said(provider, runs)).toEqual(wanted);
  });

  test.each<[string, readonly (readonly Given[])[], unknown]>([
    ['a dead token moves nothing', [night(3600), night(0)], { min: 3600, max: 3600, seen: 1 }],
    ['an old JWT shows its whole life', [[[100, jwt(500, 600)]]], { min: 600, max: 600, seen: 1 }],
    ['an old JWT whose number says something else', [[[20, jwt(500, 600)]]], { min: 20, max: 20, seen: 1, left: true }],
  ])('accepting: %s', (_, runs, wanted) => {
    expect(accepted(silent, runs)?.cases['acme/token']?.shape.members['/expires_in']?.lifetime).toEqual(wanted);
  });

  test('and counted', () => {
    const baseline = accepted(silent, [night(5011), night(3599), night(4200)]);
    expect(baseline?.cases['acme/token']?.shape.members['/expires_in']?.lifetime).toEqual({
      min: 3599,
      max: 5011,
      seen: 3,
    });
  });
});

describe('V9: another unit, or an instant', () => {
  const night = (expiresIn: Json): readonly Given[] => [[expiresIn, opaque('a')]];
  test.each<Row>([
    [
      'milliseconds',
      silent,
      [night(3600), night(3_600_000)],
      [
        'error baseline/lifetime-longer /expires_in: expires_in went from 3600 to 3600000: a factor of 1000; milliseconds instead of seconds?',
      ],
    ],
    [
      'seconds since 1970',
      silent,
      [night(3600), night(now + 3600)],
      [
        'error baseline/lifetime-longer /expires_in: expires_in went from 3600 to a time 3600 seconds ahead: a time in seconds since 1970 instead of a duration?',
      ],
    ],
    [
      'a duration in place of milliseconds since 1970',
      silent,
      [night((now + 3600) * 1000), night(3600)],
      [
        'error baseline/lifetime-shorter /expires_in: expires_in went from a time 3600 seconds ahead to 3600: a duration instead of a time in milliseconds since 1970?',
      ],
    ],
    [
      'a string of digits, in minutes',
      silent,
      [night('3600'), night('60')],
      [
        'error baseline/lifetime-shorter /expires_in: expires_in went from 3600 to 60: a factor of 60; minutes instead of seconds?',
      ],
    ],
    [
      'milliseconds, against the page',
      hour,
      [night(3_600_000)],
      ['error docs/lifetime /expires_in: number 3600000: a factor of 1000; milliseconds instead of seconds?'],
    ],
    [
      'an instant, against the page',
      hour,
      [night((now + 3600) * 1000)],
      [
        'error docs/lifetime /expires_in: number 1767326645000: a time in milliseconds since 1970 instead of a duration?',
      ],
    ],
    [
      'longer without such a factor',
      silent,
      [night(3600), night(7200)],
      ['warning baseline/lifetime-longer /expires_in: expires_in went from 3600 to 7200'],
    ],
    ['an instant that was accepted', silent, [night((now + 3600) * 1000), night((now + 3500) * 1000)], []],
    ['thirty days in milliseconds is no instant', silent, [night(2_592_000_000), night(2_592_000_000)], []],
  ])('%s', (_, provider, runs, wanted) => {
    expect(said(provider, runs)).toEqual(wanted);
  });
});

describe('V10: a JWT that expires before expires_in says', () => {
  const contradicts = (actual: string) => [`error run/lifetime-contradicts /expires_in: ${actual}`];
  test.each<Row>([
    ['300 beside 3600', silent, [[[3600, jwt(0, 300)]]], contradicts('number 3600')],
    [
      '300 beside 3600, as documented and accepted',
      hour,
      [[[3600, jwt(0, 300)]], [[3600, jwt(0, 300)]]],
      contradicts('number 3600'),
    ],
    ['without iat', silent, [[[3600, jwtWithoutIat(300)]]], contradicts('number 3600')],
    ['a cached JWT beside the whole lifetime', hour, [[[3600, jwt(1800, 3600)]]], contradicts('number 3600')],
    [
      'in milliseconds: one finding, which names the unit',
      hour,
      [[[3600, jwt(0, 3600)]], [[3_600_000, jwt(0, 3600)]]],
      contradicts('number 3600000: a factor of 1000; milliseconds instead of seconds?'),
    ],
    ['a string of digits', silent, [[['3600', jwt(0, 300)]]], contradicts('number 3600')],
    [
      'never, beside an end',
      endless,
      [[[-1, jwt(0, 300)]]],
      contradicts('number -1: which means a token that never expires'),
    ],
    ['an hour with a minute to spare', silent, [[[3600, jwt(0, 3540)]]], []],
    ['an encrypted JWT', silent, [[[3600, encryptedJwt(0, 300)]]], []],
    ['lives longer than it says', silent, [[[3600, jwt(0, 86_400)]]], []],
    ['minutes, where no page names the unit', documented({}, 'undocumented'), [[[60, jwt(0, 3600)]]], []],
    ['what is left of a cached JWT', silent, [[[1800, jwt(1800, 3600)]]], []],
    ['a clock of the server that is 90 seconds behind', silent, [[[300, jwt(90, 300), dated(-90)]]], []],
    ['a clock of the server that is 90 seconds ahead', silent, [[[300, jwt(-90, 300), dated(90)]]], []],
    ['a clock that is an hour behind', silent, [[[300, jwt(3600, 300), dated(-3600)]]], []],
    ['a clock that is behind, and no Date', silent, [[[300, jwt(90, 300)]]], []],
    [
      'an answer from a cache of the host, with its number of then',
      silent,
      [[[400, jwt(200, 400), { ...dated(-200), Age: '200' }]]],
      contradicts('number 400'),
    ],
    ['an answer from a cache of the host', silent, [[[300, jwt(100, 400), { ...dated(-100), Age: '100' }]]], []],
  ])('%s', (_, provider, runs, wanted) => {
    expect(said(provider, runs)).toEqual(wanted);
  });

  test('says by whose clock', () => {
    const [subject] = runOf(silent, [[3600, jwt(1890, 3600), dated(-90)]]);
    const findings = subject === undefined ? [] : findingsIn(judge(subject, validate));
    expect(findings.find(({ rule }) => rule === 'run/lifetime-contradicts')).toMatchObject({
      severity: 'error',
      expected: "at most 1800 seconds: the JWT expires then (by the server's clock, which is 90 seconds behind)",
      actual: 'number 3600',
    });
  });
});

describe('V11: a token that is dead when it arrives', () => {
  const dead = (at: string, actual: string) => [`error run/dead-on-arrival ${at}: ${actual}`];
  test.each<Row>([
    ['0', hour, [[[3600, opaque('a')]], [[0, opaque('b')]]], dead('/expires_in', 'number 0')],
    ['-3600', silent, [[[-3600, opaque('a')]]], dead('/expires_in', 'number -3600')],
    ['"0"', silent, [[['0', opaque('a')]]], dead('/expires_in', 'number 0')],
    ['0 that was accepted', silent, [[[0, opaque('a')]], [[0, opaque('b')]]], dead('/expires_in', 'number 0')],
    ['-1 where no page gives it a meaning', silent, [[[-1, opaque('a')]]], dead('/expires_in', 'number -1')],
    [
      'a JWT that has expired',
      hour,
      [[[3600, jwt(7200, 3600)]]],
      dead(
        '/access_token',
        'a JWT that expired 3600 seconds before it came (the server sent no Date, so its clock is not known)',
      ),
    ],
    ['a JWT without a life', silent, [[[undefined, jwt(0, 0)]]], dead('/access_token', 'a JWT whose exp − iat is 0')],
    ['-1 where it means that a token never expires', endless, [[[-1, opaque('a')]], [[-1, opaque('b')]]], []],
    ['one second', silent, [[[1, opaque('a')]]], []],
    ['no expires_in', silent, [[[undefined, opaque('a')]]], []],
    ['a JWT with a second left', silent, [[[1, jwt(3599, 3600)]]], []],
  ])('%s', (_, provider, runs, wanted) => {
    expect(said(provider, runs)).toEqual(wanted);
  });

  test('is none of the business of a refusal', () => {
    const subject = subjectOf(refusalCase, says([0, opaque('a')]));
    expect(judge(subject, validate).filter(({ rule }) => /lifetime|dead/.test(rule))).toEqual([]);
  });
});

describe('rfc/jwt-times, by the clock of the server', () => {
  const row = (given: Given) =>
    judgeProvider(runOf(silent, [given]), 'advise')
      .filter(({ rule }) => rule === 'rfc/jwt-times')
      .flatMap((judgement) =>
        judgement.outcome === 'broken' ? findingsIn(judgement).map(({ actual }) => actual) : [judgement.outcome],
      );
  test.each<[string, Given, readonly string[]]>([
    ['90 seconds ahead, and its Date says so', [3600, jwt(-90, 3600), dated(90)], ['held']],
    [
      '90 seconds ahead, and a Date that is three seconds old',
      [3600, jwt(-90, 3600), dated(-3)],
      ['an iat 90 seconds ahead'],
    ],
    ['90 seconds ahead of its own Date', [3600, jwt(-90, 3600), dated(0)], ['an iat 90 seconds ahead']],
    [
      '90 seconds ahead of a Date that is behind',
      [3600, jwt(-30, 3600), dated(-60)],
      ["an iat 90 seconds ahead (by the server's clock, which is 60 seconds behind)"],
    ],
    ['what is left of a cached JWT', [1800, jwt(1800, 3600)], ['held']],
  ])('%s', (_, given, wanted) => {
    expect(row(given)).toEqual(wanted);
  });
});

test('the moment of these tests is that of their answers', () => {
  expect(Date.parse(sentAt) / 1000).toBe(now);
});
