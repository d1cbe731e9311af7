import { isObject } from '../../model/pointer.ts';
import type { Json, Provider } from '../../model/provider.ts';
import { isReadable } from '../../model/readable.ts';
import { credentialNames } from '../../model/variables.ts';

/** A value that is not kept: too long or too random to be sure that it is no secret. */
export const notKept = '…';

/** Codes and constants of RFC 6749, 6750, 9449 and of OpenID: public, and longer than what is kept otherwise. */
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

/** All text is masked where a secret is too short to be looked for: then nothing is known of a value, not even that it changed. */
export const isHidden = (text: string): boolean => /^‹string, \d+ characters›$/.test(text);

/** The value, if it is a documented one or plainly readable and short. */
export function kept(text: string, documented: ReadonlySet<string>): string {
  if (documented.has(text)) return text;
  const plain = text.length < shortestMasked && /^[\w .:-]*$/.test(text) && text.split(' ').every(isReadable);
  return plain && (!/\d/.test(text) || codeDigits.test(text)) ? text : notKept;
}

/** The words of a scope as a set; those that are not kept are counted. */
export function keptScope(text: string, documented: ReadonlySet<string>): readonly string[] {
  const words = new Set(
    text
      .replaceAll(/‹[^›]*›/g, notKept)
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
  const results = [...words].map((word) => kept(word, documented));
  const others = results
    .filter((word) => word === notKept)
    .map((word, index) => (index === 0 ? word : `${word}${index + 1}`));
  return [...results.filter((word) => word !== notKept), ...others].toSorted();
}
