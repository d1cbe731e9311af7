import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parsedJson } from '../model/json.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { Json } from '../model/provider.ts';
import { UsageError } from '../model/usage-error.ts';
import { isUnreadable, readIfPresent, unreadableInWords } from './text-file.ts';

const ending = '.schema.json';

/** Reads every `schemas/<provider>/<kind>.schema.json` below `root`. No folder is none. @throws {UsageError} with every file that is no JSON */
export async function readSchemas(root: string): Promise<Schemas> {
  const folder = join(root, 'schemas');
  const files = (await listed(folder))
    .filter((file) => file.endsWith(ending) && dirname(file) !== '.')
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
  const schemas: Record<string, Json> = {};
  const problems: string[] = [];
  for (const file of files) {
    const text = await readIfPresent(join(folder, file)).catch((error: unknown) => {
      if (!isUnreadable(error)) throw error;
      problems.push(`schemas/${file} ${unreadableInWords(error)}`);
      return undefined;
    });
    if (text === undefined) continue;
    const schema = parsedJson(text);
    if (isJson(schema)) schemas[file.slice(0, -ending.length)] = schema;
    else problems.push(`schemas/${file} is not JSON`);
  }
  if (problems.length > 0) throw new UsageError(problems);
  return schemas;
}

async function listed(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder, { recursive: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** What JSON.parse returns is JSON. */
const isJson = (parsed: unknown): parsed is Json => parsed !== undefined;
