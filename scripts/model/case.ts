import type {
  BasicEscape,
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

/** `<provider>/<slug>`, without the folder: a case that moves from Observed to Refusals keeps its baseline and its waivers. */
export type CaseId = `${string}/${string}`;

/** The slug of the canonical case: the token request that the provider documents first. */
export const canonicalSlug = 'token';
export const canonicalId = (providerId: string): CaseId => `${providerId}/${canonicalSlug}`;
export const isCanonical = ({ id }: { readonly id: CaseId }): boolean => id.endsWith(`/${canonicalSlug}`);

/** A client's credentials and how a request carries them. `null` leaves a part out. */
export interface ClientCredentials {
  readonly authentication: ClientAuthentication | 'query';
  readonly id: Json;
  readonly secret: Json;
  /** How the scheme of HTTP Basic is written. Default `Basic`. */
  readonly basicScheme?: string;
  /** Default `form`. */
  readonly basicEscape?: BasicEscape;
  /** What the parts are called in a body or a query. Default `client_id` and `client_secret`. */
  readonly names?: CredentialNames;
}

/** What the id and the secret are called on the wire. */
export interface CredentialNames {
  readonly id: string;
  readonly secret: string;
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
    /** `mediaType` is a Content-Type that does not suit the body. Absent: the one that does. */
    | { readonly kind: 'form' | 'json'; readonly fields: Pairs<Json>; readonly mediaType?: string }
    | { readonly kind: 'raw'; readonly mediaType: string; readonly text: Template };
}

/**
 * What a response must be like, as data. The collection holds each `error` as a pm.test called `title`. The judge outside the
 * sandbox evaluates every assertion. The two results are matched by `title`. Warnings are not in the collection.
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
  /** The response that the assertions are made from. */
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
  /** Credentials for HTTP Basic, not yet encoded. A printer escapes each before it joins them. */
  readonly basic?: {
    readonly scheme: string;
    readonly escape: BasicEscape;
    readonly id: Template;
    readonly secret: Template;
  };
  readonly body:
    | { readonly kind: 'none' }
    | { readonly kind: 'form'; readonly pairs: Pairs }
    | { readonly kind: 'json'; readonly pairs: Pairs<Json> }
    | { readonly kind: 'raw'; readonly text: Template };
}

/** A request as a server receives it. */
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
  /** Words for a title, e.g. "No client_id". */
  title(of: string, provider: Provider): string;
  /** What the fault can be done to: parameter names, encodings, `['']` for the whole request, `[]` where it cannot exist. */
  subjects(provider: Provider): readonly string[];
  /** Whose credentials the request may carry on a live host. A real client_id without its client_secret is a failed login too. */
  credentials(of: string, provider: Provider): 'configured' | 'probe';
  apply(good: RequestTemplate, of: string, provider: Provider): RequestTemplate;
  detect(seen: WireRequest, read: ReadRequest, of: string, provider: Provider): boolean;
  /** The answer by RFC 6749, `undefined` where it has none. The mock sends it by default, and the rfc verdict expects it. */
  rfc(
    of: string,
    provider: Provider,
  ): { readonly errors: readonly string[]; readonly statuses: readonly number[]; readonly section: string } | undefined;
}
