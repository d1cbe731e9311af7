/** A value, or what is wrong with the text: the words that follow the name of the flag, as in `abc: expected a whole number`. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** The text of a flag, the texts of one that may be repeated, `true` for a switch; `undefined`: not typed, and no default. */
export type Typed = string | readonly string[] | boolean | undefined;

/** A row of the flag table, without the flag's name, which is its key there. */
export interface Flag<T> {
  /** Stands for the value in `--help`. A switch has none. */
  readonly placeholder?: string;
  readonly help: string;
  /** As a person would type it. */
  readonly default?: string | readonly string[];
  /** What `--help` says in place of the default. */
  readonly shownDefault?: string;
  readonly isRequired?: true;
  readonly isList?: true;
  /** Typed without the name of the flag: `waive 9e26ac0cdb4b`. */
  readonly isArgument?: true;
  readonly parse: (typed: Typed) => Parsed<T>;
}

/** Flags by name; `V` has the types of their values. */
export type FlagTable<V> = { readonly [K in keyof V]: Flag<V[K]> };
export type FlagValues<F> = { readonly [K in keyof F]: F[K] extends Flag<infer T> ? T : never };

/** A command with its flags. */
export interface CommandRow<V> {
  readonly about: string;
  readonly flags: FlagTable<V>;
}

interface TextRow<T> extends Pick<Flag<T>, 'help' | 'shownDefault' | 'isRequired'> {
  readonly placeholder: string;
  readonly default?: string;
}

/** A flag with one value. */
export const parsed = <T>(
  row: TextRow<T> & { readonly default: string },
  parse: (text: string) => Parsed<T>,
): Flag<T> => ({
  ...row,
  parse: (typed) => parse(typeof typed === 'string' ? typed : row.default),
});

/** A flag that must be typed. commander refuses a command without it. */
export const requiredText = (placeholder: string, help: string): Flag<string> => ({
  placeholder,
  help,
  isRequired: true,
  parse: (typed) => ({ value: typeof typed === 'string' ? typed : '' }),
});

export const optionalText = (placeholder: string, help: string): Flag<string | undefined> => ({
  placeholder,
  help,
  parse: (typed) => ({ value: typeof typed === 'string' ? typed : undefined }),
});

/** The path of a file or a folder. What is typed starts where the person stands, the default at the root of the project. */
export interface Place {
  readonly path: string;
  readonly isTyped: boolean;
}

export const place = (placeholder: string, help: string, byDefault: string): Flag<Place> => ({
  placeholder,
  help: `${help} (default: "${byDefault}" of the project)`,
  parse: (typed) => {
    if (typeof typed !== 'string') return { value: { path: byDefault, isTyped: false } };
    return typed.trim() === ''
      ? { problem: `is empty: expected a ${placeholder === 'dir' ? 'folder' : 'file'}` }
      : { value: { path: typed, isTyped: true } };
  },
});

/** Paths of files: the flag may be repeated. A comma may stand in a name. */
export const files = (help: string): Flag<readonly string[]> => ({
  placeholder: 'file',
  help,
  default: [],
  isList: true,
  parse: (typed) => {
    const paths = Array.isArray(typed) ? typed : [];
    return paths.some((path) => path.trim() === '') ? { problem: 'is empty: expected a file' } : { value: paths };
  },
});

/** A text that is typed without a name. `undefined`: not typed. */
export const argument = (placeholder: string, help: string): Flag<string | undefined> => ({
  ...optionalText(placeholder, help),
  isArgument: true,
});

/** The words of `--shard`: a shard counted from 1, or what the variables of the CI system say. */
export type ShardWanted = { readonly number: number; readonly of: number } | 'auto';

/** A part of the run, e.g. `2/5`. `undefined`: not typed. */
export const shardFlag = (help: string): Flag<ShardWanted | undefined> => ({
  placeholder: 'n/of',
  help,
  parse: (typed) => {
    if (typeof typed !== 'string') return { value: undefined };
    if (typed === 'auto') return { value: typed };
    const [, number, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(typed) ?? [];
    const value = { number: Number(number), of: Number(of) };
    return value.number >= 1 && value.number <= value.of
      ? { value }
      : { problem: `${typed}: expected a shard such as 2/5, counted from 1, or auto` };
  },
});

/** Paths of folders, typed without a name. */
export const folders = (help: string): Flag<readonly string[]> => ({
  placeholder: 'dir',
  help,
  default: [],
  isList: true,
  isArgument: true,
  parse: (typed) => {
    const paths = Array.isArray(typed) ? typed : [];
    return paths.some((path) => path.trim() === '') ? { problem: 'is empty: expected a folder' } : { value: paths };
  },
});

/** The value of a header field: printable ASCII, no template. `undefined`: not typed. */
export const headerValue = (placeholder: string, help: string): Flag<string | undefined> => ({
  placeholder,
  help,
  parse: (typed) => (typeof typed === 'string' ? readHeaderValue(typed) : { value: undefined }),
});

/** The text is not repeated in the problem: a control character in it could steer the terminal. */
function readHeaderValue(text: string): Parsed<string> {
  if (text.trim() === '') return { problem: 'is empty: expected the text of a header' };
  const wrong = [...text].findIndex((character) => character < ' ' || character > '~');
  if (wrong !== -1)
    return {
      problem: `holds a character that no header may carry, at position ${wrong + 1}: expected printable ASCII`,
    };
  if (text.includes('{{')) return { problem: 'holds "{{", which Postman would replace as a variable' };
  return { value: text.trim() };
}

/** An empty value (say, an unset shell variable) is an error, not the working directory. */
export const optionalFolder = (help: string): Flag<string | undefined> => ({
  placeholder: 'dir',
  help,
  parse: (typed) =>
    typeof typed === 'string' && typed.trim() === ''
      ? { problem: 'is empty: expected a folder' }
      : { value: typeof typed === 'string' ? typed : undefined },
});

/** May be repeated, and one text may hold several names, separated by commas. */
export const list = (placeholder: string, help: string): Flag<readonly string[]> => ({
  placeholder,
  help,
  default: [],
  isList: true,
  parse: (typed) => ({ value: Array.isArray(typed) ? typed.flatMap(namesIn) : [] }),
});

/** An empty value (say, an unset shell variable) is an error, not "all": it stays in the list as a name that nothing has. */
function namesIn(text: string): readonly string[] {
  const names = splitList(text);
  return names.length === 0 ? [''] : names;
}

/** A switch. */
export const toggle = (help: string): Flag<boolean> => ({ help, parse: (typed) => ({ value: typed === true }) });

/** One of a few words; the first one is the default. */
export const choice = <const T extends string>(
  placeholder: string,
  help: string,
  choices: readonly [T, ...T[]],
): Flag<T> =>
  parsed({ placeholder, help, default: choices[0] }, (text) => {
    const found = choices.find((one) => one === text);
    return found === undefined ? { problem: `${text}: expected ${choices.join(', ')}` } : { value: found };
  });

/** In milliseconds. Node fires a timer at once that is to wait longer. */
const longestTimer = 2_147_483_647;

/** A time in milliseconds, at least `least`. */
export const duration = (help: string, least: number, byDefault: string): Flag<number> =>
  parsed({ placeholder: 'ms', help, default: byDefault }, (text) => {
    const ms = readDuration(text);
    if (ms === undefined || ms < least)
      return { problem: `${text}: expected at least ${least} as milliseconds, or with a unit such as 30s` };
    return ms > longestTimer
      ? { problem: `${text}: expected at most ${longestTimer} ms, which is 24 days` }
      : { value: ms };
  });

/** A whole number, at least `least`. */
export const count = (row: TextRow<number> & { readonly default: string }, least: number): Flag<number> =>
  parsed(row, (text) => {
    const number = readCount(text);
    return number === undefined || number < least
      ? { problem: `${text}: expected a whole number from ${least}` }
      : { value: number };
  });

/** `30s`, `2m` or a number of milliseconds; `undefined`: not a duration. */
export function readDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text.trim());
  if (match === null) return undefined;
  const factor = { ms: 1, s: 1000, m: 60_000 }[match[2] ?? 'ms'] ?? 1;
  return Math.round(Number(match[1]) * factor);
}

export const readCount = (text: string): number | undefined =>
  /^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined;

/** Splits at commas; a comma inside braces belongs to a glob. */
export const splitList = (text: string): readonly string[] =>
  text
    .split(/,(?![^{]*\})/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
