/** What a token is written with (RFC 6750 b64token, base64, base64url, UUID, dotted). */
export const tokenRun = /[A-Za-z0-9._~+/=-]{16,}/g;

/** `client`, `GrantType`, `OAuthError`, `INVALID`, `v2`. Two small letters a hump: random letters rarely have them. */
const word = /^(?:[A-Z]{1,20}|[a-z]{1,20}|[A-Z]{0,5}[a-z]{2,19}(?:[A-Z]{1,5}[a-z]{2,19})*)\d{0,2}$/;
const number = /^\d{1,8}$/;
const ipv4 = /^\/*(?:\d{1,3}\.){3}\d{1,3}\/?$/;

/** Small numbers are read (`max-age=31536000`, `iso-8859-1`), and cannot hide more than 27 bits. */
const mostDigits = 8;

/** Whether a run of token characters is made of words, as an error code or a path is. */
export function isReadable(run: string): boolean {
  if (ipv4.test(run)) return true;
  const parts = run.split(/[._~+/=-]/).filter((part) => part !== '');
  return run.replace(/\D/g, '').length <= mostDigits && parts.every((part) => word.test(part) || number.test(part));
}

const escaped: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function visible(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`;
}

/** Control, bidi and other invisible characters as escapes one can read; so are half surrogates, which no file can hold. */
const stripped = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** New lines and tabs stay. */
export const stripControls = (text: string): string =>
  text.replace(stripped, (character) => (character === '\n' || character === '\t' ? character : visible(character)));

/** No new lines either: a line of its own can be a command to a CI system. */
export const oneLine = (text: string): string =>
  text.replace(stripped, (character) => escaped[character] ?? visible(character));

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
