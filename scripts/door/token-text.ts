import type { TokenAlphabet, UnusableText } from '../model/exchange.ts';

/** Words that a program prints where a value is missing or is no text. */
const placeholders: ReadonlySet<string> = new Set(
  'undefined null nil none nan n/a true false infinity (null) (none) (nil) <null> <nil> <none>'.split(' '),
);
/** `[object Object]`, `<function f at 0x7f>`, and templates that nobody filled in: `{{token}}`, `${token}`, `<%= token %>`. */
const unfilled = /^(?:\[(?:object|function)\b.*\]|<(?:function|object)\b.*>|\{\{.*\}\}|\$\{.*\}|<%.*%>)$/is;

const isPlaceholder = (text: string): boolean => placeholders.has(text.toLowerCase()) || unfilled.test(text);

/** `Bearer ` and the like, as in an Authorization header. */
const scheme = /^(?:bearer|basic|dpop|mac|token)\s+/i;

/** What a token most likely is without the white space around it and without the authentication scheme before it. */
export const coreOf = (token: string): string => token.trim().replace(scheme, '');

/**
 * Why no client can send a token (RFC 6750 §2.1 in an Authorization header, RFC 9110 §5.5), the gravest first; `undefined`: it
 * can be sent.
 */
export function unusableText(token: string): UnusableText | undefined {
  if (isPlaceholder(token.trim())) return 'placeholder';
  if (/\p{Cc}/u.test(token)) return 'control-character';
  if (/[^\x20-\x7e]/.test(token)) return 'non-ascii';
  if (scheme.test(token)) return 'scheme';
  return token.includes(' ') ? 'white-space' : undefined;
}

const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

const alphabets: readonly (readonly [TokenAlphabet, RegExp])[] = [
  ['uuid', uuid],
  ['digits', /^\d+$/],
  ['hex-lower', /^[\da-f]+$/],
  ['hex-upper', /^[\dA-F]+$/],
  ['alphanumeric', /^[\dA-Za-z]+=*$/],
  ['base64url', /^[\w-]+=*$/],
  ['base64', /^[\dA-Za-z+/]+=*$/],
  ['b64token', /^[\w.~+/-]+=*$/],
];

/** The smallest alphabet that a token fits. */
export const alphabetOf = (token: string): TokenAlphabet =>
  alphabets.find(([, pattern]) => pattern.test(token))?.[0] ?? 'other';

/** Upper bound of a token's entropy in bits: assumes that all characters of the alphabets it uses are equally likely. */
export function bitsOf(token: string): number {
  if (uuid.test(token)) return 122;
  const isHex = /^(?:[\da-f]+|[\dA-F]+)$/.test(token);
  const parts: readonly (readonly [pattern: RegExp, size: number])[] = [
    [/\d/, 10],
    [/[a-z]/, isHex ? 6 : 26],
    [/[A-Z]/, isHex ? 6 : 26],
    [/[-._~+/=]/, 7],
    [/[^\w.~+/=-]/, 26],
    [/[^\x20-\x7e]/, 65_440],
  ];
  const size = parts.reduce((sum, [pattern, more]) => (pattern.test(token) ? sum + more : sum), 0);
  return token.length === 0 ? 0 : Math.floor(token.length * Math.log2(size));
}
