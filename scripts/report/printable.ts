import type { Report } from '../model/report.ts';

/** Control, bidi and other invisible characters: a terminal obeys them, and a new line can be a command to a CI system. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const visible = (text: string): string =>
  text.replace(unsafe, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`;
  });

/** A copy in which no text, nor the name of a member, can do anything to a terminal. Masking does so first; this does not rely on it. */
export const printable = (report: Report): Report =>
  JSON.parse(JSON.stringify(report), (_, value: unknown) => {
    if (typeof value === 'string') return visible(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [visible(name), inner]));
  });
