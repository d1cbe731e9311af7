import type { Answer, TokenFacts } from '../model/exchange.ts';
import type { Judgement, Subject, Validate } from '../model/finding.ts';
import type { Json, Pointer } from '../model/provider.ts';
import { bodyIsComparable, notComparable } from './documented-status.ts';
import { answerOf, notJudged, whyNoAnswer } from './findings.ts';
import type { KnownRule } from './rules.ts';

/** The answer to a case that is documented to get a token, or why it is not judged. */
export function documentedToken(rule: KnownRule, subject: Subject): Answer | Judgement {
  const answer = answerOf(subject.exchange);
  if (answer === undefined) return notJudged(rule, whyNoAnswer(subject.exchange));
  return bodyIsComparable(subject, answer.status) ? answer : notJudged(rule, notComparable);
}

export const isTokenCase = ({ case: one }: Subject): boolean =>
  one.folder === 'Token' && one.response?.name === 'token';

/** The token in its documented place. */
export const tokenIn = ({ tokens }: Answer, { provider }: Subject): TokenFacts | undefined =>
  tokens.find(({ at, kind }) => at === provider.token.accessToken && (kind === 'jwt' || kind === 'opaque'));

/** Whether an assertion of the case speaks of that member already, so that another finding would repeat it. */
export function isCovered(at: Pointer, { case: one }: Subject, json: Json, validate: Validate): boolean {
  const schema = one.response?.schema;
  return (
    one.assertions.some((assertion) => 'at' in assertion && assertion.at === at) ||
    (schema !== undefined && validate(schema, json).some((error) => error.at === at))
  );
}
