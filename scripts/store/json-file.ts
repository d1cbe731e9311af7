import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { UsageError } from '../cli/config/index.ts';
import { readIfPresent, thisProject } from '../cli/project.ts';
import { compileSchema } from '../model/json-schema.ts';

/** A thousand errors say no more than ten. */
const mostProblems = 10;

/**
 * The content of a JSON file that people may have edited, checked against one of our own schemas; `undefined`: there is no file.
 * `check` is asked of a file that cannot be read as it should be for a better word than the schema has.
 * @throws {UsageError} with everything that is wrong with it
 */
export async function readJsonFile<T>(
  path: string,
  shownPath: string,
  schemaName: string,
  better: (value: unknown) => string | undefined = () => undefined,
): Promise<T | undefined> {
  const text = await readIfPresent(path);
  if (text === undefined) return undefined;
  const value = parsed(text, shownPath);
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

/** Compiled once: a run reads a baseline for each provider. */
async function validatorOf(schemaName: string): Promise<ValidateFunction> {
  const path = join(thisProject.root, 'schemas', `${schemaName}.schema.json`);
  const validator = validators.get(schemaName) ?? compileSchema(JSON.parse(await readFile(path, 'utf8')));
  validators.set(schemaName, validator);
  return validator;
}

function parsed(text: string, shownPath: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError([`${shownPath} is not JSON: restore it from version control`]);
  }
}
