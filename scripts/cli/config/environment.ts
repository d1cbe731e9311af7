import { isAbsolute, resolve } from 'node:path';
import type { Provider } from '../../model/provider.ts';
import { environmentName } from '../../model/variables.ts';
import { type Environment, readEnvFiles } from '../../store/dotenv.ts';
import { readEnvFile } from '../../store/env-file.ts';
import { isUnreadable, unreadableInWords } from '../../store/text-file.ts';
import type { Oddity } from './odd-characters.ts';

/** Variables with where each was set, and what is odd about how. */
export interface ReadEnvironment {
  readonly env: Environment;
  /** Where a variable is set, e.g. `.env, line 3`; `undefined` where it is not. */
  readonly placeOf: (name: string) => string | undefined;
  /** Of one variable: whole lines. */
  readonly remarksOn: (name: string) => readonly Oddity[];
  /** Of the files as a whole. */
  readonly problems: readonly string[];
}

const ofProcess = 'the environment';

/** The variables of the process alone. */
export const processEnvironment = (env: Environment): ReadEnvironment => ({
  env,
  placeOf: (name) => (isSet(env[name]) ? ofProcess : undefined),
  remarksOn: () => [],
  problems: [],
});

export const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';

/** The names of the variables of some providers. */
export const variableNames = (providers: readonly Provider[]): readonly string[] =>
  providers.flatMap(({ id, variables }) =>
    ['baseUrl', ...Object.keys(variables)].map((name) => environmentName(id, name)),
  );

export interface EnvironmentPlaces {
  /** Holds `.env`. */
  readonly root: string;
  /** Where the person stands: relative paths start here. */
  readonly cwd: string;
  /** `--env-file`, as typed. They replace `.env`. */
  readonly envFiles: readonly string[];
}

/**
 * Reads `.env` or the files that are named, and the files that variables such as `OPTTY_CLIENT_SECRET_FILE` name. The process
 * wins over a file, a later file over an earlier one.
 */
export async function readEnvironment(
  env: Environment,
  providers: readonly Provider[],
  { root, cwd, envFiles }: EnvironmentPlaces,
): Promise<ReadEnvironment> {
  const named = envFiles.map((shownPath) => ({ shownPath, path: resolve(cwd, shownPath) }));
  const { files, problems } = await readEnvFiles({ root, named });
  const values: Record<string, string | undefined> = {};
  const places = new Map<string, string>();
  const remarks = new Map<string, Oddity[]>();
  const remark = (name: string, weight: Oddity['weight'], words: string): void => {
    remarks.set(name, [...(remarks.get(name) ?? []), { weight, words }]);
  };
  for (const { shownPath, lines } of files) {
    for (const { name, value, line, problem, warning } of lines) {
      const place = `${shownPath}, line ${line}`;
      // What the process sets is not read from a file, however it is written there.
      if (problem !== undefined && env[name] === undefined) remark(name, 'refused', `${name} (${place}) ${problem}`);
      if (warning !== undefined && env[name] === undefined) remark(name, 'warned', `${name} (${place}) ${warning}`);
      values[name] = value;
      places.set(name, place);
    }
  }
  for (const [name, value] of Object.entries(env)) {
    const place = places.get(name);
    if (value === '' && isSet(values[name]) && place !== undefined)
      remark(name, 'warned', `${name} is empty in the environment, which hides its value in ${place}: unset it`);
    values[name] = value;
    places.set(name, ofProcess);
  }
  for (const name of variableNames(providers)) {
    const path = values[`${name}_FILE`];
    if (!isSet(path)) continue;
    const said = `${name}_FILE (${places.get(`${name}_FILE`)})`;
    if (isSet(values[name])) {
      remark(name, 'refused', `${said} and ${name} (${places.get(name)}) are both set: keep one of them`);
      continue;
    }
    try {
      const text = await readEnvFile(isAbsolute(path) ? path : resolve(cwd, path));
      if (text === undefined) remark(name, 'refused', `${said} names a file that is not there`);
      // The line feed at the end is the file's, as it is for the shell's `$(cat FILE)`.
      else values[name] = text.replace(/[\r\n]+$/, '');
      if (text !== undefined && !isSet(values[name])) remark(name, 'refused', `${said} names a file that is empty`);
      places.set(name, `the file of ${name}_FILE`);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      remark(name, 'refused', `${said} names a file that ${unreadableInWords(error)}`);
    }
  }
  return {
    env: values,
    placeOf: (name) => (isSet(values[name]) ? places.get(name) : undefined),
    remarksOn: (name) => remarks.get(name) ?? [],
    problems,
  };
}

/** What was typed of `--env-file`, where the flags could not be read. */
export const envFilesTyped = (argv: readonly string[]): readonly string[] =>
  argv.flatMap((word, index) => {
    if (word.startsWith('--env-file=')) return [word.slice('--env-file='.length)];
    const next = argv[index + 1];
    return word === '--env-file' && next !== undefined ? [next] : [];
  });
