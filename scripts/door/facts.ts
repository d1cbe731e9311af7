import type { Answer, InnerBound, TokenFacts } from '../model/exchange.ts';
import { childOf, isObject, valueAt } from '../model/pointer.ts';
import type { Json, Pairs, Pointer } from '../model/provider.ts';
import type { Secret } from '../model/session.ts';
import { jwtPattern, namedTokenPattern, tokenMemberNames } from '../oauth/token-response.ts';
import { createSearch } from './encodings.ts';
import { readJwt } from './jwt.ts';
import { fingerprint, type Redactor, shortestSecret } from './redact.ts';
import { alphabetOf, bitsOf, coreOf, unusableText } from './token-text.ts';
import { isReadable } from './words.ts';

interface Found {
  readonly at: TokenFacts['at'];
  readonly token: string;
}

/** Limits the facts of one answer; more tokens would say nothing new. */
const mostTokens = 50;
const jwt = new RegExp(jwtPattern, 'g');
const named = new RegExp(namedTokenPattern, 'g');

/** The JWTs in a text, without characters glued to the front and without the full stop of a sentence. */
const jwtsIn = (text: string): readonly string[] =>
  (text.match(jwt) ?? []).map((match) => match.slice(match.indexOf('eyJ')).replace(/^((?:[^.]+\.){2}[^.]+)\.+$/, '$1'));
const namedIn = (text: string): readonly string[] =>
  [...text.matchAll(named)].flatMap(({ 1: token }) => (token === undefined ? [] : [token]));

/** The texts of all leaves of a value, and of names that are no words. */
function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (value === null || typeof value !== 'object') return [];
  if (!isObject(value)) return value.flatMap(textsIn);
  return Object.entries(value).flatMap(([name, inner]) => [...(isReadable(name) ? [] : [name]), ...textsIn(inner)]);
}

/** The texts at the documented place and under the names of tokens that are not plain strings, as {@link inJson} finds them. */
function hiddenIn(value: Json, at: Pointer, name: string, accessToken: Pointer): readonly string[] {
  const isEnvelope = accessToken.startsWith(`${at}/`);
  if (at === accessToken || (tokenMemberNames.includes(name) && !isEnvelope)) return textsIn(value);
  if (value === null || typeof value !== 'object') return [];
  if (!isObject(value)) return value.flatMap((item, index) => hiddenIn(item, childOf(at, index), name, accessToken));
  return Object.entries(value).flatMap(([inner, one]) => hiddenIn(one, childOf(at, inner), inner, accessToken));
}

/** A token-named member without quotes, in text that is not JSON. */
const unquoted = new RegExp(`["']?(?:${tokenMemberNames.join('|')})["']?\\s*[:=]\\s*([\\w.~+/=-]+)`, 'g');

/** Finds tokens in JSON; the collection's own script uses the same definition. `shown` is `at` with its names masked. */
function inJson(
  value: Json,
  at: Pointer,
  shown: Pointer,
  lastName: string,
  skip: Pointer,
  mask: (name: string) => string,
): readonly Found[] {
  if (typeof value === 'string') {
    if (at === skip) return [];
    const tokens = tokenMemberNames.includes(lastName) && value !== '' ? [value] : jwtsIn(value);
    return tokens.map((token) => ({ at: shown, token }));
  }
  if (value === null || typeof value !== 'object') return [];
  if (!isObject(value)) {
    return value.flatMap((item, index) => inJson(item, childOf(at, index), childOf(shown, index), '', skip, mask));
  }
  return Object.entries(value).flatMap(([name, inner]) => [
    ...jwtsIn(name).map((token) => ({ at: shown, token })),
    ...inJson(inner, childOf(at, name), childOf(shown, mask(name)), name, skip, mask),
  ]);
}

function described({ at, token }: Found, key: Uint8Array, redactor: Redactor) {
  const unusable = unusableText(token);
  const core = coreOf(token);
  const jwt = readJwt(core, redactor);
  const facts: TokenFacts = {
    at,
    kind: jwt === undefined ? 'opaque' : 'jwt',
    length: token.length,
    vschar: /^[\x20-\x7e]+$/.test(token),
    b64token: /^[\w.~+/-]+=*$/.test(token),
    bits: bitsOf(token),
    id: fingerprint(key, token).slice(0, 16),
    ...(unusable !== undefined && { unusable }),
    ...(jwt !== undefined ? { jwt: jwt.facts } : unusable === undefined && { alphabet: alphabetOf(token) }),
  };
  return { facts, isCut: jwt?.isCut === true };
}

/** Describes a value in the documented place that is no token. */
function unusable(at: Pointer, value: Json): TokenFacts {
  const kind = value === '' ? 'empty' : value === null ? 'null' : 'not-a-string';
  return { at, kind, length: 0, vschar: false, b64token: false, bits: 0, id: '' };
}

/**
 * Finds the tokens of an answer; the one in the documented place comes first. The redactor learns them here, so call this before
 * anything of the answer is masked.
 * `tokens` holds raw values and stays inside the worker: those that no text of ours can hold by chance. Words, dates and the like
 * are learned by the redactor alone.
 * `beyond` names the limits that the tokens exceed.
 */
export function tokenFacts(options: {
  readonly value: Json | undefined;
  readonly text: string;
  readonly headers: Pairs;
  readonly accessToken: Pointer;
  readonly key: Uint8Array;
  readonly redactor: Redactor;
}): {
  readonly facts: readonly TokenFacts[];
  readonly tokens: readonly string[];
  readonly beyond: readonly InnerBound[];
} {
  const { value, text, headers, accessToken, key, redactor } = options;
  const there = valueAt(value, accessToken);
  const documented: readonly Found[] =
    typeof there === 'string' && there !== '' ? [{ at: accessToken, token: there }] : [];
  const walked = value === undefined ? [] : inJson(value, '', '', '', accessToken, redactor.name);
  const seen = new Set([...documented, ...walked].flatMap(({ token }) => [token, ...jwtsIn(token)]));
  // Search the raw text of JSON too: of two members with the same name, a parser keeps one.
  const written = [...jwtsIn(text), ...(value === undefined ? namedIn(text) : [])].filter((token) => !seen.has(token));
  const inHeaders = headers.flatMap(([name, content]) => [...jwtsIn(content), ...namedIn(`${name}=${content}`)]);
  const all: readonly Found[] = [
    ...documented,
    ...walked,
    ...[...new Set(written)].map((token) => ({ at: 'body' as const, token })),
    ...[...new Set(inHeaders)].map((token) => ({ at: 'header' as const, token })),
  ];
  const found = all.slice(0, mostTokens);
  const others = [
    ...(value === undefined
      ? [...text.matchAll(unquoted)].flatMap(({ 1: token }) => (token === undefined ? [] : [token]))
      : hiddenIn(value, '', '', accessToken)),
  ];
  const learned = [
    ...new Set([...all.flatMap(({ token }) => [token, coreOf(token), ...jwtsIn(token)]), ...others]),
  ].filter((token) => unusableText(token) !== 'placeholder');
  for (const token of learned) redactor.learn(token);
  const tokens = learned.filter(isSearched);
  const bad = there === undefined || (typeof there === 'string' && there !== '') ? [] : [unusable(accessToken, there)];
  const known = found.map((one) => described(one, key, redactor));
  return {
    facts: [...bad, ...known.map(({ facts }) => facts)],
    tokens,
    beyond: [
      ...(all.length > mostTokens ? (['tokens'] as const) : []),
      ...(known.some(({ isCut }) => isCut) ? (['names in a JWT'] as const) : []),
    ],
  };
}

/**
 * Whether a token is looked for in all that the program writes. The texts of the program itself hold words, dates, numbers and
 * markup: a server that calls one of those its token must not censor every report.
 */
const isSearched = (token: string): boolean =>
  token.length >= shortestSecret && !isReadable(token) && /^[^\s<>{}"'&\p{C}]+$/u.test(token);

/**
 * Finds the secrets that an answer repeats, in any encoding. Secrets of fewer than 8 characters could stand there by
 * chance and are ignored.
 */
export function echoes(text: string, headers: Pairs, statusText: string, secrets: readonly Secret[]): Answer['echoed'] {
  const search = createSearch();
  for (const { variable, value } of secrets) if (value.length >= shortestSecret) search.add(variable, value);
  const places = [
    { where: 'status', content: statusText },
    { where: 'header', content: headers.map((pair) => pair.join(': ')).join('\n') },
    { where: 'body', content: text },
  ] as const;
  return places.flatMap(({ where, content }) =>
    [...new Set(search.hits(content).map(({ name }) => name))].map((variable) => ({ variable, where })),
  );
}
