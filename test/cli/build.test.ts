import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { runInProcess, testProject } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { thisProject } from '../support/this-project.ts';

let root: string;
beforeEach(async () => {
  root = await temporaryFolder();
  for (const path of ['collections', 'schemas', '.env.example', 'README.md'])
    await cp(join(thisProject.root, path), join(root, path), { recursive: true });
});

const build = (...flags: string[]) => runInProcess(['build', ...flags], { project: { ...testProject, root } });

describe('npm run build', () => {
  test('what is committed is up to date', async () => {
    const { exitCode, stdout } = await runInProcess(['build', '--check']);
    expect(stdout).toMatch(/^\d+ generated files are up to date\n$/);
    expect(exitCode).toBe(0);
  });

  test('--check names what is stale and writes nothing', async () => {
    const path = join(root, 'collections/orum.postman_collection.json');
    await writeFile(path, '{}');
    await rm(join(root, '.env.example'));
    const { exitCode, stderr } = await build('--check');
    expect(stderr).toBe('stale: collections/orum.postman_collection.json\nstale: .env.example\nrun npm run build\n');
    expect(await readFile(path, 'utf8')).toBe('{}');
    expect(exitCode).toBe(1);
  });

  test('writes what is stale, whole, and leaves the rest alone', async () => {
    await writeFile(join(root, 'collections/orum.postman_collection.json'), '{}');
    const { exitCode, stdout } = await build();
    expect(stdout).toMatch(/^wrote collections\/orum\.postman_collection\.json\n\d+ generated files, 1 changed\n$/);
    expect((await build('--check')).exitCode).toBe(0);
    expect((await readdir(join(root, 'collections'))).filter((file) => file.endsWith('.tmp'))).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test('a schema that is not JSON is named', async () => {
    await writeFile(join(root, 'schemas/orum/token-response.schema.json'), '{');
    const { exitCode, stderr } = await build();
    expect(stderr).toBe('error: schemas/orum/token-response.schema.json is not JSON\n');
    expect(exitCode).toBe(2);
  });
});
