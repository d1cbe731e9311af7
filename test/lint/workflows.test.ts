import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environmentName } from '../../scripts/model/variables.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { thisProject } from '../support/this-project.ts';

const workflow = (name: string): string =>
  readFileSync(join(thisProject.root, '.github/workflows', `${name}.yml`), 'utf8');
const nightly = workflow('nightly');

test('the nightly run is given variables of providers only, each from the secret of its name', () => {
  const known = thisProject.providers.flatMap(({ id, variables }) =>
    ['baseUrl', ...Object.keys(variables)].map((name) => environmentName(id, name)),
  );
  const given = [...nightly.matchAll(/^ +(\w+): \$\{\{ secrets\.(\w+) \}\}$/gm)].map(([, name, secret]) => [
    name,
    secret,
  ]);
  expect(given.filter(([name, secret]) => name !== secret || !known.includes(name ?? ''))).toEqual([
    ['DOTENV', 'DOTENV'],
  ]);
});

test('one secret holds the whole .env: each value is masked before it is written', async () => {
  const folder = await temporaryFolder();
  const script = join(thisProject.root, '.github/write-dotenv.mjs');
  const run = (DOTENV: string) =>
    spawnSync(process.execPath, [script], { cwd: folder, env: { DOTENV }, encoding: 'utf8' });
  expect(run('').stdout).toBe('');
  expect(readdirSync(folder)).toEqual([]);
  const text = 'A_CLIENT_ID=an-id\nA_CLIENT_SECRET="100% secret"\nA_EMPTY=\nB_KEY="one\ntwo"\n';
  const { stdout, stderr, status } = run(text);
  expect(stdout).toBe('::add-mask::an-id\n::add-mask::100%25 secret\n::add-mask::one\n::add-mask::two\n');
  expect([stderr, status]).toEqual(['', 0]);
  expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(text);
  expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  expect(nightly.indexOf('write-dotenv.mjs')).toBeLessThan(nightly.indexOf('npm run verify'));
});

describe.each(['ci', 'nightly', 'postman'])('%s.yml', (name) => {
  const text = workflow(name);
  test('has the least permissions, and a checkout that keeps no token', () => {
    const [, permissions] = /^permissions:\n((?: {2}.*\n)+)/m.exec(text) ?? [];
    expect(permissions).toBe(name === 'nightly' ? '  contents: read\n  issues: write\n' : '  contents: read\n');
    expect(text).not.toMatch(/^ +permissions:/m);
    expect(text.match(/actions\/checkout/g)).toHaveLength(text.match(/persist-credentials: false/g)?.length ?? 0);
  });

  test("uses GitHub's own actions, each by its commit, with the version beside it", () => {
    const used = [...text.matchAll(/uses: (.+)/g)].map(([, action]) => action);
    const isPinned = /^actions\/[a-z-]+(?:\/[a-z]+)?@[\da-f]{40} # v\d+\.\d+\.\d+$/;
    expect(used.filter((action) => !isPinned.test(action ?? ''))).toEqual([]);
  });

  test('is one job', () => {
    const [, jobs = ''] = /^jobs:\n([\s\S]*)/m.exec(text) ?? [];
    expect(jobs.match(/^ {2}\w+:$/gm)).toHaveLength(1);
  });
});

test('the nightly run keeps its reports and tells of them, whatever came of it', () => {
  const steps = nightly.split(/\n {6}- /).slice(1);
  const after = steps.slice(steps.findIndex((step) => step.includes('npm run verify')) + 1);
  expect(after).toHaveLength(4);
  for (const step of after) expect(step).toContain('!cancelled()');
  expect(nightly).toMatch(/schedule:\n {4}- cron: '.*'\n {2}workflow_dispatch:/);
});

test.each(['.github/workflows/nightly.yml', 'templates/contracts.yml'])(
  '%s brings back and keeps the history and the token budgets, each under a key of its own',
  (path) => {
    const steps = readFileSync(join(thisProject.root, path), 'utf8')
      .split(/\n {6}- /)
      .slice(1);
    const verify = steps.findIndex((step) => step.includes('npm run verify'));
    const cached = (some: readonly string[], action: string) =>
      some
        .filter((step) => step.includes(`actions/cache/${action}@`))
        .map((step) => [/path: (.*)/.exec(step)?.[1], / key: (\w+)-/.exec(step)?.[1]]);
    const both = [
      ['reports/history.ndjson', 'history'],
      ['reports/budget.ndjson', 'budget'],
    ];
    expect(cached(steps.slice(0, verify), 'restore')).toEqual(both);
    expect(cached(steps.slice(verify + 1), 'save')).toEqual(both);
  },
);
