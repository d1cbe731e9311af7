import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { thisProject } from '../support/this-project.ts';

const { root } = thisProject;
const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
    (path) => `${folder}/${path.replaceAll('\\', '/')}`,
  );

const folders = ['providers', 'scripts', 'test', 'schemas', 'collections', '.github', '.ci'];
/** A run or the build writes their files. */
const outputs = ['reports', 'baselines', 'dist', 'dist/licences.txt'];
const existing = [...outputs, ...folders, ...folders.flatMap(filesIn)];
const rooms = readdirSync(join(root, 'scripts'));

/** Whether a text in backticks is meant as a path: it is in one of our folders or rooms, or it can be nothing else. */
const isPath = (text: string): boolean =>
  text.includes('/') &&
  ([...folders, ...rooms].includes(text.split('/')[0] ?? '') || /^[\w-].*(?:\.ts|\/)$/.test(text));

/** From the root or, as in `oauth/faults.ts`, from scripts/. `<id>` and `*` stand for any part of a name. */
const isThere = (path: string): boolean => {
  const parts = path.replace(/\/$/, '').split(/<[^>]+>|\*/);
  const pattern = new RegExp(`^(?:scripts/)?${parts.map((part) => part.replaceAll('.', '\\.')).join('[^/]+')}$`);
  return existing.some((one) => pattern.test(one));
};

/** The paths in backticks and the targets of links that do not exist. */
function deadPaths(markdown: string): readonly string[] {
  const prose = markdown
    .split(/^```/m)
    .filter((_, index) => index % 2 === 0)
    .join('');
  const paths = [...prose.matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return [
    ...paths.filter((path) => isPath(path) && !isThere(path)),
    ...targets.filter((target) => !target.startsWith('https://') && !existsSync(join(root, target))),
  ];
}

test('a path that leads nowhere is found', () => {
  const there =
    '`scripts/cli.ts` `test/lint/` `oauth/faults.ts` `judge/` `schemas/<id>/*.schema.json` [licence](LICENSE)';
  const noPaths = '`docs/schema` `/<id>` `npm run test/gone.ts` [page](https://docs.acme.test/gone)';
  expect(deadPaths(`${there} ${noPaths}`)).toEqual([]);
  const gone =
    '`scripts/gone.ts` `test/gone/` `oauth/gone.ts` `protocol/faults.ts` `protocol/` `schemas/<id>/gone.json` [a](docs/gone.png)';
  expect(deadPaths(gone)).toEqual([
    'scripts/gone.ts',
    'test/gone/',
    'oauth/gone.ts',
    'protocol/faults.ts',
    'protocol/',
    'schemas/<id>/gone.json',
    'docs/gone.png',
  ]);
});

// The changelog may name what is gone.
const documents = readdirSync(root).filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md');

test.each(documents)('%s names only files and folders that exist', (document) => {
  expect(deadPaths(readFileSync(join(root, document), 'utf8'))).toEqual([]);
});
