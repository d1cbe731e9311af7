import { assertionCheck, breaks, holds } from './assertion-check.ts';
import { bodyIsComparable, notComparable } from './documented-status.ts';

export const docsMediaType = assertionCheck('docs/media-type', ({ is }, answer, subject) => {
  if (!bodyIsComparable(subject, answer.status)) return { kind: 'not-judged', why: notComparable };
  if (answer.body.kind !== 'json') return { kind: 'not-judged', why: 'the body is not JSON: see docs/schema' };
  const sent = answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const mediaType = sent?.split(';')[0]?.trim().toLowerCase();
  return mediaType === is
    ? holds
    : breaks({
        at: '',
        expected: `Content-Type ${is}`,
        actual: sent === undefined ? 'no Content-Type' : `Content-Type ${sent}`,
      });
});
