import type { Subject } from '../../model/finding.ts';
import { answerOf } from '../findings.ts';

/** Whether different requests got different tokens; `subject`: the first that got one again. */
export function tokenUse(subjects: readonly Subject[]): {
  readonly use?: 'fresh' | 'repeated';
  readonly subject?: Subject;
} {
  const got = subjects.flatMap((subject) => {
    const at = subject.provider.token.accessToken;
    const token = answerOf(subject.exchange)?.tokens.find((one) => one.at === at && one.id !== '');
    return token === undefined ? [] : [{ subject, id: token.id }];
  });
  if (got.length < 2) return {};
  const again = got.find(({ id }, index) => got.slice(0, index).some((other) => other.id === id));
  return again === undefined ? { use: 'fresh' } : { use: 'repeated', subject: again.subject };
}
