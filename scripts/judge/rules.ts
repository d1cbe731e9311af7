import type { Rule } from '../model/finding.ts';
import { baselineRows } from './baseline-rows.ts';
import { rfcRows } from './rfc-rows.ts';

function wordsOf<R extends string>(rows: Readonly<Record<R, { readonly words: string }>>): Readonly<Record<R, string>>;
function wordsOf(rows: Readonly<Record<string, { readonly words: string }>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(rows).map(([rule, { words }]) => [rule, words]));
}

/** The wording of every rule; a rule without words does not compile. */
export const rules = {
  'docs/refused': 'a request that must be refused was granted',
  'docs/status': 'the status is not the documented one',
  'docs/media-type': 'the media type is not the documented one',
  'docs/schema': 'the body does not match the documented shape',
  'docs/value': 'a documented value differs',
  'docs/range': 'a value is implausible for what the documentation says',
  'docs/token-format': 'the token is not of the documented format',
  'docs/lifetime': 'the lifetime is not the documented one',
  'docs/scope': 'the scope is not the one that was asked for',
  'run/judges-disagree': 'the collection and the judge outside it disagree',
  'run/redirect': 'the endpoint answers with a redirect, which is not followed',
  'run/too-large': 'the answer is larger than a token response may be',
  'run/encoded': 'the answer is compressed although identity was asked for',
  'run/too-deep': 'the JSON is nested deeper than a token response may be',
  'run/malformed-http': 'the answer is not HTTP',
  'run/echoed-secret': 'the answer repeats a secret of the request',
  'run/oddity': 'the JSON is read differently by different parsers',
  'run/leak': 'what was about to be written held a secret or a token',
  'run/no-baseline': 'nothing was accepted yet, so no change can be seen',
  'run/baseline-of-another-host': 'what was accepted is of another host',
  'run/expired-waiver': 'a waiver has expired',
  'run/unmatched-waiver': 'a waiver that waives nothing',
  ...wordsOf(rfcRows),
  'baseline/unchanged': 'the answer is not the accepted one',
  ...wordsOf(baselineRows),
} as const satisfies Readonly<Record<Rule, string>>;

export type KnownRule = keyof typeof rules;
