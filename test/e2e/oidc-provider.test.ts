import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ruleBook } from '../../scripts/judge/index.ts';
import { faults } from '../../scripts/oauth/faults.ts';
import { tokenRequest } from '../../scripts/oauth/token-request.ts';
import { toWire } from '../../scripts/oauth/wire.ts';
import { conformanceOf } from '../../scripts/report/conformance.ts';
import { findingsIn, runInProcess } from '../support/cli.ts';
import { oidcClient, oidcProvider, oidcSchemas, startOidc } from '../support/oidc.ts';
import { temporaryProject } from '../support/project.ts';

// It says at every start that its keys and its store are for tests, which this is.
beforeAll(() => {
  for (const method of ['warn', 'info'] as const) vi.spyOn(console, method).mockImplementation(() => undefined);
});
afterAll(() => vi.restoreAllMocks());

/** Where it departs from the first expectation: another status, or a token, which RFC 6749 §3.3 allows for scopes. */
const departures: Readonly<Record<string, { readonly status: number; readonly error?: string }>> = {
  'wrong-method GET': { status: 404, error: 'invalid_request' },
  'token-by-get ': { status: 404, error: 'invalid_request' },
  'missing-parameter scope': { status: 200 },
  'unknown-scope ': { status: 200 },
};

describe.each(['client_secret_post', 'client_secret_basic'] as const)(
  'a server that nobody here wrote, with %s',
  (authentication) => {
    test('is verified end to end', async () => {
      const server = await startOidc(authentication);
      onTestFinished(server.close);
      const provider = oidcProvider(authentication);
      const project = await temporaryProject([provider], oidcSchemas);
      const env = { OIDC_BASE_URL: server.url, OIDC_CLIENT_ID: oidcClient.id, OIDC_CLIENT_SECRET: oidcClient.secret };
      const flags = ['--provider', 'oidc', '--target', 'sandbox', '--interval', '0', '--observe'];
      const { report, exitCode, stdout } = await runInProcess(['verify', ...flags], { env, project });
      expect(findingsIn(report)).toEqual([]);
      expect(report?.providers.map(({ outcome }) => outcome)).toEqual(['held']);
      expect(stdout).toContain('5 of 5 asserted cases of 1 provider held.');
      expect(report?.providers[0]?.cases.filter(({ exchange }) => exchange.attempts.length !== 1)).toEqual([]);
      expect(exitCode).toBe(0);
      const [card] = (report?.providers ?? []).map((provider) => conformanceOf(provider, ruleBook));
      expect(card?.broken.map(({ rule, findings }) => [rule, findings[0].actual])).toEqual([
        ['rfc/pragma', 'no Pragma'],
        ...(authentication === 'client_secret_post'
          ? [['rfc/challenge', 'status 401 without WWW-Authenticate (and 1 other case)']]
          : []),
      ]);
      expect(card?.notJudged.map(({ rule }) => rule)).toEqual([
        'rfc/jwt-alg',
        'rfc/jwt-times',
        'rfc/endpoint',
        ...(authentication === 'client_secret_basic' ? ['rfc/rejected-client'] : []),
        'rfc/unknown-scope',
        'rfc/tls-version',
      ]);
    });

    test('gets every fault there is, and answers it as the fault says the RFC does', async () => {
      const server = await startOidc(authentication);
      onTestFinished(server.close);
      const provider = oidcProvider(authentication);
      const values = { baseUrl: server.url, clientId: oidcClient.id, clientSecret: oidcClient.secret };
      const all = faults.flatMap((fault) => fault.subjects(provider).map((of) => ({ fault, of })));
      expect(all.length).toBeGreaterThanOrEqual(16);
      for (const { fault, of } of all) {
        const { url, method, headers, body } = toWire(fault.apply(tokenRequest(provider), of, provider), values);
        const response = await fetch(url, { method, headers, ...(method !== 'GET' && { body }) });
        const { error }: { error?: string } = JSON.parse(await response.text());
        const name = `${fault.name} ${of}`;
        const departure = departures[name];
        const rfc = fault.rfc(of, provider);
        expect({ name, status: departure?.status ?? rfc?.statuses }).toEqual({
          name,
          status: departure === undefined ? expect.arrayContaining([response.status]) : response.status,
        });
        expect({ name, error: departure === undefined ? rfc?.errors : departure.error }).toEqual({
          name,
          error: departure === undefined ? expect.arrayContaining([error]) : error,
        });
      }
    });
  },
);
