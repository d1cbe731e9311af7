import type { Assertion } from '../../model/case.ts';
import { type Answer, answerOf, whyNoAnswer } from '../../model/exchange.ts';
import type { Subject, Validate } from '../../model/finding.ts';
import { evaluated } from '../docs/assertions.ts';
import type { CaseRow, GradedMismatch } from '../row.ts';

/** Two judges of one contract, joined by title: the test inside the sandbox, and the rule outside. */
export const agreementRules = {
  'run/judges-disagree': {
    words: 'the collection and the judge outside it disagree',
    show(subject, validate) {
      const asserted = subject.case.assertions.filter(({ level }) => level === 'error');
      if (asserted.length === 0) return undefined;
      const answer = answerOf(subject.exchange);
      if (answer === undefined) return whyNoAnswer(subject.exchange);
      // Where parsers differ on the text itself, the oddity is the finding. A content coding is undone for both judges.
      if (answer.body.kind === 'json' && answer.body.oddities.some(({ is }) => is !== 'coded' && is !== 'no-coding'))
        return 'the body is odd: see run/oddity';
      return asserted.flatMap((assertion) => disagreement(assertion, answer, subject, validate));
    },
  },
} as const satisfies Readonly<Record<`run/${string}`, CaseRow>>;

function disagreement(
  assertion: Assertion,
  answer: Answer,
  subject: Subject,
  validate: Validate,
): readonly GradedMismatch[] {
  const { title } = assertion;
  const mismatch = (expected: string, actual: string): readonly GradedMismatch[] => [
    { at: '', kind: title, expected, actual, severity: 'error' },
  ];
  const inside = subject.exchange.sandbox.find((test) => test.title === title);
  if (inside === undefined) return mismatch(`a test "${title}" in the collection`, 'it did not run');
  const outside = evaluated(assertion, answer, subject, validate);
  if (typeof outside === 'string') return [];
  const holds = outside.length === 0;
  if (inside.passed === holds) return [];
  const said = (passed: boolean): string => (passed ? 'passed' : 'failed');
  return mismatch(`"${title}": ${said(holds)} outside the collection`, `${said(inside.passed)} inside`);
}
