import {
  type Answer,
  answerOf,
  type Failure,
  type InnerBound,
  type Oddity,
  type UnusableText,
  whyNoAnswer,
} from '../../model/exchange.ts';
import type { Subject } from '../../model/finding.ts';
import type { Pointer } from '../../model/provider.ts';
import { clientTokens, isRedirect } from '../../oauth/token-response.ts';
import type { CaseRow, GradedMismatch, RuleRow, Shown } from '../row.ts';

const oddities: Readonly<Record<Oddity, string>> = {
  bom: 'a byte order mark before the JSON',
  'not-utf-8': 'an encoding other than UTF-8',
  'repeated-member': 'a member that is there twice',
  'unsafe-member': 'a member with the name of a language internal',
  'unsafe-number': 'a number that a double cannot hold',
  'lone-surrogate': 'half of a character (a lone surrogate)',
  coded: 'a content coding though none was asked for',
  'no-coding': 'a Content-Encoding that names no content coding',
};

const unusable: Readonly<Record<UnusableText, string>> = {
  'control-character': 'text with a control character, e.g. a line feed',
  'non-ascii': 'text with a character outside ASCII',
  scheme: 'text with an authentication scheme before the token, e.g. "Bearer "',
  'white-space': 'text with white space in it',
  placeholder: 'a placeholder of a program in place of a token, e.g. the word undefined',
};

const beyond: Readonly<Record<InnerBound, string>> = {
  members: 'at most 500 members and items in one answer',
  tokens: 'at most 50 tokens in one answer',
  'names in a JWT': 'at most 200 names in the header or the claims of a JWT',
  oddities: 'at most 20 oddities in one answer',
  'number forms': 'at most 50 numbers that are not written as digits',
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
    show: ofBound('too-large', 'at most 64 KiB of body and 16 KiB of headers'),
  },
  'run/encoded': {
    words: 'the answer cannot be decoded: its content coding or its charset',
    show: ofBound('encoded', 'no content coding, and a known charset'),
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
    words: 'the answer is read differently by different clients',
    show: ofAnswer(({ body }) => {
      if (body.kind !== 'json') return 'the body is not JSON';
      return body.oddities.map(({ is, at }) => ({
        at,
        kind: is,
        expected: is === 'coded' || is === 'no-coding' ? 'no Content-Encoding' : 'JSON that every parser reads alike',
        actual: oddities[is],
        severity: 'warning',
      }));
    }),
  },
  /** Whatever was documented or accepted: a client that asks for a token gets none. */
  'run/token-unusable-text': {
    words: 'no client can send this token',
    show: (subject) =>
      ofAnswer((answer) => {
        const tokens = clientTokens(answer, subject.provider.token);
        if (tokens.length === 0) return 'the answer has no token where a client looks for one';
        return tokens.flatMap((token) =>
          token.unusable === undefined
            ? []
            : [
                {
                  at: pointerOf(token.at),
                  kind: token.unusable,
                  expected: 'a token of printable ASCII without white space',
                  actual: unusable[token.unusable],
                  severity: 'error',
                },
              ],
        );
      })(subject),
  },
  /** What was noted of the answer ends there. Rules that need more of it are not judged, and say so. */
  'run/beyond-bound': {
    words: 'the answer holds more than the tool looks at',
    show: ofAnswer(({ beyond: bounds = [] }) =>
      bounds.map((bound) => ({ at: '', kind: bound, expected: beyond[bound], actual: 'more', severity: 'info' })),
    ),
  },
} as const satisfies Readonly<Record<`run/${string}`, CaseRow>>;

/** What is found when the output is written, after every answer was judged. */
export const outputRules = {
  'run/leak': { words: 'what was about to be written held a secret or a token' },
} as const satisfies Readonly<Record<`run/${string}`, RuleRow>>;

const pointerOf = (at: string): Pointer => (at.startsWith('/') ? `/${at.slice(1)}` : '');

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
