import type { TokenFacts } from '../../model/exchange.ts';
import { numberBeyondRange, saysNothing, stableMarks } from '../../model/mask.ts';
import { childOf, isObject, tokensOf } from '../../model/pointer.ts';
import type { Json, Pointer, Provider } from '../../model/provider.ts';
import type { JsonType, JwtShape, MemberShape, Members, TextFormat } from '../../model/shape.ts';
import { isToken } from '../../oauth/token-response.ts';
import { type Lifetime, rangeOf } from '../lifetime.ts';
import { kept, keptScope, notKept } from './kept.ts';

export interface MemberContext {
  readonly token: Provider['token'];
  readonly documented: ReadonlySet<string>;
  readonly tokens: readonly TokenFacts[];
  readonly lifetime: Lifetime | undefined;
}

/** A baseline is read by people: more items and members would add nothing. */
const mostItems = 50;
export const mostMembers = 500;

const constantNames: readonly string[] = ['token_type', 'tokenType'];
const codeNames: readonly string[] = ['error', 'error_code', 'errorCode', 'code'];
const scopeNames: readonly string[] = ['scope'];
const algorithms = /^(?:none|EdDSA|(?:HS|RS|ES|PS)(?:256|384|512)|ES256K|Ed25519|Ed448|ML-DSA-\d{2})$/;

/**
 * Every place of a body below `at`, itself first. `real` is the pointer of the same place in the exchange, where items of lists
 * are numbered and masked names whole.
 */
export function memberShapes(value: Json, at: Pointer, real: Pointer, context: MemberContext): Members {
  const itself = { [at]: leafShape(value, at, real, context) };
  if (value === null || typeof value !== 'object') return itself;
  if (!isObject(value)) {
    const items = value
      .slice(0, mostItems)
      .map((item, index) => memberShapes(item, childOf(at, '*'), childOf(real, index), context));
    return bounded({ ...itself, ...inEachItem(items) });
  }
  const parts = Object.entries(value)
    .slice(0, mostMembers)
    .map(([name, inner]) => memberShapes(inner, childOf(at, stableMarks(name)), childOf(real, name), context));
  return bounded(parts.reduce(inOne, itself));
}

const bounded = (members: Members): Members => Object.fromEntries(Object.entries(members).slice(0, mostMembers));

const inOne = (one: Members, other: Members): Members => {
  const all: Record<string, MemberShape> = { ...one };
  for (const [at, shape] of Object.entries(other)) {
    const before = Object.hasOwn(all, at) ? all[at] : undefined;
    all[at] = before === undefined ? shape : together(before, shape);
  }
  return all;
};

/** The members of the items of a list. A member that only some items have is optional. */
function inEachItem(items: readonly Members[]): Members {
  const all = items.reduce(inOne, {});
  return Object.fromEntries(
    Object.entries(all).map(([at, shape]) => [
      at,
      items.every((item) => Object.hasOwn(item, at)) ? shape : { ...shape, optional: 'present' },
    ]),
  );
}

const union = <T extends string>(one: readonly T[] = [], other: readonly T[] = []): readonly T[] =>
  [...new Set([...one, ...other])].toSorted();

/** A shape that fits both values. */
export function together(one: MemberShape, other: MemberShape): MemberShape {
  const both = <K extends 'formats' | 'constant' | 'codes' | 'scope'>(name: K) =>
    one[name] === undefined && other[name] === undefined ? {} : { [name]: union<string>(one[name], other[name]) };
  return {
    ...one,
    ...other,
    types: union(one.types, other.types),
    ...(one.optional !== undefined && { optional: one.optional }),
    ...both('formats'),
    ...both('constant'),
    ...both('codes'),
    ...both('scope'),
  };
}

function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  // The door writes this for a number that a double cannot hold.
  if (value === numberBeyondRange) return 'number';
  return typeof value === 'boolean' ? 'boolean' : typeof value === 'string' ? 'string' : 'object';
}

function formatOf(text: string): TextFormat {
  if (text === '') return 'empty';
  if (/^\d+$/.test(text)) return 'digits';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'url';
  return /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/.test(text) ? 'date' : 'text';
}

function leafShape(
  value: Json,
  at: Pointer,
  real: Pointer,
  { token, documented, tokens, lifetime: life }: MemberContext,
): MemberShape {
  const types = [typeOf(value)];
  const name = tokensOf(at).findLast((part) => part !== '*') ?? '';
  const isCode = codeNames.includes(name);
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
  const range = at === token.expiry?.at && life !== undefined ? rangeOf(life) : undefined;
  const lifetime = range && { lifetime: range };
  if (typeof value !== 'string' || types[0] === 'number')
    return { types, ...(isCode && number !== undefined && { codes: [kept(String(number), documented)] }), ...lifetime };
  const facts = tokens.find((fact) => fact.at === real && isToken(fact));
  const format = facts?.kind === 'jwt' ? 'jwt' : facts?.kind === 'opaque' ? 'opaque' : formatOf(value);
  const known = facts === undefined && !saysNothing(value);
  return {
    types,
    formats: [format],
    ...(known && (at === token.tokenType || constantNames.includes(name)) && { constant: [kept(value, documented)] }),
    ...(known && isCode && { codes: [kept(value, documented)] }),
    ...(known && (at === token.scope || scopeNames.includes(name)) && { scope: keptScope(value, documented) }),
    ...lifetime,
    ...(facts?.jwt && { jwt: jwtShape(facts.jwt) }),
  };
}

const names = (list: readonly string[]): readonly string[] => union(list.map(stableMarks));

function jwtShape({ alg, headerNames, claimNames, iat, exp }: NonNullable<TokenFacts['jwt']>): JwtShape {
  return {
    alg: algorithms.test(alg) ? alg : notKept,
    header: names(headerNames),
    claims: names(claimNames),
    ...(iat !== undefined &&
      exp !== undefined &&
      exp > iat && { lifetime: { min: exp - iat, max: exp - iat, seen: 1 } }),
  };
}
