import type { Oddity } from '../model/exchange.ts';
import type { CaseCheck } from '../model/finding.ts';
import { answerOf, findingOf, judgementOf, notJudged, whyNoAnswer } from './findings.ts';

const rule = 'run/oddity';

const words: Readonly<Record<Oddity, string>> = {
  bom: 'a byte order mark before the JSON',
  'not-utf-8': 'an encoding other than UTF-8',
  'repeated-member': 'a member that is there twice',
  'unsafe-member': 'a member with the name of a language internal',
  'unsafe-number': 'a number that a double cannot hold',
  'lone-surrogate': 'half of a character (a lone surrogate)',
};

export const runOddity: CaseCheck = {
  rule,
  run(subject) {
    const answer = answerOf(subject.exchange);
    if (answer === undefined) return notJudged(rule, whyNoAnswer(subject.exchange));
    if (answer.body.kind !== 'json') return notJudged(rule, 'the body is not JSON');
    return judgementOf(
      rule,
      subject,
      answer.body.oddities.map(({ is, at }) =>
        findingOf(rule, 'warning', subject, {
          at,
          kind: is,
          expected: 'JSON that every parser reads alike',
          actual: words[is],
        }),
      ),
    );
  },
};
