import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** The paths in backticks and the targets of links that do not exist. A link starts in the folder of its document. */
function deadPaths(markdown: string, folder = ''): readonly string[] {
  const prose = markdown
    .split(/^```/m)
    .filter((_, index) => index % 2 === 0)
    .join('');
  const paths = [...prose.matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return [
    ...paths.filter((path) => isPath(path) && !isThere(path)),
    ...targets.filter((target) => !target.startsWith('https://') && !existsSync(join(root, folder, target))),
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
  expect(deadPaths('[a](README.md) [b](../README.md)', 'docs')).toEqual(['README.md']);
});

// The changelog may name what is gone.
const documents = [...readdirSync(root), ...filesIn('docs')].filter(
  (file) => file.endsWith('.md') && file !== 'CHANGELOG.md',
);
const textOf = (document: string): string => readFileSync(join(root, document), 'utf8');

test.each(documents)('%s names only files and folders that exist', (document) => {
  expect(deadPaths(textOf(document), dirname(document))).toEqual([]);
});

test('the README is a first page of at most 140 lines, and its picture is small', () => {
  const readme = textOf('README.md');
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(140);
  expect(statSync(join(root, 'docs/report.png')).size).toBeLessThan(200_000);
  expect(readme.match(/^!\[.*\]\((.*)\)$/m)?.[1]).toBe('docs/report.png');
});

test('the README leads to every page of docs/', () => {
  const readme = textOf('README.md');
  const pages = filesIn('docs').filter((file) => file.endsWith('.md'));
  expect(pages.filter((page) => !readme.includes(`(${page})`))).toEqual([]);
});

test.each([
  ['docs/nightly.md', ['DOTENV', 'budget.ndjson', 'history.ndjson', '<NAME>_FILE']],
  ['docs/live.md', ['.env', '<NAME>_FILE', '--env-file', 'npm run doctor', '--user-agent', 'budget.ndjson']],
  ['docs/waivers.md', ['npm run waive', '--list', '--prune']],
  ['docs/reports.md', ['--notify', 'metrics.prom', 'budget.ndjson']],
  ['docs/postman.md', ['npm run build -- --v3']],
  ['docs/install.md', ['npx token-endpoint-contracts init', 'npm run doctor']],
])('%s explains what belongs there', (page, words) => {
  expect(words.filter((word) => !textOf(page).includes(word))).toEqual([]);
});
