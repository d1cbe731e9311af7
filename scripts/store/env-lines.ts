import { parse } from 'dotenv';

/** A setting of a `.env` file, with what is odd about how it is written. */
export interface EnvLine {
  readonly name: string;
  /** As dotenv reads it. */
  readonly value: string;
  /** From 1. */
  readonly line: number;
  /** The value that is read cannot be the one that is meant. Words that follow the place. */
  readonly problem?: string;
  /** It may be meant so. */
  readonly warning?: string;
}

/** The pattern by which dotenv finds a setting. dotenv gives the values; this says where each one stands. */
const setting =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?(\s*?)(#.*)?$/dgm;

const looksLikeSetting = /^\s*(?:export\s+)?[A-Za-z_]\w*\s*=/;
const quote = /^['"`]/;

/** Every setting of the text, in order; a name may repeat. */
export function envLines(text: string): readonly EnvLine[] {
  const normal = text.replaceAll(/\r\n?/g, '\n');
  const values = parse(normal);
  const found = [...normal.matchAll(setting)].map((match) => {
    const [, name = '', text = '', space = '', comment = ''] = match;
    const raw = `${text}${space}`;
    const start = match.indices?.[1]?.[0] ?? match.index;
    const line = normal.slice(0, start).split('\n').length;
    return { name, raw, line, value: parse(match[0])[name] ?? '', ...oddity(raw, comment, line) };
  });
  return found.flatMap(({ raw: _, ...one }): readonly EnvLine[] => {
    // dotenv is the reader: a line that it does not read in this way is none.
    if (!Object.hasOwn(values, one.name)) return [];
    const other = found.findLast(({ name }) => name === one.name);
    if (other === undefined || other.line === one.line || other.value === one.value) return [one];
    return [{ ...one, warning: `is set again on line ${other.line}, to another value: the last one counts` }];
  });
}

function oddity(raw: string, comment: string, line: number): Pick<EnvLine, 'problem' | 'warning'> {
  const value = raw.trim();
  const isQuoted = quote.test(value) && value.length > 1 && value.endsWith(value.slice(0, 1));
  if (quote.test(value) && !isQuoted) {
    const sign = value.slice(0, 1);
    return value.indexOf(sign, 1) < 0
      ? { problem: `opens a quote (${sign}) that never closes: close it, or put the whole value into other quotes` }
      : { warning: `begins with a quote (${sign}) that does not enclose the whole value: the quotes are sent too` };
  }
  if (isQuoted) {
    const inner = value.slice(1, -1).split('\n');
    // The last line of a PEM block ends in `=` where its Base64 is padded.
    const isPem = value.slice(1).startsWith('-----BEGIN ');
    const swallowed = isPem ? -1 : inner.findIndex((one, index) => index > 0 && looksLikeSetting.test(one));
    if (swallowed > 0)
      return {
        problem: `opens a quote that closes only on line ${line + inner.length - 1}, and so takes in line ${line + swallowed}, which looks like a setting: close it`,
      };
    return comment !== '' && !/\s$/.test(raw)
      ? { warning: 'has a # right after the closing quote: what follows is a comment' }
      : {};
  }
  if (comment !== '' && value === '')
    return /\s$/.test(raw) || comment.startsWith('# ')
      ? {}
      : { warning: 'is empty, because # begins a comment: put the value into quotes if it begins with #' };
  if (comment !== '' && !/\s$/.test(raw))
    return {
      problem:
        "has an unquoted # that is glued to the value and cuts it: put the value into quotes ('…'), or a space before the # of a comment",
    };
  if (/['"`]$/.test(value))
    return { warning: `ends in a lone quote (${value.slice(-1)}), which is sent as part of the value` };
  return {};
}
