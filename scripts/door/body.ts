import { isUtf8 } from 'node:buffer';
import { visit } from 'jsonc-parser';
import type { Body, InnerBound, NumberForm, Oddity } from '../model/exchange.ts';
import { childOf } from '../model/pointer.ts';
import type { Json, Pointer } from '../model/provider.ts';
import type { Redactor } from './redact.ts';

/** Names of members and indices of arrays, not masked. */
type Path = readonly (string | number)[];

/** A body as it was read, not masked. It stays inside the worker. */
export type RawBody =
  | { readonly kind: 'empty'; readonly value: undefined }
  | {
      readonly kind: 'json';
      readonly value: Json;
      readonly oddities: readonly { readonly is: Oddity; readonly path: Path }[];
      /** Whole numbers that were not written as digits. */
      readonly numbers: readonly { readonly form: NumberForm; readonly path: Path }[];
      /** The limits of the two lists that the text exceeds. */
      readonly beyond: readonly InnerBound[];
    }
  | { readonly kind: 'text'; readonly why: string; readonly text: string; readonly value: undefined };

/** Levels of objects and arrays. */
const deepest = 64;
export const tooDeep = `nested deeper than ${deepest} levels`;
/** Limits the oddities of one answer; more would say nothing new. */
const mostOddities = 20;
const mostNumberForms = 50;
/** Characters. */
const longestExcerpt = 200;

const unsafeNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const loneSurrogate = /\p{Surrogate}/u;

/** Counts brackets outside strings. Done before parsing, because a parser may recurse. */
function scan(text: string): { readonly depth: number; readonly closed: boolean } {
  let depth = 0;
  let level = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      level += 1;
      depth = Math.max(depth, level);
    } else if (character === '}' || character === ']') level -= 1;
  }
  return { depth, closed: level <= 0 && !inString };
}

/** Says why a text is not JSON. V8's own messages quote the text, which may hold a secret. */
function whyNotJson(text: string, raw: Uint8Array, closed: boolean): string {
  if ((raw[0] === 0xff && raw[1] === 0xfe) || (raw[0] === 0xfe && raw[1] === 0xff)) return 'not JSON: UTF-16';
  if (text.trim() === '') return 'not JSON: white space alone';
  if (/^\s*</.test(text))
    return /^\s*<\?xml/.test(text) ? 'not JSON: looks like XML' : 'not JSON: begins with "<" (looks like HTML)';
  if (/^\s*["[{]/.test(text) && !closed) return 'cut off JSON';
  if (/^[\w.%+-]+=[^\s<>]*$/.test(text)) return 'not JSON: looks like a form';
  return 'not JSON';
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How a whole number is written; `undefined`: as digits. */
function numberForm(value: number, written: string): NumberForm | undefined {
  if (!Number.isInteger(value)) return undefined;
  if (/e/i.test(written)) return 'exponent';
  if (written.includes('.')) return 'fraction';
  return Object.is(value, -0) ? 'negative-zero' : undefined;
}

type Written = Pick<Extract<RawBody, { kind: 'json' }>, 'oddities' | 'numbers' | 'beyond'>;

/** Finds what a parser drops silently. `text` must be valid JSON. */
function writtenIn(text: string): Written {
  const oddities: { is: Oddity; path: Path }[] = [];
  const numbers: { form: NumberForm; path: Path }[] = [];
  const beyond = new Set<InnerBound>();
  const names: Set<string>[] = [];
  const note = (is: Oddity, path: Path): void => {
    if (oddities.length < mostOddities) oddities.push({ is, path });
    else beyond.add('oddities');
  };
  visit(text, {
    onObjectBegin: () => {
      names.push(new Set());
    },
    onObjectEnd: () => {
      names.pop();
    },
    onObjectProperty: (name, _offset, _length, _line, _character, parent) => {
      const siblings = names.at(-1);
      if (siblings?.has(name)) note('repeated-member', [...parent(), name]);
      siblings?.add(name);
      if (unsafeNames.has(name)) note('unsafe-member', [...parent(), name]);
      if (loneSurrogate.test(name)) note('lone-surrogate', [...parent(), name]);
    },
    onLiteralValue: (value: unknown, offset, length, _line, _character, path) => {
      if (typeof value === 'string' && loneSurrogate.test(value)) note('lone-surrogate', path());
      if (typeof value !== 'number') return;
      if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
        note('unsafe-number', path());
      const form = numberForm(value, text.slice(offset, offset + length));
      if (form === undefined) return;
      if (numbers.length < mostNumberForms) numbers.push({ form, path: path() });
      else beyond.add('number forms');
    },
  });
  return { oddities, numbers, beyond: [...beyond] };
}

/** Reads a body. `received` is the text as the Postman sandbox decodes it; `raw` holds the bytes that it was decoded from. */
export function readBody(received: string, raw: Uint8Array): RawBody {
  if (received === '') return { kind: 'empty', value: undefined };
  const text = received.replace(/^\ufeff/, '');
  const hasBom = text !== received || (raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf);
  const { depth, closed } = scan(text);
  if (depth > deepest) return { kind: 'text', why: tooDeep, text, value: undefined };
  const value = parsed(text);
  if (value === undefined) return { kind: 'text', why: whyNotJson(text, raw, closed), text, value };
  const ofBytes: readonly Oddity[] = [
    ...(hasBom ? (['bom'] as const) : []),
    ...(isUtf8(raw) &&
    Buffer.from(raw)
      .toString('utf8')
      .replace(/^\ufeff/, '') === text
      ? []
      : (['not-utf-8'] as const)),
  ];
  const written = writtenIn(text);
  return {
    kind: 'json',
    value,
    ...written,
    oddities: [...ofBytes.map((is) => ({ is, path: [] })), ...written.oddities],
  };
}

/** Call this after `tokenFacts`, which teaches the redactor the tokens of the answer. */
export function maskBody(
  body: RawBody,
  redactor: Redactor,
  shownPointers: readonly Pointer[],
): { readonly masked: Body; readonly isCut: boolean } {
  let isCut = false;
  const masked = maskedBody(body, redactor, shownPointers, () => {
    isCut = true;
  });
  return { masked, isCut };
}

function maskedBody(body: RawBody, redactor: Redactor, shownPointers: readonly Pointer[], onCut: () => void): Body {
  if (body.kind === 'empty') return { kind: 'empty' };
  if (body.kind === 'text') {
    const isHtml = /^\s*<(?:!doctype\s+html|html|head|body|title|h1|div|p)\b/i.test(body.text);
    const title = isHtml ? /<title[^>]{0,200}>([^<]{1,500})</i.exec(body.text)?.[1]?.trim() : undefined;
    return {
      kind: 'text',
      why: body.why,
      excerpt: redactor.text(body.text, longestExcerpt),
      ...(isHtml && { isHtml }),
      ...(title !== undefined && title !== '' && { title: redactor.leaf(title, true) }),
    };
  }
  const masked = (path: Path): Pointer =>
    path.reduce<Pointer>((at, name) => childOf(at, typeof name === 'string' ? redactor.name(name) : name), '');
  return {
    kind: 'json',
    json: redactor.json(body.value, shownPointers, onCut),
    oddities: body.oddities.map(({ is, path }) => ({ is, at: masked(path) })),
    ...(body.numbers.length > 0 && { numbers: body.numbers.map(({ form, path }) => ({ form, at: masked(path) })) }),
  };
}
