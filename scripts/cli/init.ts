import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isRecord, parsedJson } from '../model/json.ts';
import type { Provider } from '../model/provider.ts';
import { tool } from '../model/tool.ts';
import { UsageError } from '../model/usage-error.ts';
import { environmentName } from '../model/variables.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import { readIfPresent } from '../store/text-file.ts';
import { build } from './build.ts';
import type { InitFlags } from './flags.ts';
import { type Io, loaded, type Workspace } from './project.ts';
import { unknownNames } from './read-flags.ts';

interface NewFile {
  readonly path: string;
  readonly text: string;
}

/**
 * `init`: makes a workspace in the folder, with one example provider or with those of the package that are named. A file that is
 * there already is left as it is. Returns the exit code.
 * @throws {UsageError} before anything is written
 */
export async function init({ with: named }: InitFlags, io: Io, workspace: Workspace): Promise<ExitCode> {
  const { root, toolRoot, writeWhole } = workspace;
  const known = (await namesIn(join(toolRoot, 'providers'))).map((name) => name.replace(/\.ts$/, ''));
  const problems = unknownNames('provider', named, known, 'with');
  if (problems.length > 0) throw new UsageError(problems);
  const templates = join(toolRoot, 'templates');
  const hasProviders = (await namesIn(join(root, 'providers'))).length > 0;
  const example = named.length > 0 || hasProviders ? [] : await exampleIn(templates);
  const copied = await Promise.all(named.map((id) => providerOf(toolRoot, id)));
  await write([...example, ...copied.flat()]);

  const project = await loaded(workspace);
  const workflow = await readFile(join(templates, 'contracts.yml'), 'utf8');
  const manifest = await manifestOf(root);
  await write([
    { path: '.gitignore', text: await readFile(join(templates, 'gitignore'), 'utf8') },
    { path: 'README.md', text: await readFile(join(templates, 'README.md'), 'utf8') },
    { path: 'waivers.json', text: '[]\n' },
    { path: '.github/workflows/contracts.yml', text: withSecrets(workflow, project.providers) },
  ]);
  if (manifest !== undefined) {
    await writeWhole(join(root, 'package.json'), manifest);
    io.stdout.write('wrote package.json: its scripts run the tool\n');
  }
  await build({ check: false, v3: undefined }, io, project);
  io.stdout.write('Next: npm install, then npm run verify\n');
  return exitCodes.done;

  async function write(files: readonly NewFile[]): Promise<void> {
    for (const { path, text } of files) {
      if ((await readIfPresent(join(root, path))) === undefined) {
        await writeWhole(join(root, path), text);
        io.stdout.write(`wrote ${path}\n`);
      } else io.stdout.write(`kept ${path}, which is there already\n`);
    }
  }
}

const namesIn = async (folder: string): Promise<readonly string[]> => (await readdir(folder).catch(() => [])).sort();

async function filesIn(base: string, folder: string): Promise<readonly NewFile[]> {
  const names = await namesIn(join(base, folder));
  return Promise.all(
    names.map(async (name) => ({
      path: `${folder}/${name}`,
      text: await readFile(join(base, folder, name), 'utf8'),
    })),
  );
}

const exampleIn = async (templates: string): Promise<readonly NewFile[]> => [
  ...(await filesIn(templates, 'providers')),
  ...(await filesIn(templates, 'schemas/example')),
];

/** The files of a provider of the package. In a workspace they import what they need from the package. */
async function providerOf(toolRoot: string, id: string): Promise<readonly NewFile[]> {
  const path = `providers/${id}.ts`;
  const source = await readFile(join(toolRoot, path), 'utf8');
  const { name } = tool;
  const text = source.replaceAll(/'\.\.\/scripts\/model\/[a-z-]+\.ts'/g, `'${name}'`);
  return [{ path, text }, ...(await filesIn(toolRoot, `schemas/${id}`))];
}

/** The workflow, with the variables of every provider from the secrets of the same names. */
function withSecrets(workflow: string, providers: readonly Provider[]): string {
  const names = providers.flatMap(({ id, variables }) =>
    ['baseUrl', ...Object.keys(variables)].map((name) => environmentName(id, name)),
  );
  const lines = names.map((name) => `          ${name}: \${{ secrets.${name} }}`);
  return workflow.replace('          # secrets', () => lines.join('\n'));
}

/** The text of package.json with the scripts that it lacks; `undefined` if it lacks none. */
async function manifestOf(root: string): Promise<string | undefined> {
  const text = await readIfPresent(join(root, 'package.json'));
  const before = text === undefined ? undefined : parsedJson(text);
  if (text !== undefined && !isRecord(before))
    throw new UsageError(['package.json is not a JSON object: mend it first']);
  const { name, version } = tool;
  const scripts = Object.fromEntries(
    ['verify', 'build', 'accept', 'mock', 'nightly-issues'].map((command) => [command, `${name} ${command}`]),
  );
  const has = isRecord(before) && isRecord(before['scripts']) ? before['scripts'] : {};
  if (Object.keys(scripts).every((script) => Object.hasOwn(has, script))) return undefined;
  const manifest = isRecord(before)
    ? { ...before, scripts: { ...scripts, ...has } }
    : { name: workspaceName(root), private: true, scripts, devDependencies: { [name]: version } };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** npm takes lower case only. */
const workspaceName = (root: string): string =>
  basename(root)
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '') || 'contracts';
