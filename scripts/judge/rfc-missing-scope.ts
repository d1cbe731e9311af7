import { isGranted, refusedAsTheRfcSays } from './rfc-answers.ts';
import { withFault } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const refused = refusedAsTheRfcSays();

/** RFC 6749 §3.3: a request without scope gets the default scope, or fails as invalid_scope. */
export const rfcMissingScope = rfcCheck('rfc/missing-scope', {
  of: withFault('missing-parameter', 'scope'),
  otherwise: 'no case of this provider leaves out a scope',
  show: (seen, all) => (isGranted(seen) ? [] : refused(seen, all)),
});
