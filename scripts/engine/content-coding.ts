import zlib from 'node:zlib';
import { codingsIn, isContentCoding } from '../oauth/content-codings.ts';
import { boundError } from './agent-failure.ts';

type Undo = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

/** Servers send both forms of deflate: in the zlib format (RFC 9110 §8.4.1.2), and bare. The zlib format begins with method 8. */
const inflate: Undo = (bytes, options) =>
  ((bytes[0] ?? 0) & 0x0f) === 8 ? zlib.inflateSync(bytes, options) : zlib.inflateRawSync(bytes, options);

const isUndo = (value: unknown): value is Undo => typeof value === 'function';
/** Since Node 22.15. */
const zstd: unknown = Reflect.get(zlib, 'zstdDecompressSync');

const undoing: ReadonlyMap<string, Undo> = new Map<string, Undo>([
  ['gzip', zlib.gunzipSync],
  ['x-gzip', zlib.gunzipSync],
  ['deflate', inflate],
  ['br', zlib.brotliDecompressSync],
  ...(isUndo(zstd) ? ([['zstd', zstd]] as const) : []),
]);

/** A chain of more codings is not undone. */
const mostCodings = 2;

/** The content codings of a response that must be undone to read it, in the order in which they were applied. */
export const contentCodings = (header: string | undefined): readonly string[] =>
  codingsIn(header ?? '').filter(isContentCoding);

/** Says why codings cannot be undone here; `undefined`: they can. */
export function whyNotUndone(codings: readonly string[]): string | undefined {
  if (codings.length > mostCodings) return `the response has ${codings.length} content codings, over ${mostCodings}`;
  const unknown = codings.filter((name) => !undoing.has(name));
  return unknown.length === 0 ? undefined : `the response is encoded (${unknown.join(', ')}) though identity was asked`;
}

/**
 * Undoes the content codings of a whole body. zlib counts the bytes while they come out and ends at `maxBytes`, so that a small
 * body cannot fill the memory.
 * Returns an error of a bound: more than `maxBytes` in any step, or a body that is not what its coding says.
 */
export function undone(body: Uint8Array, codings: readonly string[], maxBytes: number): Uint8Array | Error {
  let bytes = body;
  for (const coding of codings.toReversed()) {
    try {
      bytes = undoing.get(coding)?.(bytes, { maxOutputLength: maxBytes }) ?? bytes;
    } catch (error) {
      if (error instanceof RangeError)
        return boundError('E_BOUND_TOO_LARGE', `the body has more than ${maxBytes} bytes once its ${coding} is undone`);
      return boundError('E_BOUND_ENCODED', `the body is not the ${coding} that its Content-Encoding says`);
    }
  }
  return bytes;
}
