/** The limits of one exchange with a host. */
export interface Bounds {
  /** The only origin that is asked: 'http://127.0.0.1:4010' or 'https://auth.example'. */
  readonly origin: string;
  /** Milliseconds from asking for a connection to the end of the response. */
  readonly deadlineMs: number;
  readonly maxBodyBytes: number;
  readonly maxHeaderBytes: number;
  /** URL of the proxy, with its credentials; only for an https origin. */
  readonly proxy?: string;
}
