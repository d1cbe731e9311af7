import { probe } from '../oauth/probe.ts';
import { stillGranted } from './rfc-answers.ts';
import { faultless, fieldsOf } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §3.2: unrecognized request parameters are ignored. */
export const rfcUnknownParameter = rfcCheck('rfc/unknown-parameter', {
  of: (subject) => faultless(subject) && fieldsOf(subject).some(([name]) => name === probe.parameter),
  otherwise: 'no case of this provider sends an unknown parameter',
  show: stillGranted,
});
