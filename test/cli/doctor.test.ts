import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runInProcess } from '../support/cli.ts';
import { acme, acmeSchemas } from '../support/exchanges.ts';
import { temporaryProject } from '../support/project.ts';

const schemas = acmeSchemas as Readonly<Record<string, object>>;
const node = `✓ Node ${process.version}`;

test('everything is in order: where each variable is set, never its value; exit 0', async () => {
  const project = await temporaryProject([acme], schemas);
  await writeFile(join(project.root, '.env'), '# mine\nACME_CLIENT_ID=an-id\nACME_CLIENT_SECRET="a-long-secret "\n');
  const env = { ACME_BASE_URL: 'https://sandbox.acme.test', HTTPS_PROXY: 'http://me:hunter2@proxy.test:3128' };
  const { exitCode, stdout, stderr } = await runInProcess(['doctor'], { project, env, cwd: project.root });
  expect(stdout).toBe(`The tool
  ${node}
  ✓ reports go to reports
  ✓ waivers.json: 0 waived

Acme
  ✓ ACME_BASE_URL: set in the environment
  ✓ ACME_CLIENT_ID: set in .env, line 2
  ✓ ACME_CLIENT_SECRET: set in .env, line 3
  ! ACME_CLIENT_SECRET (.env, line 3) ends with a space, which is sent as part of it
  ✓ sandbox.acme.test is asked through the proxy proxy.test:3128
  ✓ collections/acme.postman_collection.json is what the provider file says
  ! no baseline yet: after a live run, npm run accept -- --provider acme

Nothing must be mended. Nothing was sent.
`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(await readdir(join(project.root, 'reports'))).toEqual([]);
});

test('everything is wrong: every line at once; exit 2', async () => {
  const project = await temporaryProject([acme], schemas);
  const { root } = project;
  await writeFile(join(root, 'waivers.json'), '{');
  await writeFile(join(root, 'reports'), 'a file');
  await rm(join(root, 'collections/acme.postman_collection.json'));
  await mkdir(join(root, 'baselines/acme.json'), { recursive: true });
  const env = { ACME_BASE_URL: 'https://acme.test/token', ACME_CLIENTID: 'an-id', ACME_CLIENT_SECRET: 'a-secret\n' };
  const { exitCode, stdout } = await runInProcess(['doctor'], { project, env, cwd: root });
  expect(stdout.replace(/(reports: EEXIST).*/, '$1')).toBe(`The tool
  ${node}
  ✗ reports cannot be written to reports: EEXIST
  ✗ waivers.json is not JSON: restore it from version control

Acme
  ✓ ACME_BASE_URL: set in the environment
  ✓ ACME_CLIENT_SECRET: set in the environment
  ✗ ACME_CLIENT_ID is not set: add it to .env or use --target mock (ACME_CLIENTID (the environment) is set: is ACME_CLIENT_ID meant?)
  ✗ ACME_CLIENT_SECRET (the environment) holds a line feed (U+000A) at its end: set it again without
  ✗ ACME_BASE_URL ends in /token, which is added to it: leave that out
  ✗ collections/acme.postman_collection.json is not there: run npm run build
  ✗ baselines/acme.json is a folder

7 to mend (✗). Nothing was sent.
`);
  expect(exitCode).toBe(2);
});

test('a provider of which nothing is set is skipped; named, its variables are missing', async () => {
  const project = await temporaryProject([acme], schemas);
  const all = await runInProcess(['doctor'], { project, cwd: project.root });
  expect(all.stdout).toContain('Acme\n  ! not configured: a live run skips it\n');
  expect(all.exitCode).toBe(0);
  const named = await runInProcess(['doctor', '--provider', 'acme'], { project, cwd: project.root });
  expect(named.stdout).toContain('✗ ACME_BASE_URL is not set: add it to .env or use --target mock\n');
  expect(named.exitCode).toBe(2);
});

test.each<[string, readonly string[], RegExp]>([
  ['none', [], /^ {2}✓ token budget: 2 of 2 left in this hour$/m],
  ['one', ['one'], /^ {2}✓ token budget: 1 of 2 left in this hour$/m],
  ['two', ['one', 'two'], /^ {2}! .*2 tokens an hour.*$/m],
])('a token budget of two an hour, of which %s is used', async (_, ids, line) => {
  const project = await temporaryProject(
    [{ ...acme, budget: { tokensPerHour: 2, source: acme.request.source } }],
    schemas,
  );
  await mkdir(join(project.root, 'reports'));
  const claim = { format: 1, at: new Date().toISOString(), provider: 'acme', origin: 'https://sandbox.acme.test' };
  const claims = ids.map((id) => `${JSON.stringify({ ...claim, id })}\n`);
  await writeFile(join(project.root, 'reports/budget.ndjson'), claims.join(''));
  const env = {
    ACME_BASE_URL: 'https://sandbox.acme.test',
    ACME_CLIENT_ID: 'an-id',
    ACME_CLIENT_SECRET: 'a-long-secret',
  };
  const { exitCode, stdout } = await runInProcess(['doctor'], { project, env, cwd: project.root });
  expect(stdout).toMatch(line);
  expect(exitCode).toBe(0);
});
