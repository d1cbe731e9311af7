import { stillGranted } from './rfc-answers.ts';
import { faultless, presentsBasic } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §2.3.1: the server supports Basic for clients that were issued a password. */
export const rfcBasic = rfcCheck('rfc/basic', {
  of: (subject) => faultless(subject) && presentsBasic(subject),
  otherwise: 'no case of this provider sends Basic with its credentials',
  show: stillGranted,
});
