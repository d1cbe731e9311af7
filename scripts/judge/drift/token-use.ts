import { answerOf } from '../../model/exchange.ts';
import type { Subject } from '../../model/finding.ts';
import { documentedToken } from '../../oauth/token-response.ts';

/** Whether different requests got different tokens. `subject`: the first request that got a token of an earlier one. */
export function tokenUse(subjects: readonly Subject[]): {
  readonly use?: 'fresh' | 'repeated';
  readonly subject?: Subject;
} {
  const got = subjects.flatMap((subject) => {
    const answer = answerOf(subject.exchange);
    const token = answer && documentedToken(answer, subject.provider.token);
    return token === undefined ? [] : [{ subject, id: token.id }];
  });
  if (got.length < 2) return {};
  const again = got.find(({ id }, index) => got.slice(0, index).some((other) => other.id === id));
  return again === undefined ? { use: 'fresh' } : { use: 'repeated', subject: again.subject };
}
