import { refusedAsTheRfcSays } from './rfc-answers.ts';
import { withFault } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §3.2 and §5.2: a parameter is not included more than once. */
export const rfcRepeatedParameter = rfcCheck('rfc/repeated-parameter', {
  of: withFault('repeated-parameter'),
  otherwise: 'no case of this provider repeats a parameter',
  show: refusedAsTheRfcSays(),
});
