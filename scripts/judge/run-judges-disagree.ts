import type { Assertion } from '../model/case.ts';
import type { Answer } from '../model/exchange.ts';
import type { CaseCheck, Subject, Validate } from '../model/finding.ts';
import { docsChecks } from './docs.ts';
import { answerOf, findingOf, judgementOf, type Mismatch, notJudged, whyNoAnswer } from './findings.ts';

const rule = 'run/judges-disagree';

/** Two judges of one contract, joined by title: the test inside the sandbox, and the check outside. */
export const runJudgesDisagree: CaseCheck = {
  rule,
  run(subject, validate) {
    const asserted = subject.case.assertions.filter(({ level }) => level === 'error');
    if (asserted.length === 0) return undefined;
    const answer = answerOf(subject.exchange);
    if (answer === undefined) return notJudged(rule, whyNoAnswer(subject.exchange));
    // Where parsers differ on the text itself, the oddity is the finding.
    if (answer.body.kind === 'json' && answer.body.oddities.length > 0)
      return notJudged(rule, 'the body is odd: see run/oddity');
    const mismatches = asserted.flatMap((assertion) => disagreement(assertion, answer, subject, validate));
    return judgementOf(
      rule,
      subject,
      mismatches.map((mismatch) => findingOf(rule, 'error', subject, mismatch)),
    );
  },
};

function disagreement(assertion: Assertion, answer: Answer, subject: Subject, validate: Validate): readonly Mismatch[] {
  const { title: kind } = assertion;
  const inside = subject.exchange.sandbox.find(({ title }) => title === assertion.title);
  if (inside === undefined)
    return [{ at: '', kind, expected: `a test "${assertion.title}" in the collection`, actual: 'it did not run' }];
  const outside = docsChecks
    .map((check) => check.evaluate(assertion, answer, subject, validate))
    .find((evaluation) => evaluation !== undefined);
  if (outside === undefined || outside.kind === 'not-judged' || inside.passed === (outside.kind === 'held')) return [];
  const said = (passed: boolean): string => (passed ? 'passed' : 'failed');
  return [
    {
      at: '',
      kind,
      expected: `"${assertion.title}": ${said(outside.kind === 'held')} outside the collection`,
      actual: `${said(inside.passed)} inside`,
    },
  ];
}
