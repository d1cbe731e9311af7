import { faultNamed } from '../oauth/faults.ts';
import { headerOf, isGranted, isRefused } from './rfc-answers.ts';
import { presentsBasic, withFault } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const isUnknownClient = withFault('unknown-client');

/** RFC 6749 §5.2: who tried an Authorization header gets 401 and a WWW-Authenticate that names the scheme. */
export const rfcRejectedBasic = rfcCheck('rfc/rejected-basic', {
  of: (subject) => isUnknownClient(subject) && presentsBasic(subject),
  otherwise: 'no case of this provider sends an unknown client in Basic',
  show: (seen) => {
    const { status } = seen.answer;
    if (!isGranted(seen) && !isRefused(seen)) return `status ${status} is no refusal`;
    const statuses = faultNamed('unknown-client').rfc('basic')?.statuses ?? [];
    const challenge = headerOf(seen.answer, 'www-authenticate');
    const names = challenge !== undefined && /(?:^|,)\s*basic\b/i.test(challenge);
    if (statuses.includes(status) && names) return [];
    const said = challenge === undefined ? 'without WWW-Authenticate' : `with WWW-Authenticate: ${challenge}`;
    return [
      {
        at: '',
        expected: `status ${statuses.join(' or ')} with WWW-Authenticate: Basic`,
        actual: `status ${status} ${said}`,
      },
    ];
  },
});
