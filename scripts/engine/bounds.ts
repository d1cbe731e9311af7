/** What one exchange may cost. */
export interface Bounds {
  /** 'http://127.0.0.1:4010' or 'https://auth.example' */
  readonly origin: string;
  /** Of the wall clock, from asking for a connection to the end of the response. */
  readonly deadlineMs: number;
  readonly maxBodyBytes: number;
  readonly maxHeaderBytes: number;
  /** Of an https origin: where to ask for a connection to it, with the credentials for that. */
  readonly proxy?: string;
}
