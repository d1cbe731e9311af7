export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** RFC 6901 JSON Pointer; `''` is the whole document. */
export type Pointer = '' | `/${string}`;

/** Text in Postman's variable syntax, e.g. `contract {{scope}}`. There is no second template language. */
export type Template = string;

/** An ordered list of names and values in which a name may repeat, as in a query, a form or a header block. */
export type Pairs<V = Template> = readonly (readonly [name: string, value: V])[];

/** Where a fact is written. `doc` is a key of {@link Provider.docs}. */
export interface Source {
  readonly doc: string;
  /** The section of that document. */
  readonly at?: string;
  readonly quote?: string;
}

/** What a variable is for. Nothing is decided by its name. */
export type VariableRole =
  /** Anything that is no credential. */
  | 'setting'
  /** The id and the secret of the client. A request whose client authentication must be wrong carries the probe in their place. */
  | 'client-id'
  | 'client-secret'
  /** The key of a gateway. It is a credential, but it is sent as it is even where client authentication must be wrong. */
  | 'gate';

export interface Variable {
  readonly about: string;
  /** Default `setting`. */
  readonly role?: VariableRole;
  /** The value that the mock host accepts. Plainly fake. */
  readonly mock: string;
  /** Masked in every output, and `type: secret` in the environment files. Implied by the roles `client-secret` and `gate`. */
  readonly secret?: true;
  /** Value on a live target when none is configured. Absent: it must be configured. */
  readonly default?: string;
}

/** Client authentication method (RFC 6749 §2.3.1). It alone says where a request carries the credentials. */
export type ClientAuthentication = 'client_secret_post' | 'client_secret_basic';

/**
 * How HTTP Basic writes the id and the secret before it joins them with a colon. `form`: form-encoded, as RFC 6749 §2.3.1 says.
 * `none`: as they are. `base64`: each in Base64 (the joined text is put into Base64 once more).
 */
export type BasicEscape = 'form' | 'none' | 'base64';

/** How the body carries the parameters. */
export type Encoding = 'form' | 'json';

export interface TokenRequest {
  readonly method: 'POST';
  /** After `{{baseUrl}}`, which may hold a path itself. */
  readonly path: Template;
  readonly query?: Readonly<Record<string, Template>>;
  /** Without Content-Type, which follows from `encoding`. */
  readonly headers?: Readonly<Record<string, Template>>;
  readonly encoding: Encoding;
  readonly authentication: ClientAuthentication;
  /** Holds for every request with Basic. Default `form`. */
  readonly basicEscape?: BasicEscape;
  /** What the id and the secret are called in a body. Default `client_id` and `client_secret`. */
  readonly credentialNames?: { readonly id?: string; readonly secret?: string };
  /** Body parameters other than the client's credentials. */
  readonly parameters: Readonly<Record<string, Template>>;
  readonly source: Source;
}

/** `null` removes. */
type Removable = Readonly<Record<string, Template | null>>;

/** What a variant does differently from the canonical request. */
export interface RequestChange {
  readonly path?: Template;
  readonly encoding?: Encoding;
  readonly authentication?: ClientAuthentication;
  /** How the scheme of HTTP Basic is written. Default `Basic`. */
  readonly basicScheme?: string;
  readonly headers?: Removable;
  readonly query?: Removable;
  readonly parameters?: Removable;
}

/** How a client reads a token response. */
export interface TokenMembers {
  readonly accessToken: Pointer;
  readonly tokenType?: Pointer;
  readonly scope?: Pointer;
  readonly expiry?: {
    readonly at: Pointer;
    /** Of a duration, written as a number or as digits. */
    readonly unit: 'milliseconds' | 'seconds' | 'minutes' | 'hours' | 'undocumented';
    /** In the unit. A larger number is a warning: it is more likely a change of unit than a longer life. */
    readonly atMost?: { readonly value: number; readonly source: Source };
    /** The number that the documentation gives for a token that never expires, e.g. -1. */
    readonly never?: number;
  };
  /** The lifetime that the page states in its text. */
  readonly lifetime?: { readonly seconds: number; readonly source: Source };
  /** Set only if the documentation promises it. */
  readonly format?: { readonly is: 'jwt'; readonly source: Source };
}

/** One response of the endpoint. The schema describes every body of its kind; `values` hold for this response only. */
export interface KnownResponse {
  /** The mock sends the first. */
  readonly status: number | readonly [number, ...number[]];
  /** Default `application/json`. */
  readonly mediaType?: string;
  /** Path below `schemas/` without its ending, e.g. `apinizer/error-response`. Absent: no shape is documented. */
  readonly schema?: string;
  readonly values?: Readonly<Record<`/${string}`, Json>>;
  /** Where a mismatch is a warning, because the documentation does not settle it. */
  readonly advisory?: readonly ('status' | 'media-type' | `/${string}`)[];
  readonly headers?: Readonly<Record<string, string>>;
  /** What the page shows of the body. */
  readonly example: Json;
  /** The documented response has no body. `example` is `null` then. */
  readonly isEmpty?: true;
  /** What the mock sends beside that. It comes from other sources than the page of this endpoint, and is never evidence. */
  readonly assumed?: {
    /** Top-level members. */
    readonly members?: Readonly<Record<string, Json>>;
    readonly headers?: Readonly<Record<string, string>>;
    readonly source: Source;
  };
  /** `assumed`: from client code or an RFC. It serves the mock and is never evidence. */
  readonly basis: 'documented' | 'assumed';
  readonly source: Source;
}

/**
 * What a case may claim.
 * `documented`: the answer is the named response.
 * `required`: granting would be a security failure even where the documentation is silent: no 2xx, and no token anywhere.
 * `observed`: the answer is recorded and never fails.
 */
export type Basis = 'documented' | 'required' | 'observed';

/** Another documented or plausible way to ask for a token. */
export interface Variant<R extends string = string> {
  readonly name: string;
  readonly title: string;
  readonly change: RequestChange;
  readonly basis: 'documented' | 'observed';
  /** Default `token`. */
  readonly response?: R;
  readonly source?: Source;
}

export type FaultName =
  | 'token-by-get'
  | 'wrong-method'
  | 'malformed-json'
  | 'wrong-media-type'
  | 'empty-body'
  | 'two-client-authentications'
  | 'credentials-in-query'
  | 'repeated-parameter'
  | 'missing-parameter'
  | 'wrong-type'
  | 'unsupported-grant-type'
  | 'unknown-client'
  | 'wrong-secret'
  | 'unknown-scope';

/** `of` is the fault's subject (`scope`, `json`). `response` is what the mock sends, whatever the basis. */
export type Refusal<R extends string = string> = {
  readonly fault: FaultName;
  readonly of?: string;
  readonly source?: Source;
} & (
  | { readonly basis: 'documented'; readonly response: R }
  | { readonly basis: 'required' | 'observed'; readonly response?: R }
);

/** A question that the documentation leaves open or answers twice. The answers to some cases settle it. */
export interface Quirk {
  readonly id: string;
  readonly question: string;
  readonly statements: readonly Source[];
  /** `case` is a slug; the outcomes of one case are tried in order. */
  readonly outcomes: readonly {
    readonly case: string;
    readonly status: number | '2xx' | '4xx' | 'any';
    /** A member that the body has. Absent: the body does not matter. */
    readonly has?: Pointer;
    readonly means: string;
  }[];
}

export interface Host {
  readonly url: string;
  readonly use: 'sandbox' | 'production';
  /** Used when no base URL is configured: only where the page of this very endpoint names the host. */
  readonly default?: true;
  readonly source: Source;
}

export interface Provider<R extends string = string> {
  /** The version of the file's format. */
  readonly format: 1;
  /** In kebab-case. It is the name of the provider file too. */
  readonly id: string;
  readonly name: string;
  /** Every page of the vendor has its address. Public client code has none where it is seen in more than one place. */
  readonly docs: Readonly<Record<string, { readonly title: string; readonly url?: string }>>;
  /** camelCase; `clientId` of `optty` is `OPTTY_CLIENT_ID` in the environment. One has the role `client-id`, one `client-secret`. `baseUrl` is implied. */
  readonly variables: Readonly<Record<string, Variable>>;
  readonly hosts: readonly Host[];
  /** The canonical token request. */
  readonly request: TokenRequest;
  /** `User-Agent` of every request. Default: name and version of this tool. */
  readonly userAgent?: Template;
  readonly token: TokenMembers;
  readonly responses: { readonly token: KnownResponse } & Readonly<Record<R, KnownResponse>>;
  /** Without the canonical request, which is always a case. */
  readonly variants: readonly Variant<R | 'token'>[];
  readonly refusals: readonly Refusal<R>[];
  readonly quirks: readonly Quirk[];
  /** Members shown in clear in reports beside the usual ones; every other string of 16 characters or more is masked. */
  readonly shown?: readonly Pointer[];
  /** Where the documentation itself departs from the RFCs. Reports mark such findings of the rfc verdict. */
  readonly deviations?: readonly { readonly rule: `rfc/${string}`; readonly what: string; readonly source: Source }[];
  readonly budget?: { readonly tokensPerHour?: number; readonly refusalsPerRun?: number; readonly source: Source };
  /** The request that the page shows after the token request: an item that only people send. `path` follows the base URL's origin. */
  readonly next?: { readonly title: string; readonly path: string; readonly source: Source };
}
