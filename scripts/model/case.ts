import type {
  Basis,
  ClientAuthentication,
  FaultName,
  Json,
  KnownResponse,
  Pairs,
  Pointer,
  Provider,
  Source,
  Template,
} from './provider.ts';

/** `<provider>/<slug>`. The folder is not in it: a case that moves from Observed to Refusals keeps its baseline and its waivers. */
export type CaseId = `${string}/${string}`;

/** The slug of the case that asks for a token in the way that the provider documents first. */
export const canonicalSlug = 'token';
export const canonicalId = (providerId: string): CaseId => `${providerId}/${canonicalSlug}`;
export const isCanonical = ({ id }: { readonly id: CaseId }): boolean => id.endsWith(`/${canonicalSlug}`);

/** One presentation of credentials; `null` leaves the part out. */
export interface ClientCredentials {
  readonly authentication: ClientAuthentication | 'query';
  readonly id: Json;
  readonly secret: Json;
  /** How the scheme of HTTP Basic is written. Default `Basic`. */
  readonly basicScheme?: string;
}

/** A request before its variables are resolved. Credentials stay apart, so that a fault can swap, drop or double them under any method. */
export interface RequestTemplate {
  readonly method: string;
  readonly path: Template;
  readonly query: Pairs;
  readonly headers: Pairs;
  readonly clients: readonly ClientCredentials[];
  readonly body:
    | { readonly kind: 'none' }
    | { readonly kind: 'form' | 'json'; readonly fields: Pairs<Json> }
    | { readonly kind: 'raw'; readonly mediaType: string; readonly text: Template };
}

/**
 * What the response must be, as data. The collection prints each `error` as a pm.test called `title`; the judge outside
 * interprets it; both are joined by `title`. Warnings stay out of the collection.
 */
export type Assertion = { readonly title: string; readonly level: 'error' | 'warning' } & (
  | { readonly rule: 'docs/refused' }
  | { readonly rule: 'docs/status'; readonly oneOf: readonly number[] }
  | { readonly rule: 'docs/media-type'; readonly is: string }
  | { readonly rule: 'docs/schema'; readonly schema: string }
  | { readonly rule: 'docs/value'; readonly at: Pointer; readonly equals: Json }
  | {
      readonly rule: 'docs/range';
      readonly at: Pointer;
      readonly minimum: number;
      readonly maximum: number;
      readonly source: Source;
    }
);

export interface Case {
  readonly id: CaseId;
  readonly folder: 'Token' | 'Refusals' | 'Observed';
  readonly title: string;
  readonly request: RequestTemplate;
  readonly fault?: { readonly name: FaultName; readonly of: string };
  /** Mock-only: the response asked for by `x-mock-response-name`. */
  readonly reply?: string;
  readonly basis: Basis;
  /** What the assertions were made from. */
  readonly response?: { readonly name: string } & KnownResponse;
  readonly source: Source;
  readonly assertions: readonly Assertion[];
  readonly safety: {
    /** Whose credentials it carries on a live host. */
    readonly credentials: 'configured' | 'probe';
    readonly mayIssue: boolean;
    readonly mockOnly: boolean;
  };
}

/**
 * A request with client authentication in its place: what the collection, the wire form, the report and the curl line are
 * printed from. Every text is a template until `fillIn` replaces the variables.
 */
export interface DescribedRequest {
  readonly method: string;
  readonly baseUrl: Template;
  /** After `baseUrl`. */
  readonly path: Template;
  readonly query: Pairs;
  /** Content-Type first, where there is a body. Without Authorization: see `basic`. */
  readonly headers: Pairs;
  /** Credentials for HTTP Basic, not yet encoded. A printer form-encodes each before it joins them (RFC 6749 §2.3.1). */
  readonly basic?: { readonly scheme: string; readonly id: Template; readonly secret: Template };
  readonly body:
    | { readonly kind: 'none' }
    | { readonly kind: 'form'; readonly pairs: Pairs }
    | { readonly kind: 'json'; readonly pairs: Pairs<Json> }
    | { readonly kind: 'raw'; readonly text: Template };
}

/** What a server sees. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** A wire request as the mock's own reader understands it. Faults are detected on this. */
export interface ReadRequest {
  readonly encoding: Encoding;
  /** Body parameters without the client's credentials; `undefined`: not parseable. */
  readonly fields: Pairs<Json> | undefined;
  readonly clients: readonly {
    readonly how: ClientCredentials['authentication'];
    readonly id: Json | undefined;
    readonly secret: Json | undefined;
  }[];
}
type Encoding = 'form' | 'json' | 'none' | 'other';

export interface Fault {
  readonly name: FaultName;
  /** Words for a title, e.g. "Missing client_id". */
  title(of: string): string;
  /** What it can be done to: parameter names, encodings, `['']` for the request as a whole, `[]` where it cannot exist. */
  subjects(provider: Provider): readonly string[];
  /** Whose credentials it may carry on a live host: a missing client_secret beside the real client_id is a failed login too. */
  credentials(of: string, provider: Provider): 'configured' | 'probe';
  apply(good: RequestTemplate, of: string, provider: Provider): RequestTemplate;
  detect(seen: WireRequest, read: ReadRequest, of: string, provider: Provider): boolean;
  /** RFC 6749's answer: the mock's default and the rfc verdict's expectation. Absent where the RFC has none. */
  rfc(
    of: string,
  ): { readonly errors: readonly string[]; readonly statuses: readonly number[]; readonly section: string } | undefined;
}
