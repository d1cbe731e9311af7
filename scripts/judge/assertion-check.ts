import type { Assertion } from '../model/case.ts';
import type { Answer } from '../model/exchange.ts';
import type { CaseCheck, Subject, Validate } from '../model/finding.ts';
import { answerOf, findingOf, judgementOf, type Mismatch, notJudged, whyNoAnswer } from './findings.ts';
import type { KnownRule } from './rules.ts';

export type Evaluation =
  | { readonly kind: 'held' }
  | { readonly kind: 'broken'; readonly mismatches: readonly [Mismatch, ...Mismatch[]] }
  | { readonly kind: 'not-judged'; readonly why: string };

export interface AssertionCheck extends CaseCheck {
  /** Interprets one assertion as its pm.test does inside the sandbox; `undefined`: it is another check's. */
  evaluate(assertion: Assertion, answer: Answer, subject: Subject, validate: Validate): Evaluation | undefined;
}

export const holds: Evaluation = { kind: 'held' };
export const breaks = (first: Mismatch, ...rest: readonly Mismatch[]): Evaluation => ({
  kind: 'broken',
  mismatches: [first, ...rest],
});

type OfRule<R> = Extract<Assertion, { rule: R }>;

/** The check of one kind of assertion: all of a case's assertions of that kind make one judgement. */
export function assertionCheck<R extends Assertion['rule'] & KnownRule>(
  rule: R,
  evaluateMine: (assertion: OfRule<R>, answer: Answer, subject: Subject, validate: Validate) => Evaluation,
): AssertionCheck {
  const isMine = (assertion: Assertion): assertion is OfRule<R> => assertion.rule === rule;
  return {
    rule,
    evaluate: (assertion, answer, subject, validate) =>
      isMine(assertion) ? evaluateMine(assertion, answer, subject, validate) : undefined,
    run(subject, validate) {
      const { case: one, exchange } = subject;
      const assertions = one.assertions.filter(isMine);
      if (assertions.length === 0) return undefined;
      const answer = answerOf(exchange);
      if (answer === undefined) return notJudged(rule, whyNoAnswer(exchange));
      const evaluations = assertions.map((assertion) => ({
        assertion,
        evaluation: evaluateMine(assertion, answer, subject, validate),
      }));
      const findings = evaluations.flatMap(({ assertion, evaluation }) => {
        const source = 'source' in assertion ? assertion.source : (one.response?.source ?? one.source);
        const mismatches = evaluation.kind === 'broken' ? evaluation.mismatches : [];
        return mismatches.map((mismatch) => findingOf(rule, assertion.level, subject, mismatch, source));
      });
      const why = evaluations.flatMap(({ evaluation }) =>
        evaluation.kind === 'not-judged' ? [evaluation.why] : [],
      )[0];
      return findings.length === 0 && why !== undefined ? notJudged(rule, why) : judgementOf(rule, subject, findings);
    },
  };
}
