export { isReadable } from '../model/readable.ts';

/** What a token is written with (RFC 6750 b64token, base64, base64url, UUID, dotted). */
export const tokenRun = /[A-Za-z0-9._~+/=-]{16,}/g;

export interface Range {
  readonly start: number;
  readonly end: number;
  /** What stands there instead. */
  readonly label: string;
}

/** What becomes of the text between ranges. */
export type Rest = (gap: string) => string;

/** Matches without a label stay. */
export const rangesOf = (
  text: string,
  pattern: RegExp,
  labelOf: (match: string) => string | undefined,
): readonly Range[] =>
  [...text.matchAll(pattern)].flatMap(({ 0: match, index }) => {
    const label = labelOf(match);
    return label === undefined ? [] : [{ start: index, end: index + match.length, label }];
  });

/** `ranges` are in order of their starts; of those that overlap, the first gives the label. */
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

export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters)`;
}
