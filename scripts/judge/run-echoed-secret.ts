import type { CaseCheck } from '../model/finding.ts';
import { answerOf, findingOf, judgementOf, notJudged, whyNoAnswer } from './findings.ts';

const rule = 'run/echoed-secret';

export const runEchoedSecret: CaseCheck = {
  rule,
  run(subject) {
    const answer = answerOf(subject.exchange);
    if (answer === undefined) return notJudged(rule, whyNoAnswer(subject.exchange));
    const findings = answer.echoed.map(({ variable, where }) =>
      findingOf(rule, 'warning', subject, {
        at: '',
        expected: `no ${variable} in the answer`,
        actual: `it stands in the ${where}`,
      }),
    );
    return judgementOf(rule, subject, findings.slice(0, 1));
  },
};
