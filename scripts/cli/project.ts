import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Runner, startRunner } from '../engine/index.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { Provider } from '../model/provider.ts';
import { providers } from '../providers/index.ts';
import { type Reporter, reporters } from '../report/index.ts';

/** What a command works on: the folder that holds collections/ and schemas/, the providers, how newman is started, where reports go. */
export interface Project {
  readonly root: string;
  readonly providers: readonly Provider[];
  readonly startRunner: () => Runner;
  readonly reporters: readonly Reporter[];
  /** Replaces a file as a whole, or throws the system's error and leaves what was there. */
  readonly writeWhole: (path: string, text: string) => Promise<void>;
}

/** Streams and signals of the process, handed in so that a command can run inside a test. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** A question to whoever sits at the terminal; absent: nobody does. */
  readonly ask?: (question: string) => Promise<string>;
}
interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Every `schemas/<provider>/<kind>.schema.json`, by name. @throws the system's error or a SyntaxError that names the file */
export async function readSchemas(root: string): Promise<Schemas> {
  const ending = '.schema.json';
  const folder = join(root, 'schemas');
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => file.endsWith(ending) && dirname(file) !== '.')
    .sort();
  const entries = files.map(async (file) => {
    const text = await readFile(join(folder, file), 'utf8');
    try {
      return [file.slice(0, -ending.length).replaceAll('\\', '/'), JSON.parse(text)] as const;
    } catch (cause) {
      throw new SyntaxError(`schemas/${file} is not JSON`, { cause });
    }
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The text of a file, or `undefined` if there is none. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written beside its place and renamed into it, so that nobody ever reads half a file. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

export const thisProject: Project = {
  root: fileURLToPath(new URL('../../', import.meta.url)),
  providers,
  startRunner,
  reporters,
  writeWhole,
};

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Name and version of the tool, for reports. */
export async function toolVersion(): Promise<string> {
  const manifest: { name: string; version: string } = JSON.parse(
    await readFile(join(thisProject.root, 'package.json'), 'utf8'),
  );
  return `${manifest.name} ${manifest.version}`;
}
