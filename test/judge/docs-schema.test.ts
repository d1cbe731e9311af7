import { describe, expect, test } from 'vitest';
import { createValidate } from '../../scripts/judge/index.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { Answer } from '../../scripts/model/exchange.ts';
import type { Json } from '../../scripts/model/provider.ts';
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

const docsSchema = checkNamed('docs/schema');
const docsValue = checkNamed('docs/value');
const validate = createValidate(acmeSchemas);

test.each<[string, Case, Answer]>([
  ['the documented body', tokenCase, jsonAnswer(200, tokenBody)],
  ['a member more', tokenCase, jsonAnswer(200, { ...tokenBody, refresh_token: 'x' })],
  ['a documented refusal', refusalCase, jsonAnswer(401, { error: 'invalid_client' })],
  // Another refusal than the documented one is still of its kind: docs/status speaks of the status.
  ['the documented envelope with another 4xx', refusalCase, jsonAnswer(422, { error: 'invalid_client' })],
])('%s holds', (_, one, answer) => {
  expect(docsSchema.run(subjectOf(one, answer), validate)).toEqual({
    rule: 'docs/schema',
    outcome: 'held',
    evidence: 'provider',
  });
});

const source = { title: 'Acme: Tokens', url: 'https://docs.acme.test/tokens', at: 'Response' };
const { access_token, token_type, expires_in } = tokenBody;
type Row = readonly [string, Json, readonly (readonly [at: string, expected: string, actual: string])[]];
const broken: readonly Row[] = [
  [
    'a missing member, with the members that are there',
    { accessToken: 'x', token_type, expires_in },
    [['/access_token', 'present', 'missing; the body has accessToken, token_type, expires_in']],
  ],
  ['a number as a string', { ...tokenBody, expires_in: '3600' }, [['/expires_in', 'integer', 'string "3600"']]],
  ['an empty token', { ...tokenBody, access_token: '' }, [['/access_token', 'not empty', 'string ""']]],
  [
    'a masked value, as the mask shows it',
    { ...tokenBody, expires_in: '‹string, 20 characters, #a1b2c3›' },
    [['/expires_in', 'integer', 'string ‹string, 20 characters, #a1b2c3›']],
  ],
  // Ajv reports type and const; the type explains the other.
  ['a wrong type where a constant is due', { ...tokenBody, token_type: null }, [['/token_type', 'string', 'null']]],
  [
    'two members, in the order of the body',
    { access_token, token_type: 'bearer', expires_in: 1.5 },
    [
      ['/token_type', '"Bearer"', 'string "bearer"'],
      ['/expires_in', 'integer', 'number 1.5'],
    ],
  ],
  [
    'elements of a list, each at its own place',
    { ...tokenBody, grants: [{ id: 1 }, { id: true }] },
    [
      ['/grants/0/id', 'string', 'number 1'],
      ['/grants/1/id', 'string', 'boolean true'],
    ],
  ],
  ['a list in place of the object', [tokenBody], [['', 'object', 'array']]],
  [
    'an empty object',
    {},
    [
      ['/access_token', 'present', 'missing'],
      ['/token_type', 'present', 'missing'],
      ['/expires_in', 'present', 'missing'],
    ],
  ],
];

test.each(broken)('%s is broken', (_, json, mismatches) => {
  expect(docsSchema.run(subjectOf(tokenCase, jsonAnswer(200, json)), validate)).toEqual({
    rule: 'docs/schema',
    outcome: 'broken',
    findings: mismatches.map(([at, expected, actual]) => ({
      rule: 'docs/schema',
      severity: 'error',
      provider: 'acme',
      case: 'acme/token',
      at,
      expected,
      actual,
      source,
      fingerprint: expect.stringMatching(/^[\da-f]{12}$/),
      was: [expect.stringMatching(/^[\da-f]{12}$/)],
      change: `acme token responses ${at.replace(/\d/, '*')}`.trim(),
    })),
  });
});

test.each<[string, Answer, string]>([
  ['an empty body', answerWith({ body: { kind: 'empty' } }), 'an empty body'],
  [
    'a page',
    answerWith({ body: { kind: 'text', why: 'an HTML page', excerpt: masked('<') } }),
    'a body that is an HTML page',
  ],
])('%s with the documented status is one finding', (_, answer, actual) => {
  expect(findingsIn(docsSchema.run(subjectOf(tokenCase, answer), validate))).toMatchObject([
    { at: '', expected: 'a JSON body', actual },
  ]);
});

test.each<[string, Case, Answer]>([
  ['an error in place of a token', tokenCase, jsonAnswer(401, { error: 'invalid_client' })],
  ['an error page in place of a token', tokenCase, htmlAnswer(404)],
  ['a token in place of an error', refusalCase, jsonAnswer(200, tokenBody)],
  ['a redirect', tokenCase, htmlAnswer(302)],
  ['a redirect in place of an error', refusalCase, jsonAnswer(302, { error: 'moved' })],
])('%s is not compared member by member', (_, one, answer) => {
  const why = 'the answer is of another kind: see docs/status';
  expect(docsSchema.run(subjectOf(one, answer), validate)).toEqual({
    rule: 'docs/schema',
    outcome: 'not-judged',
    why,
  });
});

test('where the status is advisory, no other check would report the body: it is compared', () => {
  const [status, ...others] = tokenCase.assertions;
  const one: Case = { ...tokenCase, assertions: status ? [{ ...status, level: 'warning' }, ...others] : [] };
  expect(findingsIn(docsSchema.run(subjectOf(one, htmlAnswer(404)), validate))).toMatchObject([
    { rule: 'docs/schema', severity: 'error', at: '', expected: 'a JSON body' },
  ]);
});

describe('a wrong type', () => {
  const subject = subjectOf(tokenCase, jsonAnswer(200, { ...tokenBody, token_type: 7 }));
  test('is one finding at its pointer', () => {
    const findings = [docsSchema, docsValue].flatMap((check) => findingsIn(check.run(subject, validate)));
    expect(findings.map(({ rule, at, expected }) => [rule, at, expected])).toEqual([
      ['docs/schema', '/token_type', 'string'],
    ]);
  });
  test('stands for every other error there, in whatever order they come', () => {
    const reported = ['const', 'type', 'minLength'].map((keyword) => ({
      at: '/a' as const,
      keyword,
      expected: keyword,
    }));
    expect(findingsIn(docsSchema.run(subject, () => reported)).map(({ expected }) => expected)).toEqual(['type']);
  });
  test('silences docs/value there, which says why', () => {
    expect(docsValue.run(subject, validate)).toEqual({
      rule: 'docs/value',
      outcome: 'not-judged',
      why: 'its shape is wrong: see docs/schema',
    });
  });
});

test('has nothing to do where no shape is documented', () => {
  for (const one of [requiredCase, observedCase])
    expect(docsSchema.run(subjectOf(one, htmlAnswer(200)), validate)).toBeUndefined();
});
