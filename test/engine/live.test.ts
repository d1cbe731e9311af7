import { describe, expect, test } from 'vitest';
import { retryAfterMs, retryDelayMs, type Stop, stopAfter } from '../../scripts/engine/live.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { Answer, Attempt, Failure } from '../../scripts/model/exchange.ts';
import type { Json } from '../../scripts/model/provider.ts';
import {
  acme,
  answered,
  answerWith,
  failed,
  htmlAnswer,
  jsonAnswer,
  masked,
  observedCase,
  refusalCase,
  tokenCase,
} from '../support/exchanges.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const status = (code: number, retryAfter?: string): Attempt =>
  answered(jsonAnswer(code, {}, retryAfter === undefined ? {} : { headers: [['RETRY-AFTER', masked(retryAfter)]] }));

describe('Retry-After', () => {
  test.each<[string | undefined, number | undefined]>([
    ['120', 120_000],
    ['0', 0],
    [' 5 ', 5000],
    ['Fri, 02 Jan 2026 03:05:05 GMT', 60_000],
    ['Friday, 02-Jan-26 03:05:05 GMT', 60_000],
    ['Fri, 02 Jan 2026 03:04:04 GMT', 0],
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['see later', undefined],
    // Date.parse takes these for dates long gone: that would be a retry at once.
    ['1.5', undefined],
    ['-1', undefined],
    ['2026', 2_026_000],
    ['2026-01-02', undefined],
  ])('%j is %s ms', (value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms);
  });
});

describe('what is sent again', () => {
  const delay = (attempts: readonly Attempt[], retries = 2, random = 0) =>
    retryDelayMs(attempts, retries, () => random, now);

  test.each<[string, Attempt]>([
    ...(['refused', 'reset', 'dns', 'deadline'] as const).map((failure): [string, Attempt] => [
      failure,
      failed(failure),
    ]),
    ...[502, 503, 504].map((code): [string, Attempt] => [String(code), status(code)]),
  ])('%s, after a back-off that doubles, between half and whole', (_, attempt) => {
    const waits = [1, 2, 3].map((count) => {
      const attempts = Array.from({ length: count }, () => attempt);
      return [delay(attempts, 9, 0), delay(attempts, 9, 1)];
    });
    expect(waits).toEqual([
      [250, 500],
      [500, 1000],
      [1000, 2000],
    ]);
  });

  const never: readonly Failure[] = [
    'tls',
    'too-large',
    'encoded',
    'too-deep',
    'malformed-http',
    'origin',
    'interrupted',
    'other',
  ];
  test.each<[string, Attempt]>([
    ...never.map((failure): [string, Attempt] => [failure, failed(failure)]),
    ...[200, 201, 302, 400, 401, 403, 404, 415, 500, 501, 505, 519, 531].map((code): [string, Attempt] => [
      `${code}, even with Retry-After`,
      status(code, '1'),
    ]),
    ['a 200 that is a page', answered(htmlAnswer(200))],
    ['429 that does not say when', status(429)],
    ['429 that says it in no known way', status(429, 'soon')],
  ])('not %s', (_, attempt) => {
    expect(delay([attempt])).toBeUndefined();
  });

  test.each<[string, readonly Attempt[], number, number | undefined]>([
    ['nothing was tried', [], 2, undefined],
    ['no retries are wanted', [failed('reset')], 0, undefined],
    ['they are used up', [failed('reset'), failed('reset'), failed('reset')], 2, undefined],
    ['the last was judged', [failed('reset'), status(200)], 2, undefined],
    ['the back-off has grown to its cap', Array.from({ length: 9 }, () => failed('dns')), 20, 30_000],
    ['503 asks for more than the back-off', [status(503, '7')], 2, 7000],
    ['503 asks for less than the back-off', [status(503, '0')], 2, 250],
    ['503 asks for a minute', [status(503, '60')], 2, 60_000],
    ['503 asks for too long', [status(503, '61')], 2, undefined],
    ['a first 429 says when', [status(429, '3')], 2, 3000],
    ['a first 429 after a lost connection says when', [failed('reset'), status(429, '3')], 2, 3000],
    ['429 asks for a minute', [status(429, '60')], 2, 60_000],
    ['429 asks for too long', [status(429, '61')], 2, undefined],
    ['a second 429', [status(429, '0'), status(429, '0')], 9, undefined],
    ['a 429, another failure, a second 429', [status(429, '0'), failed('reset'), status(429, '0')], 9, undefined],
    ['a lost connection after a 429', [status(429, '0'), failed('reset')], 9, 500],
  ])('%s', (_, attempts, retries, ms) => {
    expect(delay(attempts, retries)).toBe(ms);
  });
});

describe('what ends the run of a provider', () => {
  const error = (code: number, body: Json): Answer => jsonAnswer(code, body);
  type Row = readonly [string, Answer | Failure, canonical: Stop | undefined, other: Stop | undefined];
  const rows: readonly Row[] = [
    ...(['refused', 'reset', 'dns', 'deadline', 'tls'] as const).map(
      (failure): Row => [failure, failure, 'down', undefined],
    ),
    ['too large', 'too-large', undefined, undefined],
    ['no HTTP', 'malformed-http', undefined, undefined],
    ['interrupted', 'interrupted', 'interrupted', 'interrupted'],
    ...[408, 502, 503, 504, 520, 522, 530].map((code): Row => [String(code), error(code, {}), 'down', undefined]),
    ['500', error(500, {}), 'down', undefined],
    ['500 with an error code', error(500, { error: 'server_error' }), undefined, undefined],
    ['200 with a page', htmlAnswer(200), 'intercepted', undefined],
    ['404', error(404, {}), 'no-endpoint', undefined],
    ['404 with a page', htmlAnswer(404), 'no-endpoint', undefined],
    ['404 with the reason phrase', error(404, { error: 'Not Found' }), 'no-endpoint', undefined],
    ['405 with a page', htmlAnswer(405), 'no-endpoint', undefined],
    ['404 with an error code', error(404, { error: 'no_such_tenant' }), undefined, undefined],
    ['200', answerWith(), undefined, undefined],
    ['429', error(429, {}), 'throttled', 'throttled'],
    ['429 with a page', htmlAnswer(429), 'throttled', 'throttled'],
    ['403 with a page, from an edge', htmlAnswer(403), 'throttled', undefined],
    ['403 without a body', answerWith({ status: 403, body: { kind: 'empty' } }), 'throttled', undefined],
    ['403 with an error code', error(403, { error: 'forbidden' }), undefined, undefined],
    ['401', error(401, {}), 'credentials-rejected', undefined],
    ['401 with a page', htmlAnswer(401), 'credentials-rejected', undefined],
    ...[400, 403, 404].map(
      (code): Row => [
        `${code} invalid_client`,
        error(code, { error: 'invalid_client' }),
        'credentials-rejected',
        undefined,
      ],
    ),
    ...[400, 401, 403].map(
      (code): Row => [
        `${code} unauthorized_client`,
        error(code, { error: 'unauthorized_client' }),
        'grant-not-allowed',
        undefined,
      ],
    ),
    ['401 invalid_scope', error(401, { error: 'invalid_scope' }), undefined, undefined],
    ['400 invalid_request', error(400, { error: 'invalid_request' }), undefined, undefined],
    ['400 with the code elsewhere', error(400, { data: { error: 'invalid_client' } }), undefined, undefined],
    ['400 with a list', error(400, ['invalid_client']), undefined, undefined],
    ['400 with a page', htmlAnswer(400), undefined, undefined],
    ['415', error(415, {}), undefined, undefined],
  ];
  const stop = (one: Case, what: Answer | Failure) =>
    stopAfter(one, [status(200), typeof what === 'string' ? failed(what) : answered(what)], acme);

  test.each(rows)('%s', (_, what, canonical, other) => {
    expect({
      canonical: stop(tokenCase, what),
      variant: stop({ ...tokenCase, id: 'acme/token-basic' }, what),
      refusal: stop(refusalCase, what),
      observed: stop(observedCase, what),
    }).toEqual({ canonical, variant: other, refusal: other, observed: other });
  });

  test('nothing, when nothing was sent', () => {
    expect(stopAfter(tokenCase, [], acme)).toBeUndefined();
  });
});
