import { valueInWords } from '../findings.ts';
import { keptBy21, type RfcRow, section } from '../row.ts';
import { grants, membersOf, refusedAsTheRfcSays } from './answers.ts';
import { withFault } from './cases.ts';

const refused = refusedAsTheRfcSays();

/** RFC 6749 §3.3: what may become of a request whose scope is missing or unknown. */
export const scopeRules = {
  'rfc/missing-scope': {
    words: 'a missing scope must get a token or invalid_scope',
    level: 'MUST',
    source: section(6749, '3.3'),
    oauth21: keptBy21('1.4.1'),
    cases: withFault('missing-parameter', 'scope'),
    otherwise: 'no case of this provider leaves out a scope',
    show: (seen, all) => (grants(seen) ? [] : refused(seen, all)),
  },
  /** A client that is granted another scope than it asked for must be told which (§5.2 has the refusal). */
  'rfc/unknown-scope': {
    words: 'an unknown scope should get invalid_scope, or a token whose scope is named',
    level: 'SHOULD',
    source: section(6749, '3.3'),
    oauth21: keptBy21('1.4.1'),
    cases: withFault('unknown-scope'),
    otherwise: 'no case of this provider asks for an unknown scope',
    show: (seen, all) => {
      if (!grants(seen)) return refused(seen, all);
      const scope = membersOf(seen.answer)?.['scope'];
      if (scope === undefined)
        return 'a token without a scope in the answer, which says that the one asked for was granted';
      return typeof scope === 'string'
        ? []
        : [{ at: '/scope', expected: 'the scope that was granted', actual: valueInWords(scope) }];
    },
  },
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;
