import { spawn, spawnSync } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../scripts/model/report.ts';
import * as optty from '../servers/optty.ts';
import { type RunningServer, serve } from '../servers/serve.ts';
import { runInProcess } from '../support/cli.ts';
import type { Ended } from '../support/program.ts';
import { thisProject } from '../support/this-project.ts';

const repository = thisProject.root;
const name = 'token-endpoint-contracts';
let base: string;
let tarball: string;
let workspace: string;
let host: RunningServer;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'contracts-'));
  done(spawnSync(process.execPath, ['scripts/dist/pack.mjs'], { cwd: repository, encoding: 'utf8' }));
  const npm = ['pack', '--ignore-scripts', '--offline', '--pack-destination', base];
  done(spawnSync('npm', npm, { cwd: repository, encoding: 'utf8' }));
  const [file = ''] = await readdir(base);
  tarball = join(base, file);
  workspace = await installed('workspace');
  host = await serve(optty.handler);
});
afterAll(async () => {
  await host.close();
  await rm(base, { recursive: true, force: true });
});

function done({ status, stderr }: { readonly status: number | null; readonly stderr: string }): void {
  if (status !== 0) throw new Error(stderr);
}

/** A folder that holds the package in node_modules/ and nothing else: the package has no dependencies. */
async function installed(folder: string): Promise<string> {
  const target = join(base, folder, 'node_modules', name);
  await mkdir(target, { recursive: true });
  done(spawnSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], { encoding: 'utf8' }));
  return join(base, folder);
}

function node(cwd: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, argv, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', XDG_CACHE_HOME: join(base, 'cache'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    written.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    written.stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, ...written }));
  });
}

const run = (argv: readonly string[], env?: Readonly<Record<string, string>>, cwd = workspace): Promise<Ended> =>
  node(cwd, [`node_modules/${name}/dist/cli.cjs`, ...argv], env);

const reportIn = async (folder: string): Promise<Report> =>
  JSON.parse(await readFile(join(folder, 'reports/report.json'), 'utf8'));

/** What was found, without what differs from run to run. */
const found = ({ providers }: Report) =>
  providers.map(({ id, outcome, cases, judgements }) => ({
    id,
    outcome,
    judgements,
    cases: cases.map((one) => ({ id: one.case.id, judgements: one.judgements })),
  }));

test('the package has no dependency, and holds neither sources nor compiled code of a run', async () => {
  const root = join(workspace, 'node_modules', name);
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }).toEqual({});
  expect(Object.keys(manifest.scripts).filter((script) => /^(?:pre|post)?(?:install|prepare)$/.test(script))).toEqual(
    [],
  );
  expect((await readdir(join(root, 'dist'))).sort()).toEqual([
    'cli.cjs',
    'library.cjs',
    'library.d.cts',
    'licences.txt',
    'main.cjs',
    'main.cjs.map',
    'sandbox.txt',
    'types',
    'typescript.cjs',
    'worker-start.cjs',
    'worker.cjs',
    'worker.cjs.map',
  ]);
  const licences = await readFile(join(root, 'dist/licences.txt'), 'utf8');
  for (const inside of ['newman 6.2.2 (Apache-2.0)', 'ajv 8.20.0 (MIT)', 'lodash 4.18.1 (MIT)', 'jiti 2.7.0 (MIT)'])
    expect(licences).toContain(inside);
});

describe('a workspace of a team, in order', { shuffle: false }, () => {
  test('a folder that is none is named', async () => {
    const { status, stdout, stderr } = await run(['verify']);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `error: ${workspace} is not a workspace: it has no folder providers/. Change to one that is, or make one here with token-endpoint-contracts init\n`,
    });
  });

  test('init makes one whose example holds, and whose files are current', async () => {
    const made = await run(['init']);
    expect({ status: made.status, stderr: made.stderr }).toEqual({ status: 0, stderr: '' });
    expect((await readdir(workspace)).sort()).toEqual([
      '.env.example',
      '.github',
      '.gitignore',
      'README.md',
      'collections',
      'node_modules',
      'package.json',
      'providers',
      'schemas',
      'waivers.json',
    ]);
    const held = await run(['verify']);
    expect({ status: held.status, stderr: held.stderr }).toEqual({ status: 0, stderr: '' });
    expect(held.stdout).toContain('3 of 3 asserted cases of 1 provider held');
    expect(await run(['build', '--check'])).toMatchObject({ status: 0, stderr: '' });
    const workflow = await readFile(join(workspace, '.github/workflows/contracts.yml'), 'utf8');
    expect(workflow).toMatch(/^ {10}EXAMPLE_CLIENT_SECRET: \$\{\{ secrets\.EXAMPLE_CLIENT_SECRET \}\}$/m);
  });

  test('the first run kept its compiled code outside the package', async () => {
    const files = await readdir(join(base, 'cache', name), { recursive: true });
    const names = new Set(files.map((file) => file.split('/').at(-1)));
    for (const file of ['main-verify', 'worker', 'sandbox']) expect(names).toContain(file);
    expect(await readdir(join(workspace, 'node_modules'))).toEqual([name]);
  });

  test('init --with adds a provider of the package, and leaves what is there', async () => {
    await writeFile(join(workspace, '.gitignore'), 'mine\n');
    const { status, stdout } = await run(['init', '--with', 'optty']);
    expect(status).toBe(0);
    expect(stdout).toContain('kept .gitignore, which is there already\n');
    expect(await readFile(join(workspace, '.gitignore'), 'utf8')).toBe('mine\n');
    expect((await readdir(join(workspace, 'providers'))).sort()).toEqual(['example.yaml', 'optty.ts']);
    expect(await run(['init', '--with', 'nobody'])).toMatchObject({
      status: 2,
      stderr:
        'error: --with nobody: there is no such provider; known: apinizer, octotable, open-banking-platform, optty, orum\n',
    });
  });

  test('the package finds what the sources find', async () => {
    const { status } = await run(['verify', '--provider', 'optty']);
    const { report } = await runInProcess(['verify', '--provider', 'optty']);
    expect(status).toBe(0);
    expect(found(await reportIn(workspace))).toEqual(report && found(report));
  });

  test('a live answer is accepted', async () => {
    const env = {
      OPTTY_BASE_URL: host.url,
      OPTTY_CLIENT_ID: optty.credentials.id,
      OPTTY_CLIENT_SECRET: optty.credentials.secret,
    };
    const flags = ['--provider', 'optty', '--target', 'sandbox', '--interval', '0'];
    expect(await run(['verify', ...flags], env)).toMatchObject({ status: 0 });
    expect(await run(['accept', '--provider', 'optty', '--yes'])).toMatchObject({ status: 0, stderr: '' });
    await access(join(workspace, 'baselines/optty.json'));
  });

  test('the library does the same from a module of JavaScript', async () => {
    await writeFile(
      join(workspace, 'use.mjs'),
      `import { lint, loadWorkspace, UsageError, verify } from '${name}';
      const problems = await lint('.');
      const workspace = await loadWorkspace('.');
      const { exitCode, report, warnings } = await verify(workspace, { provider: ['optty'] });
      const refused = await verify(workspace, { provider: ['nobody'] }).catch((error) => error);
      const isRefused = refused instanceof UsageError;
      console.log(JSON.stringify({ problems, exitCode, warnings, outcome: report.providers[0].outcome, isRefused }));`,
    );
    const { stdout, stderr } = await node(workspace, ['use.mjs']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      problems: [],
      exitCode: 0,
      warnings: '',
      outcome: 'held',
      isRefused: true,
    });
  });

  test('its types hold in TypeScript at its strictest, and so do the provider files that init copies', async () => {
    await writeFile(
      join(workspace, 'use.ts'),
      `import { loadWorkspace, type Report, verify } from '${name}';
      const { report }: { report?: Report } = await verify(await loadWorkspace('.'), { failOn: 'warning' });
      export const outcomes: readonly string[] | undefined = report?.providers.map(({ outcome }) => outcome);
      // @ts-expect-error there is no such target
      await verify(await loadWorkspace('.'), { target: 'moon' });`,
    );
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    const flags = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--module',
      'nodenext',
      '--target',
      'es2023',
    ];
    await writeFile(join(workspace, 'package.json'), '{ "type": "module" }');
    const { status, stdout } = await node(workspace, [tsc, ...flags, '--types', '', 'use.ts', 'providers/optty.ts']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  test('a cache folder that cannot be written costs speed only', async () => {
    const { status, stderr } = await run(['verify', '--provider', 'example'], {
      XDG_CACHE_HOME: join(workspace, 'use.ts'),
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
