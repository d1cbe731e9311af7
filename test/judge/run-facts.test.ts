import { describe, expect, test } from 'vitest';
import { createValidate } from '../../scripts/judge/index.ts';
import type { Answer, Attempt, Failure, InnerBound, Oddity, UnusableText } from '../../scripts/model/exchange.ts';
import type { CaseCheck } from '../../scripts/model/finding.ts';
import {
  answerWith,
  failed,
  findingsIn,
  htmlAnswer,
  jsonAnswer,
  masked,
  observedCase,
  subjectOf,
  tokenBody,
  tokenCase,
} from '../support/exchanges.ts';
import { checkNamed } from './check-named.ts';
import { opaque } from './rfc-rows.ts';

const runEchoedSecret = checkNamed('run/echoed-secret');
const runEncoded = checkNamed('run/encoded');
const runMalformedHttp = checkNamed('run/malformed-http');
const runOddity = checkNamed('run/oddity');
const runRedirect = checkNamed('run/redirect');
const runTooDeep = checkNamed('run/too-deep');
const runTooLarge = checkNamed('run/too-large');
const runUnusable = checkNamed('run/token-unusable-text');
const runBeyond = checkNamed('run/beyond-bound');
const validate = createValidate({});
const odd = (...oddities: Extract<Answer['body'], { kind: 'json' }>['oddities']): Answer =>
  answerWith({ body: { kind: 'json', json: tokenBody, oddities } });
const redirect = (status: number, location?: string): Answer =>
  answerWith({ status, headers: location === undefined ? [] : [['Location', masked(location)]] });

type Row = readonly [CaseCheck, string, Answer | Attempt, 'error' | 'warning' | 'info', string, string, string];
const broken: readonly Row[] = [
  ...[301, 302, 303, 307, 308].map(
    (status): Row => [
      runRedirect,
      String(status),
      redirect(status, 'https://login.acme.test'),
      'error',
      '',
      'an answer',
      `status ${status} to https://login.acme.test`,
    ],
  ),
  [runRedirect, '302 without a Location', redirect(302), 'error', '', 'an answer', 'status 302 to nowhere'],
  [
    runTooLarge,
    'a body past the bound',
    failed('too-large', 'more than 65536 bytes'),
    'error',
    '',
    'at most 64 KiB of body and 16 KiB of headers',
    'more than 65536 bytes',
  ],
  [runEncoded, 'gzip', failed('encoded', 'gzip'), 'error', '', 'no content coding, and a known charset', 'gzip'],
  [runTooDeep, 'nested JSON', failed('too-deep', '65 levels'), 'error', '', 'at most 64 levels of JSON', '65 levels'],
  [runMalformedHttp, 'SSH', failed('malformed-http', 'SSH-2.0'), 'error', '', 'HTTP/1.1', 'SSH-2.0'],
  ...(['status', 'header', 'body'] as const).map(
    (where): Row => [
      runEchoedSecret,
      where,
      answerWith({ echoed: [{ variable: 'clientSecret', where }] }),
      'warning',
      '',
      'no clientSecret in the answer',
      `it stands in the ${where}`,
    ],
  ),
  ...(
    [
      ['bom', 'a byte order mark before the JSON'],
      ['not-utf-8', 'an encoding other than UTF-8'],
      ['repeated-member', 'a member that is there twice'],
      ['unsafe-member', 'a member with the name of a language internal'],
      ['unsafe-number', 'a number that a double cannot hold'],
      ['lone-surrogate', 'half of a character (a lone surrogate)'],
    ] satisfies readonly (readonly [Oddity, string])[]
  ).map(
    ([is, words]): Row => [
      runOddity,
      is,
      odd({ is, at: '/expires_in' }),
      'warning',
      '/expires_in',
      'JSON that every parser reads alike',
      words,
    ],
  ),
  ...(
    [
      ['coded', 'a content coding though none was asked for'],
      ['no-coding', 'a Content-Encoding that names no content coding'],
    ] satisfies readonly (readonly [Oddity, string])[]
  ).map(([is, words]): Row => [runOddity, is, odd({ is, at: '' }), 'warning', '', 'no Content-Encoding', words]),
  ...(
    [
      ['control-character', 'text with a control character, e.g. a line feed'],
      ['non-ascii', 'text with a character outside ASCII'],
      ['scheme', 'text with an authentication scheme before the token, e.g. "Bearer "'],
      ['white-space', 'text with white space in it'],
      ['placeholder', 'a placeholder of a program in place of a token, e.g. the word undefined'],
    ] satisfies readonly (readonly [UnusableText, string])[]
  ).map(
    ([unusable, words]): Row => [
      runUnusable,
      unusable,
      answerWith({ tokens: [{ ...opaque, unusable }] }),
      'error',
      '/access_token',
      'a token of printable ASCII without white space',
      words,
    ],
  ),
  ...(
    [
      ['tokens', 'at most 50 tokens in one answer'],
      ['names in a JWT', 'at most 200 names in the header or the claims of a JWT'],
      ['oddities', 'at most 20 oddities in one answer'],
      ['number forms', 'at most 50 numbers that are not written as digits'],
    ] satisfies readonly (readonly [InnerBound, string])[]
  ).map(([bound, words]): Row => [runBeyond, bound, answerWith({ beyond: [bound] }), 'info', '', words, 'more']),
];

test.each(broken)('$rule: %s is broken', ({ rule, run }, _, answer, severity, at, expected, actual) => {
  expect(run(subjectOf(tokenCase, answer), validate)).toEqual({
    rule,
    outcome: 'broken',
    findings: [
      {
        rule,
        severity,
        provider: 'acme',
        case: 'acme/token',
        at,
        expected,
        actual,
        fingerprint: expect.stringMatching(/^[\da-f]{12}$/),
        was: [expect.stringMatching(/^[\da-f]{12}$/)],
        change: `acme token responses ${at}`.trim(),
      },
    ],
  });
});

const all = [runRedirect, runTooLarge, runEncoded, runTooDeep, runMalformedHttp, runEchoedSecret, runOddity, runBeyond];

test.each(all)('$rule holds for a plain answer', ({ rule, run }) => {
  expect(run(subjectOf(tokenCase, answerWith()), validate)).toEqual({ rule, outcome: 'held', evidence: 'provider' });
});

describe('statuses in the three hundreds that lead nowhere are no redirects', () => {
  test.each([300, 304, 305])('%i', (status) => {
    expect(runRedirect.run(subjectOf(tokenCase, redirect(status, 'https://x.test')), validate)).toMatchObject({
      outcome: 'held',
    });
  });
});

test.each(all)('$rule is not judged without an answer, and says why', ({ rule, run }) => {
  const unasked = (why: string) => ({ rule, outcome: 'not-judged', why });
  expect(run(subjectOf(tokenCase), validate)).toEqual(unasked('not sent: budget'));
  expect(run(subjectOf(tokenCase, failed('refused')), validate)).toEqual(unasked('no answer: refused'));
  expect(run(subjectOf(tokenCase, jsonAnswer(401, {}), { inconclusive: 'credentials-rejected' }), validate)).toEqual(
    unasked('credentials-rejected'),
  );
});

test.each<[CaseCheck, Failure]>([
  [runTooLarge, 'encoded'],
  [runEncoded, 'too-deep'],
  [runTooDeep, 'malformed-http'],
  [runMalformedHttp, 'too-large'],
])('$rule leaves %s to the rule of that bound', ({ rule, run }, failure) => {
  expect(run(subjectOf(tokenCase, failed(failure)), validate)).toEqual({
    rule,
    outcome: 'not-judged',
    why: `no answer: ${failure}`,
  });
});

describe('run/token-unusable-text', () => {
  test('holds for a token that can be sent, and for one that stands where no client looks', () => {
    for (const tokens of [[opaque], [opaque, { ...opaque, at: '/message', unusable: 'white-space' } as const]])
      expect(runUnusable.run(subjectOf(tokenCase, answerWith({ tokens })), validate)).toMatchObject({
        outcome: 'held',
      });
  });

  test('is not judged without a token', () => {
    expect(runUnusable.run(subjectOf(tokenCase, answerWith()), validate)).toEqual({
      rule: 'run/token-unusable-text',
      outcome: 'not-judged',
      why: 'the answer has no token where a client looks for one',
    });
  });
});

test('run/oddity says nothing of a page', () => {
  expect(runOddity.run(subjectOf(tokenCase, htmlAnswer(200)), validate)).toEqual({
    rule: 'run/oddity',
    outcome: 'not-judged',
    why: 'the body is not JSON',
  });
});

test('run/oddity is a finding for each place', () => {
  const answer = odd({ is: 'bom', at: '' }, { is: 'unsafe-number', at: '/expires_in' });
  expect(findingsIn(runOddity.run(subjectOf(tokenCase, answer), validate)).map(({ at }) => at)).toEqual([
    '',
    '/expires_in',
  ]);
});

test('run/oddity: whoever waives one of a place has not waived another', () => {
  const answer = odd({ is: 'bom', at: '' }, { is: 'not-utf-8', at: '' });
  const prints = findingsIn(runOddity.run(subjectOf(tokenCase, answer), validate)).map((one) => one.fingerprint);
  expect(new Set(prints).size).toBe(2);
});

test('run/echoed-secret is one finding, however often the secret stands there', () => {
  const echoed = (['header', 'body'] as const).map((where) => ({ variable: 'clientSecret', where }));
  expect(findingsIn(runEchoedSecret.run(subjectOf(tokenCase, answerWith({ echoed })), validate))).toHaveLength(1);
});

test.each<[CaseCheck, Answer | Attempt]>([
  [runRedirect, redirect(302)],
  [runTooLarge, failed('too-large')],
])('$rule of an observed case is a warning at most', ({ run }, answer) => {
  const findings = findingsIn(run(subjectOf(observedCase, answer), validate));
  expect(findings.map(({ severity }) => severity)).toEqual(['warning']);
});
