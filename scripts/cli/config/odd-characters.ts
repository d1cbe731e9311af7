/** What is odd about a configured value. Words that follow the name of its variable; they never repeat the value. */
export interface Oddity {
  /** `refused`: the value cannot be the one that is meant. `warned`: it may be. */
  readonly weight: 'refused' | 'warned';
  readonly words: string;
}

/**
 * Control characters, characters that nothing shows, every space but the ordinary one, and what stands in place of a byte
 * that is not UTF-8. The joiners inside an emoji belong to it.
 */
const hidden =
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)(?:\u200D|\uFE0F)|(?!\u200D|\uFE0F| )[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\u2800\uFFFD]/gu;

const names: Readonly<Record<string, string>> = {
  '\n': 'a line feed',
  '\r': 'a carriage return',
  '\t': 'a tab',
  '\0': 'a null character',
  '\u00A0': 'a no-break space',
  '\u00AD': 'a soft hyphen',
  '\u200B': 'a zero-width space',
  '\uFEFF': 'a byte order mark',
  '\uFFFD': 'a byte that is not UTF-8',
};

/** A key in this form is written on several lines. */
const pem = /^-----BEGIN [A-Z0-9 ]+-----\r?\n[\s\S]*-----END [A-Z0-9 ]+-----\s*$/;

/** An apostrophe at one end alone is none. */
const typographic = /^[“”„‟«»]|[“”„‟«»]$|^[‘’‚‛][\s\S]*[‘’‚‛]$/u;

export function oddCharacters(value: string): readonly Oddity[] {
  const text = pem.test(value) ? value.replaceAll(/[\r\n]/g, '-') : value;
  const found = [...text.matchAll(hidden)];
  const [first] = found;
  const odd: Oddity[] = [];
  if (first !== undefined) {
    const more = found.length > 1 ? `, and ${found.length - 1} more such` : '';
    odd.push({
      weight: 'refused',
      words: `holds ${nameOf(first[0])} ${placeOf(first[0], first.index, text)}${more}: set it again without`,
    });
  }
  const sides = [...(text.startsWith(' ') ? ['begins'] : []), ...(text.endsWith(' ') ? ['ends'] : [])];
  if (sides.length > 0)
    odd.push({ weight: 'warned', words: `${sides.join(' and ')} with a space, which is sent as part of it` });
  if (/^(["'`])[\s\S]*\1$/.test(text) && text.length > 1)
    odd.push({ weight: 'warned', words: 'stands in quotes, which are sent as part of it' });
  if (typographic.test(text))
    odd.push({
      weight: 'warned',
      words: 'has typographic quotes (such as “ or ’) at its ends, which are sent as part of it',
    });
  return odd;
}

function nameOf(character: string): string {
  const point = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const kind = /\p{Cc}/u.test(character)
    ? 'a control character'
    : /\p{Zs}/u.test(character)
      ? 'an unusual space'
      : 'an invisible character';
  return `${names[character] ?? kind} (${point})`;
}

function placeOf(character: string, index: number, text: string): string {
  if (index === 0) return 'at its start';
  return index + character.length === text.length
    ? 'at its end'
    : `as character ${[...text.slice(0, index)].length + 1}`;
}
