import type { Leak, Secret } from '../model/session.ts';
import { createSearch } from './encodings.ts';
import { longestLearned, shortestSecret } from './redact.ts';

export interface LeakSearch {
  /** A secret or a token that must not leave. Not searched for: one that is short or that stands in what is public anyway. */
  add(secret: Secret): void;
  /** Text that anybody may read, such as the collection. */
  isPublic(text: string): void;
  leaks(text: string): readonly Leak[];
}

const layersOf = (encoding: string): number => encoding.split(', ').length;

export const distinctLeaks = (leaks: readonly Leak[]): readonly Leak[] => [
  ...new Map(leaks.map((leak) => [`${leak.name} ${leak.encoding}`, leak] as const)).values(),
];

/** Searches what would leave the program for what must not: the last check, which trusts no masking before it. */
export function createLeakSearch(): LeakSearch {
  const search = createSearch();
  const open: string[] = [];
  return {
    add({ variable, value }) {
      if (value.length < shortestSecret || open.some((text) => text.includes(value))) return;
      search.add(variable, value.slice(0, longestLearned));
    },
    isPublic: (text) => void open.push(text),
    leaks(text) {
      // A place is read in many ways; the simplest says what it is.
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
