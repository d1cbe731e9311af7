import { createHmac } from 'node:crypto';
import { oneLine, stripControls } from '../model/controls.ts';
import {
  type Masked,
  mark,
  markOfText,
  notKeptMembers,
  notKeptName,
  numberBeyondRange,
  repeatedName,
} from '../model/mask.ts';
import { childOf, isObject } from '../model/pointer.ts';
import type { Json, Pointer } from '../model/provider.ts';
import { readableAddress } from '../model/readable.ts';
import type { Secret } from '../model/session.ts';
import { jwtPattern, tokenMemberNames } from '../oauth/token-response.ts';
import { createSearch } from './encodings.ts';
import { standardWords } from './known-words.ts';
import { cut, isReadable, type Rest, rangesOf, replaced, tokenRun } from './words.ts';

export interface Redactor {
  /**
   * For text that this tool wrote. Masks secrets, tokens and what looks like a token; keeps words and line breaks.
   * `limit` is in characters.
   */
  shown(text: string, limit?: number): Masked;
  /**
   * For a part of a request of ours. The same as `shown`, but the values in `open`, which are no secrets, stay as they are unless
   * they hold one.
   */
  request(text: string, open: readonly string[]): Masked;
  /**
   * For text of this tool that holds no text of a provider, e.g. the lines of a stack trace. Masks known secrets and
   * tokens only.
   */
  known(text: string): Masked;
  /** For text of a provider. Masks every run of 16 or more token characters, words too. `limit` is in characters. */
  text(text: string, limit?: number): Masked;
  /**
   * For one string of a response. If it is shown or short, the same as `shown` on one line; otherwise its type, length
   * and hash.
   */
  leaf(text: string, isShown: boolean): Masked;
  /** For a scope, which is no secret: masks known secrets and tokens, and JWTs. */
  scope(text: string): Masked;
  /**
   * For the issuer of a token. An address is shown with its path, or with `/…` in place of a path, query or fragment that may
   * hold an opaque part. A name is shown like other shown text.
   */
  issuer(text: string): Masked;
  /** For a name that a provider chose: of a member, a header or a claim. */
  name(memberName: string): string;
  /**
   * Keeps types and structure; masks leaves and names. Of a body with very many members, some are left out and counted: those of
   * the documentation are kept. `onCut` is called once if any are left out.
   */
  json(value: Json, shownPointers: readonly Pointer[], onCut?: () => void): Json;
  header(name: string, value: string): Masked;
  /**
   * Adds a token of this run. From now on it is masked everywhere, like a secret, unless it is short or a word of the documentation
   * or of the standards. After very many tokens, no text of an answer is shown any more.
   */
  learn(token: string): void;
}

/** Members with these names are shown in clear at any depth. */
export const alwaysShown: readonly string[] = [
  'error',
  'error_description',
  'errorDescription',
  'error_code',
  'errorCode',
  'error_uri',
  'code',
  'message',
  'detail',
  'title',
  'type',
  'status',
  'scope',
  'token_type',
  'tokenType',
];

const shownHeaders: ReadonlySet<string> = new Set([
  'allow',
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'expires',
  'keep-alive',
  'pragma',
  'retry-after',
  'server',
  'transfer-encoding',
  'vary',
  'www-authenticate',
  'x-mock-basis',
]);

const knownNames: ReadonlySet<string> = new Set(
  [...alwaysShown, ...tokenMemberNames, ...shownHeaders].map((known) => known.toLowerCase()),
);

/** Characters. Shorter strings are not strong enough to be real secrets, and their encodings are too short to search for. */
export const shortestSecret = 8;
const shortestMasked = 16;
const longestShown = 500;
/** As long as all headers of an answer may be together: a header that is judged is not cut. */
const longestHeader = 16_384;
/** A list of fewer items is not searched for a secret. */
const fewestBytes = 4;
/** Characters. Items of a list that may be the bytes, digits or characters of a secret. */
const longestItem = 8;
const longestName = 100;
/** Of one answer: leaves and empty containers, and their characters with those of their names. More would fill the memory. */
const mostLeaves = 500;
const mostCharacters = 32_768;
/** Digits of a number. A double is exact up to here; a longer number is masked like a long string. */
const mostDigits = 15;
/** Tokens of one provider in one run. */
const mostLearned = 5000;
/**
 * Characters of a token that are remembered, so that answers cannot fill the memory. The rest of a longer token is
 * masked because it looks like a token.
 */
export const longestLearned = 4096;

/** Hexadecimal HMAC-SHA256. Within a run, equal texts have equal fingerprints; without the key, nothing can be guessed from one. */
export const fingerprint = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex');

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const branded = (text: string): Masked => text as Masked;
const jwt = new RegExp(jwtPattern, 'g');
/** A run that is made of letters. */
const isWord = (text: string): boolean => /^\D+$/.test(text) && isReadable(text);

export function createRedactor(options: {
  readonly secrets: readonly Secret[];
  readonly key: Uint8Array;
  /** Strings and names from the documentation. A string of an answer that equals one of them is shown, unless it is a secret. */
  readonly vocabulary?: readonly string[];
  /** Where an answer has its token, beside members with the name of a token. */
  readonly accessToken?: Pointer;
  /** Where an answer has its scope, beside members of that name. */
  readonly scope?: Pointer;
}): Redactor {
  const search = createSearch();
  const values = new Set(options.secrets.map(({ value }) => value));
  const words = options.vocabulary ?? [];
  const isCommon = (beginning: string): boolean =>
    words.some((text) => text.includes(beginning)) || [...standardWords].some((text) => text.includes(beginning));
  for (const { variable, value } of options.secrets) search.add(variable, value, isCommon);
  // A client id, say, may hold the secret.
  const documented = new Set(words.filter((text) => search.hits(text).length === 0));
  const isDocumented = (text: string): boolean => documented.has(text) && !values.has(text);
  const isStandard = (text: string): boolean => (standardWords.has(text) || documented.has(text)) && !values.has(text);
  const isKnownName = (text: string): boolean =>
    isStandard(text) || (knownNames.has(text.toLowerCase()) && !values.has(text));
  let learned = 0;
  /** A short secret cannot be searched for in its encodings, so no text of a response is shown. */
  let hidesAll = options.secrets.some(({ value }) => value !== '' && value.length < shortestSecret);

  const sized = (kind: string, text: string): string => {
    if (text === '') return '';
    return markOfText(kind, text.length, hidesAll ? undefined : fingerprint(options.key, text).slice(0, 6));
  };
  const withoutSecrets = (text: string, rest: Rest): string => {
    const ranges = search.hits(text).map(({ name: variable, start, end }) => ({ start, end, label: mark(variable) }));
    return replaced(text, ranges, rest);
  };
  const withoutJwts = (text: string, rest: Rest): string =>
    replaced(
      text,
      rangesOf(text, jwt, (match) => sized('JWT', match)),
      rest,
    );
  /** Masks secrets first, so that the text next to a secret is judged without it. */
  const withoutTokens = (text: string, wordsStay: boolean, rest: Rest, open: readonly string[] = []): string => {
    const labelOfRun = (run: string): string | undefined => (wordsStay && isReadable(run) ? undefined : sized('', run));
    const withoutRuns: Rest = (gap) => replaced(gap, rangesOf(gap, tokenRun, labelOfRun), rest);
    const closed: Rest = (gap) => withoutJwts(gap, withoutRuns);
    // A shorter value would be found by chance, and is not masked anyway.
    const long = open.filter((value) => value.length >= shortestMasked).toSorted((a, b) => b.length - a.length);
    if (long.length === 0) return withoutSecrets(text, closed);
    const anyOpen = new RegExp(long.map(escaped).join('|'), 'g');
    return withoutSecrets(text, (gap) => replaced(gap, rangesOf(gap, anyOpen, rest), closed));
  };

  const shownLine = (text: string, limit = longestShown): string => cut(withoutTokens(text, true, oneLine), limit);
  const leaf = (text: string, isShown: boolean): string => {
    if (isDocumented(text) || (hidesAll && isStandard(text))) return text;
    return hidesAll || (!isShown && text.length >= shortestMasked) ? sized('string', text) : shownLine(text);
  };
  const knownWords = new Set([...documented].flatMap((text) => text.split(' ')));
  const scope = (text: string): string => {
    if (isDocumented(text)) return text;
    if (!hidesAll) return withoutSecrets(text, (gap) => withoutJwts(gap, oneLine));
    const wordOf = (word: string): string => (knownWords.has(word) && !values.has(word) ? word : sized('string', word));
    return text.split(' ').map(wordOf).join(' ');
  };
  const issuer = (text: string): string => {
    const address = hidesAll ? undefined : readableAddress(text);
    return address === undefined ? leaf(text, true) : shownLine(address);
  };
  const name = (memberName: string): string => {
    if (isDocumented(memberName) || (hidesAll && isKnownName(memberName))) return memberName;
    return hidesAll ? sized('', memberName) : cut(withoutTokens(memberName, true, oneLine), longestName);
  };

  /** For a shown header while no text may be shown: keeps words of the standards and numbers of seconds (Retry-After). */
  const headerWords = (value: string): string =>
    value
      .split(/([,;]\s*|\s+)/)
      .map((part, index) => (index % 2 === 1 || isStandard(part) || isWait(part) ? part : sized('', part)))
      .join('');
  const isWait = (part: string): boolean => /^\d{1,4}$/.test(part) && !values.has(part);

  /** Keeps only the origin: paths and queries of redirects carry codes and tokens. */
  const location = (value: string): string => {
    if (!URL.canParse(value)) return sized('relative address', value);
    const { origin, protocol } = new URL(value);
    return origin === 'null' ? `${shownLine(protocol)}${sized('', value)}` : leaf(origin, true);
  };

  const sizedNumber = (value: number): string =>
    Number.isFinite(value) ? sized(Number.isInteger(value) ? 'integer' : 'number', String(value)) : numberBeyondRange;

  /** Masks a number that is a secret, holds one, or is as long as one. */
  const scalar = (value: null | boolean | number): Json => {
    if (typeof value !== 'number') return value;
    if (!Number.isFinite(value)) return numberBeyondRange;
    const [hit] = search.hits(String(value));
    if (hit !== undefined) return mark(hit.name);
    const isLong = String(value).replaceAll(/e.*$|\D/g, '').length > mostDigits;
    return isLong || values.has(String(value)) ? sizedNumber(value) : value;
  };

  /** Finds a secret that is written as a list of its bytes, in any base, or of its parts; returns the name of its variable. */
  const asBytes = (value: Json): string | undefined => {
    if (value === null || typeof value !== 'object') return undefined;
    const items = Object.values(value).flatMap((one: Json) =>
      (typeof one === 'string' && one.length <= longestItem) || typeof one === 'number' ? [String(one)] : [],
    );
    if (items.length < fewestBytes) return undefined;
    return [items.join(', '), items.join('')].flatMap((text) => search.hits(text))[0]?.name;
  };

  /** A leaf where a token stands. Only what cannot hold one is shown. */
  const tokenLeaf = (value: null | boolean | number | string): Json => {
    if (typeof value === 'string') return sized('string', value);
    return typeof value === 'number' ? sizedNumber(value) : value;
  };
  const tokenName = (member: string): string =>
    isKnownName(member) || isWord(member) ? name(member) : sized('', member);

  /** The envelope of the documented token, e.g. `token` of `/token/access_token`, is no token itself. */
  const isTokenPlace = (at: Pointer, lastName: string): boolean =>
    at === options.accessToken ||
    (tokenMemberNames.includes(lastName) && options.accessToken?.startsWith(`${at}/`) !== true);

  const json = (root: Json, shown: ReadonlySet<string>, onCut: () => void): Json => {
    let leaves = 0;
    let characters = 0;
    const isFull = (): boolean => leaves >= mostLeaves || characters >= mostCharacters;
    const counted = (value: Json): Json => {
      leaves += 1;
      characters += typeof value === 'string' ? value.length : 8;
      return value;
    };
    const inside = (value: Json, at: Pointer, lastName: string, isToken: boolean): Json => {
      const isHidden = isToken || isTokenPlace(at, lastName);
      if (value === null || typeof value !== 'object') {
        if (isHidden) return counted(tokenLeaf(value));
        if (typeof value !== 'string') return counted(scalar(value));
        if (lastName === 'scope' || at === options.scope) return counted(scope(value));
        return counted(leaf(value, alwaysShown.includes(lastName) || shown.has(at)));
      }
      const bytes = isHidden ? undefined : asBytes(value);
      if (bytes !== undefined) return counted(mark(bytes));
      counted(null);
      if (!isObject(value)) {
        const items: Json[] = [];
        for (const item of value) {
          if (isFull()) break;
          items.push(inside(item, childOf(at, items.length), lastName, isHidden));
        }
        if (items.length === value.length) return items;
        onCut();
        return [...items, notKeptMembers(value.length - items.length)];
      }
      const entries = Object.entries(value);
      const members = new Map<string, Json>();
      let left = 0;
      // What is documented is kept, wherever it stands.
      const isLate = leaves + entries.length > mostLeaves;
      const kept = (member: string): boolean => documented.has(member) || knownNames.has(member.toLowerCase());
      const inOrder = isLate
        ? [...entries.filter(([one]) => kept(one)), ...entries.filter(([one]) => !kept(one))]
        : entries;
      for (const [member, inner] of inOrder) {
        if (isFull() && !documented.has(member)) {
          left += 1;
          continue;
        }
        const masked = isHidden ? tokenName(member) : name(member);
        const unique = members.has(masked) ? repeatedName(masked, members.size + 1) : masked;
        characters += unique.length;
        members.set(unique, inside(inner, childOf(at, member), member, isHidden));
      }
      if (left > 0) {
        onCut();
        members.set(notKeptName, notKeptMembers(left));
      }
      // fromEntries defines own members; an assignment to __proto__ would not.
      return Object.fromEntries(members);
    };
    return inside(root, '', '', false);
  };

  return {
    shown: (text, limit = longestShown) => branded(cut(withoutTokens(text, true, stripControls), limit)),
    request: (text, open) => branded(cut(withoutTokens(text, true, stripControls, open), longestShown)),
    known: (text) => branded(withoutSecrets(text, stripControls)),
    text: (text, limit = longestShown) =>
      branded(hidesAll ? sized('text', text) : cut(withoutTokens(text, false, oneLine), limit)),
    leaf: (text, isShown) => branded(leaf(text, isShown)),
    scope: (text) => branded(scope(text)),
    issuer: (text) => branded(issuer(text)),
    name,
    json: (value, shownPointers, onCut = () => undefined) => json(value, new Set(shownPointers), onCut),
    header: (headerName, value) => {
      if (headerName.toLowerCase() === 'location') return branded(location(value));
      const isShown = shownHeaders.has(headerName.toLowerCase());
      if (!isShown) return branded(leaf(value, false));
      return branded(hidesAll ? headerWords(value) : isDocumented(value) ? value : shownLine(value, longestHeader));
    },
    learn: (token) => {
      if (token.length < shortestSecret || isStandard(token)) return;
      learned += 1;
      if (learned > mostLearned) hidesAll = true;
      else search.add('token', token.slice(0, longestLearned), isCommon);
    },
  };
}
