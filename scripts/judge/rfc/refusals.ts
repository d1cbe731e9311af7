import type { Subject } from '../../model/finding.ts';
import { faultNamed } from '../../oauth/faults.ts';
import { keptBy21, type RfcRow, section } from '../row.ts';
import { fails, gist, grants, headerOf, noRefusal, refusedAsTheRfcSays, refuses } from './answers.ts';
import { fieldsOf, isRejectedBasic, isTokenRequest, missesCredential, presentsBasic, withFault } from './cases.ts';
import { challengesIn } from './challenges.ts';

const isUnknownClient = withFault('unknown-client');
const refusedAsSaid = refusedAsTheRfcSays();
const leavesOutGrantType = withFault('missing-parameter', 'grant_type');

/** RFC 6749 §5.2: how each fault must be refused. */
export const refusalRules = {
  'rfc/rejected-basic': {
    words: 'rejected Basic must get 401 and a matching WWW-Authenticate',
    level: 'MUST',
    source: section(6749, '5.2'),
    oauth21: keptBy21('3.2.4'),
    cases: isRejectedBasic,
    otherwise: 'no case of this provider sends an unknown client in Basic',
    show: (seen, all) => {
      const { status } = seen.answer;
      if (!grants(seen) && !refuses(seen) && !fails(seen, all)) return noRefusal(seen);
      const statuses = faultNamed('unknown-client').rfc('basic', seen.subject.provider)?.statuses ?? [];
      const challenge = headerOf(seen.answer, 'www-authenticate');
      const names = challengesIn(challenge).some(({ scheme }) => scheme === 'basic');
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
    oauth21: keptBy21('3.2.4'),
    cases: (subject) => isUnknownClient(subject) && !presentsBasic(subject),
    otherwise: 'no case of this provider sends an unknown client in the body',
    parts: ['/error'],
    show: refusedAsSaid,
  },
  'rfc/missing-client': {
    words: 'missing credentials must get invalid_client or invalid_request',
    level: 'MUST',
    source: section(6749, '5.2'),
    oauth21: keptBy21('3.2.4'),
    cases: missesCredential('id', 'secret'),
    otherwise: 'no case of this provider leaves out credentials',
    parts: ['/error'],
    show: refusedAsSaid,
  },
  'rfc/unsupported-grant-type': {
    words: 'an unknown grant must get unsupported_grant_type',
    level: 'MUST',
    source: section(6749, '5.2'),
    oauth21: keptBy21('3.2.4'),
    cases: withFault('unsupported-grant-type'),
    otherwise: 'no case of this provider sends an unknown grant',
    parts: ['/error'],
    show: refusedAsSaid,
  },
  /** grant_type is REQUIRED (§4.4.2). A provider that documents a request without it breaks the row by granting that request. */
  'rfc/missing-grant-type': {
    words: 'a missing grant_type must get invalid_request',
    level: 'MUST',
    source: section(6749, '5.2'),
    oauth21: keptBy21('3.2.4'),
    cases: (subject) => leavesOutGrantType(subject) || isDocumentedWithoutGrantType(subject),
    otherwise: 'no case of this provider leaves out grant_type',
    parts: ['/error'],
    show: refusedAsTheRfcSays('missing-parameter', 'grant_type'),
  },
  /** "The request ... repeats a parameter". A request that is granted breaks rfc/repetition-granted. */
  'rfc/repeated-parameter': {
    words: 'a refused repetition must get invalid_request',
    level: 'MUST',
    source: section(6749, '5.2'),
    oauth21: keptBy21('3.2.4'),
    cases: withFault('repeated-parameter'),
    otherwise: 'no case of this provider repeats a parameter',
    parts: ['/error'],
    show: (seen, all) => (grants(seen) ? 'it is granted: see rfc/repetition-granted' : refusedAsSaid(seen, all)),
  },
  /** "Request and response parameters MUST NOT be included more than once." Each parameter is repeated in a request of its own. */
  'rfc/repetition-granted': {
    words: 'a request that repeats a parameter must not be granted',
    level: 'MUST',
    source: section(6749, '3.2'),
    oauth21: keptBy21('3.2'),
    cases: withFault('repeated-parameter'),
    otherwise: 'no case of this provider repeats a parameter',
    parts: ['status'],
    show: (seen) => {
      const repeated = seen.subject.case.fault?.of;
      if (grants(seen)) return [{ at: '', expected: 'a refusal', actual: `${gist(seen)}, with ${repeated} twice` }];
      return refuses(seen) ? [] : noRefusal(seen);
    },
  },
  /** A client does not authenticate in more than one way (§2.3). */
  'rfc/two-authentications': {
    words: 'two ways to authenticate must get invalid_request',
    level: 'MUST',
    source: section(6749, '5.2'),
    oauth21: keptBy21('3.2.4'),
    cases: withFault('two-client-authentications'),
    otherwise: 'no case of this provider authenticates in two ways',
    parts: ['/error'],
    show: refusedAsSaid,
  },
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;

const isDocumentedWithoutGrantType = (subject: Subject): boolean =>
  isTokenRequest(subject) && !fieldsOf(subject).some(([name]) => name === 'grant_type');
