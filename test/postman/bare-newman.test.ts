import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { thisProject } from '../../scripts/cli/project.ts';
import { casesOf } from '../../scripts/contract/cases.ts';
import { type MockServer, mockApp, startMock } from '../../scripts/mock/index.ts';
import { json, type RunningServer, serve } from '../servers/serve.ts';

interface Summary {
  readonly run: {
    readonly executions: readonly { readonly item: { readonly name: string } }[];
    readonly failures: readonly { readonly error: { readonly test?: string; readonly message: string } }[];
    readonly stats: { readonly assertions: { readonly total: number; readonly failed: number } };
  };
}
interface Environment {
  readonly values: { key: string; value: string }[];
}
const newman: { run(options: object, done: (error: Error | null, summary: Summary) => void): void } = createRequire(
  import.meta.url,
)('newman');

const read = async (path: string) =>
  JSON.parse(await readFile(new URL(`../../collections/${path}`, import.meta.url), 'utf8'));

/** The committed file, run as anybody would run it who has newman and not this tool. */
async function runBare(
  id: string,
  target: 'mock' | 'sandbox',
  values: Readonly<Record<string, string>>,
): Promise<Summary['run']> {
  const collection = await read(`${id}.postman_collection.json`);
  const environment: Environment = await read(`${id}.${target}.postman_environment.json`);
  for (const entry of environment.values) entry.value = values[entry.key] ?? entry.value;
  const summary = await new Promise<Summary>((resolve, reject) =>
    newman.run({ collection, environment, reporters: [] }, (error, result) =>
      error ? reject(error) : resolve(result),
    ),
  );
  return summary.run;
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
});
