import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { judge } from '../../scripts/judge/checks.ts';
import { createValidate } from '../../scripts/judge/index.ts';
import type { TokenFacts } from '../../scripts/model/exchange.ts';
import { withValueAt } from '../../scripts/model/pointer.ts';
import type { Json, Pointer } from '../../scripts/model/provider.ts';
import type { Report } from '../../scripts/model/report.ts';
import {
  acmeSchemas,
  answered,
  answerWith,
  failed,
  htmlAnswer,
  jsonAnswer,
  observedCase,
  refusalCase,
  requiredCase,
  subjectOf,
  tokenCase,
} from '../support/exchanges.ts';
import { broken, caseReport, finding, held, providerReport, reportOf, unjudged } from './reports.ts';

const schema: Json = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(Object(schema));
const errorsOf = (report: unknown): readonly string[] =>
  validate(report) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
const asJson = (report: Report): Json => JSON.parse(JSON.stringify(report));

const token: TokenFacts = {
  at: '/access_token',
  kind: 'jwt',
  length: 300,
  vschar: true,
  b64token: true,
  bits: 1800,
  id: 'a84269179166336e',
  jwt: { alg: 'RS256', headerNames: ['alg'], claimNames: ['exp', 'iat'], iat: 1_767_225_600, exp: 1_767_229_200 },
};
const full = reportOf([
  providerReport(
    [
      caseReport(
        [
          held(),
          broken(
            finding({ at: '/a~1b/0', waiver: { reason: 'known', expires: '2026-12-31' } }),
            finding({ severity: 'warning', deviation: { title: 'Acme: Tokens', what: 'no token_type' } }),
          ),
          unjudged('the body is not JSON'),
        ],
        [
          { ...failed('reset'), connection: { tls: 'TLSv1.2' } },
          {
            ...answered(answerWith({ tokens: [token], echoed: [{ variable: 'clientSecret', where: 'body' }] })),
            connection: { tls: 'TLSv1.3', certificateEnds: '2026-03-01T00:00:00.000Z' },
          },
        ],
      ),
      caseReport([], [answered(htmlAnswer(404))], { one: refusalCase, inconclusive: 'throttled' }),
      caseReport([], [answered(answerWith({ body: { kind: 'empty' }, mockBasis: 'assumed' }))], { one: requiredCase }),
      caseReport([], [], { one: observedCase, notSent: 'not-asked' }),
    ],
    {
      reason: 'status 429',
      quirks: [
        {
          id: 'accept',
          question: 'Is Accept needed?',
          statements: [{ title: 'Acme: Tokens', quote: 'Accept' }],
          observed: null,
        },
      ],
    },
  ),
  providerReport([], { id: 'other', outcome: 'skipped', collection: '', reason: 'not configured' }),
]);

test('a report with everything in it is valid', () => {
  expect(errorsOf(full)).toEqual([]);
});

test('what the checks say of every kind of exchange is valid', () => {
  const check = createValidate(acmeSchemas);
  const answers = [answerWith(), htmlAnswer(404), jsonAnswer(200, { token_type: 7 }), failed('too-large'), undefined];
  const cases = [tokenCase, refusalCase, requiredCase, observedCase].flatMap((one) =>
    answers.map((answer) => {
      const subject = subjectOf(one, answer);
      return { ...caseReport(judge(subject, check), [], { one }), exchange: subject.exchange };
    }),
  );
  expect(errorsOf(reportOf([providerReport(cases)]))).toEqual([]);
});

describe('near misses', () => {
  const first = '/providers/0/cases/0' as const;
  const attempt = `${first}/exchange/attempts/1` as const;
  test.each<[string, Pointer, Json | undefined, string]>([
    ['another format', '/format', 2, '/format must be equal to constant'],
    ['an unknown target', '/target', 'production', '/target must be equal to one of the allowed values'],
    [
      'an unknown outcome',
      '/providers/0/outcome',
      'fine',
      '/providers/0/outcome must be equal to one of the allowed values',
    ],
    ['no judgements', `${first}/judgements`, undefined, `${first} must have required property 'judgements'`],
    ['a raw body beside an answer', `${attempt}/raw`, 'eyJ', `${attempt} must NOT have additional properties`],
    [
      'a raw text in an answer',
      `${attempt}/answer/text`,
      'eyJ',
      `${attempt}/answer must NOT have additional properties`,
    ],
    [
      'a certificate beside what is known of a connection',
      `${attempt}/connection/certificate`,
      '-----BEGIN CERTIFICATE-----',
      `${attempt}/connection must NOT have additional properties`,
    ],
    [
      'the text of a token',
      `${attempt}/answer/tokens/0/token`,
      'eyJ',
      `${attempt}/answer/tokens/0 must NOT have additional properties`,
    ],
    [
      'the claims of a token',
      `${attempt}/answer/tokens/0/jwt/claims`,
      {},
      `${attempt}/answer/tokens/0/jwt must NOT have additional properties`,
    ],
    [
      'a raw text beside a JSON body',
      `${attempt}/answer/body/text`,
      '{',
      `${attempt}/answer/body must NOT have additional properties`,
    ],
    [
      'a body of no known kind',
      `${attempt}/answer/body`,
      { kind: 'raw', text: '{' },
      `${attempt}/answer/body/kind must be equal to one of the allowed values`,
    ],
    [
      'a message of the sandbox',
      `${first}/exchange/sandbox/0/message`,
      'expected eyJ',
      `${first}/exchange/sandbox/0 must NOT have additional properties`,
    ],
    [
      'an answer in a failed attempt',
      `${first}/exchange/attempts/0/answer`,
      {},
      `${first}/exchange/attempts/0 must NOT have additional properties`,
    ],
    [
      'an attempt of no known kind',
      `${attempt}/kind`,
      'raw',
      `${attempt}/kind must be equal to one of the allowed values`,
    ],
    [
      'a header of three parts',
      `${first}/exchange/request/headers/0`,
      ['a', 'b', 'c'],
      `${first}/exchange/request/headers/0 must NOT have more than 2 items`,
    ],
    [
      'broken without a finding',
      `${first}/judgements/1/findings`,
      [],
      `${first}/judgements/1/findings must NOT have fewer than 1 items`,
    ],
    [
      'held without evidence',
      `${first}/judgements/0/evidence`,
      undefined,
      `${first}/judgements/0 must have required property 'evidence'`,
    ],
    [
      'not judged without a reason',
      `${first}/judgements/2/why`,
      undefined,
      `${first}/judgements/2 must have required property 'why'`,
    ],
    [
      'a verdict that nobody has',
      `${first}/judgements/0/rule`,
      'mock/status',
      `${first}/judgements/0/rule must match pattern "^(docs|rfc|baseline|run)/[a-z-]+$"`,
    ],
    [
      'a pointer that is none',
      `${first}/judgements/1/findings/0/at`,
      'access_token',
      `${first}/judgements/1/findings/0/at must match pattern "^(/([^~/]|~[01])*)*$"`,
    ],
  ])('%s', (_, at, value, error) => {
    expect(errorsOf(withValueAt(asJson(full), at, value))).toContain(error);
  });

  test('a member more is refused in every object but the JSON body', () => {
    const objects = (value: Json | undefined, at: Pointer): readonly Pointer[] =>
      typeof value !== 'object' || value === null
        ? []
        : [
            ...(Array.isArray(value) ? [] : [at]),
            ...Object.entries(value).flatMap(([name, inner]) =>
              objects(inner, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
            ),
          ];
    const open = objects(asJson(full), '').filter(
      (at) => errorsOf(withValueAt(asJson(full), `${at}/raw`, 'eyJ')).length === 0,
    );
    expect(open).toEqual([`${attempt}/answer/body/json`]);
  });
});
