import { faultNamed } from '../oauth/faults.ts';
import { isRefused } from './rfc-answers.ts';
import { presentsBasic, refusalCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §5.2: status 400 unless specified otherwise. Rejected Basic is a row of its own. */
export const rfcErrorStatus = rfcCheck('rfc/error-status', {
  of: (subject) => refusalCases(subject) && !presentsBasic(subject),
  otherwise: 'no refusal was selected',
  show: (seen) => {
    const { status } = seen.answer;
    const { fault } = seen.subject.case;
    const statuses = fault && faultNamed(fault.name).rfc(fault.of)?.statuses;
    if (statuses === undefined) return 'the RFC has no status for it';
    if (!isRefused(seen)) return `status ${status} is no refusal`;
    return statuses.includes(status)
      ? []
      : [{ at: '', expected: `status ${statuses.join(' or ')}`, actual: `status ${status}` }];
  },
});
