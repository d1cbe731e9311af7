import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bench, describe } from 'vitest';
import { mockApp, startMock } from '../../scripts/mock/index.ts';
import { serve } from '../servers/serve.ts';
import { environmentFor, type Id, ids, independent } from '../support/live.ts';
import { start } from '../support/program.ts';
import { providers } from '../support/this-project.ts';

/** Each takes seconds: a few times say enough. */
const few = { iterations: 5, warmupIterations: 1, time: 0, warmupTime: 0, throws: true };

async function isOk(ended: Promise<{ readonly status: number | null }>): Promise<void> {
  const { status } = await ended;
  if (status !== 0) throw new Error(`exit code ${status}`);
}

/** newman by itself, over a committed collection. */
function bareNewman(
  id: string,
  target: 'mock' | 'sandbox',
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const newman = createRequire(import.meta.url).resolve('newman/bin/newman.js');
  const collection = `collections/${id}.postman_collection.json`;
  const environment = `collections/${id}.${target}.postman_environment.json`;
  const values = Object.entries(variables).flatMap(([name, value]) => ['--env-var', `${name}=${value}`]);
  const argv = [newman, 'run', collection, '-e', environment, ...values, '--reporters', 'json'];
  return isOk(
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [...argv, '--reporter-json-export', '/dev/null'], { stdio: 'ignore' });
      child.on('error', reject).on('close', (status) => resolve({ status }));
    }),
  );
}

// Benchmarks have no hooks: servers end with their process.
const mock = await startMock(mockApp(providers), 0);

describe('a provider on the mock host, from the command line to its end', () => {
  bench('verify --help', () => isOk(start(['verify', '--help']).ended), few);
  bench(
    'verify --provider optty',
    async () => {
      const out = await mkdtemp(join(tmpdir(), 'contracts-'));
      await isOk(start(['verify', '--provider', 'optty', '--out', out]).ended);
      await rm(out, { recursive: true });
    },
    few,
  );
  bench('newman alone, the same collection', () => bareNewman('optty', 'mock', { baseUrl: `${mock.url}/optty` }), few);
});

const hosts = await Promise.all(
  ids.map(async (id) => {
    const server = await serve(async (seen) => {
      await sleep(100);
      return independent[id].handler(seen);
    });
    return { id, url: server.url };
  }),
);
const env: Record<string, string> = Object.assign({}, ...hosts.map(({ id, url }) => environmentFor(id, url)));

describe('five live hosts that take 100 ms to answer, from the command line to its end', () => {
  const verify = async (concurrency: number): Promise<void> => {
    const out = await mkdtemp(join(tmpdir(), 'contracts-'));
    const flags = ['--target', 'sandbox', '--interval', '0', '--concurrency', String(concurrency), '--out', out];
    await isOk(start(['verify', ...flags], env).ended);
    await rm(out, { recursive: true });
  };
  bench('verify, one provider after another', () => verify(1), few);
  bench('verify, side by side', () => verify(20), few);
  bench(
    'five runs of newman alone, in a row',
    async () => {
      for (const { id, url } of hosts) {
        const { basePath, credentials } = independent[id as Id];
        const { id: clientId, secret: clientSecret } = credentials;
        const scope = id === 'open-banking-platform' ? { scope: 'accountinformation private' } : {};
        await bareNewman(id, 'sandbox', { baseUrl: `${url}${basePath}`, clientId, clientSecret, ...scope });
      }
    },
    few,
  );
});
