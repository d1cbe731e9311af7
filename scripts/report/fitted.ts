import { plural } from './wording.ts';

/** A piece of a text that is kept whole or left out, and how many findings it tells of. */
export interface Part {
  readonly text: string;
  readonly findings: number;
}

/** In bytes, as UTF-8. */
export const bytesOf = (text: string): number => Buffer.byteLength(text);

/** Room for the sentence that says what was left out. */
const reserve = 200;

/**
 * Joins the parts, as many as fit into `most` bytes, from the first on. A sentence at the end says how many findings were left
 * out, and where they are.
 */
export function fitted(parts: readonly Part[], most: number, separator: string, where: string): string {
  const kept: string[] = [];
  let room = most;
  for (const [index, { text }] of parts.entries()) {
    room -= bytesOf(text) + bytesOf(separator);
    const isLast = index === parts.length - 1;
    if (room < (isLast ? 0 : reserve)) break;
    kept.push(text);
  }
  const left = parts.slice(kept.length).reduce((total, { findings }) => total + findings, 0);
  if (kept.length === parts.length) return kept.join(separator);
  return [...kept, left === 0 ? `The rest is in ${where}.` : `${plural(left, 'more finding')}: see ${where}.`].join(
    separator,
  );
}
