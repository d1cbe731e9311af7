import type { Subject } from '../model/finding.ts';
import { gist, isGranted } from './rfc-answers.ts';
import { faultless, fieldsOf, withFault } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const emptyOf = (subject: Subject): string | undefined => fieldsOf(subject).find(([, value]) => value === '')?.[0];

/** RFC 6749 §3.2: a parameter without a value is treated as if it were omitted. */
export const rfcEmptyParameter = rfcCheck('rfc/empty-parameter', {
  of: (subject) => faultless(subject) && emptyOf(subject) !== undefined,
  otherwise: 'no case of this provider sends a parameter without a value',
  show: (seen, all) => {
    const name = emptyOf(seen.subject) ?? '';
    const isRequired = Object.hasOwn(seen.subject.provider.request.parameters, name);
    const leavesOut = isRequired
      ? withFault('missing-parameter', name)
      : ({ case: { id } }: Subject) => id === `${seen.subject.provider.id}/token`;
    const without = all.find(({ subject }) => leavesOut(subject));
    if (without === undefined) return `no answer to a request without ${name} to compare with`;
    if (!isRequired && !isGranted(without)) return 'not even the canonical request got a token';
    return gist(seen) === gist(without)
      ? []
      : [{ at: '', expected: `${gist(without)}, as without ${name}`, actual: gist(seen) }];
  },
});
