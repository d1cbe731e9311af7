import { headerOf, isGranted } from './rfc-answers.ts';
import { refusalCases, tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 6749 §5.1 and §5.2: token and error responses are application/json; parameters such as charset are allowed. */
export const rfcMediaType = rfcCheck('rfc/media-type', {
  of: (subject) => tokenCases(subject) || refusalCases(subject),
  otherwise: 'no token request and no refusal was selected',
  show: (seen) => {
    const { status } = seen.answer;
    // Other refusals, such as 405 and 415, are answers of HTTP.
    if (!isGranted(seen) && status !== 400 && status !== 401) return `status ${status} is an answer of HTTP`;
    const sent = headerOf(seen.answer, 'content-type');
    return sent?.split(';')[0]?.trim().toLowerCase() === 'application/json'
      ? []
      : [
          {
            at: '',
            expected: 'Content-Type application/json',
            actual: sent === undefined ? 'no Content-Type' : `Content-Type ${sent}`,
          },
        ];
  },
});
