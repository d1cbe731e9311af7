import { join } from 'node:path';
import { parse } from 'dotenv';
import { readIfPresent } from './text-file.ts';

/** Variables of the process and of `.env`, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Adds what the workspace's `.env` sets and the process does not. @throws the system's error if the file cannot be read */
export async function withDotenv(env: Environment, root: string): Promise<Environment> {
  const text = await readIfPresent(join(root, '.env'));
  return text === undefined ? env : { ...parse(text), ...env };
}
