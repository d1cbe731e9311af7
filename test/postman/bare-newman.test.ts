import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { type MockServer, mockApp, startMock } from '../../scripts/mock/index.ts';
import { json, type RunningServer, serve } from '../servers/serve.ts';
import { type NewmanRun, runNewman } from '../support/newman.ts';
import { thisProject } from '../support/this-project.ts';

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
): Promise<NewmanRun> {
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

  test.each(providers)('%s is green and sends every case', async (id, provider) => {
    const cases = casesOf(provider);
    const run = await runBare(id, 'mock', { baseUrl: `${mock.url}/${id}` });
    expect(run.failures.map(({ error }) => `${error.test}: ${error.message}`)).toEqual([]);
    expect(run.executions.map(({ item }) => item.name)).toEqual(cases.map(({ title }) => title));
    const asserted = cases.flatMap(({ assertions }) => assertions.filter(({ level }) => level === 'error'));
    expect(run.stats.assertions).toMatchObject({ total: asserted.length, failed: 0 });
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
    const safe = casesOf(provider).filter(({ folder, safety }) => folder !== 'Observed' && !safety.mockOnly);
    expect(run.executions.map(({ item }) => item.name)).toEqual(safe.map(({ title }) => title));
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
