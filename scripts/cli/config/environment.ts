import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'dotenv';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The process environment over `.env` of the project. @throws the system's error, unless there is no such file */
export async function withDotenv(env: Environment, root: string): Promise<Environment> {
  let text: string;
  try {
    text = await readFile(join(root, '.env'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return env;
    throw error;
  }
  return { ...parse(text), ...env };
}
