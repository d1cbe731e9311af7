import { expect, test } from 'vitest';
import { stepForThrottled, stepForUnreachable } from '../../scripts/report/failure-steps.ts';
import { answered, failed, jsonAnswer, masked } from '../support/exchanges.ts';
import { caseReport, providerReport } from './reports.ts';

test.each([
  [
    'dns',
    'DNS knows no host with the name `acme.test`. See whether `ACME_BASE_URL` is spelt right, and whether this machine needs a VPN or another DNS server.',
  ],
  [
    'tls',
    'No secure connection to `acme.test` could be made. See whether its certificate is valid and whether this port speaks TLS. The file of a certificate authority of your own belongs in `NODE_EXTRA_CA_CERTS`.',
  ],
  ['reset', 'See whether Acme reports an outage.'],
] as const)('what to do after %s', (failure, step) => {
  expect(stepForUnreachable(providerReport([caseReport([], [failed(failure)])]))).toBe(step);
});

const throttled = (retryAfter: string) => {
  const answer = jsonAnswer(429, {}, { headers: [[masked('Retry-After'), masked(retryAfter)]] });
  const attempt = { ...answered(answer), startedAt: '2026-01-02T03:04:05.000Z', ms: 0 };
  return stepForThrottled(providerReport([caseReport([], [attempt])]));
};

test('when to come back', () => {
  expect(throttled('3600')).toBe(
    'Wait until 2026-01-02 04:04 UTC, as `Retry-After: 3600` asks, then run it again with a longer `--interval`.',
  );
  expect(throttled('soon')).toBe('Wait, then run it again with a longer `--interval`.');
});
