const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));

/** The text as inline code: shown as it is, without markup, mentions or links. May stand in a table cell. */
export function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(line) + 1);
  const space = line === '' || line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/**
 * What GitHub makes a link or a mention of. An escape does not prevent that: it looks at the text after the escapes are resolved.
 */
const linked = /@|www\.|:\/\/|\bmailto:|\bxmpp:|\bgh-\d|#\d|\b[\da-f]{7,40}\b/i;

/** The text with everything escaped that could be markup. Words that could be a mention, a link or a reference become code. */
export const plain = (text: string): string =>
  text
    .split(/\s+/)
    .map((word) => (linked.test(word) ? code(word) : escaped(word)))
    .join(' ');

const escaped = (word: string): string =>
  word
    .replaceAll(/[\\`*_{}[\]()#+!|~$^]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** A block of shell code, e.g. a command to copy. */
export function block(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}sh\n${text}\n${fence}`;
}

/** Escapes a text in which commands and names stand between backticks; those become inline code. */
export const worded = (words: string): string =>
  words
    .split('`')
    .map((part, index) => (index % 2 === 0 ? plain(part) : code(part)))
    .join('');
