import { inWords } from './findings.ts';
import { isGranted, membersOf, refusedAsTheRfcSays } from './rfc-answers.ts';
import { withFault } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const refused = refusedAsTheRfcSays();

/** RFC 6749 §3.3 and §5.2: who is granted another scope than the one asked for must be told. */
export const rfcUnknownScope = rfcCheck('rfc/unknown-scope', {
  of: withFault('unknown-scope'),
  otherwise: 'no case of this provider asks for an unknown scope',
  show: (seen, all) => {
    if (!isGranted(seen)) return refused(seen, all);
    const scope = membersOf(seen.answer)?.['scope'];
    if (scope === undefined)
      return 'a token without a scope in the answer, which says that the one asked for was granted';
    return typeof scope === 'string'
      ? []
      : [{ at: '/scope', expected: 'the scope that was granted', actual: inWords(scope) }];
  },
});
