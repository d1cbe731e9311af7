import { UsageError } from '../model/usage-error.ts';
import type { FlagTable, Typed } from './flag.ts';
import { nearest } from './nearest.ts';

/** The values of a command's flags. Where a text is wrong, the value is the default. */
export interface FlagReading<V> {
  readonly values: Readonly<V>;
  /** Whole lines, by the name of the flag. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Reads what `typedOf` says was typed of each flag; `undefined` stands for the default. */
export function readFlags<V>(table: FlagTable<V>, typedOf: (name: keyof V) => Typed = () => undefined): FlagReading<V> {
  const values: Partial<V> = {};
  const problems = new Map<string, string>();
  for (const name in table) {
    const flag = table[name];
    const parsed = flag.parse(typedOf(name) ?? flag.default);
    if ('problem' in parsed) problems.set(name, `--${name} ${parsed.problem}`);
    const usable = 'problem' in parsed ? flag.parse(flag.default) : parsed;
    if ('problem' in usable) throw new Error(`the default of --${name} is wrong: ${usable.problem}`);
    values[name] = usable.value;
  }
  const isWhole = (read: Partial<V>): read is V => Object.keys(table).every((name) => name in read);
  if (!isWhole(values)) throw new Error('a flag has no value');
  return { values, problems };
}

/** All problems in the order of `--help`: those of the reading, and `more` by the name of the flag. */
export function problemsInOrder<V>(
  { values, problems }: FlagReading<V>,
  more: { readonly [K in keyof V]?: readonly string[] },
): readonly string[] {
  const all: string[] = [];
  for (const name in values) all.push(...[problems.get(name) ?? []].flat(), ...(more[name] ?? []));
  return all;
}

/** The values, for a command that has nothing else to check. @throws {UsageError} with every problem */
export function checkedFlags<V>(reading: FlagReading<V>): Readonly<V> {
  const problems = problemsInOrder(reading, {});
  if (problems.length > 0) throw new UsageError(problems);
  return reading.values;
}

/** What is wrong with the names that are not known. `kind` is what they should name; `flag` is another word where the flag is. */
export const unknownNames = (
  kind: string,
  names: readonly string[],
  known: readonly string[],
  flag: string = kind,
): readonly string[] =>
  names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
      return `--${flag} ${name}: there is no such ${kind}${hint}; known: ${known.join(', ')}`;
    });
