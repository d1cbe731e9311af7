import { notJson } from './docs-schema.ts';
import { isRefused, memberInWords, membersOf } from './rfc-answers.ts';
import { refusalCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const codes: readonly string[] = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];
const expected = 'an error code of RFC 6749';

/** RFC 6749 §5.2: error is REQUIRED, and one of six. */
export const rfcErrorCode = rfcCheck('rfc/error-code', {
  of: refusalCases,
  otherwise: 'no refusal was selected',
  show: (seen) => {
    const { status, body } = seen.answer;
    if (!isRefused(seen)) return `status ${status} is no refusal`;
    if (status === 405 || status === 415) return `status ${status} is an answer of HTTP`;
    if (body.kind !== 'json') return [{ at: '', expected: 'a JSON object with error', actual: notJson(body) }];
    const members = membersOf(seen.answer) ?? {};
    const { error } = members;
    return typeof error === 'string' && codes.includes(error)
      ? []
      : [{ at: '/error', expected, actual: memberInWords(members, 'error') }];
  },
});
