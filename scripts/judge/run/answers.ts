import { type Answer, answerOf, type Failure, type Oddity, whyNoAnswer } from '../../model/exchange.ts';
import type { Subject } from '../../model/finding.ts';
import { isRedirect } from '../../oauth/token-response.ts';
import type { CaseRow, GradedMismatch, RuleRow, Shown } from '../row.ts';

const oddities: Readonly<Record<Oddity, string>> = {
  bom: 'a byte order mark before the JSON',
  'not-utf-8': 'an encoding other than UTF-8',
  'repeated-member': 'a member that is there twice',
  'unsafe-member': 'a member with the name of a language internal',
  'unsafe-number': 'a number that a double cannot hold',
  'lone-surrogate': 'half of a character (a lone surrogate)',
};

/** What the run itself has to say of each answer. */
export const answerRules = {
  /** A redirect is never followed: 307 and 308 would carry the secret to another host. */
  'run/redirect': {
    words: 'the endpoint answers with a redirect, which is not followed',
    show: ofAnswer(({ status, headers }) => {
      if (!isRedirect(status)) return [];
      const to = headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? 'nowhere';
      return [{ at: '', expected: 'an answer', actual: `status ${status} to ${to}`, severity: 'error' }];
    }),
  },
  'run/too-large': {
    words: 'the answer is larger than a token response may be',
    show: ofBound('too-large', 'at most 64 KiB'),
  },
  'run/encoded': {
    words: 'the answer is compressed although identity was asked for',
    show: ofBound('encoded', 'no content coding'),
  },
  'run/too-deep': {
    words: 'the JSON is nested deeper than a token response may be',
    show: ofBound('too-deep', 'at most 64 levels of JSON'),
  },
  'run/malformed-http': {
    words: 'the answer is not HTTP',
    show: ofBound('malformed-http', 'HTTP/1.1'),
  },
  /** One finding for each answer, whichever secrets it repeats. */
  'run/echoed-secret': {
    words: 'the answer repeats a secret of the request',
    show: ofAnswer(({ echoed }) =>
      echoed.slice(0, 1).map(({ variable, where }) => ({
        at: '',
        expected: `no ${variable} in the answer`,
        actual: `it stands in the ${where}`,
        severity: 'warning',
      })),
    ),
  },
  'run/oddity': {
    words: 'the JSON is read differently by different parsers',
    show: ofAnswer(({ body }) => {
      if (body.kind !== 'json') return 'the body is not JSON';
      return body.oddities.map(({ is, at }) => ({
        at,
        kind: is,
        expected: 'JSON that every parser reads alike',
        actual: oddities[is],
        severity: 'warning',
      }));
    }),
  },
} as const satisfies Readonly<Record<`run/${string}`, CaseRow>>;

/** What is found when the output is written, after every answer was judged. */
export const outputRules = {
  'run/leak': { words: 'what was about to be written held a secret or a token' },
} as const satisfies Readonly<Record<`run/${string}`, RuleRow>>;

function ofAnswer(show: (answer: Answer) => Shown<GradedMismatch>): (subject: Subject) => Shown<GradedMismatch> {
  return ({ exchange }) => {
    const answer = answerOf(exchange);
    return answer === undefined ? whyNoAnswer(exchange) : show(answer);
  };
}

/** A bound of every exchange. An answer beyond it says something of the endpoint, unlike a lost connection. */
function ofBound(failure: Failure, expected: string): (subject: Subject) => Shown<GradedMismatch> {
  return ({ exchange }) => {
    const last = exchange.attempts.at(-1);
    if (last?.kind === 'failed' && last.failure === failure)
      return [{ at: '', expected, actual: last.detail, severity: 'error' }];
    return answerOf(exchange) === undefined ? whyNoAnswer(exchange) : [];
  };
}
