import type { CaseId } from './case.ts';
import type { Masked } from './mask.ts';
import type { Json, Pairs, Pointer } from './provider.ts';

/** All that a check may know of a token: computed at the door, before masking. */
export interface TokenFacts {
  readonly at: Pointer | 'body' | 'header';
  readonly kind: 'jwt' | 'opaque' | 'empty' | 'null' | 'not-a-string';
  readonly length: number;
  /** Printable ASCII only (RFC 6749 A.12). */
  readonly vschar: boolean;
  /** RFC 6750 §2.1. */
  readonly b64token: boolean;
  /** Upper bound of its entropy in bits, from length and alphabet. */
  readonly bits: number;
  /** HMAC under a key of this run: equal tokens compare, nothing can be guessed from it. */
  readonly id: string;
  readonly jwt?: {
    readonly alg: string;
    readonly headerNames: readonly string[];
    readonly claimNames: readonly string[];
    /** Seconds since 1970, as in RFC 7519. */
    readonly iat?: number;
    readonly exp?: number;
  };
}

export type Oddity = 'bom' | 'not-utf-8' | 'repeated-member' | 'unsafe-member' | 'unsafe-number' | 'lone-surrogate';

export type Body =
  | { readonly kind: 'empty' }
  /** Types and structure as received, string leaves masked. */
  | {
      readonly kind: 'json';
      readonly json: Json;
      readonly oddities: readonly { readonly is: Oddity; readonly at: Pointer }[];
    }
  /** Not JSON: every run of 16 or more token characters is masked. */
  | { readonly kind: 'text'; readonly why: string; readonly excerpt: Masked };

export interface Answer {
  readonly status: number;
  readonly statusText: Masked;
  readonly headers: Pairs<Masked>;
  /** Bytes of the body as received. */
  readonly bodyBytes: number;
  readonly body: Body;
  /** Anywhere in the answer, the documented place first. */
  readonly tokens: readonly TokenFacts[];
  /** Members of RFC 6749 whose text, as received, breaks its grammar (Appendix A). Absent: none. */
  readonly illFormed?: readonly Pointer[];
  /** Secrets of the request that the answer repeats. */
  readonly echoed: readonly { readonly variable: string; readonly where: 'status' | 'header' | 'body' }[];
  /** What the mock says of its own answer; read on target mock only. */
  readonly mockBasis?: 'documented' | 'assumed';
}

/** `encoded`: compressed although identity was asked for. `origin`: not the configured one. `proxy`: it is the proxy's doing. */
export type Failure =
  | 'refused'
  | 'reset'
  | 'dns'
  | 'tls'
  | 'deadline'
  | 'too-large'
  | 'encoded'
  | 'too-deep'
  | 'malformed-http'
  | 'origin'
  | 'proxy'
  | 'interrupted'
  | 'other';

/** What is known of the connection itself. Of https only. */
export interface Connection {
  /** As Node names it: `TLSv1.2`, `TLSv1.3`. */
  readonly tls: string;
  /** When the certificate of the host ends, as ISO 8601. */
  readonly certificateEnds?: string;
}

export type Attempt = { readonly startedAt: string; readonly ms: number; readonly connection?: Connection } & (
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly detail: Masked }
);

/** `not-asked`: an observed case without --observe. */
export type NotSent =
  | 'mock-only'
  | 'not-asked'
  | 'budget'
  | 'credentials-rejected'
  | 'down'
  | 'throttled'
  | 'interrupted'
  | 'not-configured';

export interface Exchange {
  readonly case: CaseId;
  /** As sent, or as it would have been sent with its variables unresolved. */
  readonly request: {
    readonly method: string;
    readonly url: Masked;
    readonly headers: Pairs<Masked>;
    readonly body: Masked;
    /** What was asked for, if the body has a scope. */
    readonly scope?: Masked;
    /** Its credentials in Basic hold characters that form-encoding changes (RFC 6749 §2.3.1). Absent: they do not. */
    readonly basicIsEncoded?: true;
  };
  /** The last is judged; empty: not sent. */
  readonly attempts: readonly Attempt[];
  readonly notSent?: NotSent;
  /**
   * What came back says nothing of the provider's contract. `lost`: for a fault of the tool elsewhere. The others ended the
   * provider's run.
   */
  readonly inconclusive?: 'down' | 'credentials-rejected' | 'throttled' | 'interrupted' | 'lost';
  /** Why the exchange was lost. */
  readonly lost?: string;
  /** By title, passed or not. No messages: the sandbox quotes the raw body in them. */
  readonly sandbox: readonly { readonly title: string; readonly passed: boolean }[];
  /** A script of the collection threw, or newman failed: the tool is at fault, not the provider. */
  readonly scriptError?: Masked;
}

/** The answer that is judged: that of the last attempt. `undefined` where there is none, or where it says nothing of the contract. */
export function answerOf(exchange: Exchange): Answer | undefined {
  if (exchange.inconclusive !== undefined) return undefined;
  const last = exchange.attempts.at(-1);
  return last?.kind === 'answered' ? last.answer : undefined;
}

const dayMs = 86_400_000;

/** Whole days from an attempt to the end of the host's certificate; negative if it has ended. */
export function certificateDays({ startedAt, connection }: Attempt): number | undefined {
  const ends = connection?.certificateEnds;
  return ends === undefined ? undefined : Math.floor((Date.parse(ends) - Date.parse(startedAt)) / dayMs);
}

/** Why {@link answerOf} has no answer, in words for a report. */
export function whyNoAnswer(exchange: Exchange): string {
  const last = exchange.attempts.at(-1);
  if (exchange.inconclusive !== undefined) return exchange.lost ?? exchange.inconclusive;
  if (exchange.notSent !== undefined) return `not sent: ${exchange.notSent}`;
  return last?.kind === 'failed' ? `no answer: ${last.failure}` : 'not sent';
}

/** Whether a `held` says something of the provider, or of our mock only. */
export type Evidence = 'provider' | 'mock-documented' | 'mock-assumed';

export function evidenceOf(exchange: Exchange): Evidence {
  const basis = answerOf(exchange)?.mockBasis;
  return basis === undefined ? 'provider' : `mock-${basis}`;
}
