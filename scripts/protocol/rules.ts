import type { Rule } from '../model/finding.ts';

/** The wording of every rule; a rule without words does not compile. */
export const rules = {
  'docs/refused': 'a request that must be refused was granted',
  'docs/status': 'the status is not the documented one',
  'docs/media-type': 'the media type is not the documented one',
  'docs/schema': 'the body does not match the documented shape',
  'docs/value': 'a documented value differs',
  'docs/range': 'a value is implausible for what the documentation says',
  'run/judges-disagree': 'the collection and the judge outside it disagree',
  'run/redirect': 'the endpoint answers with a redirect, which is not followed',
  'run/too-large': 'the answer is larger than a token response may be',
  'run/encoded': 'the answer is compressed although identity was asked for',
  'run/malformed-http': 'the answer is not HTTP',
  'run/echoed-secret': 'the answer repeats a secret of the request',
  'run/oddity': 'the JSON is read differently by different parsers',
} as const satisfies Readonly<Record<Rule, string>>;

export type KnownRule = keyof typeof rules;
