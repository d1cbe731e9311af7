import { describe, expect, test } from 'vitest';
import { createValidate } from '../../scripts/judge/index.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { Answer } from '../../scripts/model/exchange.ts';
import {
  acmeSchemas,
  answerWith,
  findingsIn,
  htmlAnswer,
  jsonAnswer,
  masked,
  observedCase,
  refusalCase,
  requiredCase,
  subjectOf,
  tokenBody,
  tokenCase,
} from '../support/exchanges.ts';
import { checkNamed } from './check-named.ts';

const docsMediaType = checkNamed('docs/media-type');
const docsStatus = checkNamed('docs/status');
const validate = createValidate(acmeSchemas);
const typed = (type: string | undefined): Answer =>
  answerWith({ headers: type === undefined ? [] : [['CONTENT-TYPE', masked(type)]] });

describe('docs/status', () => {
  test.each<[Case, number]>([
    [tokenCase, 200],
    [refusalCase, 401],
    [refusalCase, 400],
  ])('$id holds with %i', (one, status) => {
    expect(docsStatus.run(subjectOf(one, jsonAnswer(status, {})), validate)).toEqual({
      rule: 'docs/status',
      outcome: 'held',
      evidence: 'provider',
    });
  });

  test.each<[Case, number, string, object]>([
    [tokenCase, 201, 'status 200', { title: 'Acme: Tokens', url: 'https://docs.acme.test/tokens', at: 'Response' }],
    [tokenCase, 404, 'status 200', { title: 'Acme: Tokens', url: 'https://docs.acme.test/tokens', at: 'Response' }],
    // No address and no section, where the provider gives none.
    [refusalCase, 403, 'status 401 or 400', { title: 'Acme: Errors' }],
    [refusalCase, 200, 'status 401 or 400', { title: 'Acme: Errors' }],
  ])('$id is broken with %i', (one, status, expected, source) => {
    expect(docsStatus.run(subjectOf(one, jsonAnswer(status, {})), validate)).toEqual({
      rule: 'docs/status',
      outcome: 'broken',
      findings: [
        {
          rule: 'docs/status',
          severity: 'error',
          provider: 'acme',
          case: one.id,
          at: '',
          expected,
          actual: `status ${status}`,
          source,
          fingerprint: expect.stringMatching(/^[\da-f]{12}$/),
          was: [expect.stringMatching(/^[\da-f]{12}$/)],
          change: one === tokenCase ? 'acme acme/token' : 'acme refusals',
        },
      ],
    });
  });

  test('an advisory status is a warning', () => {
    const one: Case = {
      ...tokenCase,
      assertions: [{ rule: 'docs/status', level: 'warning', title: 'status is 200', oneOf: [200] }],
    };
    expect(findingsIn(docsStatus.run(subjectOf(one, jsonAnswer(201, {})), validate))).toMatchObject([
      { severity: 'warning', actual: 'status 201' },
    ]);
  });
});

describe('docs/media-type', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON ;charset=UTF-8'])(
    '%s holds',
    (type) => {
      expect(docsMediaType.run(subjectOf(tokenCase, typed(type)), validate)).toEqual({
        rule: 'docs/media-type',
        outcome: 'held',
        evidence: 'provider',
      });
    },
  );

  test.each([
    ['text/plain', 'Content-Type text/plain'],
    ['application/problem+json', 'Content-Type application/problem+json'],
    ['', 'Content-Type '],
    [undefined, 'no Content-Type'],
  ])('%o is broken', (type, actual) => {
    expect(docsMediaType.run(subjectOf(tokenCase, typed(type)), validate)).toMatchObject({
      rule: 'docs/media-type',
      outcome: 'broken',
      findings: [{ severity: 'error', at: '', expected: 'Content-Type application/json', actual }],
    });
  });

  test.each<[string, Answer, string]>([
    ['an error page in place of a token', htmlAnswer(404), 'the answer is of another kind: see docs/status'],
    ['a page with the documented status', htmlAnswer(200), 'the body is not JSON: see docs/schema'],
  ])('%s is not judged', (_, answer, why) => {
    expect(docsMediaType.run(subjectOf(tokenCase, answer), validate)).toEqual({
      rule: 'docs/media-type',
      outcome: 'not-judged',
      why,
    });
  });
});

test.each([docsStatus, docsMediaType])('$rule has nothing to do without an assertion of its kind', (check) => {
  for (const one of [requiredCase, observedCase])
    expect(check.run(subjectOf(one, jsonAnswer(500, tokenBody)), validate)).toBeUndefined();
});
