import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environmentName } from '../../scripts/model/variables.ts';
import { thisProject } from '../support/this-project.ts';

const workflow = (name: string): string =>
  readFileSync(join(thisProject.root, '.github/workflows', `${name}.yml`), 'utf8');
const nightly = workflow('nightly');

test('the nightly run is given the variables of every provider, each from the secret of its name, and no other', () => {
  const wanted = thisProject.providers.flatMap(({ id, variables }) =>
    ['baseUrl', ...Object.keys(variables)].map((name) => environmentName(id, name)),
  );
  const given = [...nightly.matchAll(/^ +(\w+): \$\{\{ secrets\.(\w+) \}\}$/gm)].map(([, name, secret]) => [
    name,
    secret,
  ]);
  expect(given).toEqual(wanted.map((name) => [name, name]));
});

describe.each(['ci', 'nightly'])('%s.yml', (name) => {
  const text = workflow(name);
  test('has the least permissions, and a checkout that keeps no token', () => {
    const [, permissions] = /^permissions:\n((?: {2}.*\n)+)/m.exec(text) ?? [];
    expect(permissions).toBe(name === 'ci' ? '  contents: read\n' : '  contents: read\n  issues: write\n');
    expect(text).not.toMatch(/^ +permissions:/m);
    expect(text.match(/actions\/checkout/g)).toHaveLength(text.match(/persist-credentials: false/g)?.length ?? 0);
  });

  test("uses GitHub's own actions, each at a major version", () => {
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    expect(used.filter((action) => !/^actions\/[a-z-]+(?:\/[a-z]+)?@v\d+$/.test(action ?? ''))).toEqual([]);
  });

  test('is one job', () => {
    const [, jobs = ''] = /^jobs:\n([\s\S]*)/m.exec(text) ?? [];
    expect(jobs.match(/^ {2}\w+:$/gm)).toHaveLength(1);
  });
});

test('the nightly run keeps its reports and tells of them, whatever came of it', () => {
  const steps = nightly.split(/\n {6}- /).slice(1);
  const after = steps.slice(steps.findIndex((step) => step.includes('npm run verify')) + 1);
  expect(after).toHaveLength(3);
  for (const step of after) expect(step).toContain('!cancelled()');
  expect(nightly).toMatch(/schedule:\n {4}- cron: '.*'\n {2}workflow_dispatch:/);
});
