import type { Subject } from '../model/finding.ts';

const classOf = (status: number): 'success' | 'refusal' | 'other' =>
  status >= 400 ? 'refusal' : status >= 200 && status < 300 ? 'success' : 'other';

/** Whether the body can be the documented one at all: an error page in place of a token is one finding, not one for each member. */
export function bodyIsComparable({ case: one }: Subject, status: number): boolean {
  const documented = one.response?.status;
  const statuses = documented === undefined ? [] : typeof documented === 'number' ? [documented] : documented;
  const asserted = one.assertions.some((assertion) => assertion.rule === 'docs/status' && assertion.level === 'error');
  return !asserted || statuses.some((expected) => classOf(expected) === classOf(status));
}

export const notComparable = 'the answer is of another kind: see docs/status';
