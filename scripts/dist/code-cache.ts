import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { constants, Script } from 'node:vm';
import type { Environment } from '../store/dotenv.ts';

/**
 * V8's compiled code of our files, kept between runs. It saves most of the time that loading takes. Nothing depends on it: code
 * that is missing, refused by Node or cannot be written is compiled again.
 */
export interface CodeCache {
  /** Compiles a script. `name` is the cache's file name. */
  compile(name: string, source: string, filename?: string): Script;
  /** Writes the code that was missing, with every function that has run by now. */
  save(): void;
}

/** `build` names the state of all files: code of another build is not used. Without a folder nothing is kept. */
export function createCodeCache(folder: string | undefined, build: string): CodeCache {
  const missing = new Map<string, Script>();
  return {
    compile(name, source, filename) {
      const cachedData = folder === undefined ? undefined : readCode(join(folder, name), build);
      const script = new Script(source, {
        ...(filename !== undefined && { filename }),
        ...(cachedData && { cachedData }),
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
      if (cachedData === undefined || script.cachedDataRejected === true) missing.set(name, script);
      return script;
    },
    save() {
      if (folder === undefined) return;
      for (const [name, script] of missing) {
        try {
          const code = script.createCachedData();
          writeCode(folder, name, Buffer.concat([Buffer.from(headOf(code, build)), code]));
        } catch {
          // A folder that cannot be written costs speed only.
          return;
        }
      }
    },
  };
}

/**
 * Where the code of the files in `dist` is kept: the user's cache folder, or that of NODE_COMPILE_CACHE. `undefined` if
 * NODE_DISABLE_COMPILE_CACHE is set or there is no home. Each version of V8 has its own folder.
 */
export function codeCacheFolder(dist: string, env: Environment, platform: NodeJS.Platform): string | undefined {
  if ((env['NODE_DISABLE_COMPILE_CACHE'] ?? '') !== '') return undefined;
  const place = createHash('sha256').update(dist).digest('hex').slice(0, 12);
  const engine = `${process.version}-${process.arch}-${cachedDataVersionTag().toString(16)}`;
  const base = env['NODE_COMPILE_CACHE'] || userCache(env, platform);
  return base && join(base, 'token-endpoint-contracts', place, engine);
}

function userCache(env: Environment, platform: NodeJS.Platform): string | undefined {
  if (platform === 'win32') return env['LOCALAPPDATA'];
  const home = env['HOME'] || homeOf();
  if (home === undefined) return undefined;
  return platform === 'darwin' ? join(home, 'Library', 'Caches') : env['XDG_CACHE_HOME'] || join(home, '.cache');
}

function homeOf(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/** What stands before the code in its file. The checksum is needed: damaged code ends the process, and Node does not look. */
const headOf = (code: Buffer | string, build: string): string =>
  `${build} ${createHash('sha1').update(code).digest('hex')}\n`;

/** The code runs as ours, so a file that another user could have written is not read. */
function readCode(path: string, build: string): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { uid, mode } = fstatSync(file);
    if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) return undefined;
    const data = readFileSync(file);
    const length = headOf('', build).length;
    const code = data.subarray(length);
    return data.subarray(0, length).toString() === headOf(code, build) ? code : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function writeCode(folder: string, name: string, data: Buffer): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${name}.${randomUUID()}.tmp`);
  try {
    writeFileSync(temporary, data, { mode: 0o600 });
    chmodSync(temporary, 0o600);
    renameSync(temporary, join(folder, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
