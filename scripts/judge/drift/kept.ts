import { withoutMarks } from '../../model/mask.ts';
import { isObject } from '../../model/pointer.ts';
import type { Json, Provider } from '../../model/provider.ts';
import { isReadable, readableAddress } from '../../model/readable.ts';
import { notKept } from '../../model/shape.ts';
import { credentialNames } from '../../model/variables.ts';

/** Codes of RFC 6749, 6750, 9449 and OpenID. They are public, but too long for the general rule. */
const standard: readonly string[] = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'invalid_scope',
  'invalid_token',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_token_type',
  'unsupported_response_type',
  'temporarily_unavailable',
  'insufficient_scope',
  'access_denied',
  'server_error',
];
const shortestMasked = 16;
const codeDigits = /^\d{1,4}$/;

/** Every string that stands in the documentation, whole and by its words. */
export function documentedWords(provider: Provider): ReadonlySet<string> {
  const { responses, request, variants, variables } = provider;
  const hidden = new Set(credentialNames(provider));
  const open = Object.entries(variables).filter(([name]) => !hidden.has(name));
  const texts = [
    ...Object.values(responses).flatMap(({ example, values }) => stringsIn([example, ...Object.values(values ?? {})])),
    ...[request.parameters, ...variants.map(({ change }) => change.parameters ?? {})].flatMap((parameters) =>
      Object.values(parameters).filter((text) => text !== null),
    ),
    ...open.flatMap(([, variable]) => [variable.mock, variable.default ?? '']),
  ];
  return new Set([...standard, ...texts, ...texts.flatMap((text) => text.split(/\s+/))]);
}

const stringsIn = (value: Json): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return (isObject(value) ? Object.values(value) : value).flatMap(stringsIn);
};

const isPlainNumber = (text: string): boolean => !/\d/.test(text) || codeDigits.test(text);

/** The value itself if it is documented, or short and readable; else {@link notKept}. */
export function kept(text: string, documented: ReadonlySet<string>): string {
  if (documented.has(text)) return text;
  const plain = text.length < shortestMasked && /^[\w .:-]*$/.test(text) && text.split(' ').every(isReadable);
  return plain && isPlainNumber(text) ? text : notKept;
}

/** As {@link kept}, and a code that is made of readable words, whatever its length. */
export function keptCode(text: string, documented: ReadonlySet<string>): string {
  const isOfWords = /^[A-Za-z]+(?:[_.:-][A-Za-z]+)*$/.test(text) && text.split(':').every(isReadable);
  return isOfWords ? text : kept(text, documented);
}

/** An issuer without marks and opaque parts; a name as {@link keptCode} keeps it. */
export const keptIssuer = (text: string, documented: ReadonlySet<string>): string => {
  const plain = withoutMarks(text, notKept);
  return readableAddress(plain) ?? keptCode(plain, documented);
};

/** The words of a scope as a sorted set. Words that are not kept become `…`, `…2`, `…3`. */
export function keptScope(text: string, documented: ReadonlySet<string>): readonly string[] {
  const words = new Set(
    withoutMarks(text, notKept)
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
  const results = [...words].map((word) => keptCode(word, documented));
  const others = results
    .filter((word) => word === notKept)
    .map((word, index) => (index === 0 ? word : `${word}${index + 1}`));
  return [...results.filter((word) => word !== notKept), ...others].toSorted();
}
