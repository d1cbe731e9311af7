import { viewsOf } from './views.ts';

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
}

export interface Search {
  /** Secrets of fewer than four characters are ignored: any text contains them. */
  add(name: string, secret: string): void;
  /** Finds the secrets in a text. Hits are sorted by start and may overlap. */
  hits(text: string): readonly Hit[];
}

/** Any text contains shorter pieces of base64 or hex by chance. */
const shortestSpelling = 6;
const shortestSearched = 4;

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
 * encoding into Basic.
 */
function bytesOf(secret: string): readonly Buffer[] {
  const wellFormed = Buffer.from(secret).toString();
  const percent = encodeURIComponent(wellFormed);
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const texts = new Set([wellFormed, percent, form, JSON.stringify(secret).slice(1, -1)]);
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
  const others = [Buffer.from(secret).toString('latin1'), secret.toLowerCase(), secret.toUpperCase()];
  const raw = [...new Set([secret, ...(secret.length < shortestSpelling ? [] : others)])];
  return [
    ...raw.map((text) => ({ encoding: 'raw', text }) as const),
    ...spelled('base64', base64),
    ...spelled('hex', hex),
  ];
}

const isBase64 = (character: string | undefined): boolean => character !== undefined && /[\w+/-]/.test(character);

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

/** Searches for many secrets at once, in one pass over each view of a text. */
export function createSearch(): Search {
  const byStart = new Map<number, (Spelling & { readonly name: string })[]>();
  const isStart = new Uint8Array(65_536);
  const known = new Set<string>();

  return {
    add(name, secret) {
      if (secret.length < shortestSearched || known.has(secret)) return;
      known.add(secret);
      for (const spelling of encodingsOf(secret)) {
        const start = startOf(spelling.text);
        isStart[start] = 1;
        const same = byStart.get(start);
        if (same === undefined) byStart.set(start, [{ name, ...spelling }]);
        else same.push({ name, ...spelling });
      }
    },
    hits(text) {
      const found: Hit[] = [];
      if (byStart.size === 0) return found;
      for (const view of viewsOf(text)) {
        const covered = new Map<string, number>();
        let four = 0;
        for (let last = 0; last < view.text.length; last += 1) {
          four = slide(four, view.text.charCodeAt(last));
          if (isStart[four] === 0 || last + 1 < shortestSearched) continue;
          const at = last + 1 - shortestSearched;
          for (const { name, encoding, text: spelling } of byStart.get(four) ?? []) {
            const end = at + spelling.length;
            if (end <= (covered.get(name) ?? 0) || !view.text.startsWith(spelling, at)) continue;
            const range = encoding === 'base64' ? wholeBase64(view.text, at, end) : ([at, end] as const);
            covered.set(name, range[1]);
            const [from, to] = view.source(range[0], range[1]);
            const chain = encoding === 'raw' && view.escapes.length > 0 ? view.escapes : [...view.escapes, encoding];
            found.push({ name, encoding: chain.join(', '), start: from, end: to });
          }
        }
      }
      return found.sort((a, b) => a.start - b.start || b.end - a.end);
    },
  };
}
