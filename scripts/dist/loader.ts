import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Script } from 'node:vm';
import type { Worker } from 'node:worker_threads';
import type { Library } from '../cli/library-api.ts';
import type { defineProvider, sourcesIn } from '../model/define-provider.ts';
import type { UsageError } from '../model/usage-error.ts';
import { codeCacheFolder, createCodeCache } from './code-cache.ts';

/** Set by the build: a hash of the files that are loaded here. */
declare const BUILD: string;

/**
 * Runs a file of dist/ with its compiled code, and keeps the code when the thread ends. Returns what the file exports.
 * `name` is the name under which the compiled code is kept: what runs of a file, and so what is worth keeping, differs by command.
 */
export function load(file: string, name: string, codeFolder: string | undefined): unknown {
  const cache = createCodeCache(codeFolder, BUILD);
  const path = join(__dirname, file);
  const parameters = 'exports, require, module, __filename, __dirname, compileCached, codeFolder';
  const script = cache.compile(name, `(function (${parameters}) {${readFileSync(path, 'utf8')}\n})`, path);
  const module = { exports: {} };
  const compileCached = (source: string): Script => cache.compile('sandbox', source);
  script.runInThisContext()(module.exports, createRequire(path), module, path, __dirname, compileCached, codeFolder);
  // An exit code of 2 may mean a command that does not exist: nothing is kept of it.
  process.once('exit', (code) => code !== 2 && cache.save());
  return module.exports;
}

/** Where this process keeps compiled code. A worker is told: it has no environment. */
export const codeFolder = (): string | undefined =>
  // biome-ignore lint/style/noProcessEnv: runs before the entry of the program
  codeCacheFolder(__dirname, process.env, process.platform);

/** What main.cjs exports. It stands here, so that the types of the library do not need those of the whole program. */
export interface Main {
  readonly main: (worker: Worker | undefined) => Promise<void>;
  readonly library: Library;
  readonly defineProvider: typeof defineProvider;
  readonly sourcesIn: typeof sourcesIn;
  readonly UsageError: typeof UsageError;
}

/** Loads the file of the main thread. `command` is what it is loaded for. */
export function loadMain(command: string): Main {
  const main = load('main.cjs', `main-${/^[a-z-]{1,20}$/.test(command) ? command : 'none'}`, codeFolder());
  if (!isMain(main)) throw new Error('dist/main.cjs is damaged: install the package again');
  return main;
}

const isMain = (exports: unknown): exports is Main =>
  typeof exports === 'object' && exports !== null && 'main' in exports;
