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

function readByteList(match: string): string | undefined {
  const bytes = match.split(',').map((item) => Number(item.replace(/^.*:/s, '')));
  return bytes.every((byte) => byte <= 255) ? fromBytes(bytes) : undefined;
}

const percent = /%[0-7][\da-f]|(?:%[89a-f][\da-f])+/gi;

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
    pattern: /\\(?:u[\da-f]{4}|x[\da-f]{2}|u\{[\da-f]{1,6}\}|[\s\S])/gi,
    read: readBackslash,
  },
  { name: 'html', needs: '&', pattern: /&(?:#x[\da-f]{1,8}|#\d{1,9}|[a-z]{2,8}(?=;));?/gi, read: readReference },
  // `[112, 64]`, `{"0":112,"1":64}`
  { name: 'bytes', needs: ',', pattern: /\d{1,3}(?:\s*,\s*(?:"\d+"\s*:\s*)?\d{1,3})+/g, read: readByteList },
  // `<Buffer 70 40>`, as Node prints it
  {
    name: 'hex bytes',
    needs: ' ',
    pattern: /\b[\da-f]{2}(?: [\da-f]{2}){3,}\b/gi,
    read: (match) => fromBytes(hexBytes(match)),
  },
];

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

/** How many nested escapes are resolved. Three is enough for JSON in JSON in a query. */
const layers = 3;

function* inner(view: View): Generator<View> {
  yield view;
  if (view.escapes.length === layers) return;
  for (const one of escapes) {
    const next = resolved(view, one);
    if (next !== undefined) yield* inner(next);
  }
}

/** All views of a text; the text itself comes first. */
export const viewsOf = (text: string): Iterable<View> =>
  inner({ escapes: [], text, source: (start, end) => [start, end] });
