import type { Leak, LeakPlace, Secret } from '../model/session.ts';
import { createSearch } from './encodings.ts';
import { longestLearned, shortestSecret } from './redact.ts';

export interface LeakSearch {
  /** Adds a secret or a token to search for. Ignored if it is short or part of a public text. */
  add(secret: Secret): void;
  /** Declares a text as public, e.g. the collection. */
  isPublic(text: string): void;
  /**
   * Finds what must not be written, sorted by start; places may overlap. A token is not found where it, or the beginning that is
   * found of it, is part of `ours`: what the program itself has to say.
   */
  places(text: string, ours?: string): readonly LeakPlace[];
  leaks(text: string): readonly Leak[];
}

const layersOf = (encoding: string): number => encoding.split(', ').length;
/** The name of every token, as secrets have the names of their variables. */
export const tokenName = 'token';

export const distinctLeaks = (leaks: readonly Leak[]): readonly Leak[] => [
  ...new Map(leaks.map((leak) => [`${leak.name} ${leak.encoding}`, leak] as const)).values(),
];

/** Searches everything that the program is about to write for secrets. This is the last check; it does not rely on the masking. */
export function createLeakSearch(): LeakSearch {
  const search = createSearch();
  const open: string[] = [];
  return {
    add({ variable, value }) {
      if (value.length < shortestSecret || open.some((text) => text.includes(value))) return;
      search.add(variable, value.slice(0, longestLearned), (beginning) =>
        open.some((text) => text.includes(beginning)),
      );
    },
    isPublic: (text) => void open.push(text),
    places: (text, ours = '') =>
      search
        .hits(text)
        .filter(({ name, spelled }) => name !== tokenName || !ours.includes(spelled))
        .map(({ name, encoding, start, end }) => ({ name, encoding, start, end })),
    leaks(text) {
      // Several views may find the same secret at the same place: report the one with the fewest encodings.
      const places = new Map<string, Leak>();
      for (const { name, encoding, start } of search.hits(text)) {
        const known = places.get(`${name} ${start}`);
        if (known === undefined || layersOf(encoding) < layersOf(known.encoding))
          places.set(`${name} ${start}`, { name, encoding });
      }
      return distinctLeaks([...places.values()]);
    },
  };
}
