import { refusalCases, tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

/** RFC 8259 §4: names within an object are unique; by analogy with RFC 6749 §3.2 on parameters. */
export const rfcRepeatedMember = rfcCheck('rfc/repeated-member', {
  of: (subject) => tokenCases(subject) || refusalCases(subject),
  otherwise: 'no token request and no refusal was selected',
  show: ({ answer: { body } }) =>
    body.kind !== 'json'
      ? 'the body is not JSON'
      : body.oddities.flatMap(({ is, at }) =>
          is === 'repeated-member' ? [{ at, expected: 'there once', actual: 'there more than once' }] : [],
        ),
});
