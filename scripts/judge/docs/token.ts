import { type Answer, answerOf, whyNoAnswer } from '../../model/exchange.ts';
import type { Subject, Validate } from '../../model/finding.ts';
import { type InstantUnit, secondsPer } from '../../model/lifetime-range.ts';
import { valueAt } from '../../model/pointer.ts';
import type { Json, Pointer, TokenMembers } from '../../model/provider.ts';
import { documentedToken, numberSaid } from '../../oauth/token-response.ts';
import { valueInWords } from '../findings.ts';
import { lifetimeOf, lifetimeSpokenFor, tolerance } from '../lifetime.ts';
import { unitSuspected } from '../lifetime-change.ts';
import type { CaseRow, GradedMismatch, Shown } from '../row.ts';
import { isComparable, notComparable } from './comparable.ts';

/** What the documentation says of tokens beside the schema: judged of cases that are documented to get one. */
export const documentedTokenRules = {
  /** Only where the documentation promises a JWT: elsewhere a token is opaque to a client (RFC 6749 §1.4). */
  'docs/token-format': {
    words: 'the token is not of the documented format',
    show(subject) {
      const { token } = subject.provider;
      const { accessToken: at, format } = token;
      if (format === undefined) return undefined;
      return ofTokenAnswer(subject, (answer) => {
        const found = documentedToken(answer, token);
        if (found === undefined) return 'there is no token: see docs/schema';
        if (found.unusable === 'placeholder') return 'no client can send it: see run/token-unusable-text';
        if (found.kind === format.is) return [];
        const actual = `an opaque token of ${found.length} characters`;
        return [{ at, expected: 'a JWT', actual, severity: 'error', source: format.source }];
      });
    },
  },
  /**
   * The lifetime in the prose, against expires_in and against exp − iat of a JWT. All in seconds. A token that was issued
   * earlier shows what is left of it: then expires_in is at most the documented lifetime.
   */
  'docs/lifetime': {
    words: 'the lifetime is not the documented one',
    show(subject, validate, context) {
      const { token } = subject.provider;
      const { accessToken, expiry, lifetime } = token;
      if (lifetime === undefined) return undefined;
      return ofTokenAnswer(subject, (answer) => {
        const spokenFor = lifetimeSpokenFor(subject, context);
        if (spokenFor !== undefined) return spokenFor;
        const found = lifetimeOf(subject, context);
        const said: SaidLifetime[] = [];
        const per = expiry && secondsPer(expiry.unit);
        if (expiry !== undefined && per !== undefined && answer.body.kind === 'json' && found?.isEndless !== true) {
          const value = numberSaid(answer, expiry.at);
          const unit = expiry.unit === 'seconds' ? '' : ` of ${expiry.unit}`;
          if (value !== undefined && !isCovered(expiry.at, subject, answer.body.json, validate))
            said.push({
              at: expiry.at,
              seconds: value * per,
              as: `number ${value}${unit}`,
              isAtMost: found?.remains !== undefined,
            });
        }
        const { whole } = found?.jwt ?? {};
        if (whole !== undefined)
          said.push({ at: accessToken, seconds: whole, as: `a JWT whose exp − iat is ${whole}`, isAtMost: false });
        if (said.length === 0 && documentedToken(answer, token)?.jwt?.enc !== undefined)
          return 'the JWT is encrypted, so its lifetime cannot be read';
        if (said.length === 0) return 'no JWT and no unasserted expires_in says how long the token lives';
        return said.flatMap((one) => lifetimeMismatch(one, lifetime, found?.instant));
      });
    },
  },
  /** Where the documentation has a scope: the granted one against the one that was asked for. */
  'docs/scope': {
    words: 'the scope is not the one that was asked for',
    show(subject, validate) {
      const { scope: at } = subject.provider.token;
      if (at === undefined) return undefined;
      return ofTokenAnswer(subject, ({ body }) => {
        if (body.kind !== 'json') return 'the body is not JSON: see docs/schema';
        if (isCovered(at, subject, body.json, validate)) return 'another check speaks of it';
        const asked = subject.exchange.request.scope;
        const got = valueAt(body.json, at);
        if (asked === undefined) return 'no scope was asked for';
        if (got === undefined) return 'the answer names no scope: the one asked for was granted';
        if (typeof got === 'string' && wordsOf(got) === wordsOf(asked)) return [];
        const expected = `the words of ${JSON.stringify(asked)}`;
        return [{ at, expected, actual: valueInWords(got), severity: 'warning', source: subject.case.source }];
      });
    },
  },
} as const satisfies Readonly<Record<`docs/${string}`, CaseRow>>;

interface SaidLifetime {
  readonly at: Pointer;
  readonly seconds: number;
  readonly as: string;
  /** What is left of a token that was issued earlier. */
  readonly isAtMost: boolean;
}

function lifetimeMismatch(
  { at, seconds, as, isAtMost }: SaidLifetime,
  { seconds: documented, source }: NonNullable<TokenMembers['lifetime']>,
  instant: InstantUnit | undefined,
): readonly GradedMismatch[] {
  const difference = seconds - documented;
  if (isAtMost ? difference <= tolerance : Math.abs(difference) <= tolerance) return [];
  const suspicion = unitSuspected({ min: documented, max: documented, seen: 1 }, seconds, instant, 'seconds');
  return [
    {
      at,
      expected: `${isAtMost ? 'at most ' : ''}${documented} seconds`,
      actual: `${as}${suspicion === undefined ? '' : `: ${suspicion}`}`,
      severity: seconds < documented * 0.9 || suspicion !== undefined ? 'error' : 'warning',
      source,
    },
  ];
}

/** `show` of the answer, if the case is documented to get a token. */
function ofTokenAnswer(
  subject: Subject,
  show: (answer: Answer) => Shown<GradedMismatch>,
): Shown<GradedMismatch> | undefined {
  const { case: one, exchange } = subject;
  if (one.folder !== 'Token' || one.response?.name !== 'token') return undefined;
  const answer = answerOf(exchange);
  if (answer === undefined) return whyNoAnswer(exchange);
  return isComparable(subject, answer.status) ? show(answer) : notComparable;
}

/** Whether an assertion of the case is on that member already: another finding would repeat it. */
function isCovered(at: Pointer, { case: one }: Subject, json: Json, validate: Validate): boolean {
  const schema = one.response?.schema;
  return (
    one.assertions.some((assertion) => 'at' in assertion && assertion.at === at) ||
    (schema !== undefined && validate(schema, json).some((error) => error.at === at))
  );
}

/** Sorted, each once: the order of the words means nothing (RFC 6749 §3.3). */
const wordsOf = (scope: string): string => [...new Set(scope.split(' '))].toSorted().join(' ');
