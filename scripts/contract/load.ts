import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { createJiti } from 'jiti';
import * as provided from '../model/define-provider.ts';
import type { Json, Pointer } from '../model/provider.ts';
import { plainData } from './plain-data.ts';
import { readJsonText, readYamlText } from './text-data.ts';

/** The content of a provider file, not checked yet. */
export interface ProviderFile {
  /** The name of the file without its ending. */
  readonly name: string;
  /** Below the workspace, e.g. `providers/optty.ts`. */
  readonly path: string;
  readonly data: Json;
  /** Where the member at a pointer stands: `providers/a.yaml:12:3 (/request/path)`, or in TypeScript `providers/a.ts at /request/path`. */
  readonly placeOf: (pointer: Pointer) => string;
}

const folder = 'providers';
const endings: readonly string[] = ['.ts', '.json', '.yaml'];
/** Endings of files that look like provider files and are not read. */
const nearEndings: Readonly<Record<string, string>> = {
  '.yml': '.yaml',
  '.mts': '.ts',
  '.cts': '.ts',
  '.js': '.ts',
  '.mjs': '.ts',
  '.cjs': '.ts',
};

/** The name under which a provider file of any workspace finds `defineProvider`, wherever the tool is installed. */
const toolModule = 'token-endpoint-contracts';

/**
 * Reads every `providers/*.{ts,json,yaml}` below `root`, in the order of their names. A `.ts` file is code, and it runs.
 * Each problem names the file, and the line and the column where there are any.
 */
export async function loadProviderFiles(
  root: string,
): Promise<{ readonly files: readonly ProviderFile[]; readonly problems: readonly string[] }> {
  const listed = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (listed === undefined)
    return { files: [], problems: [`${folder}/ is not there: it holds a file for each provider, e.g. optty.yaml`] };
  const names = listed
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && !entry.name.endsWith('.d.ts'))
    .map((entry) => entry.name)
    .sort();
  const problems = names.flatMap((name) => {
    const better = nearEndings[extname(name)];
    return better === undefined
      ? []
      : [`${folder}/${name} is not read: the name of a provider file ends in ${endings.join(', ')}; use ${better}`];
  });
  const files: ProviderFile[] = [];
  for (const name of names.filter((one) => endings.includes(extname(one)))) {
    const reading = await readProviderFile(root, name);
    if ('problems' in reading) problems.push(...reading.problems);
    else files.push(reading.file);
  }
  if (names.length === 0) problems.push(`${folder}/ holds no provider file: it takes ${endings.join(', ')} files`);
  return { files, problems };
}

type Reading = { readonly file: ProviderFile } | { readonly problems: readonly string[] };

async function readProviderFile(root: string, fileName: string): Promise<Reading> {
  const ending = extname(fileName);
  const name = fileName.slice(0, -ending.length);
  const path = `${folder}/${fileName}`;
  const inCode = (pointer: Pointer): string => (pointer === '' ? path : `${path} at ${pointer}`);
  try {
    if (ending === '.ts') {
      const { data, problems } = plainData(await providerIn(root, join(root, path)));
      if (problems.length > 0)
        return { problems: problems.map((problem) => `${inCode(problem.pointer)}: ${problem.message}`) };
      return { file: { name, path, data, placeOf: inCode } };
    }
    const text = await readFile(join(root, path), 'utf8');
    const read = ending === '.json' ? readJsonText(text) : readYamlText(text);
    const inText = (pointer: Pointer): string => {
      const { line, column } = read.positionOf(pointer);
      return `${path}:${line}:${column}${pointer === '' ? '' : ` (${pointer})`}`;
    };
    if (read.problems.length > 0)
      return { problems: read.problems.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`) };
    const { data, problems } = plainData(read.value);
    if (problems.length > 0)
      return { problems: problems.map((problem) => `${inText(problem.pointer)}: ${problem.message}`) };
    return { file: { name, path, data, placeOf: inText } };
  } catch (error) {
    return { problems: [`${path} cannot be loaded: ${firstLine(error).replaceAll(root, '')}`] };
  }
}

/** The one value that a TypeScript file exports. @throws {Error} if it cannot be loaded or exports another number of values */
async function providerIn(root: string, path: string): Promise<unknown> {
  const modules = join(root, 'node_modules');
  const jiti = createJiti(path, {
    // Without the cache each start compiles every file. A folder that other users can write to must not hold code that we run.
    fsCache: existsSync(modules) ? join(modules, '.cache', toolModule) : false,
    moduleCache: false,
    interopDefault: false,
    virtualModules: { [toolModule]: provided },
  });
  const exported: unknown = await jiti.import(path);
  const values = typeof exported === 'object' && exported !== null ? [...new Set(Object.values(exported))] : [];
  if (values.length !== 1)
    throw new Error(
      `it exports ${values.length === 0 ? 'nothing' : `${values.length} values`}, and a provider file exports one: export const provider = defineProvider({ … })`,
    );
  return values[0];
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n')[0]?.trim() ?? '';
