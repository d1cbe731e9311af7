import { expect, test } from 'vitest';
import { createValidate } from '../../scripts/judge/index.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { Answer, Attempt, Exchange } from '../../scripts/model/exchange.ts';
import {
  acmeSchemas,
  answerWith,
  failed,
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

const runJudgesDisagree = checkNamed('run/judges-disagree');
const validate = createValidate(acmeSchemas);
const rule = 'run/judges-disagree';
/** What the collection's own tests said, all passed but those that are named. */
const sandbox = (one: Case, ...failing: readonly string[]): Exchange['sandbox'] =>
  one.assertions.map(({ title }) => ({ title, passed: !failing.includes(title) }));
const judged = (one: Case, answer: Answer | Attempt | undefined, said: Exchange['sandbox']) =>
  runJudgesDisagree.run(subjectOf(one, answer, { sandbox: said }), validate);

test.each<[string, Case, Answer, Exchange['sandbox']]>([
  ['both pass all', tokenCase, answerWith(), sandbox(tokenCase)],
  [
    'both refuse the status',
    refusalCase,
    jsonAnswer(403, { error: 'e' }),
    sandbox(refusalCase, 'status is 401 or 400'),
  ],
  ['both see a token granted', requiredCase, jsonAnswer(200, {}), sandbox(requiredCase, 'no token is issued')],
  // Outside, a page in place of a token is judged by its status alone; inside, every test of it fails.
  [
    'an error page: what is not judged outside cannot disagree',
    tokenCase,
    htmlAnswer(404),
    sandbox(tokenCase, ...tokenCase.assertions.map(({ title }) => title)),
  ],
  [
    'text called JSON: its media type passes inside, and is not judged outside',
    tokenCase,
    { ...htmlAnswer(200), headers: [['Content-Type', masked('application/json')]] },
    sandbox(tokenCase, 'body matches acme/token', '/token_type is "Bearer"'),
  ],
  [
    'a content coding, which is undone for both',
    tokenCase,
    answerWith({ body: { kind: 'json', json: tokenBody, oddities: [{ is: 'coded', at: '' }] } }),
    sandbox(tokenCase),
  ],
  [
    'a title more than is asserted',
    requiredCase,
    jsonAnswer(401, {}),
    [...sandbox(requiredCase), { title: 'of a person', passed: false }],
  ],
])('they agree: %s', (_, one, answer, said) => {
  expect(judged(one, answer, said)).toEqual({ rule, outcome: 'held', evidence: 'provider' });
});

test.each<[string, Case, Answer, Exchange['sandbox'], string, string]>([
  [
    'failed inside, held outside',
    tokenCase,
    answerWith(),
    sandbox(tokenCase, 'body matches acme/token'),
    '"body matches acme/token": passed outside the collection',
    'failed inside',
  ],
  [
    'passed inside, broken outside',
    tokenCase,
    jsonAnswer(201, tokenBody),
    sandbox(tokenCase),
    '"status is 200": failed outside the collection',
    'passed inside',
  ],
  [
    'a token that only one of them sees',
    requiredCase,
    jsonAnswer(200, {}),
    sandbox(requiredCase),
    '"no token is issued": failed outside the collection',
    'passed inside',
  ],
  [
    'a test that did not run',
    requiredCase,
    jsonAnswer(401, {}),
    [],
    'a test "no token is issued" in the collection',
    'it did not run',
  ],
])('they disagree: %s', (_, one, answer, said, expected, actual) => {
  expect(judged(one, answer, said)).toEqual({
    rule,
    outcome: 'broken',
    findings: [
      {
        rule,
        severity: 'error',
        provider: 'acme',
        case: one.id,
        at: '',
        expected,
        actual,
        fingerprint: expect.stringMatching(/^[\da-f]{12}$/),
        was: [expect.stringMatching(/^[\da-f]{12}$/)],
        change: `acme ${one.id}`,
      },
    ],
  });
});

test('every disagreement is named', () => {
  expect(judged(tokenCase, answerWith(), [])).toMatchObject({
    findings: tokenCase.assertions.map(({ title }) => ({ expected: `a test "${title}" in the collection` })),
  });
});

test('warnings stay out of the collection, so their tests are not missed', () => {
  const one: Case = { ...tokenCase, assertions: tokenCase.assertions.map((each) => ({ ...each, level: 'warning' })) };
  expect(judged(one, answerWith(), [])).toBeUndefined();
});

test('an observed case asserts nothing', () => {
  expect(judged(observedCase, answerWith(), [])).toBeUndefined();
});

test.each<[string, Answer | Attempt | undefined, string]>([
  [
    'odd JSON, which parsers may read differently',
    answerWith({ body: { kind: 'json', json: tokenBody, oddities: [{ is: 'repeated-member', at: '/scope' }] } }),
    'the body is odd: see run/oddity',
  ],
  ['no answer', failed('deadline'), 'no answer: deadline'],
  ['a case that was not sent', undefined, 'not sent: budget'],
])('not judged: %s', (_, answer, why) => {
  expect(judged(tokenCase, answer, [])).toEqual({ rule, outcome: 'not-judged', why });
});

test('each quarrel has a fingerprint of its own: whoever waives one has not waived the others', () => {
  const judgement = judged(
    tokenCase,
    answerWith(),
    sandbox(tokenCase, ...tokenCase.assertions.map(({ title }) => title)),
  );
  const prints = judgement?.outcome === 'broken' ? judgement.findings.map(({ fingerprint }) => fingerprint) : [];
  expect(prints.length).toBeGreaterThan(1);
  expect(new Set(prints).size).toBe(prints.length);
});
