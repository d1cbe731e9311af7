import { notJson } from './docs-schema.ts';
import { granted, memberInWords, membersOf } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const at = '/access_token';
const expected = 'a string of printable ASCII';

/** RFC 6749 §5.1 and A.12: access_token is REQUIRED and consists of VSCHAR. */
export const rfcAccessToken = rfcCheck('rfc/access-token', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: granted(({ answer }) => {
    const { body, tokens } = answer;
    if (body.kind !== 'json') return [{ at: '', expected: 'a JSON object with access_token', actual: notJson(body) }];
    const members = membersOf(answer) ?? {};
    const value = members['access_token'];
    const elsewhere = tokens.some((one) => one.at.endsWith(at) && one.at !== at);
    if (value === undefined && elsewhere) return 'it does not stand at the top level: see rfc/top-level';
    const token = tokens.find((one) => one.at === at);
    if (typeof value !== 'string' || value === '')
      return [{ at, expected, actual: memberInWords(members, 'access_token') }];
    return token?.vschar === false ? [{ at, expected, actual: 'a string with other characters' }] : [];
  }),
});
