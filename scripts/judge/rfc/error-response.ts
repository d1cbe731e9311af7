import { isTokenError } from '../../oauth/error-codes.ts';
import { faultNamed } from '../../oauth/faults.ts';
import { notJson, valueInWords } from '../findings.ts';
import { keptBy21, type Mismatch, type RfcRow, section } from '../row.ts';
import { fails, memberInWords, membersOf, noRefusal, refuses } from './answers.ts';
import { isRejectedBasic, refusals } from './cases.ts';

/** RFC 6749 §5.2: what every error response looks like, whatever the fault. */
export const errorResponseRules = {
  /** "The authorization server responds with an HTTP 400 (Bad Request) status code (unless specified otherwise)". Rejected Basic has a row of its own. */
  'rfc/error-status': {
    words: 'a refusal must have status 400, or the one that is specified',
    level: 'MUST',
    source: section(6749, '5.2'),
    oauth21: keptBy21('3.2.4'),
    cases: (subject) => refusals.cases(subject) && !isRejectedBasic(subject),
    otherwise: refusals.otherwise,
    parts: ['status'],
    show: (seen, all) => {
      const { status } = seen.answer;
      const { fault } = seen.subject.case;
      const statuses = fault && faultNamed(fault.name).rfc(fault.of, seen.subject.provider)?.statuses;
      if (statuses === undefined) return 'the RFC has no status for it';
      if (!refuses(seen) && !fails(seen, all)) return noRefusal(seen);
      return statuses.includes(status)
        ? []
        : [{ at: '', expected: `status ${statuses.join(' or ')}`, actual: `status ${status}` }];
    },
  },
  'rfc/error-code': {
    words: 'a refusal must have an error from the list',
    level: 'MUST',
    source: section(6749, '5.2'),
    oauth21: keptBy21('3.2.4'),
    ...refusals,
    parts: ['/error'],
    show: (seen) => {
      const { status, body } = seen.answer;
      if (!refuses(seen)) return noRefusal(seen);
      if (status === 405 || status === 415) return `status ${status} is an answer of HTTP`;
      if (body.kind !== 'json') return [{ at: '', expected: 'a JSON object with error', actual: notJson(body) }];
      const members = membersOf(seen.answer) ?? {};
      const { error } = members;
      return typeof error === 'string' && isTokenError(error)
        ? []
        : [{ at: '/error', expected: 'an error code for the token endpoint', actual: memberInWords(members, 'error') }];
    },
  },
  'rfc/error-text': {
    words: 'error_description and error_uri must keep to their characters',
    level: 'MUST',
    source: section(6749, '5.2'),
    oauth21: keptBy21('3.2.4'),
    ...refusals,
    parts: ['/error_description'],
    show: (seen) => {
      if (!refuses(seen)) return noRefusal(seen);
      const { illFormed = [] } = seen.answer;
      const members = membersOf(seen.answer) ?? {};
      const there = (['error_description', 'error_uri'] as const).filter((name) => members[name] !== undefined);
      if (there.length === 0) return 'no refusal has an error_description or an error_uri';
      return there.flatMap((name): readonly Mismatch[] => {
        const [at, value] = [`/${name}` as const, members[name]];
        return typeof value === 'string' && !illFormed.includes(at)
          ? []
          : [{ at, expected: 'printable ASCII without quotation marks and backslashes', actual: valueInWords(value) }];
      });
    },
  },
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;
