import { describe, expect, test } from 'vitest';
import { createValidate } from '../../scripts/judge/index.ts';
import type { Assertion, Case } from '../../scripts/model/case.ts';
import type { Answer } from '../../scripts/model/exchange.ts';
import type { Json, Pointer } from '../../scripts/model/provider.ts';
import {
  acmeSchemas,
  answerWith,
  htmlAnswer,
  jsonAnswer,
  observedCase,
  refusalCase,
  subjectOf,
  tokenBody,
  tokenCase,
} from '../support/exchanges.ts';
import { checkNamed } from './check-named.ts';

const docsRange = checkNamed('docs/range');
const docsValue = checkNamed('docs/value');
const validate = createValidate(acmeSchemas);
const withAssertions = (one: Case, ...assertions: readonly Assertion[]): Case => ({ ...one, assertions });
const value = (at: Pointer, equals: Json, level: Assertion['level'] = 'error'): Assertion => ({
  rule: 'docs/value',
  level,
  title: `${at} is ${JSON.stringify(equals)}`,
  at,
  equals,
});
const heldBy = (rule: string) => ({ rule, outcome: 'held', evidence: 'provider' });

describe('docs/value', () => {
  test.each<[Pointer, Json, Json]>([
    ['/error', 'invalid_client', { error: 'invalid_client' }],
    ['/a~1b', 1, { error: 'e', 'a/b': 1 }],
    ['/details', { a: [1, null] }, { error: 'e', details: { a: [1, null] } }],
  ])('%s is %j: holds', (at, equals, json) => {
    const one = withAssertions(refusalCase, value(at, equals));
    expect(docsValue.run(subjectOf(one, jsonAnswer(401, json)), validate)).toEqual(heldBy('docs/value'));
  });

  test.each<[Pointer, Json, Json, string, string]>([
    ['/error', 'invalid_client', { error: 'invalid_grant' }, '"invalid_client"', 'string "invalid_grant"'],
    ['/code', 'x', { error: 'e' }, '"x"', 'nothing'],
    ['/code', 400, { error: 'e', code: '400' }, '400', 'string "400"'],
    ['/code', 400, { error: 'e', code: null }, '400', 'null'],
    ['/code', null, { error: 'e', code: {} }, 'null', 'object'],
  ])('%s is %j but not in %j: broken', (at, equals, json, expected, actual) => {
    const one = withAssertions(refusalCase, value(at, equals));
    expect(docsValue.run(subjectOf(one, jsonAnswer(401, json)), validate)).toEqual({
      rule: 'docs/value',
      outcome: 'broken',
      findings: [
        {
          rule: 'docs/value',
          severity: 'error',
          provider: 'acme',
          case: 'acme/unknown-client',
          at,
          expected,
          actual,
          source: { title: 'Acme: Errors' },
          fingerprint: expect.stringMatching(/^[\da-f]{12}$/),
          was: [expect.stringMatching(/^[\da-f]{12}$/)],
          change: `acme refusals ${at}`,
        },
      ],
    });
  });

  test('an advisory value is a warning beside an error', () => {
    const one = withAssertions(refusalCase, value('/error', 'a'), value('/error_description', 'b', 'warning'));
    expect(docsValue.run(subjectOf(one, jsonAnswer(401, { error: 'x' })), validate)).toMatchObject({
      findings: [
        { at: '/error', severity: 'error' },
        { at: '/error_description', severity: 'warning' },
      ],
    });
  });

  const another = withAssertions(tokenCase, { ...value('/token_type', 'Bearer') });
  const status: Assertion = { rule: 'docs/status', level: 'error', title: 'status is 200', oneOf: [200] };
  test.each<[string, Case, Answer, string]>([
    ['the body is no JSON', another, answerWith({ body: { kind: 'empty' } }), 'the body is not JSON: see docs/schema'],
    ['its member is missing', another, jsonAnswer(200, {}), 'its shape is wrong: see docs/schema'],
    [
      'the answer is an error',
      withAssertions(tokenCase, status, value('/token_type', 'Bearer')),
      htmlAnswer(404),
      'the answer is of another kind: see docs/status',
    ],
  ])('not judged where %s', (_, one, answer, why) => {
    expect(docsValue.run(subjectOf(one, answer), validate)).toEqual({ rule: 'docs/value', outcome: 'not-judged', why });
  });
});

describe('docs/range', () => {
  const one = withAssertions(tokenCase, {
    rule: 'docs/range',
    level: 'warning',
    title: '/expires_in is from 1 to 3600',
    at: '/expires_in',
    minimum: 1,
    maximum: 3600,
    source: { doc: 'errors', at: 'Lifetime' },
  });
  const judged = (expires_in: Json) =>
    docsRange.run(subjectOf(one, jsonAnswer(200, { ...tokenBody, expires_in })), validate);

  test.each([1, 1.5, 3600])('%d holds', (expiresIn) => {
    expect(judged(expiresIn)).toEqual(heldBy('docs/range'));
  });

  test.each([0, -1])('%d is none of its business: the token is dead on arrival', (expiresIn) => {
    expect(judged(expiresIn)).toEqual({
      rule: 'docs/range',
      outcome: 'not-judged',
      why: 'the token is dead on arrival: see run/dead-on-arrival',
    });
  });

  test.each([3601, 1_767_225_600_000])('%d is a warning, with the source of the bound', (expiresIn) => {
    expect(judged(expiresIn)).toEqual({
      rule: 'docs/range',
      outcome: 'broken',
      findings: [
        {
          rule: 'docs/range',
          severity: 'warning',
          provider: 'acme',
          case: 'acme/token',
          at: '/expires_in',
          expected: 'from 1 to 3600',
          actual: `number ${expiresIn}`,
          source: { title: 'Acme: Errors', at: 'Lifetime' },
          fingerprint: expect.stringMatching(/^[\da-f]{12}$/),
          was: [expect.stringMatching(/^[\da-f]{12}$/)],
          change: 'acme token responses /expires_in',
        },
      ],
    });
  });

  test.each<[string, Answer]>([
    ['a string', jsonAnswer(200, { expires_in: '9999' })],
    ['no member', jsonAnswer(200, {})],
    ['a page', htmlAnswer(200)],
  ])('%s is not judged', (_, answer) => {
    expect(docsRange.run(subjectOf(one, answer), validate)).toEqual({
      rule: 'docs/range',
      outcome: 'not-judged',
      why: 'there is no number at /expires_in',
    });
  });
});

test.each([docsValue, docsRange])('$rule has nothing to do in an observed case', (check) => {
  expect(check.run(subjectOf(observedCase, jsonAnswer(200, {})), validate)).toBeUndefined();
});
