import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { thisProject } from '../../scripts/cli/project.ts';
import { casesOf } from '../../scripts/contract/cases.ts';
import { type MockServer, mockApp, startMock } from '../../scripts/mock/index.ts';
import { driftedMock } from '../../scripts/mutants/mutated-mock.ts';
import { v3Files } from '../../scripts/postman/v3.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';
import { runNewman } from '../support/newman.ts';

/** Postman's own CLI; `.ci/postman-cli` fetches it. Without it these tests are skipped. */
const cli = process.env['POSTMAN_CLI'];

interface Ended {
  readonly status: number;
  readonly output: string;
}

const providers = thisProject.providers.map((provider) => [provider.id, provider] as const);

describe.skipIf(cli === undefined)("Postman's own CLI", { timeout: 600_000 }, () => {
  let folder: string;
  let recorder: MockServer;
  let seen: string[] = [];

  /** Without an account, and with a home of its own: the CLI writes there. */
  const postman = (...argv: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const env = { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'home') };
      execFile(cli ?? '', [...argv], { cwd: folder, env }, (error, stdout, stderr) =>
        resolve({ status: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` }),
      );
    });

  /** What a server sees but for what names the client or changes with every request. */
  async function record(request: Request): Promise<string> {
    const own = ['user-agent', 'postman-token', 'host', 'connection', 'accept-encoding', 'cache-control'];
    const headers = [...request.headers].filter(([name]) => !own.includes(name));
    return JSON.stringify([request.method, new URL(request.url).href, headers.toSorted(), await request.text()]);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'contracts-'));
    await mkdir(join(folder, 'home'));
    const schemas = await readSchemas(thisProject.root);
    for (const [, provider] of providers)
      for (const { path, text } of v3Files(provider, casesOf(provider), schemas)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
    for (const [id] of providers) {
      const { status, output } = await postman(
        'collection',
        'migrate',
        committed(id),
        '-o',
        join(folder, 'migrated', id),
      );
      if (status !== 0) throw new Error(output);
    }
    const app = mockApp(thisProject.providers);
    recorder = await startMock(async (request) => {
      seen.push(await record(request.clone()));
      return app(request);
    }, 0);
  });
  afterAll(async () => {
    await recorder?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const committed = (id: string): string => join(thisProject.root, `collections/${id}.postman_collection.json`);
  const environment = (id: string): string => join(thisProject.root, `collections/${id}.mock.postman_environment.json`);
  const folderOf = (name: string): string => join(folder, 'collections', `${name} token endpoint`);
  const run = (collection: string, environmentFile: string, baseUrl: string): Promise<Ended> =>
    postman(
      'collection',
      'run',
      collection,
      '-e',
      environmentFile,
      '--env-var',
      `baseUrl=${baseUrl}`,
      '--no-report-events',
    );

  async function asNewman(id: string, baseUrl: string) {
    const values: { readonly values: readonly { readonly key: string }[] } = JSON.parse(
      await readFile(environment(id), 'utf8'),
    );
    return runNewman({
      collection: JSON.parse(await readFile(committed(id), 'utf8')),
      environment: { values: values.values.map((one) => (one.key === 'baseUrl' ? { ...one, value: baseUrl } : one)) },
    });
  }

  test.each(providers)(
    '%s sends what newman sends and is green: as 2.1, migrated, and as our folder',
    async (id, { name }) => {
      const baseUrl = `${recorder.url}/${id}`;
      seen = [];
      await asNewman(id, baseUrl);
      const wanted = seen;
      expect(wanted.length).toBeGreaterThan(10);
      for (const [collection, environmentFile] of [
        [committed(id), environment(id)],
        [join(folder, 'migrated', id), environment(id)],
        [folderOf(name), join(folder, 'environments', `${name} (mock).environment.yaml`)],
      ] as const) {
        seen = [];
        const { status, output } = await run(collection, environmentFile, baseUrl);
        expect(status, output).toBe(0);
        expect(seen).toEqual(wanted);
      }
    },
  );

  test('finds nothing to complain about in collections and environments', async () => {
    for (const kind of ['collection', 'environment']) {
      const { status, output } = await postman(kind, 'lint', join(folder, `${kind}s`), '-f', 'warning');
      expect(output).toMatch(/Errors: 0 \| Warnings: 0/);
      expect(status).toBe(0);
    }
  });

  const filesBelow = async (path: string): Promise<readonly string[]> =>
    (await readdir(path, { recursive: true })).filter((file) => file.endsWith('.yaml')).toSorted();

  // `migrate` repeats the name of the folder, loses the descriptions of variables, and writes `noauth` as a list of one.
  test.each(providers)(
    '%s: `migrate` writes the same files but for the definition of the collection',
    async (id, { name }) => {
      const [ours, migrated] = [folderOf(name), join(folder, 'migrated', id)];
      expect(await filesBelow(ours)).toEqual(await filesBelow(migrated));
      const different = [];
      for (const file of await filesBelow(ours)) {
        const [mine, theirs] = await Promise.all([ours, migrated].map((path) => readFile(join(path, file), 'utf8')));
        if (mine !== theirs) different.push([file, parse(mine ?? ''), parse(theirs ?? '')] as const);
      }
      expect(different.map(([file]) => file)).toEqual(['.resources/definition.yaml']);
      const [, mine, theirs] = different[0] ?? expect.fail('no definition');
      const values = mine.variables.map(({ key, value }: { key: string; value: string }) => [key, value]);
      expect(theirs).toEqual({
        ...mine,
        name: `${name} token endpoint`,
        variables: Object.fromEntries(values),
        auth: [{ id: '', type: 'noauth', name: 'No Auth' }],
      });
    },
  );

  test.each(['drop-member', 'html-page', 'grant-refusal', 'hide-token-in-refusal'])(
    'sees %s where newman sees it',
    async (drift) => {
      const drifted = await startMock(await driftedMock(drift, thisProject), 0);
      try {
        for (const [id, { name }] of providers) {
          const baseUrl = `${drifted.url}/${id}`;
          const { failures } = await asNewman(id, baseUrl);
          const { status } = await run(
            folderOf(name),
            join(folder, 'environments', `${name} (mock).environment.yaml`),
            baseUrl,
          );
          expect(status !== 0, id).toBe(failures.length > 0);
        }
      } finally {
        await drifted.close();
      }
    },
  );
});
