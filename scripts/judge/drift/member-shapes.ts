import type { NumberForm, TokenFacts } from '../../model/exchange.ts';
import { maskedNumber, saysNothing, stableMarks } from '../../model/mask.ts';
import { childOf, isObject, tokensOf } from '../../model/pointer.ts';
import type { Json, Pointer, Provider } from '../../model/provider.ts';
import {
  type JsonType,
  type JwtShape,
  type MemberShape,
  type Members,
  notKept,
  type TextFormat,
} from '../../model/shape.ts';
import { isToken } from '../../oauth/token-response.ts';
import { type Lifetime, rangeOf } from '../lifetime.ts';
import { kept, keptCode, keptIssuer, keptScope } from './kept.ts';
import { bothOpaque } from './opaque-form.ts';

export interface MemberContext {
  readonly token: Provider['token'];
  readonly documented: ReadonlySet<string>;
  readonly tokens: readonly TokenFacts[];
  readonly numbers: readonly { readonly form: NumberForm; readonly at: Pointer }[];
  readonly lifetime: Lifetime | undefined;
}

/** A baseline is read by people. */
const mostMembers = 500;

const constantNames: readonly string[] = ['token_type', 'tokenType'];
const codeNames: readonly string[] = ['error', 'error_code', 'errorCode', 'code'];
const scopeNames: readonly string[] = ['scope'];
/** Registered with IANA (RFC 7518 §3.1 and §4.1, RFC 8037, RFC 8812). */
const algorithms =
  /^(?:none|EdDSA|(?:HS|RS|ES|PS)(?:256|384|512)|ES256K|Ed25519|Ed448|ML-DSA-\d{2}|dir|RSA1_5|RSA-OAEP(?:-(?:256|384|512))?|(?:ECDH-ES\+)?A(?:128|192|256)KW|ECDH-ES|A(?:128|192|256)GCMKW|PBES2-HS(?:256|384|512)\+A(?:128|192|256)KW)$/;
/** RFC 7518 §5.1. */
const encryptions = /^A(?:128|192|256)GCM$|^A(?:128CBC-HS256|192CBC-HS384|256CBC-HS512)$/;

/** Every place of a body, the body itself first. `isCut`: it has more places than are kept. */
export function memberShapes(
  body: Json,
  context: MemberContext,
): { readonly members: Members; readonly isCut: boolean } {
  const all = [...placesIn(body, '', '', context)];
  return { members: Object.fromEntries(all.slice(0, mostMembers)), isCut: all.length > mostMembers };
}

type Places = Map<Pointer, MemberShape>;

/**
 * Every place below `at`, itself first. `real` is the pointer of the same place in the exchange, where items of lists are numbered
 * and masked names whole.
 */
function placesIn(value: Json, at: Pointer, real: Pointer, context: MemberContext): Places {
  const places: Places = new Map([[at, leafShape(value, at, real, context)]]);
  if (value === null || typeof value !== 'object') return places;
  if (!isObject(value)) {
    const items = value.map((item, index) => placesIn(item, childOf(at, '*'), childOf(real, index), context));
    addAll(places, inEachItem(items));
  } else {
    for (const [name, inner] of Object.entries(value))
      addAll(places, placesIn(inner, childOf(at, stableMarks(name)), childOf(real, name), context));
  }
  return places;
}

function addAll(places: Places, more: Places): void {
  for (const [at, shape] of more) {
    const before = places.get(at);
    places.set(at, before === undefined ? shape : together(before, shape));
  }
}

/** The places in the items of a list. One that only some items have is optional. */
function inEachItem(items: readonly Places[]): Places {
  const all: Places = new Map();
  const counts = new Map<Pointer, number>();
  for (const item of items) {
    addAll(all, item);
    for (const at of item.keys()) counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  for (const [at, shape] of all) if (counts.get(at) !== items.length) all.set(at, { ...shape, optional: 'present' });
  return all;
}

const union = <T extends string>(one: readonly T[] = [], other: readonly T[] = []): readonly T[] =>
  [...new Set([...one, ...other])].toSorted();

/** A shape that fits both values. */
export function together(one: MemberShape, other: MemberShape): MemberShape {
  const both = <K extends 'formats' | 'numbers' | 'constant' | 'codes' | 'scope'>(name: K) =>
    one[name] === undefined && other[name] === undefined ? {} : { [name]: union<string>(one[name], other[name]) };
  return {
    ...one,
    ...other,
    types: union(one.types, other.types),
    ...(one.optional !== undefined && { optional: one.optional }),
    ...both('formats'),
    ...both('numbers'),
    ...both('constant'),
    ...both('codes'),
    ...both('scope'),
    ...bothOpaque(one, other),
  };
}

function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string') return maskedNumber(value) ?? 'string';
  return typeof value === 'boolean' ? 'boolean' : 'object';
}

function formatOf(text: string): TextFormat {
  if (text === '') return 'empty';
  if (/^\d+$/.test(text)) return 'digits';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'url';
  return /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/.test(text) ? 'date' : 'text';
}

function leafShape(value: Json, at: Pointer, real: Pointer, context: MemberContext): MemberShape {
  const { token, documented, tokens, lifetime: life } = context;
  const types = [typeOf(value)];
  const name = tokensOf(at).findLast((part) => part !== '*') ?? '';
  const isCode = codeNames.includes(name);
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
  const range = at === token.expiry?.at && life !== undefined ? rangeOf(life) : undefined;
  const lifetime = range && { lifetime: range };
  if (typeof value !== 'string' || types[0] !== 'string') {
    const forms = context.numbers.filter((written) => written.at === real).map(({ form }) => form);
    return {
      types,
      ...(forms.length > 0 && { numbers: union(forms) }),
      ...(isCode && number !== undefined && { codes: [kept(String(number), documented)] }),
      ...lifetime,
    };
  }
  const facts = tokens.find((fact) => fact.at === real && isToken(fact));
  const format = facts?.kind === 'jwt' ? 'jwt' : facts?.kind === 'opaque' ? 'opaque' : formatOf(value);
  const known = facts === undefined && !saysNothing(value);
  return {
    types,
    formats: [format],
    ...(known && (at === token.tokenType || constantNames.includes(name)) && { constant: [kept(value, documented)] }),
    ...(known && isCode && { codes: [keptCode(value, documented)] }),
    ...(known && (at === token.scope || scopeNames.includes(name)) && { scope: keptScope(value, documented) }),
    ...lifetime,
    ...(facts?.jwt && { jwt: jwtShape(facts.jwt, documented) }),
    ...(facts?.alphabet !== undefined && {
      alphabet: facts.alphabet,
      tokenLength: { least: facts.length, most: facts.length },
    }),
  };
}

const names = (list: readonly string[]): readonly string[] => union(list.map(stableMarks));

function jwtShape(
  { alg, enc, iss, headerNames, claimNames, iat, exp }: NonNullable<TokenFacts['jwt']>,
  documented: ReadonlySet<string>,
): JwtShape {
  const keptName = (known: RegExp, name: string): string => (known.test(name) ? name : notKept);
  return {
    alg: keptName(algorithms, alg),
    ...(enc !== undefined && { enc: keptName(encryptions, enc) }),
    ...(iss !== undefined && { iss: keptIssuer(iss, documented) }),
    header: names(headerNames),
    claims: names(claimNames),
    ...(iat !== undefined &&
      exp !== undefined &&
      exp > iat && { lifetime: { min: exp - iat, max: exp - iat, seen: 1 } }),
  };
}
