/** A finding that is accepted for a while: an entry of waivers.json. */
export interface Waiver {
  readonly fingerprint: string;
  /** The case of the finding, or the provider if it has none. A waiver without its finding counts only if that case ran. */
  readonly of: string;
  readonly reason: string;
  /** The last day, as in 2026-03-31. */
  readonly expires: string;
}
