import { refusedAsTheRfcSays } from './rfc-answers.ts';
import { presentsBasic, withFault } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const isUnknownClient = withFault('unknown-client');

/** RFC 6749 §5.2: failed client authentication is invalid_client. */
export const rfcRejectedClient = rfcCheck('rfc/rejected-client', {
  of: (subject) => isUnknownClient(subject) && !presentsBasic(subject),
  otherwise: 'no case of this provider sends an unknown client in the body',
  show: refusedAsTheRfcSays(),
});
