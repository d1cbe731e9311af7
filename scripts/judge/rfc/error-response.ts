import { faultNamed } from '../../oauth/faults.ts';
import { notJson, valueInWords } from '../findings.ts';
import { type Mismatch, type RfcRow, section } from '../row.ts';
import { memberInWords, membersOf, refuses } from './answers.ts';
import { refusals, refusalsOutsideBasic } from './cases.ts';

const codes: readonly string[] = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

/** RFC 6749 §5.2: what every error response looks like, whatever the fault. */
export const errorResponseRules = {
  /** Rejected Basic has a row of its own. */
  'rfc/error-status': {
    words: 'a refusal must have status 400, or the one that is specified',
    level: 'MUST',
    source: section(6749, '5.2'),
    ...refusalsOutsideBasic,
    parts: ['status'],
    show: (seen) => {
      const { status } = seen.answer;
      const { fault } = seen.subject.case;
      const statuses = fault && faultNamed(fault.name).rfc(fault.of)?.statuses;
      if (statuses === undefined) return 'the RFC has no status for it';
      if (!refuses(seen)) return `status ${status} is no refusal`;
      return statuses.includes(status)
        ? []
        : [{ at: '', expected: `status ${statuses.join(' or ')}`, actual: `status ${status}` }];
    },
  },
  'rfc/error-code': {
    words: 'a refusal must have an error from the list',
    level: 'MUST',
    source: section(6749, '5.2'),
    ...refusals,
    parts: ['/error'],
    show: (seen) => {
      const { status, body } = seen.answer;
      if (!refuses(seen)) return `status ${status} is no refusal`;
      if (status === 405 || status === 415) return `status ${status} is an answer of HTTP`;
      if (body.kind !== 'json') return [{ at: '', expected: 'a JSON object with error', actual: notJson(body) }];
      const members = membersOf(seen.answer) ?? {};
      const { error } = members;
      return typeof error === 'string' && codes.includes(error)
        ? []
        : [{ at: '/error', expected: 'an error code of RFC 6749', actual: memberInWords(members, 'error') }];
    },
  },
  'rfc/error-text': {
    words: 'error_description and error_uri must keep to their characters',
    level: 'MUST',
    source: section(6749, '5.2'),
    ...refusals,
    parts: ['/error_description'],
    show: (seen) => {
      if (!refuses(seen)) return `status ${seen.answer.status} is no refusal`;
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
