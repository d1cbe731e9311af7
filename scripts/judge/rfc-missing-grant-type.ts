import type { Subject } from '../model/finding.ts';
import { refusedAsTheRfcSays } from './rfc-answers.ts';
import { fieldsOf, tokenCases, withFault } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const isDocumentedWithout = (subject: Subject): boolean =>
  tokenCases(subject) && !fieldsOf(subject).some(([name]) => name === 'grant_type');
const isLeftOut = withFault('missing-parameter', 'grant_type');

/** RFC 6749 §4.4.2 and §5.2: grant_type is REQUIRED. A provider that documents a request without it shows the row by granting that. */
export const rfcMissingGrantType = rfcCheck('rfc/missing-grant-type', {
  of: (subject) => isLeftOut(subject) || isDocumentedWithout(subject),
  otherwise: 'no case of this provider leaves out grant_type',
  show: refusedAsTheRfcSays('missing-parameter', 'grant_type'),
});
