import { describe, expect, test } from 'vitest';
import { createValidate } from '../../scripts/judge/index.ts';
import type { Answer, TokenFacts } from '../../scripts/model/exchange.ts';
import {
  acmeSchemas,
  answered,
  failed,
  findingsIn,
  htmlAnswer,
  jsonAnswer,
  observedCase,
  requiredCase,
  subjectOf,
  tokenBody,
  tokenCase,
} from '../support/exchanges.ts';
import { checkNamed } from './check-named.ts';

const docsRefused = checkNamed('docs/refused');
const validate = createValidate(acmeSchemas);
const token = (at: TokenFacts['at'], kind: TokenFacts['kind'] = 'opaque'): TokenFacts => ({
  at,
  kind,
  length: 43,
  vschar: true,
  b64token: true,
  bits: 262,
  id: 'a84269179166336e',
});

describe('a request that must be refused', () => {
  test.each<[string, Answer]>([
    ['401', jsonAnswer(401, { error: 'invalid_client' })],
    ['400', jsonAnswer(400, {})],
    ['404 with a page', htmlAnswer(404)],
    ['a redirect', jsonAnswer(302, {})],
    ['500', jsonAnswer(500, {})],
    ['401 with an empty token', jsonAnswer(401, { access_token: '' }, { tokens: [token('/access_token', 'empty')] })],
    [
      '401 with null for a token',
      jsonAnswer(401, { access_token: null }, { tokens: [token('/access_token', 'null')] }),
    ],
  ])('%s holds', (_, answer) => {
    expect(docsRefused.run(subjectOf(requiredCase, answer), validate)).toEqual({
      rule: 'docs/refused',
      outcome: 'held',
      evidence: 'provider',
    });
  });

  test.each<[string, Answer, string, string]>([
    ['200 without a token', jsonAnswer(200, {}), '', 'status 200'],
    ['204', jsonAnswer(204, {}), '', 'status 204'],
    ['299', jsonAnswer(299, {}), '', 'status 299'],
    [
      '200 with a token',
      jsonAnswer(200, tokenBody, { tokens: [token('/access_token')] }),
      '/access_token',
      'status 200 with a token at /access_token',
    ],
    [
      '400 with a token in the body',
      jsonAnswer(400, { data: [{ token: '‹›' }] }, { tokens: [token('/data/0/token', 'jwt')] }),
      '/data/0/token',
      'status 400 with a token at /data/0/token',
    ],
    [
      '401 with a token in a header',
      jsonAnswer(401, {}, { tokens: [token('header', 'jwt')] }),
      '',
      'status 401 with a token at the header',
    ],
    [
      '403 with a token in a page',
      { ...htmlAnswer(403), tokens: [token('body', 'jwt')] },
      '',
      'status 403 with a token at the body',
    ],
    [
      '401 with an empty token before a real one',
      jsonAnswer(401, {}, { tokens: [token('/access_token', 'empty'), token('/jwt', 'jwt')] }),
      '/jwt',
      'status 401 with a token at /jwt',
    ],
  ])('%s is broken', (_, answer, at, actual) => {
    const judgement = docsRefused.run(subjectOf(requiredCase, answer), validate);
    expect(judgement).toEqual({
      rule: 'docs/refused',
      outcome: 'broken',
      findings: [
        {
          rule: 'docs/refused',
          severity: 'error',
          provider: 'acme',
          case: 'acme/missing-parameter-client-id',
          at,
          expected: 'a refusal without any token',
          actual,
          source: { title: 'RFC 6749', at: '§5.2', url: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2' },
          fingerprint: expect.stringMatching(/^[\da-f]{12}$/),
          was: [expect.stringMatching(/^[\da-f]{12}$/)],
          change: expect.stringMatching(/^acme acme\/missing-parameter-client-id/),
        },
      ],
    });
  });

  test('that was not sent is not judged', () => {
    expect(docsRefused.run(subjectOf(requiredCase), validate)).toEqual({
      rule: 'docs/refused',
      outcome: 'not-judged',
      why: 'not sent: budget',
    });
  });

  test('that got no answer is not judged', () => {
    expect(docsRefused.run(subjectOf(requiredCase, failed('reset')), validate)).toEqual({
      rule: 'docs/refused',
      outcome: 'not-judged',
      why: 'no answer: reset',
    });
  });

  test('is judged by its last attempt', () => {
    const attempts = [answered(jsonAnswer(503, {})), answered(jsonAnswer(200, {}))];
    expect(findingsIn(docsRefused.run(subjectOf(requiredCase, undefined, { attempts }), validate))).toHaveLength(1);
  });
});

test.each([tokenCase, observedCase])('$id, which may be granted, is none of its business', (one) => {
  expect(docsRefused.run(subjectOf(one, jsonAnswer(200, tokenBody)), validate)).toBeUndefined();
});
