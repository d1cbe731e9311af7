import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProviderFiles } from '../../scripts/contract/load.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function loaded(files: Readonly<Record<string, string>>) {
  const root = await temporaryFolder();
  await mkdir(join(root, 'providers'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, 'providers', name), text);
  return loadProviderFiles(root);
}
const problemsOf = async (files: Readonly<Record<string, string>>) => (await loaded(files)).problems;

test('reads every format, in the order of the names, and nothing else', async () => {
  const { files, problems } = await loaded({
    'b.ts':
      "import { sourcesIn } from 'token-endpoint-contracts';\nexport const b = { id: 'b', source: sourcesIn('page')('x') };\n",
    'c.yaml': 'id: c\n',
    'a.json': '{ "id": "a" }',
    'README.md': '# Notes',
    '.hidden.json': '{',
    'types.d.ts': 'export type A = 1;',
  });
  expect(problems).toEqual([]);
  expect(files.map(({ name, path, data }) => [name, path, data])).toEqual([
    ['a', 'providers/a.json', { id: 'a' }],
    ['b', 'providers/b.ts', { id: 'b', source: { doc: 'page', at: 'x' } }],
    ['c', 'providers/c.yaml', { id: 'c' }],
  ]);
});

test('a member is placed by line and column, and in TypeScript by its pointer', async () => {
  const { files } = await loaded({
    'a.json': '{\n  "request": {\n    "path": "/token"\n  }\n}',
    'b.ts': 'export const b = {};',
    'c.yaml': 'id: c\nrequest:\n  path: /token\n',
  });
  expect(files.map(({ placeOf }) => [placeOf('/request/path'), placeOf('/request/missing'), placeOf('')])).toEqual([
    ['providers/a.json:3:13 (/request/path)', 'providers/a.json:2:14 (/request/missing)', 'providers/a.json:1:1'],
    ['providers/b.ts at /request/path', 'providers/b.ts at /request/missing', 'providers/b.ts'],
    ['providers/c.yaml:3:9 (/request/path)', 'providers/c.yaml:3:3 (/request/missing)', 'providers/c.yaml:1:1'],
  ]);
});

test.each<[string, string, string, readonly string[]]>([
  ['JSON with a comma too many', 'a.json', '{\n  "id": "a",\n}', ['providers/a.json:3:1: property name expected']],
  ['JSON with a comment', 'a.json', '// a\n{}', ['providers/a.json:1:1: invalid comment token']],
  ['JSON with a name twice', 'a.json', '{ "id": 1,\n "id": 2 }', ['providers/a.json:2:2: "id" is there twice']],
  ['an empty JSON file', 'a.json', '', ['providers/a.json:1:1: value expected']],
  ['YAML with a name twice', 'a.yaml', 'id: 1\nid: 2\n', ['providers/a.yaml:2:1: Map keys must be unique']],
  ['YAML with a tag of its own', 'a.yaml', 'id: !secret a\n', ['providers/a.yaml:1:5: Unresolved tag: !secret']],
  [
    'YAML with a number that JSON does not have',
    'a.yaml',
    'id: .inf\n',
    ['providers/a.yaml:1:5 (/id): Infinity is no number that JSON can hold'],
  ],
  ['an object that holds itself', 'a.yaml', 'id: &a\n  b: *a\n', ['providers/a.yaml:2:6 (/id/b): it holds itself']],
  ['a function', 'a.ts', 'export const a = { id: () => 1 };', ['providers/a.ts at /id: a function is not data']],
  [
    'a class',
    'a.ts',
    'export const a = { id: new Date(0) };',
    ['providers/a.ts at /id: an object of the class Date is not data'],
  ],
  [
    'nothing exported',
    'a.ts',
    'const a = 1;',
    [
      'providers/a.ts cannot be loaded: it exports nothing, and a provider file exports one: export const provider = defineProvider({ … })',
    ],
  ],
  ['code that throws', 'a.ts', "throw new Error('no\\nluck');", ['providers/a.ts cannot be loaded: no']],
  [
    'another ending',
    'a.yml',
    'id: a',
    ['providers/a.yml is not read: the name of a provider file ends in .ts, .json, .yaml; use .yaml'],
  ],
])('%s is told, with its place', async (_, name, text, expected) => {
  expect(await problemsOf({ [name]: text })).toEqual(expected);
});

test('TypeScript that is none is told in one line', async () => {
  const [problem, ...more] = await problemsOf({ 'a.ts': 'export const a = {;' });
  expect(problem).toMatch(/^providers\/a\.ts cannot be loaded: [^\n]+$/);
  expect(more).toEqual([]);
});

test('every file is told of, not the first one only', async () => {
  expect(await problemsOf({ 'a.json': '', 'b.yaml': 'a: b: c' })).toHaveLength(2);
});

test('no folder, and an empty one', async () => {
  const root = await temporaryFolder();
  expect((await loadProviderFiles(root)).problems).toEqual([
    'providers/ is not there: it holds a file for each provider, e.g. optty.yaml',
  ]);
  await mkdir(join(root, 'providers'));
  expect((await loadProviderFiles(root)).problems).toEqual([
    'providers/ holds no provider file: it takes .ts, .json, .yaml files',
  ]);
});
