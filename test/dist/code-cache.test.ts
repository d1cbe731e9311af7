import { spawnSync } from 'node:child_process';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeCacheFolder, createCodeCache } from '../../scripts/dist/code-cache.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { thisProject } from '../support/this-project.ts';

const build = 'a'.repeat(32);
const source = '(function add(a, b) { return a + b; })';

/** Compiles, runs and saves, as a process does. Returns whether the code of the folder was taken. */
function run(folder: string | undefined, ofBuild = build): boolean {
  const cache = createCodeCache(folder, ofBuild);
  const script = cache.compile('add', source);
  expect(script.runInThisContext()(2, 3)).toBe(5);
  cache.save();
  return script.cachedDataRejected === false;
}

/** A program that compiles with code that does not fit, saves, and compiles in a process of its own with what was saved. */
const refused = (folder: string): string => `
  import { createCodeCache } from './scripts/dist/code-cache.ts';
  const first = createCodeCache(${JSON.stringify(folder)}, '${build}');
  const script = first.compile('add', ${JSON.stringify(source)});
  first.save();
  const second = createCodeCache(${JSON.stringify(folder)}, '${build}').compile('add', ${JSON.stringify(source)});
  process.stdout.write([script.cachedDataRejected, script.runInThisContext()(2, 3) === 5, second.cachedDataRejected].join(' '));`;

const filled = async (): Promise<{ readonly folder: string; readonly file: string }> => {
  const folder = join(await temporaryFolder(), 'cache');
  expect(run(folder)).toBe(false);
  return { folder, file: join(folder, 'add') };
};

describe('the compiled code', () => {
  test('is made by the first run, and taken by the second', async () => {
    const { folder } = await filled();
    expect(await readdir(folder)).toEqual(['add']);
    expect(run(folder)).toBe(true);
  });

  test('of another build is made again', async () => {
    const { folder } = await filled();
    expect(run(folder, 'b'.repeat(32))).toBe(false);
    expect(run(folder, 'b'.repeat(32))).toBe(true);
  });

  // Node itself would end with a signal.
  test.each([0, 40, 80, 90, 100, 150])('of which byte %i from the end is damaged is made again', async (distance) => {
    const { folder, file } = await filled();
    const data = await readFile(file);
    const place = data.length - 1 - distance;
    data[place] = (data[place] ?? 0) ^ 0xff;
    await writeFile(file, data);
    expect(run(folder)).toBe(false);
    expect(run(folder)).toBe(true);
  });

  test('that Node refuses is made again', async () => {
    const { folder, file } = await filled();
    const other = createCodeCache(join(folder, 'other'), build);
    other.compile('add', '(function longer(a, b) { return a + b + 0; })');
    other.save();
    await writeFile(file, await readFile(join(folder, 'other', 'add')));
    const ended = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', refused(folder)], {
      cwd: thisProject.root,
      encoding: 'utf8',
    });
    expect({ status: ended.status, stdout: ended.stdout }).toEqual({ status: 0, stdout: 'true true false' });
  });

  test('that others can write is not taken', async () => {
    const { folder, file } = await filled();
    await chmod(file, 0o622);
    expect(run(folder)).toBe(false);
  });

  test('is made each time where it cannot be kept', async () => {
    const folder = join(await temporaryFolder(), 'file');
    await writeFile(folder, '');
    expect(run(folder)).toBe(false);
    expect(run(folder)).toBe(false);
    expect(run(undefined)).toBe(false);
  });
});

test.each([
  ['linux', { HOME: '/home/ada' }, '/home/ada/.cache/token-endpoint-contracts/'],
  ['linux', { HOME: '/home/ada', XDG_CACHE_HOME: '/cache' }, '/cache/token-endpoint-contracts/'],
  ['darwin', { HOME: '/Users/ada' }, '/Users/ada/Library/Caches/token-endpoint-contracts/'],
  ['linux', { HOME: '/home/ada', NODE_COMPILE_CACHE: '/compiled' }, '/compiled/token-endpoint-contracts/'],
] as const)('on %s with %o it is kept in %s', (platform, env, folder) => {
  expect(codeCacheFolder('/tool/dist', env, platform)?.startsWith(folder)).toBe(true);
});

test('NODE_DISABLE_COMPILE_CACHE turns it off', () => {
  expect(codeCacheFolder('/tool/dist', { HOME: '/home/ada', NODE_DISABLE_COMPILE_CACHE: '1' }, 'linux')).toBe(
    undefined,
  );
});
