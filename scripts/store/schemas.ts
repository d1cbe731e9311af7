import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Schemas } from '../model/json-schema.ts';

/** Reads every `schemas/<provider>/<kind>.schema.json` below `root`. @throws the system's error, or a SyntaxError that names the file */
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
