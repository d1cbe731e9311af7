import type { Assertion, Case } from '../../scripts/model/case.ts';
import type { Answer, Attempt, Exchange, Failure } from '../../scripts/model/exchange.ts';
import type { Finding, Judgement, Subject } from '../../scripts/model/finding.ts';
import type { Masked } from '../../scripts/model/mask.ts';
import { withoutMarks } from '../../scripts/model/mask.ts';
import type { Json, Provider } from '../../scripts/model/provider.ts';
import { tokenRequest } from '../../scripts/oauth/token-request.ts';
import { illFormedTexts } from '../../scripts/oauth/token-response.ts';

/** A provider that nobody documents, so that a change of a real one's data changes none of these tests. */
export const acme: Provider = {
  format: 1,
  id: 'acme',
  name: 'Acme',
  docs: { page: { title: 'Acme: Tokens', url: 'https://docs.acme.test/tokens' }, errors: { title: 'Acme: Errors' } },
  variables: {
    clientId: { role: 'client-id', about: 'The client id', mock: 'mock-client' },
    clientSecret: { about: 'The client secret', mock: 'mock-secret', role: 'client-secret' },
  },
  hosts: [],
  request: {
    method: 'POST',
    path: '/token',
    encoding: 'form',
    authentication: 'client_secret_post',
    parameters: { grant_type: 'client_credentials' },
    source: { doc: 'page', at: 'Request' },
  },
  token: { accessToken: '/access_token', tokenType: '/token_type' },
  responses: {
    token: {
      status: 200,
      schema: 'acme/token',
      example: { access_token: 'a', token_type: 'Bearer', expires_in: 3600 },
      basis: 'documented',
      source: { doc: 'page', at: 'Response' },
    },
    refused: {
      status: [401, 400],
      schema: 'acme/error',
      example: { error: 'invalid_client' },
      basis: 'documented',
      source: { doc: 'errors' },
    },
  },
  variants: [],
  refusals: [],
  quirks: [],
};

export const acmeSchemas: Readonly<Record<string, Json>> = {
  'acme/token': {
    type: 'object',
    required: ['access_token', 'token_type', 'expires_in'],
    properties: {
      access_token: { type: 'string', minLength: 1 },
      token_type: { type: 'string', const: 'Bearer' },
      expires_in: { type: 'integer' },
      grants: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } },
    },
  },
  'acme/error': { type: 'object', required: ['error'], properties: { error: { type: 'string', minLength: 1 } } },
};

/** What a documented token response promises, as cases/ would write it. */
export const tokenAssertions: readonly Assertion[] = [
  { rule: 'docs/status', level: 'error', title: 'status is 200', oneOf: [200] },
  { rule: 'docs/media-type', level: 'error', title: 'Content-Type is application/json', is: 'application/json' },
  { rule: 'docs/schema', level: 'error', title: 'body matches acme/token', schema: 'acme/token' },
  { rule: 'docs/value', level: 'error', title: '/token_type is "Bearer"', at: '/token_type', equals: 'Bearer' },
];

export const refused: Assertion = { rule: 'docs/refused', level: 'error', title: 'no token is issued' };

const base = {
  title: 'Token',
  request: tokenRequest(acme),
  source: acme.request.source,
  safety: { credentials: 'configured', mayIssue: true, mockOnly: false },
} as const;

export const tokenCase: Case = {
  ...base,
  id: 'acme/token',
  folder: 'Token',
  basis: 'documented',
  response: { name: 'token', ...acme.responses.token },
  assertions: tokenAssertions,
};

/** Documented with 401 or 400. */
export const refusalCase: Case = {
  ...base,
  id: 'acme/unknown-client',
  folder: 'Refusals',
  title: 'Unknown client',
  fault: { name: 'unknown-client', of: '' },
  basis: 'documented',
  response: { name: 'refused', ...(acme.responses['refused'] ?? acme.responses.token) },
  assertions: [
    refused,
    { rule: 'docs/status', level: 'error', title: 'status is 401 or 400', oneOf: [401, 400] },
    { rule: 'docs/schema', level: 'error', title: 'body matches acme/error', schema: 'acme/error' },
  ],
  safety: { credentials: 'probe', mayIssue: false, mockOnly: false },
};

export const requiredCase: Case = {
  ...base,
  id: 'acme/missing-parameter-client-id',
  folder: 'Refusals',
  title: 'Missing client_id',
  fault: { name: 'missing-parameter', of: 'client_id' },
  basis: 'required',
  assertions: [refused],
  safety: refusalCase.safety,
};

export const observedCase: Case = {
  ...base,
  id: 'acme/extra-parameter',
  folder: 'Observed',
  title: 'Token with an unknown extra parameter',
  basis: 'observed',
  assertions: [],
};

export const masked = (text: string): Masked => text as Masked;

export const tokenBody = { access_token: '‹string, 43 characters, #a84269›', token_type: 'Bearer', expires_in: 3600 };

/** A documented token response, but for what is said. */
export const answerWith = (more: Partial<Answer> = {}): Answer => ({
  status: 200,
  statusText: masked('OK'),
  headers: [['content-type', masked('application/json')]],
  bodyBytes: 102,
  body: { kind: 'json', json: tokenBody, oddities: [] },
  tokens: [],
  echoed: [],
  ...more,
});

/** As the door would make it of this body. Marks stand for text of plain letters. */
export function jsonAnswer(status: number, json: Json, more: Partial<Answer> = {}): Answer {
  const illFormed = illFormedTexts(JSON.parse(withoutMarks(JSON.stringify(json), 'x')));
  return answerWith({
    status,
    body: { kind: 'json', json, oddities: [] },
    ...(illFormed.length > 0 && { illFormed }),
    ...more,
  });
}

export const htmlAnswer = (status: number): Answer =>
  answerWith({
    status,
    headers: [['content-type', masked('text/html')]],
    body: { kind: 'text', why: 'not JSON', excerpt: masked('<html>') },
  });

export const answered = (answer: Answer = answerWith()): Attempt => ({
  startedAt: '2026-01-02T03:04:05.000Z',
  ms: 55,
  kind: 'answered',
  answer,
});

export const failed = (failure: Failure, detail: string = failure): Attempt => ({
  startedAt: '2026-01-02T03:04:05.000Z',
  ms: 12,
  kind: 'failed',
  failure,
  detail: masked(detail),
});

/** Every test of the collection passed, unless `more` says otherwise. */
export const exchangeOf = (one: Case, attempts: readonly Attempt[], more: Partial<Exchange> = {}): Exchange => ({
  case: one.id,
  request: {
    method: 'POST',
    url: masked('https://acme.test/token'),
    headers: [['Content-Type', masked('application/x-www-form-urlencoded')]],
    body: masked('grant_type=client_credentials&client_id=mock-client&client_secret=‹clientSecret›'),
  },
  attempts,
  sandbox: one.assertions
    .filter(({ level }) => level === 'error')
    .map(({ title }) => ({ title, passed: attempts.length > 0 })),
  ...more,
});

export const subjectOf = (one: Case, answer?: Answer | Attempt, more: Partial<Exchange> = {}): Subject => ({
  provider: acme,
  case: one,
  exchange: exchangeOf(
    one,
    answer === undefined ? [] : ['kind' in answer ? answer : answered(answer)],
    answer === undefined ? { notSent: 'budget', ...more } : more,
  ),
});

export const findingsIn = (judgements: readonly Judgement[] | Judgement | undefined): readonly Finding[] =>
  [judgements ?? []]
    .flat()
    .flatMap((judgement) => ('findings' in judgement && judgement.outcome === 'broken' ? judgement.findings : []));
