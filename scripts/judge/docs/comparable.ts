import type { Subject } from '../../model/finding.ts';
import { isSuccess } from '../../oauth/token-response.ts';

const kindOf = (status: number): 'success' | 'refusal' | 'other' =>
  status >= 400 ? 'refusal' : isSuccess(status) ? 'success' : 'other';

/**
 * Whether the body can be compared with the documented one at all. An error page in place of a token is one finding of
 * docs/status, not one for each member.
 */
export function isComparable({ case: one }: Subject, status: number): boolean {
  const documented = one.response?.status;
  const statuses = documented === undefined ? [] : typeof documented === 'number' ? [documented] : documented;
  const isAsserted = one.assertions.some(
    (assertion) => assertion.rule === 'docs/status' && assertion.level === 'error',
  );
  return !isAsserted || statuses.some((expected) => kindOf(expected) === kindOf(status));
}

export const notComparable = 'the answer is of another kind: see docs/status';
