import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type {
  Answer,
  Connection,
  Evidence,
  Exchange,
  Failure,
  NotSent,
  Oddity,
  TokenFacts,
} from '../../scripts/model/exchange.ts';
import type { Citation, Finding } from '../../scripts/model/finding.ts';
import { valueAt } from '../../scripts/model/pointer.ts';
import type { Json, Pointer } from '../../scripts/model/provider.ts';
import type { CaseReport, ProviderReport, QuirkReport, Report, TokenBudget } from '../../scripts/model/report.ts';

const schema: Json = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'));

/** Compiles only while it names every member of the type, so that the schema cannot fall behind the model. */
const membersOf = <T>(members: Record<keyof T, true>): readonly string[] => Object.keys(members).toSorted();

test.each<[string, Pointer, readonly string[]]>([
  [
    'a report',
    '',
    membersOf<Report>({
      format: true,
      tool: true,
      target: true,
      rfc: true,
      startedAt: true,
      ms: true,
      providers: true,
      shard: true,
      missing: true,
      stopped: true,
    }),
  ],
  [
    'a provider',
    '/definitions/provider',
    membersOf<ProviderReport>({
      id: true,
      name: true,
      outcome: true,
      reason: true,
      hints: true,
      origin: true,
      variables: true,
      proxy: true,
      budget: true,
      collection: true,
      cases: true,
      judgements: true,
      quirks: true,
    }),
  ],
  [
    'a quirk',
    '/definitions/quirk',
    membersOf<QuirkReport>({ id: true, question: true, statements: true, observed: true, evidence: true }),
  ],
  [
    'a case',
    '/definitions/caseReport',
    membersOf<CaseReport>({ case: true, exchange: true, curl: true, judgements: true, lastSent: true }),
  ],
  [
    'an exchange',
    '/definitions/exchange',
    membersOf<Exchange>({
      case: true,
      request: true,
      attempts: true,
      notSent: true,
      inconclusive: true,
      reason: true,
      sandbox: true,
      scriptError: true,
    }),
  ],
  [
    'a request',
    '/definitions/exchange/properties/request',
    membersOf<Exchange['request']>({
      method: true,
      url: true,
      headers: true,
      body: true,
      scope: true,
      basicIsEncoded: true,
    }),
  ],
  ['a connection', '/definitions/connection', membersOf<Connection>({ tls: true, certificateEnds: true })],
  [
    'an answer',
    '/definitions/answer',
    membersOf<Answer>({
      status: true,
      statusText: true,
      headers: true,
      bodyBytes: true,
      body: true,
      tokens: true,
      illFormed: true,
      beyond: true,
      echoed: true,
      mockBasis: true,
    }),
  ],
  [
    'a token',
    '/definitions/token',
    membersOf<TokenFacts>({
      at: true,
      kind: true,
      length: true,
      vschar: true,
      b64token: true,
      bits: true,
      id: true,
      unusable: true,
      alphabet: true,
      jwt: true,
    }),
  ],
  [
    'a finding',
    '/definitions/finding',
    membersOf<Finding>({
      rule: true,
      severity: true,
      provider: true,
      case: true,
      at: true,
      expected: true,
      actual: true,
      source: true,
      deviation: true,
      waiver: true,
      fingerprint: true,
      was: true,
      cases: true,
      change: true,
    }),
  ],
  [
    'a token budget',
    '/definitions/provider/properties/budget',
    membersOf<TokenBudget>({ tokensPerHour: true, usedUntil: true }),
  ],
  ['a citation', '/definitions/citation', membersOf<Citation>({ title: true, url: true, at: true, quote: true })],
])('the schema knows the members of %s as the model does', (_, at, members) => {
  expect(Object.keys(Object(valueAt(schema, `${at}/properties`))).toSorted()).toEqual(members);
});

/** Compiles only while it names every choice of the type. */
const choicesOf = <T extends string>(choices: Record<T, true>): readonly string[] => Object.keys(choices).toSorted();

test.each<[string, Pointer, readonly string[]]>([
  ['a target', '/properties/target', choicesOf<Report['target']>({ mock: true, sandbox: true })],
  ['an rfc mode', '/properties/rfc', choicesOf<Report['rfc']>({ advise: true, enforce: true })],
  [
    'an outcome',
    '/definitions/provider/properties/outcome',
    choicesOf<ProviderReport['outcome']>({
      held: true,
      broken: true,
      flaky: true,
      down: true,
      throttled: true,
      'credentials-rejected': true,
      'grant-not-allowed': true,
      skipped: true,
      misconfigured: true,
      interrupted: true,
    }),
  ],
  [
    'a failure',
    '/definitions/failedAttempt/properties/failure',
    choicesOf<Failure>({
      refused: true,
      reset: true,
      dns: true,
      tls: true,
      deadline: true,
      'too-large': true,
      encoded: true,
      'too-deep': true,
      'malformed-http': true,
      origin: true,
      proxy: true,
      interrupted: true,
      other: true,
    }),
  ],
  [
    'an oddity',
    '/definitions/jsonBody/properties/oddities/items/properties/is',
    choicesOf<Oddity>({
      bom: true,
      'not-utf-8': true,
      'repeated-member': true,
      'unsafe-member': true,
      'unsafe-number': true,
      'lone-surrogate': true,
      coded: true,
      'no-coding': true,
    }),
  ],
  [
    'a reason not to send',
    '/definitions/exchange/properties/notSent',
    choicesOf<NotSent>({
      'mock-only': true,
      'not-asked': true,
      budget: true,
      'credentials-rejected': true,
      down: true,
      throttled: true,
      intercepted: true,
      'no-endpoint': true,
      'grant-not-allowed': true,
      interrupted: true,
      'not-configured': true,
    }),
  ],
  [
    'a reason that nothing is known',
    '/definitions/stop',
    choicesOf<NonNullable<Exchange['inconclusive']>>({
      down: true,
      'credentials-rejected': true,
      'grant-not-allowed': true,
      throttled: true,
      intercepted: true,
      'no-endpoint': true,
      interrupted: true,
      lost: true,
    }),
  ],
  [
    'evidence',
    '/definitions/evidence',
    choicesOf<Evidence>({ provider: true, 'mock-documented': true, 'mock-assumed': true }),
  ],
  [
    'a severity',
    '/definitions/finding/properties/severity',
    choicesOf<Finding['severity']>({ error: true, warning: true, info: true }),
  ],
])('the schema knows the choices of %s as the model does', (_, at, choices) => {
  const listed = valueAt(schema, `${at}/enum`);
  expect(Array.isArray(listed) ? listed.toSorted() : listed).toEqual(choices);
});
