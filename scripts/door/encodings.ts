import { isSpaced, unspaced, viewsOf } from './views.ts';
import { isReadable } from './words.ts';

/**
 * One way to write a secret, searched for literally. Escapes (percent, JSON, HTML, lists of bytes) are resolved in the
 * text instead: views.ts.
 */
export interface Spelling {
  readonly encoding: 'raw' | 'base64' | 'hex';
  readonly text: string;
}

interface Hit {
  readonly name: string;
  /** E.g. `raw`, `base64`, `percent` or `json, hex`; the outermost encoding first. */
  readonly encoding: string;
  readonly start: number;
  readonly end: number;
  /** What stands there, with its escapes resolved. */
  readonly spelled: string;
}

export interface Search {
  /**
   * Secrets of fewer than four characters are ignored: any text contains them. `isCommon` says which beginnings of the secret
   * other texts have too.
   */
  add(name: string, secret: string, isCommon?: (beginning: string) => boolean): void;
  /** Finds the secrets in a text. Hits are sorted by start and may overlap. Of a text with very many, it is all one hit. */
  hits(text: string): readonly Hit[];
}

/** Any text contains shorter pieces of base64 or hex by chance. */
const shortestSpelling = 6;
const shortestSearched = 4;
const mostHits = 5000;
/** Characters of a secret's beginning that are as good as the secret. */
const shortestBeginning = 12;

/** The part of the base64 that does not depend on the bytes around the secret, for each of the three alignments. */
function base64Of(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes, Buffer.alloc(2)]).toString('base64');
    return padded.slice(Math.ceil((8 * offset) / 6), Math.floor((8 * (offset + bytes.length)) / 6));
  });
}

const urlSafe = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');

/**
 * The bytes that may be put into base64 or hex: the secret, or an escaped form of it. RFC 6749 §2.3.1 puts the form
 * encoding into Basic, and some servers want Base64 there.
 */
function bytesOf(secret: string): readonly Buffer[] {
  const wellFormed = Buffer.from(secret).toString();
  const percent = encodeURIComponent(wellFormed);
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const texts = new Set([wellFormed, percent, form, JSON.stringify(secret).slice(1, -1)]);
  if (wellFormed.length >= shortestSearched) texts.add(Buffer.from(secret).toString('base64'));
  const latin1 = /[\u0080-\u00ff]/.test(secret) ? [Buffer.from(secret, 'latin1')] : [];
  return [...[...texts].map((text) => Buffer.from(text)), ...latin1];
}

export function encodingsOf(secret: string): readonly Spelling[] {
  if (secret === '') return [];
  const bytes = bytesOf(secret);
  const base64 = bytes.flatMap(base64Of).flatMap((text) => [text, urlSafe(text)]);
  const hex = bytes.map((one) => one.toString('hex')).flatMap((text) => [text, text.toUpperCase()]);
  const spelled = (encoding: 'base64' | 'hex', texts: readonly string[]): readonly Spelling[] =>
    [...new Set(texts)].filter((text) => text.length >= shortestSpelling).map((text) => ({ encoding, text }));
  // Node reads UTF-8 in a header as Latin-1. A server may change the case of a host name or of a header's name.
  // What is Latin-1 and does not say so is read as UTF-8.
  const others = [
    Buffer.from(secret).toString('latin1'),
    Buffer.from(secret, 'latin1').toString(),
    secret.toLowerCase(),
    secret.toUpperCase(),
    unspaced(secret),
  ].filter((text) => text.length >= shortestSpelling);
  const raw = [...new Set([secret, ...(secret.length < shortestSpelling ? [] : others)])];
  return [
    ...raw.map((text) => ({ encoding: 'raw', text }) as const),
    ...spelled('base64', base64),
    ...spelled('hex', hex),
  ];
}

const isBase64 = (character: string | undefined): boolean => character !== undefined && /[\w+/-]/.test(character);

/**
 * The length of the shortest beginning that is searched for like the secret itself. All tokens of an issuer begin alike: in a JWT
 * the header and the first claim do not count.
 */
function beginningOf(secret: string, isCommon: (beginning: string) => boolean): number {
  const header = /^eyJ[\w-]*\./.exec(secret)?.[0];
  let least = header === undefined ? shortestBeginning : Math.max(header.length + 24, Math.ceil(secret.length / 2));
  const isOrdinary = (beginning: string): boolean => isReadable(beginning) || isCommon(beginning);
  while (least < secret.length && least < longestOrdinary && isOrdinary(secret.slice(0, least))) least += 1;
  return least >= longestOrdinary && header === undefined ? secret.length : Math.min(least, secret.length);
}
/** A secret that begins with more ordinary words than this is searched for as a whole. */
const longestOrdinary = 64;

/** Extends a hit to all base64 around it: the characters next to the stable part hold bits of the secret too. */
function wholeBase64(text: string, start: number, end: number): readonly [start: number, end: number] {
  let from = start;
  let to = end;
  while (isBase64(text[from - 1])) from -= 1;
  while (isBase64(text[to])) to += 1;
  while (text[to] === '=') to += 1;
  return [from, to];
}

/** A 16-bit hash of the last four characters. It indexes the spellings, so that most positions of a text cost one look-up. */
const slide = (four: number, next: number): number => ((four << 4) ^ next) & 0xffff;

function startOf(spelling: string): number {
  let four = 0;
  for (let at = 0; at < shortestSearched; at += 1) four = slide(four, spelling.charCodeAt(at));
  return four;
}

interface Wanted extends Spelling {
  readonly name: string;
  /** The beginning that counts as a hit. */
  readonly least: string;
}

/** Searches for many secrets at once, in one pass over each view of a text. */
export function createSearch(): Search {
  const byStart = new Map<number, Wanted[]>();
  const isStart = new Uint8Array(65_536);
  const known = new Set<string>();

  return {
    add(name, secret, isCommon = () => false) {
      if (secret.length < shortestSearched || known.has(secret)) return;
      known.add(secret);
      const share = beginningOf(secret, isCommon) / secret.length;
      for (const spelling of encodingsOf(secret)) {
        const least = spelling.text.slice(0, Math.ceil(spelling.text.length * share));
        const wanted = { name, ...spelling, least };
        const start = startOf(spelling.text);
        isStart[start] = 1;
        const same = byStart.get(start);
        if (same === undefined) byStart.set(start, [wanted]);
        else same.push(wanted);
      }
    },
    hits(text) {
      const found = new Map<string, Hit & { readonly layers: number }>();
      if (byStart.size === 0) return [];
      for (const view of viewsOf(text)) {
        const covered = new Map<string, number>();
        let four = 0;
        for (let last = 0; last < view.text.length; last += 1) {
          four = slide(four, view.text.charCodeAt(last));
          if (isStart[four] === 0 || last + 1 < shortestSearched) continue;
          const at = last + 1 - shortestSearched;
          for (const { name, encoding, text: spelling, least } of byStart.get(four) ?? []) {
            const done = covered.get(name) ?? 0;
            if (at + spelling.length <= done || !view.text.startsWith(least, at)) continue;
            let end = at + least.length;
            while (end - at < spelling.length && view.text[end] === spelling[end - at]) end += 1;
            if (end <= done) continue;
            // Where words are glued together, all of them look like base64.
            const isWhole = encoding === 'base64' && !isSpaced(view);
            const range = isWhole ? wholeBase64(view.text, at, end) : ([at, end] as const);
            covered.set(name, range[1]);
            const [from, to] = view.source(range[0], range[1]);
            const chain = encoding === 'raw' && view.escapes.length > 0 ? view.escapes : [...view.escapes, encoding];
            const spelled = view.text.slice(at, end);
            // Several views find the same secret in the same place: keep the one with the fewest encodings.
            const place = `${name} ${from} ${to}`;
            const known = found.get(place);
            if (known !== undefined && known.layers <= chain.length) continue;
            found.set(place, { name, encoding: chain.join(', '), start: from, end: to, spelled, layers: chain.length });
            if (found.size > mostHits) return [{ name, encoding: 'raw', start: 0, end: text.length, spelled }];
          }
        }
      }
      return [...found.values()].sort((a, b) => a.start - b.start || b.end - a.end);
    },
  };
}
