import { refusedAsTheRfcSays } from './rfc-answers.ts';
import { withFault } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §2.3 and §5.2: a client does not authenticate in more than one way. */
export const rfcTwoAuthentications = rfcCheck('rfc/two-authentications', {
  of: withFault('two-client-authentications'),
  otherwise: 'no case of this provider authenticates in two ways',
  show: refusedAsTheRfcSays(),
});
