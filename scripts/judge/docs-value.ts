import { isDeepStrictEqual } from 'node:util';
import { valueAt } from '../model/pointer.ts';
import { assertionCheck, breaks, holds } from './assertion-check.ts';
import { bodyIsComparable, notComparable } from './documented-status.ts';
import { inWords } from './findings.ts';

export const docsValue = assertionCheck('docs/value', ({ at, equals }, { status, body }, subject, validate) => {
  if (!bodyIsComparable(subject, status)) return { kind: 'not-judged', why: notComparable };
  if (body.kind !== 'json') return { kind: 'not-judged', why: 'the body is not JSON: see docs/schema' };
  const schema = subject.case.response?.schema;
  if (schema !== undefined && validate(schema, body.json).some((error) => error.at === at))
    return { kind: 'not-judged', why: 'its shape is wrong: see docs/schema' };
  const actual = valueAt(body.json, at);
  return isDeepStrictEqual(actual, equals)
    ? holds
    : breaks({ at, expected: JSON.stringify(equals), actual: inWords(actual) });
});
