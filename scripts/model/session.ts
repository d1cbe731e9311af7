import type { Exchange } from './exchange.ts';
import type { Pointer } from './provider.ts';

/** A secret value, and the name that is shown in its place. */
export interface Secret {
  readonly variable: string;
  readonly value: string;
}

/** A secret or a token in a text that would leave the program. */
export interface Leak {
  /** The name of the variable, or `token`. */
  readonly name: string;
  /** `raw`, `base64`, `json, hex`: outermost first. */
  readonly encoding: string;
}

/** Where a leak stands in a text: from `start` up to, not including, `end`. */
export interface LeakPlace extends Leak {
  readonly start: number;
  readonly end: number;
}

/** What the door must know to mask the answers of one provider. Plain data, because the door works in another thread. */
export interface DoorSettings {
  readonly secrets: readonly Secret[];
  /** Whether a secret in a report is a leak. The credentials of the mock are no secrets. */
  readonly secretsLeak: boolean;
  /** Public texts, such as the collection. Values that stand in them are not searched for. */
  readonly publicTexts: readonly string[];
  /** Strings and names of the documentation, which may be shown. */
  readonly vocabulary: readonly string[];
  /** HMAC key of this run. It also names the run: another key is another run. */
  readonly key: Uint8Array;
  readonly accessToken: Pointer;
  readonly scope?: Pointer;
  readonly shown: readonly Pointer[];
}

/** The result of one item of a collection: an exchange without the parts that the caller knows already. */
export interface ItemResult {
  readonly itemId: string;
  /** Absent: no request went out. */
  readonly attempt?: Exchange['attempts'][number];
  readonly sandbox: Exchange['sandbox'];
  readonly scriptError?: Exchange['scriptError'];
  /** Set if the result tells nothing about this item because another part of the tool failed: the reason, in words. */
  readonly lost?: string;
}
