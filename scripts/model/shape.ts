import type { CaseId } from './case.ts';
import type { NumberForm, TokenAlphabet } from './exchange.ts';
import type { LifetimeRange } from './lifetime-range.ts';

/** Stands for a value that is not kept, because it is too long or too random to rule out a secret. */
export const notKept = '…';

export type JsonType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';
/** What a string is like. `digits`: a number as text; `text`: anything that has no class of its own, masked strings too. */
export type TextFormat = 'date' | 'digits' | 'empty' | 'jwt' | 'opaque' | 'text' | 'url';

/** The structure of the JWTs at a place: names only, and of the values `alg`, `enc`, `iss` and the lifetime. */
export interface JwtShape {
  readonly alg: string;
  /** Of an encrypted JWT, whose claims cannot be read. */
  readonly enc?: string;
  /** The issuer: an address, or a readable name. What is opaque in it is `…`. */
  readonly iss?: string;
  readonly header: readonly string[];
  readonly claims: readonly string[];
  /** `exp − iat` in seconds. */
  readonly lifetime?: LifetimeRange;
}

/** One place of a body. A value that matters is kept if it is documented or plainly readable. Any other is `…`. */
export interface MemberShape {
  readonly types: readonly JsonType[];
  /** Set if some answers, or some items of its list, lack the member. Says whether the last one had it. */
  readonly optional?: 'present' | 'absent';
  readonly formats?: readonly TextFormat[];
  /** How whole numbers were written, other than as digits. */
  readonly numbers?: readonly NumberForm[];
  /** The values of `token_type` and similar members. */
  readonly constant?: readonly string[];
  /** Error codes. */
  readonly codes?: readonly string[];
  readonly scope?: readonly string[];
  /** In the unit of the provider: seconds, unless the documentation names none. */
  readonly lifetime?: LifetimeRange;
  readonly jwt?: JwtShape;
  /** Of opaque tokens. */
  readonly alphabet?: TokenAlphabet;
  /** Of opaque tokens, in characters. */
  readonly tokenLength?: { readonly least: number; readonly most: number };
}

/** Places of a body by their pointers, with `*` for the items of a list. */
export type Members = Readonly<Record<string, MemberShape>>;

/** The structure of an answer, without its values. */
export interface Shape {
  readonly status: number;
  /** In small letters; `''`: none. */
  readonly mediaType: string;
  readonly parameters: readonly string[];
  /** Those that matter: `cache-control: no-store`, `www-authenticate: basic`, `retry-after`. */
  readonly headers: readonly string[];
  readonly body: 'empty' | 'json' | 'text';
  /** Why a text is not JSON. */
  readonly why?: string;
  /** Where there are tokens: pointers, `body` or `header`. */
  readonly tokens: readonly string[];
  readonly members: Members;
  /** What the answer had more of than is kept: its members are not compared. Absent: nothing. */
  readonly beyond?: readonly ('members' | 'tokens' | 'names in a JWT' | 'number forms')[];
}

/** The accepted shape of a case. Times are ISO 8601, the starts of the runs. */
export interface AcceptedCase {
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly observations: number;
  readonly shape: Shape;
}

/** The version of the file's format that is written. Format 1 is read too: it had a number for each lifetime, and no long code. */
export const baselineFormat = 2;

/** The accepted shapes of a provider. */
export interface Baseline {
  /** Of the file that it was read from. */
  readonly format: 1 | typeof baselineFormat;
  readonly provider: string;
  readonly origin: string;
  /** Whether different requests got different tokens; absent: fewer than two got one. */
  readonly tokens?: 'fresh' | 'repeated';
  readonly cases: Readonly<Record<CaseId, AcceptedCase>>;
}

/** Path below the workspace's root. */
export const baselinePath = (providerId: string): string => `baselines/${providerId}.json`;
