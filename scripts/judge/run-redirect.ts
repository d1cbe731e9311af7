import type { CaseCheck } from '../model/finding.ts';
import { answerOf, findingOf, judgementOf, notJudged, whyNoAnswer } from './findings.ts';

const rule = 'run/redirect';
const redirects = [301, 302, 303, 307, 308];

/** A redirect is never followed: 307 and 308 would carry the secret to another host. */
export const runRedirect: CaseCheck = {
  rule,
  run(subject) {
    const answer = answerOf(subject.exchange);
    if (answer === undefined) return notJudged(rule, whyNoAnswer(subject.exchange));
    if (!redirects.includes(answer.status)) return judgementOf(rule, subject, []);
    const to = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? 'nowhere';
    return judgementOf(rule, subject, [
      findingOf(rule, 'error', subject, { at: '', expected: 'an answer', actual: `status ${answer.status} to ${to}` }),
    ]);
  },
};
