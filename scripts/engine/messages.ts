import type { Secret } from '../door/redact.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Pointer } from '../model/provider.ts';
import type { Bounds } from './bounds.ts';

/** What a worker needs to know of the provider whose collection it runs: plain data, once per provider. */
export interface SessionData {
  /** The text of the collection file. */
  readonly collection: string;
  readonly environment: object;
  readonly bounds: Bounds;
  readonly secrets: readonly Secret[];
  /** Whether a secret in a report is a leak: those that the mock is given are no secrets. */
  readonly secretsLeak: boolean;
  /** Strings and names of the documentation, which an answer may be read to say. */
  readonly vocabulary: readonly string[];
  /** HMAC key of this run: another key is another run. */
  readonly key: Uint8Array;
  readonly accessToken: Pointer;
  readonly shown: readonly Pointer[];
}

/** Answers bear the number of their question: what was given up may still be under way. */
export type ToWorker =
  | { readonly kind: 'open'; readonly session: SessionData }
  | { readonly kind: 'run'; readonly id: number; readonly itemIds: readonly string[]; readonly inTurn: boolean }
  /** The answer to `turn`. */
  | { readonly kind: 'go'; readonly id: number; readonly goes: boolean }
  | { readonly kind: 'abort' }
  | { readonly kind: 'scan'; readonly id: number; readonly text: string };

/** What came of one item: an exchange without what the caller knows already. */
export interface ItemResult {
  readonly itemId: string;
  readonly attempt?: Exchange['attempts'][number];
  readonly sandbox: Exchange['sandbox'];
  readonly scriptError?: Exchange['scriptError'];
}

/** A secret or a token in a text that would leave the program. */
export interface Leak {
  /** Of the variable, or `token`. */
  readonly name: string;
  /** `raw`, `base64`, `json, hex`: outermost first. */
  readonly encoding: string;
}

export type FromWorker =
  /** The item's request is ready: may it go? */
  | { readonly kind: 'turn'; readonly id: number; readonly itemId: string }
  | { readonly kind: 'item'; readonly id: number; readonly result: ItemResult }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'scanned'; readonly id: number; readonly leaks: readonly Leak[] }
  /** newman itself could not run; already masked. */
  | { readonly kind: 'failed'; readonly message: string };
