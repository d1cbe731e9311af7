import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Script } from 'node:vm';
import { codeCacheFolder, createCodeCache } from './code-cache.ts';

/** Set by the build: a hash of the files that are loaded here. */
declare const BUILD: string;

/**
 * Runs a file of dist/ with its compiled code, and keeps the code when the thread ends. Returns what the file exports.
 * `name` is the name under which the compiled code is kept: what runs of a file, and so what is worth keeping, differs by command.
 */
export function load(file: string, name: string): unknown {
  // biome-ignore lint/style/noProcessEnv: runs before the entry of the program, for each thread
  const cache = createCodeCache(codeCacheFolder(__dirname, process.env, process.platform), BUILD);
  const path = join(__dirname, file);
  const parameters = 'exports, require, module, __filename, __dirname, compileCached';
  const script = cache.compile(name, `(function (${parameters}) {${readFileSync(path, 'utf8')}\n})`, path);
  const module = { exports: {} };
  const compileCached = (source: string): Script => cache.compile('sandbox', source);
  script.runInThisContext()(module.exports, createRequire(path), module, path, __dirname, compileCached);
  // An exit code of 2 may mean a command that does not exist: nothing is kept of it.
  process.once('exit', (code) => code !== 2 && cache.save());
  return module.exports;
}
