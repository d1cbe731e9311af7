import { valueAt } from '../model/pointer.ts';
import { assertionCheck, breaks, holds } from './assertion-check.ts';
import { inWords } from './findings.ts';

/** A documented number that is optional: only one that is there can be implausible. */
export const docsRange = assertionCheck('docs/range', ({ at, minimum, maximum }, { body }) => {
  const actual = body.kind === 'json' ? valueAt(body.json, at) : undefined;
  if (typeof actual !== 'number') return { kind: 'not-judged', why: `there is no number at ${at}` };
  return actual >= minimum && actual <= maximum
    ? holds
    : breaks({ at, expected: `from ${minimum} to ${maximum}`, actual: inWords(actual) });
});
