import { refusedAsTheRfcSays } from './rfc-answers.ts';
import { withFault } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §5.2. */
export const rfcUnsupportedGrantType = rfcCheck('rfc/unsupported-grant-type', {
  of: withFault('unsupported-grant-type'),
  otherwise: 'no case of this provider sends an unknown grant',
  show: refusedAsTheRfcSays(),
});
