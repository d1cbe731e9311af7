import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parsedJson } from '../model/json.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { Json } from '../model/provider.ts';
import { UsageError } from '../model/usage-error.ts';

/** Reads every `schemas/<provider>/<kind>.schema.json` below `root`. No folder is none. @throws {UsageError} naming the files that are not JSON */
export async function readSchemas(root: string): Promise<Schemas> {
  const ending = '.schema.json';
  const folder = join(root, 'schemas');
  const files = (await listed(folder)).filter((file) => file.endsWith(ending) && dirname(file) !== '.').sort();
  const entries = files.map(async (file) => {
    const text = await readFile(join(folder, file), 'utf8');
    return [file.slice(0, -ending.length).replaceAll('\\', '/'), parsedJson(text)] as const;
  });
  const read = await Promise.all(entries);
  const problems = read.flatMap(([name, value]) => (isJson(value) ? [] : [`schemas/${name}${ending} is not JSON`]));
  if (problems.length > 0) throw new UsageError(problems);
  return Object.fromEntries(read.flatMap(([name, value]) => (isJson(value) ? [[name, value]] : [])));
}

/** What JSON.parse returned, and not the `undefined` of a text that it refused. */
const isJson = (value: unknown): value is Json => value !== undefined;

async function listed(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder, { recursive: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
