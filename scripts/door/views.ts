/** A text, or the text after one or more kinds of escapes were resolved in it. */
export interface View {
  /** The escapes that were resolved, outermost first, e.g. `[]` or `['json', 'percent']`. */
  readonly escapes: readonly string[];
  readonly text: string;
  /** Maps a range of this view to a range of the original text; `end` is exclusive. */
  source(start: number, end: number): readonly [start: number, end: number];
}

interface Escape {
  readonly name: string;
  readonly pattern: RegExp;
  /** A character of every such escape. A text without it is skipped. */
  readonly needs: string;
  /** Returns `undefined` if the match is no escape after all. */
  readonly read: (match: string) => string | undefined;
}

const fromBytes = (bytes: readonly number[]): string => Buffer.from(bytes).toString('utf8');
const hexBytes = (text: string): readonly number[] =>
  (text.match(/[\da-f]{2}/gi) ?? []).map((hex) => Number.parseInt(hex, 16));
const fromCodePoint = (point: number): string | undefined =>
  point <= 0x10ffff ? String.fromCodePoint(point) : undefined;

const control: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function readBackslash(match: string): string | undefined {
  if (/^\\[ux]./.test(match)) return fromCodePoint(Number.parseInt(match.replace(/[^\da-f]/gi, ''), 16));
  return control[match.slice(1)] ?? match.slice(1);
}

/** Named references of ASCII characters. For all others, every encoder we know writes numbers instead of HTML's names. */
const references: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'amp& AMP& lt< LT< gt> GT> quot" QUOT" apos\' excl! num# dollar$ percnt% lpar( rpar) ast* midast* plus+ comma, period. sol/ ' +
    'colon: semi; equals= quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] Hat^ lowbar_ UnderBar_ grave` lcub{ lbrace{ verbar| ' +
    'vert| rcub} rbrace} Tab\t NewLine\n'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, -1), entry.slice(-1)]),
);

function readReference(match: string): string | undefined {
  const body = match.slice(1).replace(/;$/, '');
  if (/^#x/i.test(body)) return fromCodePoint(Number.parseInt(body.slice(2), 16));
  if (body.startsWith('#')) return fromCodePoint(Number(body.slice(1)));
  return Object.hasOwn(references, body) ? references[body] : undefined;
}

const percent = /%[0-7][\da-f]|(?:%[89a-f][\da-f])+/gi;

const backslash = /\\(?:u[\da-f]{4}|x[\da-f]{2}|u\{[\da-f]{1,6}\}|[\s\S])/gi;
const reference = /&(?:#x0*[\da-f]{1,6}|#0*\d{1,7}|[a-z]{2,8}(?=;));?/gi;

const escapes: readonly Escape[] = [
  { name: 'percent', needs: '%', pattern: percent, read: (match) => fromBytes(hexBytes(match)) },
  {
    name: 'form',
    needs: '+',
    pattern: new RegExp(`\\+|${percent.source}`, 'gi'),
    read: (match) => (match === '+' ? ' ' : fromBytes(hexBytes(match))),
  },
  {
    name: 'json',
    needs: '\\',
    pattern: backslash,
    read: readBackslash,
  },
  { name: 'html', needs: '&', pattern: reference, read: readReference },
];

/** Between the numbers of a list: anything but letters and digits, or the index of the next one, as in `{"0":112,"1":64}`. */
const between = String.raw`(?:"?\s*,\s*"\d{1,5}"\s*:\s*"?|[^\da-z]{1,8})`;
const listOf = (unit: string, least: number): RegExp =>
  new RegExp(String.raw`(?<![\da-z])${unit}(?:${between}${unit}){${least - 1},}`, 'gi');
const numbersIn = (match: string, base: number): string =>
  fromBytes((match.replaceAll(/"\d+"\s*:/g, ' ').match(/\d+/g) ?? []).map((one) => Number.parseInt(one, base)));

/** Bytes that are written as numbers, in any base and with any separator. The text between them is dropped. */
const byteLists: readonly Escape[] = [
  {
    name: 'bytes',
    needs: '',
    pattern: listOf(String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|0?\d?\d)(?!\d)`, 4),
    read: (match) => numbersIn(match, 10),
  },
  {
    name: 'hex bytes',
    needs: '',
    pattern: listOf(String.raw`(?:0x|\\x)?(?:[\da-f]{2}){1,8}(?![\da-z])`, 2),
    read: (match) => fromBytes(hexBytes(match.replaceAll(/"\d+"\s*:/g, ' ').replaceAll(/0x|[^\da-f]/gi, ''))),
  },
  {
    name: 'octal bytes',
    needs: '',
    pattern: listOf(String.raw`(?:0o?)?[0-3]?[0-7]{2}(?!\d)`, 4),
    read: (match) => numbersIn(match.replaceAll(/0o/gi, ''), 8),
  },
  {
    name: 'octal bytes',
    needs: '\\',
    pattern: /(?:\\[0-3][0-7]{2})+/g,
    read: (match) => numbersIn(match, 8),
  },
  {
    name: 'binary bytes',
    needs: '',
    pattern: /(?<![01])[01]{8}(?:[^\da-z]{0,8}[01]{8}){3,}/gi,
    read: (match) => fromBytes((match.match(/[01]{8}/g) ?? []).map((one) => Number.parseInt(one, 2))),
  },
];

/** Percent, JSON and HTML at once, for whatever is nested deeper than {@link layers}. */
const anyEscape: Escape = {
  name: 'escapes',
  needs: '',
  pattern: new RegExp([percent, backslash, reference].map(({ source }) => source).join('|'), 'gi'),
  read: (match) =>
    match.startsWith('%')
      ? fromBytes(hexBytes(match))
      : match.startsWith('&')
        ? readReference(match)
        : readBackslash(match),
};
const plus: Escape = { name: 'form', needs: '+', pattern: /\+/g, read: () => ' ' };
/** Spelled out, because `\p{Cc}` and `\p{Cf}` take three times as long. */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\s\0-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/g;
/** What does not show in a text: white space, NUL (of UTF-16) and other controls, format characters. */
const spaced: Escape = { name: 'spaced', needs: '', pattern: invisible, read: () => '' };

/** A resolved escape: `size` characters at `at` in the view; `from` to `to` in the text before it was resolved. */
interface Piece {
  readonly at: number;
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

/** Finds the last piece that starts at or before a position. */
function pieceAt(pieces: readonly Piece[], position: number): Piece | undefined {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.at ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return pieces[low - 1];
}

/** Maps one character of the view to its range in the text before its escapes were resolved. */
function characterSource(pieces: readonly Piece[], position: number): readonly [start: number, end: number] {
  const piece = pieceAt(pieces, position);
  if (piece === undefined) return [position, position + 1];
  if (position < piece.at + piece.size) return [piece.from, piece.to];
  const start = piece.to + position - piece.at - piece.size;
  return [start, start + 1];
}

function resolved(view: View, { name, needs, pattern, read }: Escape): View | undefined {
  if (!view.text.includes(needs)) return undefined;
  const pieces: Piece[] = [];
  let text = '';
  let done = 0;
  for (const { 0: match, index } of view.text.matchAll(pattern)) {
    const value = read(match);
    if (value === undefined) continue;
    text += view.text.slice(done, index);
    done = index + match.length;
    pieces.push({ at: text.length, size: value.length, from: index, to: done });
    text += value;
  }
  if (pieces.length === 0) return undefined;
  return {
    escapes: [...view.escapes, name],
    text: text + view.text.slice(done),
    source: (start, end) => view.source(characterSource(pieces, start)[0], characterSource(pieces, end - 1)[1]),
  };
}

/** How many nested escapes are resolved one by one. Three is enough for JSON in JSON in a query. */
const layers = 3;
/** How often escapes of all kinds are resolved at once. */
const mostRounds = 8;

function* nested(view: View): Generator<View> {
  yield view;
  if (view.escapes.length <= 1) yield* eachOf(view, byteLists);
  if (view.escapes.length === layers) return;
  for (const one of escapes) {
    const next = resolved(view, one);
    if (next !== undefined) yield* nested(next);
  }
}

function* eachOf(view: View, which: readonly Escape[]): Generator<View> {
  for (const one of which) {
    const next = resolved(view, one);
    if (next !== undefined) yield next;
  }
}

function* deep(view: View): Generator<View> {
  let last = view;
  for (let round = 0; round < mostRounds; round += 1) {
    const next = resolved(last, anyEscape);
    if (next === undefined || next.text === last.text) break;
    last = next;
  }
  yield* eachOf(view, [spaced]);
  if (last === view) return;
  yield last;
  yield* eachOf(last, [plus, spaced, ...byteLists]);
}

/** All views of a text; the text itself comes first. */
export function* viewsOf(text: string): Generator<View> {
  const view: View = { escapes: [], text, source: (start, end) => [start, end] };
  yield* nested(view);
  yield* deep(view);
}

/** Whether the words of a text are glued together in a view of it. */
export const isSpaced = ({ escapes: resolvedOnes }: View): boolean => resolvedOnes.at(-1) === spaced.name;

/** A text as it is in a view without white space. */
export const unspaced = (text: string): string => text.replaceAll(spaced.pattern, '');
