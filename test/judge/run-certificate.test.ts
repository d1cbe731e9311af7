import { describe, expect, test } from 'vitest';
import { judgeCertificate } from '../../scripts/judge/run/certificate.ts';
import type { Attempt } from '../../scripts/model/exchange.ts';
import { answered, failed, observedCase, subjectOf, tokenCase } from '../support/exchanges.ts';

/** Attempts of these tests start on 2026-01-02 at 03:04:05. */
const over = (certificateEnds: string): Attempt => ({ ...answered(), connection: { tls: 'TLSv1.3', certificateEnds } });

const say = (certificateEnds: string, mode: 'advise' | 'enforce') => {
  const [judgement, ...others] = judgeCertificate([subjectOf(tokenCase, over(certificateEnds))], mode);
  expect([judgement?.rule, others]).toEqual(['run/certificate', []]);
  if (judgement?.outcome !== 'broken') return judgement?.outcome;
  return judgement.findings.map(({ severity, actual }) => `${severity}: ${actual}`).join();
};

describe('the certificate ends', () => {
  test.each<[ends: string, mode: 'advise' | 'enforce', said: string]>([
    ['2026-03-01T00:00:00.000Z', 'enforce', 'held'],
    ['2026-02-01T03:04:05.000Z', 'enforce', 'held'],
    ['2026-02-01T03:04:04.000Z', 'advise', 'warning: it ends in 29 days, on 2026-02-01'],
    ['2026-02-01T03:04:04.000Z', 'enforce', 'warning: it ends in 29 days, on 2026-02-01'],
    ['2026-01-09T03:04:05.000Z', 'enforce', 'warning: it ends in 7 days, on 2026-01-09'],
    ['2026-01-09T03:04:04.000Z', 'enforce', 'error: it ends in 6 days, on 2026-01-09'],
    ['2026-01-09T03:04:04.000Z', 'advise', 'warning: it ends in 6 days, on 2026-01-09'],
    ['2026-01-03T04:04:05.000Z', 'enforce', 'error: it ends in 1 day, on 2026-01-03'],
    ['2026-01-02T04:04:05.000Z', 'enforce', 'error: it ends in 0 days, on 2026-01-02'],
  ])('%s, under %s: %s', (ends, mode, said) => {
    expect(say(ends, mode)).toBe(said);
  });

  test('the same finding every night, however many days are left', () => {
    const fingerprints = ['2026-01-20T00:00:00.000Z', '2026-01-04T00:00:00.000Z'].flatMap((ends) =>
      judgeCertificate([subjectOf(tokenCase, over(ends))], 'enforce').flatMap((one) =>
        one.outcome === 'broken' ? one.findings.map(({ fingerprint }) => fingerprint) : [],
      ),
    );
    expect(fingerprints).toHaveLength(2);
    expect(fingerprints[0]).toBe(fingerprints[1]);
  });

  test('is judged of the first connection that has one, whichever case it was', () => {
    const subjects = [subjectOf(tokenCase, failed('reset')), subjectOf(observedCase, over('2026-01-05T00:00:00.000Z'))];
    expect(judgeCertificate(subjects, 'advise')).toMatchObject([{ outcome: 'broken' }]);
  });
});

test.each([
  ['http', answered()],
  ['TLS whose certificate has no end', { ...answered(), connection: { tls: 'TLSv1.3' } }],
  ['no connection', failed('refused')],
])('%s: not judged', (_, attempt) => {
  expect(judgeCertificate([subjectOf(tokenCase, attempt)], 'enforce')).toEqual([
    {
      rule: 'run/certificate',
      outcome: 'not-judged',
      why: 'no certificate was seen: no request was answered over TLS',
    },
  ]);
});
