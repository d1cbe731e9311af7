import type { Failure } from './exchange.ts';
import type { Pairs } from './provider.ts';

/** An answer as it came, before it is masked. It must not leave the worker that received it. */
export interface RawAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Pairs;
  readonly bytes: Uint8Array;
  /** The body as the Postman sandbox decodes it: by charset and byte order mark. */
  readonly text: string;
}

/** What newman reported of one item. Its texts are raw and must not leave the worker. */
export interface Execution {
  readonly itemId: string;
  readonly startedAt: Date;
  readonly ms: number;
  /** Whether a request went out at all. */
  readonly requested: boolean;
  readonly answer?: RawAnswer;
  /** Why a request got no answer. */
  readonly failure?: { readonly kind: Failure; readonly detail: string };
  readonly assertions: readonly { readonly title: string; readonly passed: boolean }[];
  /** A script of the collection threw or ran too long. */
  readonly scriptError?: unknown;
  /** Set if the result tells nothing about this item: the reason, in words. */
  readonly lost?: string;
}
