const escaped: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The escape of one character, e.g. `\u001b` or `\u{e0001}`. */
export function visible(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`;
}

/** Control, bidi and other invisible characters, and lone surrogates, which UTF-8 cannot hold. */
const stripped = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Replaces the characters by escapes that can be read. New lines and tabs stay. */
export const stripControls = (text: string): string =>
  text.replace(stripped, (character) => (character === '\n' || character === '\t' ? character : visible(character)));

/** Escapes new lines and tabs too, e.g. as `\u000a`. */
export const escapeControls = (text: string): string => text.replace(stripped, visible);

/** Escapes new lines too, as `\n`: a line of its own can be a command to a CI system. */
export const oneLine = (text: string): string =>
  text.replace(stripped, (character) => escaped[character] ?? visible(character));
