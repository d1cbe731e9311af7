import type { DoorSettings, ItemResult, LeakPlace } from '../model/session.ts';
import type { Bounds } from './bounds.ts';

/** One provider's part of a run, as the worker needs it: plain data. */
export interface SessionData {
  /** The text of the collection file. */
  readonly collection: string;
  readonly environment: object;
  readonly bounds: Bounds;
  readonly door: DoorSettings;
}

/** Answers carry the number of their question, because a question that was given up may still be under way. */
export type ToWorker =
  | { readonly kind: 'open'; readonly session: number; readonly data: SessionData }
  | {
      readonly kind: 'run';
      readonly session: number;
      readonly id: number;
      readonly itemIds: readonly string[];
      readonly inTurn: boolean;
    }
  /** The answer to `turn`. */
  | { readonly kind: 'go'; readonly id: number; readonly goes: boolean }
  | { readonly kind: 'abort'; readonly session: number }
  | { readonly kind: 'close'; readonly session: number }
  | {
      readonly kind: 'scan';
      readonly id: number;
      readonly run: Uint8Array;
      readonly text: string;
      readonly ours: string;
    }
  /** The secrets and tokens of this run are not needed any more. */
  | { readonly kind: 'forget'; readonly run: Uint8Array }
  | { readonly kind: 'end' };

export type FromWorker =
  /** The item's request is ready: may it go? */
  | { readonly kind: 'turn'; readonly id: number; readonly itemId: string }
  | { readonly kind: 'item'; readonly id: number; readonly result: ItemResult }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'scanned'; readonly id: number; readonly leaks: readonly LeakPlace[] }
  /** newman could not run the items of one question. Already masked. */
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  /** An error that nobody caught: the worker cannot be trusted any more. Already masked. */
  | { readonly kind: 'broken'; readonly message: string };
