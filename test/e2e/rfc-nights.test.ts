import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ClientAuthentication } from '../../scripts/model/provider.ts';
import { realRuns, useRealServers } from '../support/real-runs.ts';
import type { Configuration, RealServerName } from '../support/real-servers.ts';

useRealServers();

/** Nights without a change. Two are enough to see a row that is not steady; a longer run is for a person. */
const nights = Number(process.env['NIGHTS'] ?? 2);

const servers: readonly (readonly [RealServerName, ClientAuthentication, Configuration['tokenFormat']])[] = [
  ['oidc', 'client_secret_post', 'opaque'],
  ['oidc', 'client_secret_basic', 'jwt'],
  ['node-oauth', 'client_secret_post', 'opaque'],
  ['node-oauth', 'client_secret_basic', 'jwt'],
  ['jmondi', 'client_secret_post', 'jwt'],
  ['jmondi', 'client_secret_basic', 'jwt'],
];

/** What a night says beyond what the accepted run said. */
const words = ({ findings }: Awaited<ReturnType<Awaited<ReturnType<typeof realRuns>>['verify']>>) =>
  findings.map(({ rule, severity, case: id = '', actual }) => `${severity} ${rule} ${id}: ${actual}`);

describe.each(servers)('%s with %s and %s tokens', (name, method, tokenFormat) => {
  test(`${nights} nights, a restart with new keys and a clock that is off say nothing new`, async () => {
    const real = await realRuns(name, method, { tokenFormat });
    const first = await real.verify();
    expect((await real.accept()).exitCode).toBe(0);
    const usual = words(first).filter((one) => !one.includes('run/no-baseline'));
    for (let night = 0; night < nights; night += 1) expect(words(await real.verify())).toEqual(usual);

    await real.restart({ signingKey: 'another-fake-signing-key-0123456789' });
    expect(words(await real.verify())).toEqual(usual);

    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const now = Date.now();
    for (const seconds of [90, -90]) {
      vi.setSystemTime(now + seconds * 1000);
      expect(words(await real.verify())).toEqual(usual);
    }
  });
});
