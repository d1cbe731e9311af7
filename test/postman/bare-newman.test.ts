import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { thisProject } from '../../scripts/cli/project.ts';
import { casesOf } from '../../scripts/contract/cases.ts';
import { type MockServer, mockApp, startMock } from '../../scripts/mock/index.ts';
import { driftedMock } from '../../scripts/mutants/mutated-mock.ts';
import { itemId } from '../../scripts/postman/index.ts';
import { json, type RunningServer, serve } from '../servers/serve.ts';
import { runNewman } from '../support/newman.ts';

interface Environment {
  values: { key: string; value: string }[];
}
const read = async (path: string) =>
  JSON.parse(await readFile(new URL(`../../collections/${path}`, import.meta.url), 'utf8'));

/** The committed file, run as anybody would run it who has newman and not this tool. `missing` are variables to leave out. */
async function runBare(
  id: string,
  target: 'mock' | 'sandbox',
  values: Readonly<Record<string, string>>,
  missing: readonly string[] = [],
) {
  const collection = await read(`${id}.postman_collection.json`);
  const environment: Environment = await read(`${id}.${target}.postman_environment.json`);
  environment.values = environment.values
    .filter(({ key }) => !missing.includes(key))
    .map((entry) => ({ ...entry, value: values[entry.key] ?? entry.value }));
  return runNewman({ collection, environment });
}

const providers = thisProject.providers.map((provider) => [provider.id, provider] as const);

describe('with its mock environment against the mock host', () => {
  let mock: MockServer;
  beforeAll(async () => {
    mock = await startMock(mockApp(thisProject.providers), 0);
  });
  afterAll(() => mock.close());

  const notSent = 'not sent: set observe to true in the environment of a live host to send this';

  test.each(providers)(
    '%s is green, sends every case and counts the observed ones as skipped',
    async (id, provider) => {
      const cases = casesOf(provider);
      const run = await runBare(id, 'mock', { baseUrl: `${mock.url}/${id}` });
      expect(run.failures.map(({ error }) => `${error.test}: ${error.message}`)).toEqual([]);
      expect(run.executions.map(({ item }) => item.id)).toEqual(cases.map((one) => itemId(one.id)));
      const observed = cases.filter(({ folder }) => folder === 'Observed').map(() => 'recorded, not judged');
      expect(run.skipped).toEqual([...observed, ...(provider.next === undefined ? [] : [notSent])]);
      const asserted = cases.flatMap(({ assertions }) => assertions.filter(({ level }) => level === 'error'));
      expect(run.stats.assertions).toMatchObject({ total: asserted.length + run.skipped.length, failed: 0 });
      expect(run.console).toEqual([]);
    },
  );
});

describe('without an environment', () => {
  test.each(providers)('%s sends nothing and says what to do', async (id) => {
    const run = await runNewman({ collection: await read(`${id}.postman_collection.json`) });
    expect(run.executions).toEqual([]);
    expect(run.failures.map(({ error }) => error.test)).toEqual([
      'choose an environment: import one of this collection, select it, and fill in baseUrl',
    ]);
  });
});

describe('where the mock drifts', () => {
  // What documentation and required refusals rule out, whatever the provider.
  test.each(['drop-member', 'html-page', 'grant-refusal'])('%s turns every collection red', async (drift) => {
    const drifted = await startMock(await driftedMock(drift, thisProject), 0);
    try {
      for (const [id] of providers) {
        const run = await runBare(id, 'mock', { baseUrl: `${drifted.url}/${id}` });
        expect(run.failures, id).not.toEqual([]);
      }
    } finally {
      await drifted.close();
    }
  });
});

describe('with its sandbox environment against a host that records', () => {
  let recorder: RunningServer;
  beforeAll(async () => {
    recorder = await serve(() => json(200, { access_token: 'recorded-token-0123456789' }));
  });
  afterAll(() => recorder.close());
  const configured = { clientId: 'configured-client', clientSecret: 'configured-secret-0123' };

  test.each(providers)('%s sends nothing that is mock-only or only observed', async (id, provider) => {
    const before = recorder.seen.length;
    const run = await runBare(id, 'sandbox', { ...configured, baseUrl: recorder.url });
    const cases = casesOf(provider);
    const safe = cases.filter(({ folder, safety }) => folder !== 'Observed' && !safety.mockOnly);
    expect(run.executions.map(({ item }) => item.id)).toEqual(safe.map((one) => itemId(one.id)));
    const reasons = cases
      .filter((one) => !safe.includes(one))
      .map(({ safety }) =>
        safety.mockOnly
          ? 'not sent: only the mock host can be asked for this answer'
          : 'not sent: set observe to true in the environment to send this to a live host',
      );
    const next = 'not sent: set observe to true in the environment of a live host to send this';
    expect(run.skipped).toEqual([...reasons, ...(provider.next === undefined ? [] : [next])]);
    const seen = recorder.seen.slice(before);
    expect(seen).toHaveLength(safe.length);
    for (const { body, query, headers } of seen) {
      expect(body.includes('configured-client')).toBe(body.includes('configured-secret'));
      expect(query).not.toContain('configured');
      expect(headers).not.toHaveProperty('x-mock-response-name');
    }
  });

  test('observe sends the observed ones too, and Octotable’s step 2 to the configured origin with the token', async () => {
    const before = recorder.seen.length;
    await runBare('octotable', 'sandbox', {
      ...configured,
      baseUrl: `${recorder.url}/octotable-auth/api/v2`,
      observe: 'true',
    });
    const seen = recorder.seen.slice(before);
    const octotable = thisProject.providers.find(({ id }) => id === 'octotable') ?? expect.fail();
    expect(seen).toHaveLength(casesOf(octotable).filter(({ safety }) => !safety.mockOnly).length + 1);
    expect(
      seen.filter(({ path }) => path === '/api/v2/').map(({ method, headers }) => [method, headers['authorization']]),
    ).toEqual([['GET', 'Bearer recorded-token-0123456789']]);
  });

  // Apinizer's: all that is safe to send every night.
  const safe = [
    'Token',
    'Token without Accept',
    'Unsupported grant type',
    'Unknown client',
    'No client_id',
    'No client_secret',
  ];
  const safeBodies = [
    'grant_type=client_credentials&client_id=configured-client&client_secret=configured-secret-0123',
    'grant_type=client_credentials&client_id=configured-client&client_secret=configured-secret-0123',
    'grant_type=contract_probe&client_id=configured-client&client_secret=configured-secret-0123',
    'grant_type=client_credentials&client_id=contract-probe&client_secret=contract-probe-secret',
    'grant_type=client_credentials&client_secret=contract-probe-secret',
    'grant_type=client_credentials&client_id=contract-probe',
  ];

  test.each<['mock' | 'sandbox', readonly string[]]>([
    ['sandbox', ['observe']],
    ['sandbox', ['target']],
    ['sandbox', ['observe', 'target']],
    ['mock', ['observe', 'target']],
  ])('a %s environment without %j sends only what is safe', async (target, missing) => {
    const before = recorder.seen.length;
    const run = await runBare('apinizer', target, { ...configured, baseUrl: recorder.url }, missing);
    expect(run.executions.map(({ item }) => item.name)).toEqual(safe);
    const seen = recorder.seen.slice(before);
    expect(seen.map(({ method, path, query }) => `${method} ${path}${query}`)).toEqual(
      safe.map(() => 'POST /apiops/auth/token'),
    );
    expect(seen.map(({ body }) => body)).toEqual(safeBodies);
    expect(seen.filter(({ headers }) => 'x-mock-response-name' in headers)).toEqual([]);
  });

  test('a mock environment without "target" asks nobody for an answer that only a mock host gives', async () => {
    const before = recorder.seen.length;
    await runBare('apinizer', 'mock', { ...configured, baseUrl: recorder.url }, ['target']);
    const seen = recorder.seen.slice(before);
    expect(seen).toHaveLength(17);
    expect(seen.filter(({ headers }) => 'x-mock-response-name' in headers)).toEqual([]);
  });
});
