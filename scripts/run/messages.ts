import type { Exchange } from '../model/exchange.ts';
import type { Pointer } from '../model/provider.ts';
import type { Bounds } from './agent.ts';
import type { Secret } from './redact.ts';

/** What a worker needs to know of the provider whose collection it runs: plain data, once per provider. */
export interface SessionData {
  /** The text of the collection file. */
  readonly collection: string;
  readonly environment: object;
  readonly bounds: Bounds;
  readonly secrets: readonly Secret[];
  /** HMAC key of this run. */
  readonly key: Uint8Array;
  readonly accessToken: Pointer;
  readonly shown: readonly Pointer[];
}

export type ToWorker =
  | { readonly kind: 'open'; readonly session: SessionData }
  | { readonly kind: 'run'; readonly itemIds: readonly string[] };

/** What came of one item: an exchange without what the caller knows already. */
export interface ItemResult {
  readonly itemId: string;
  readonly attempt?: Exchange['attempts'][number];
  readonly sandbox: Exchange['sandbox'];
  readonly scriptError?: Exchange['scriptError'];
}

export type FromWorker =
  | { readonly kind: 'item'; readonly result: ItemResult }
  | { readonly kind: 'done' }
  /** newman itself could not run; already masked. */
  | { readonly kind: 'failed'; readonly message: string };
