import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../store/dotenv.ts';
import type { Flag } from './flag.ts';

/** Names that npm knows itself: it takes them wherever they stand, and what it makes of them is not ours to judge. */
const knownToNpm: readonly string[] = ['yes', 'dry-run', 'verbose', 'help', 'version'];

/** What npm, pnpm and yarn set `user-agent` to by themselves, e.g. `npm/10.8.2 node/v20.20.2 linux x64`. Anything else was typed. */
const isOwnUserAgent = (name: string, value: string): boolean => name === 'user-agent' && / node\/v\d/.test(value);

/** npm writes the value of a setting into a variable of this name, with `_` for each `-`. */
const variableOf = (flag: string): string => `npm_config_${flag.replaceAll('-', '_')}`;

/**
 * `npm run verify --target=sandbox` gives the flag to npm, and to us nothing but a variable. PowerShell does so even after `--`.
 * Returns the line to type, or `undefined` where npm kept nothing. A setting of an `.npmrc` is none of ours, nor is a value
 * that our flag could not have.
 */
export async function swallowedFlags(
  command: string,
  flags: Readonly<Record<string, Flag<unknown>>>,
  argv: readonly string[],
  env: Environment,
  root: string,
): Promise<string | undefined> {
  // Only where npm runs this very script: another one may have started us.
  if (env['npm_lifecycle_event'] !== command) return undefined;
  const settings = await npmrcNames(env, root);
  const words = argv.slice(1);
  const kept: string[] = [];
  const meant: string[] = [];
  for (const [name, flag] of Object.entries(flags)) {
    const value = env[variableOf(name)];
    if (value === undefined || knownToNpm.includes(name) || settings.has(bare(name))) continue;
    if (isOwnUserAgent(name, value)) continue;
    if (words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`))) continue;
    const isBare = value === 'true' || value === '';
    const isSwitch = flag.placeholder === undefined;
    if (isSwitch ? !isBare : !isBare && 'problem' in flag.parse(flag.isList === true ? [value] : value)) continue;
    kept.push(isBare ? `--${name}` : `--${name}=${shellWord(value)}`);
    // Of `--provider optty` npm takes the name alone, and hands on the value as a word.
    const at = isBare && !isSwitch ? words.findIndex((word) => !word.startsWith('-')) : -1;
    const [cutOff] = at < 0 ? [] : words.splice(at, 1);
    meant.push(cutOff === undefined ? (kept.at(-1) ?? '') : `--${name} ${shellWord(cutOff)}`);
  }
  if (kept.length === 0) return undefined;
  const line = (dashes: string): string =>
    `npm run ${command} ${dashes} ${[...meant, ...words.map(shellWord)].join(' ')}`;
  return `npm kept ${kept.join(' ')} for itself: type ${line('--')} (in PowerShell: ${line("'--'")})`;
}

const bare = (name: string): string => name.toLowerCase().replaceAll('_', '-');

const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** The names that the `.npmrc` files of the project, the person and the machine set. */
async function npmrcNames(env: Environment, root: string): Promise<ReadonlySet<string>> {
  const places = [join(root, '.npmrc'), env['npm_config_userconfig'], env['npm_config_globalconfig']];
  const texts = await Promise.all(
    places.map((path) => (path === undefined ? '' : readFile(path, 'utf8').catch(() => ''))),
  );
  const names = texts.flatMap((text) =>
    [...text.matchAll(/^\s*([\w-]+)\s*(?:=|$)/gm)].map(([, name = '']) => bare(name)),
  );
  return new Set(names);
}
