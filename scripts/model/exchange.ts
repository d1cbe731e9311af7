import type { CaseId } from './case.ts';
import type { Masked } from './mask.ts';
import type { Json, Pairs, Pointer } from './provider.ts';

/**
 * Why no client can send a text as a token. `scheme`: the authentication scheme is part of it, e.g. `Bearer abc`.
 * `placeholder`: a word or a template that stands for a value, e.g. `undefined`, `[object Object]` or `{{token}}`.
 */
export type UnusableText = 'control-character' | 'non-ascii' | 'scheme' | 'white-space' | 'placeholder';

/**
 * The characters of an opaque token, without padding. `alphanumeric` fits base64 and base64url alike. `b64token`: all that a
 * Bearer token may have (RFC 6750 §2.1).
 */
export type TokenAlphabet =
  | 'digits'
  | 'hex-lower'
  | 'hex-upper'
  | 'uuid'
  | 'alphanumeric'
  | 'base64url'
  | 'base64'
  | 'b64token'
  | 'other';

/** All that checks may know of a token. The door computes it before masking. */
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
  /** HMAC under a key of this run. Equal tokens have equal ids; the token cannot be guessed from its id. */
  readonly id: string;
  /** Absent: a client can send it. */
  readonly unusable?: UnusableText;
  /** Of an opaque token that a client can send. */
  readonly alphabet?: TokenAlphabet;
  /** Of a signed JWT, or of an encrypted one (five parts): then there is `enc`, and its claims cannot be read. */
  readonly jwt?: {
    readonly alg: string;
    readonly enc?: string;
    readonly headerNames: readonly string[];
    readonly claimNames: readonly string[];
    /** Who issued it: an address without query, or a name. What is opaque in it is masked. */
    readonly iss?: Masked;
    /** Seconds since 1970, as in RFC 7519. */
    readonly iat?: number;
    readonly exp?: number;
  };
}

/** `coded`: compressed though nobody asked for it. `no-coding`: its Content-Encoding names no content coding. */
export type Oddity =
  | 'bom'
  | 'not-utf-8'
  | 'repeated-member'
  | 'unsafe-member'
  | 'unsafe-number'
  | 'lone-surrogate'
  | 'coded'
  | 'no-coding';

/** How a whole number was written, other than as digits: `3600.0`, `3.6e3`, `-0`. */
export type NumberForm = 'fraction' | 'exponent' | 'negative-zero';

/** A limit on what is noted of one answer, named after what there was too much of. */
export type InnerBound = 'members' | 'tokens' | 'names in a JWT' | 'oddities' | 'number forms';

export type Body =
  | { readonly kind: 'empty' }
  /** Types and structure as received, string leaves masked. */
  | {
      readonly kind: 'json';
      readonly json: Json;
      readonly oddities: readonly { readonly is: Oddity; readonly at: Pointer }[];
      /** Whole numbers that were not written as digits. Absent: none. */
      readonly numbers?: readonly { readonly form: NumberForm; readonly at: Pointer }[];
    }
  /** Not JSON: every run of 16 or more token characters is masked. `title` is that of an HTML page. */
  | {
      readonly kind: 'text';
      readonly why: string;
      readonly excerpt: Masked;
      readonly isHtml?: true;
      readonly title?: Masked;
    };

export interface Answer {
  readonly status: number;
  readonly statusText: Masked;
  readonly headers: Pairs<Masked>;
  /** Bytes of the body, after its content codings were undone. */
  readonly bodyBytes: number;
  readonly body: Body;
  /** Every token of the answer, that of the documented place first. */
  readonly tokens: readonly TokenFacts[];
  /** Members of RFC 6749 whose text, as received, breaks its grammar (Appendix A). Absent: none. */
  readonly illFormed?: readonly Pointer[];
  /** The limits that it exceeded: what is beyond them was not noted. Absent: none. */
  readonly beyond?: readonly InnerBound[];
  /** Secrets of the request that the answer repeats. */
  readonly echoed: readonly { readonly variable: string; readonly where: 'status' | 'header' | 'body' }[];
  /** Where the mock says that its answer comes from. Read on target mock only. */
  readonly mockBasis?: 'documented' | 'assumed';
}

/** `encoded`: its content coding cannot be undone. `origin`: not the configured one. `proxy`: the proxy failed or refused. */
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
  | 'intercepted'
  | 'no-endpoint'
  | 'grant-not-allowed'
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
    /** A server that decodes Basic in another way reads other credentials (RFC 6749 §2.3.1). Absent: it reads the same. */
    readonly basicIsEncoded?: true;
  };
  /** The last one is judged. Empty if nothing was sent. */
  readonly attempts: readonly Attempt[];
  readonly notSent?: NotSent;
  /**
   * Why what came back says nothing of the provider's contract. `intercepted`: something in front of the provider answered.
   * `no-endpoint`: there is no token endpoint at this address. `lost`: for a fault of the tool elsewhere.
   */
  readonly inconclusive?:
    | 'down'
    | 'credentials-rejected'
    | 'grant-not-allowed'
    | 'throttled'
    | 'intercepted'
    | 'no-endpoint'
    | 'interrupted'
    | 'lost';
  /** What came back, or what happened to it, in words. */
  readonly reason?: string;
  /** The results of the collection's tests. No messages, because the sandbox quotes the raw body in them. */
  readonly sandbox: readonly { readonly title: string; readonly passed: boolean }[];
  /** A script of the collection threw, or newman failed: the tool is at fault, not the provider. */
  readonly scriptError?: Masked;
}

/** The answer that is judged: that of the last attempt. `undefined` if there is none, or if it tells nothing about the contract. */
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
  if (exchange.inconclusive !== undefined) return exchange.reason ?? exchange.inconclusive;
  if (exchange.notSent !== undefined) return `not sent: ${exchange.notSent}`;
  return last?.kind === 'failed' ? `no answer: ${last.failure}` : 'not sent';
}

/** Whether a `held` tells something about the provider, or only about our mock. */
export type Evidence = 'provider' | 'mock-documented' | 'mock-assumed';

export function evidenceOf(exchange: Exchange): Evidence {
  const basis = answerOf(exchange)?.mockBasis;
  return basis === undefined ? 'provider' : `mock-${basis}`;
}
