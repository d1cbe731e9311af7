export { isReadable } from '../model/readable.ts';

/** A run of 16 or more characters that tokens consist of (b64token of RFC 6750, base64, base64url, UUIDs, dotted tokens). */
export const tokenRun = /[A-Za-z0-9._~+/=-]{16,}/g;

export interface Range {
  readonly start: number;
  readonly end: number;
  /** The text that replaces the range. */
  readonly label: string;
}

/** Transforms the text between the ranges. */
export type Rest = (gap: string) => string;

/** The ranges of all matches that get a label. */
export const rangesOf = (
  text: string,
  pattern: RegExp,
  labelOf: (match: string) => string | undefined,
): readonly Range[] =>
  [...text.matchAll(pattern)].flatMap(({ 0: match, index }) => {
    const label = labelOf(match);
    return label === undefined ? [] : [{ start: index, end: index + match.length, label }];
  });

/** Replaces ranges by their labels. `ranges` are sorted by start. Overlapping ranges become one, with the label of the first. */
export function replaced(text: string, ranges: readonly Range[], rest: Rest): string {
  let out = '';
  let done = 0;
  for (const { start, end, label } of ranges) {
    if (end <= done) continue;
    if (start >= done) out += rest(text.slice(done, start)) + label;
    done = end;
  }
  return out + rest(text.slice(done));
}

/** Shortens a text to `limit` characters and says how long it was. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters)`;
}
