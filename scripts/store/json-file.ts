import { readFile } from 'node:fs/promises';
import type { ValidateFunction } from 'ajv';
import { parsedJson } from '../model/json.ts';
import { compileSchema } from '../model/json-schema.ts';
import { UsageError } from '../model/usage-error.ts';
import { isUnreadable, readIfPresent, unreadableInWords } from './text-file.ts';

/** A broken file can have thousands of schema errors; the first ten tell enough. */
const mostProblems = 10;

/**
 * Reads a JSON file that people may have edited and checks it against `schemas/<schemaName>.schema.json` of this tool.
 * Returns `undefined` if there is no such file. `better` may return a clearer message than the schema error, e.g. that a
 * newer version wrote the file.
 * @throws {UsageError} with up to ten problems
 */
export async function readJsonFile<T>(
  path: string,
  shownPath: string,
  schemaName: string,
  better: (value: unknown) => string | undefined = () => undefined,
): Promise<T | undefined> {
  const text = await readIfPresent(path).catch((error: unknown) => {
    if (!isUnreadable(error)) throw error;
    throw new UsageError([`${shownPath} ${unreadableInWords(error)}`]);
  });
  if (text === undefined) return undefined;
  const value = parsedJson(text);
  if (value === undefined) throw new UsageError([`${shownPath} is not JSON: restore it from version control`]);
  const known = better(value);
  if (known !== undefined) throw new UsageError([`${shownPath} ${known}`]);
  const validate = await validatorOf(schemaName);
  const isValid = (read: unknown): read is T => validate(read);
  if (isValid(value)) return value;
  const problems = (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const extra = 'additionalProperty' in params ? ` (${params['additionalProperty']})` : '';
    return `${shownPath}${instancePath === '' ? '' : ` at ${instancePath}`} ${message}${extra}`;
  });
  throw new UsageError([...new Set(problems)].slice(0, mostProblems));
}

const validators = new Map<string, ValidateFunction>();

/** Compiles a schema once: a run reads one baseline for each provider. */
async function validatorOf(schemaName: string): Promise<ValidateFunction> {
  const path = new URL(`../../schemas/${schemaName}.schema.json`, import.meta.url);
  const validator = validators.get(schemaName) ?? compileSchema(JSON.parse(await readFile(path, 'utf8')));
  validators.set(schemaName, validator);
  return validator;
}
