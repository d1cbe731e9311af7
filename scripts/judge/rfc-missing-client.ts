import { refusedAsTheRfcSays } from './rfc-answers.ts';
import { withFault } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §5.2: no client authentication is invalid_client, a missing parameter invalid_request. */
export const rfcMissingClient = rfcCheck('rfc/missing-client', {
  of: withFault('missing-parameter', 'client_id', 'client_secret'),
  otherwise: 'no case of this provider leaves out credentials',
  show: refusedAsTheRfcSays(),
});
