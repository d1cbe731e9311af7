import type { Failure } from '../model/exchange.ts';
import type { CaseCheck } from '../model/finding.ts';
import { answerOf, findingOf, judgementOf, notJudged, whyNoAnswer } from './findings.ts';
import type { KnownRule } from './rules.ts';

/** The bounds of an exchange, each a rule of its own: what went past one says something of the endpoint, unlike a lost connection. */
const bounds = {
  'run/too-large': { failure: 'too-large', expected: 'at most 64 KiB' },
  'run/encoded': { failure: 'encoded', expected: 'no content coding' },
  'run/too-deep': { failure: 'too-deep', expected: 'at most 64 levels of JSON' },
  'run/malformed-http': { failure: 'malformed-http', expected: 'HTTP/1.1' },
} as const satisfies Readonly<Partial<Record<KnownRule, { readonly failure: Failure; readonly expected: string }>>>;

const boundCheck = (rule: keyof typeof bounds): CaseCheck => ({
  rule,
  run(subject) {
    const last = subject.exchange.attempts.at(-1);
    const { failure, expected } = bounds[rule];
    if (last?.kind === 'failed' && last.failure === failure)
      return judgementOf(rule, subject, [findingOf(rule, 'error', subject, { at: '', expected, actual: last.detail })]);
    return answerOf(subject.exchange) === undefined
      ? notJudged(rule, whyNoAnswer(subject.exchange))
      : judgementOf(rule, subject, []);
  },
});

export const runTooLarge = boundCheck('run/too-large');
export const runEncoded = boundCheck('run/encoded');
export const runTooDeep = boundCheck('run/too-deep');
export const runMalformedHttp = boundCheck('run/malformed-http');
