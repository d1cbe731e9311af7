import type { Subject } from '../../model/finding.ts';
import { faultNamed } from '../../oauth/faults.ts';
import { type RfcRow, section } from '../row.ts';
import { grants, headerOf, refusedAsTheRfcSays, refuses } from './answers.ts';
import { fieldsOf, isTokenRequest, presentsBasic, withFault } from './cases.ts';

const isUnknownClient = withFault('unknown-client');
const leavesOutGrantType = withFault('missing-parameter', 'grant_type');

/** RFC 6749 §5.2: how each fault must be refused. */
export const refusalRules = {
  'rfc/rejected-basic': {
    words: 'rejected Basic must get 401 and a matching WWW-Authenticate',
    level: 'MUST',
    source: section(6749, '5.2'),
    cases: (subject) => isUnknownClient(subject) && presentsBasic(subject),
    otherwise: 'no case of this provider sends an unknown client in Basic',
    show: (seen) => {
      const { status } = seen.answer;
      if (!grants(seen) && !refuses(seen)) return `status ${status} is no refusal`;
      const statuses = faultNamed('unknown-client').rfc('basic')?.statuses ?? [];
      const challenge = headerOf(seen.answer, 'www-authenticate');
      const names = challenge !== undefined && /(?:^|,)\s*basic\b/i.test(challenge);
      if (statuses.includes(status) && names) return [];
      const said = challenge === undefined ? 'without WWW-Authenticate' : `with WWW-Authenticate: ${challenge}`;
      const expected = `status ${statuses.join(' or ')} with WWW-Authenticate: Basic`;
      return [{ at: '', expected, actual: `status ${status} ${said}` }];
    },
  },
  'rfc/rejected-client': {
    words: 'rejected credentials must get invalid_client',
    level: 'MUST',
    source: section(6749, '5.2'),
    cases: (subject) => isUnknownClient(subject) && !presentsBasic(subject),
    otherwise: 'no case of this provider sends an unknown client in the body',
    parts: ['/error'],
    show: refusedAsTheRfcSays(),
  },
  'rfc/missing-client': {
    words: 'missing credentials must get invalid_client or invalid_request',
    level: 'MUST',
    source: section(6749, '5.2'),
    cases: withFault('missing-parameter', 'client_id', 'client_secret'),
    otherwise: 'no case of this provider leaves out credentials',
    parts: ['/error'],
    show: refusedAsTheRfcSays(),
  },
  'rfc/unsupported-grant-type': {
    words: 'an unknown grant must get unsupported_grant_type',
    level: 'MUST',
    source: section(6749, '5.2'),
    cases: withFault('unsupported-grant-type'),
    otherwise: 'no case of this provider sends an unknown grant',
    parts: ['/error'],
    show: refusedAsTheRfcSays(),
  },
  /** grant_type is REQUIRED (§4.4.2). A provider that documents a request without it breaks the row by granting that request. */
  'rfc/missing-grant-type': {
    words: 'a missing grant_type must get invalid_request',
    level: 'MUST',
    source: section(6749, '5.2'),
    cases: (subject) => leavesOutGrantType(subject) || isDocumentedWithoutGrantType(subject),
    otherwise: 'no case of this provider leaves out grant_type',
    parts: ['/error'],
    show: refusedAsTheRfcSays('missing-parameter', 'grant_type'),
  },
  /** A parameter is not included more than once (§3.2). */
  'rfc/repeated-parameter': {
    words: 'a repeated parameter must get invalid_request',
    level: 'MUST',
    source: section(6749, '5.2'),
    cases: withFault('repeated-parameter'),
    otherwise: 'no case of this provider repeats a parameter',
    parts: ['/error'],
    show: refusedAsTheRfcSays(),
  },
  /** A client does not authenticate in more than one way (§2.3). */
  'rfc/two-authentications': {
    words: 'two ways to authenticate must get invalid_request',
    level: 'MUST',
    source: section(6749, '5.2'),
    cases: withFault('two-client-authentications'),
    otherwise: 'no case of this provider authenticates in two ways',
    parts: ['/error'],
    show: refusedAsTheRfcSays(),
  },
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;

const isDocumentedWithoutGrantType = (subject: Subject): boolean =>
  isTokenRequest(subject) && !fieldsOf(subject).some(([name]) => name === 'grant_type');
