import { describe, expect, test } from 'vitest';
import { realRuns, useRealServers } from '../support/real-runs.ts';
import type { Configuration, RealServerName } from '../support/real-servers.ts';

useRealServers();

type Change = readonly [
  what: string,
  change: Partial<Configuration>,
  exitCode: number,
  outcome: string,
  /** Of the canonical request, and of the card. */
  says: readonly string[],
];

const shorter: Change = ['a shorter lifetime', { lifetime: 300 }, 1, 'broken', ['error baseline/lifetime-shorter']];
const longer: Change = [
  'a longer lifetime',
  { lifetime: 7200 },
  1,
  'broken',
  ['warning baseline/lifetime-longer', 'warning rfc/short-lifetime'],
];
const secret: Change = [
  'another secret',
  { clientSecret: 'another-fake-secret-0123456789' },
  3,
  'credentials-rejected',
  [],
];
const scope: Change = [
  'the scope is taken away',
  { scopes: ['api:write'] },
  1,
  'broken',
  ['error docs/status', 'error baseline/success-status'],
];
const path: Change = [
  'the endpoint moves',
  { path: '/oauth2/token' },
  1,
  'broken',
  ['error docs/status', 'error baseline/success-status'],
];
/** These two answer as a web server without such a page does. */
const gone: Change = ['the endpoint moves', { path: '/oauth2/token' }, 1, 'broken', ['error run/no-endpoint']];
const format: Change = ['tokens become JWTs', { tokenFormat: 'jwt' }, 1, 'broken', ['warning baseline/token-form']];

const changes: Readonly<Record<RealServerName, readonly Change[]>> = {
  oidc: [shorter, longer, secret, scope, path, format],
  'node-oauth': [shorter, longer, secret, scope, gone, format],
  jmondi: [shorter, longer, secret, scope, gone],
};

/** Exit code 1 without a change: each of these servers breaks rows of the card under `enforce`. */
describe.each(Object.entries(changes))('%s, accepted and then configured in another way', (name, ofServer) => {
  test('shows each change as what it is', async () => {
    const real = await realRuns(nameOf(name), 'client_secret_post');
    const first = await real.verify();
    expect((await real.accept()).exitCode).toBe(0);
    const usual = new Set(first.findings.map(({ fingerprint }) => fingerprint));
    const seen: Change[] = [];
    for (const [what, change] of ofServer) {
      await real.restart(change);
      const { exitCode, outcome, findings } = await real.verify();
      const added = findings.filter(({ fingerprint }) => !usual.has(fingerprint));
      const ofInterest = added.filter(
        ({ rule, case: id }) => id === `${name}/token` || rule.startsWith('rfc/') || rule === 'run/no-endpoint',
      );
      seen.push([what, change, exitCode, outcome, ofInterest.map(({ severity, rule }) => `${severity} ${rule}`)]);
    }
    expect(seen).toEqual(ofServer);
  });
});

function nameOf(name: string): RealServerName {
  const known = (['oidc', 'node-oauth', 'jmondi'] as const).find((one) => one === name);
  return known ?? expect.fail(name);
}
