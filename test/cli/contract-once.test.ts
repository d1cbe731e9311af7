import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { collectionOf } from '../../scripts/postman/collection.ts';
import * as optty from '../servers/optty.ts';
import { serve } from '../servers/serve.ts';
import { runInProcess } from '../support/cli.ts';

vi.mock(import('../../scripts/contract/cases.ts'), async (original) => {
  const real = await original();
  return { ...real, casesOf: vi.fn(real.casesOf) };
});
vi.mock(import('../../scripts/postman/collection.ts'), async (original) => {
  const real = await original();
  return { ...real, collectionOf: vi.fn(real.collectionOf) };
});

const server = await serve(optty.handler);
afterAll(() => server.close());
beforeEach(() => vi.clearAllMocks());

const askedFor = (make: typeof casesOf | typeof collectionOf): readonly string[] =>
  vi.mocked(make).mock.calls.map(([{ id }]) => id);

test('a live verify makes the cases and the collection of a provider once', async () => {
  const env = {
    OPTTY_BASE_URL: server.url,
    OPTTY_CLIENT_ID: optty.credentials.id,
    OPTTY_CLIENT_SECRET: optty.credentials.secret,
  };
  const args = ['verify', '--provider', 'optty', '--target', 'sandbox', '--interval', '0'];
  const { exitCode, report } = await runInProcess(args, { env });
  expect(report?.providers.map(({ outcome }) => outcome)).toEqual(['held']);
  expect(exitCode).toBe(0);
  expect([askedFor(casesOf), askedFor(collectionOf)]).toEqual([['optty'], ['optty']]);
});
