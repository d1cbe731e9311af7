import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { thisProject } from '../support/this-project.ts';

const textOf = (path: string): string => readFileSync(join(thisProject.root, path), 'utf8');

/** What a text imports at run time, as paths from the root of the project. Packages and types are left out. */
const importsOf = (path: string, text: string): readonly string[] =>
  [...text.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from\s+'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'/gm)].map(
    ([, named = '', dynamic = named]) => join(dirname(path), dynamic),
  );

/** Every file that is loaded with the given ones, these included. */
function loadedWith(paths: readonly string[]): ReadonlySet<string> {
  const loaded = new Set(paths);
  for (const path of loaded) for (const imported of importsOf(path, textOf(path))) loaded.add(imported);
  return loaded;
}

const renderers = ['scripts/oauth/request.ts', 'scripts/oauth/wire.ts', 'scripts/oauth/curl.ts'];
const server = [
  ...readdirSync(join(thisProject.root, 'scripts/mock'), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('scripts/mock', name)),
  'scripts/oauth/read.ts',
  'scripts/oauth/faults.ts',
];

test('the mock host and the reader load nothing that writes a request', () => {
  expect(server.length).toBeGreaterThan(5);
  const loaded = loadedWith(server);
  expect([...loaded].filter((path) => renderers.includes(path))).toEqual([]);
  expect([...loaded]).toEqual(expect.arrayContaining(['scripts/oauth/client-auth/client-secret-basic.ts']));
});

test('nor do they use the client’s side of an authentication method', () => {
  expect(server.filter((path) => /\bplace\b|\bformEncode\b|\btokenRequest\b/.test(textOf(path)))).toEqual([]);
});

test('the search finds the renderers where they are used', () => {
  const loaded = loadedWith(['scripts/cli/mock.ts', 'test/oauth/wire.test.ts']);
  expect(renderers.filter((path) => !loaded.has(path))).toEqual([]);
});

test.each([
  ["import { a } from './b.ts';", ['x/b.ts']],
  ["import {\n  a,\n  type B,\n} from '../c.ts';", ['c.ts']],
  ["export { a } from './b.ts';", ['x/b.ts']],
  ["const a = await import('./b.ts');", ['x/b.ts']],
  ["import type { A } from './b.ts';", []],
  ["export type { A } from './b.ts';", []],
  ["import { test } from 'vitest';", []],
])('the search reads %j', (text, expected) => {
  expect(importsOf('x/a.ts', text)).toEqual(expected);
});
