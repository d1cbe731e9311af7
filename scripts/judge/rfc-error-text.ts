import { inWords, type Mismatch } from './findings.ts';
import { isRefused, membersOf } from './rfc-answers.ts';
import { refusalCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const texts = [
  { at: '/error_description', name: 'error_description', grammar: /^[ !#-[\]-~]*$/ },
  { at: '/error_uri', name: 'error_uri', grammar: /^[!#-[\]-~]*$/ },
] as const;

/** Without what masking put there. */
const asReceived = (text: string): string => text.replaceAll(/‹[^›]*›/g, '').replace(/… \(\d+ characters\)$/, '');

/** RFC 6749 §5.2, A.8 and A.9: printable ASCII without quotation marks and backslashes, in error_uri without spaces too. */
export const rfcErrorText = rfcCheck('rfc/error-text', {
  of: refusalCases,
  otherwise: 'no refusal was selected',
  show: (seen) => {
    if (!isRefused(seen)) return `status ${seen.answer.status} is no refusal`;
    const members = membersOf(seen.answer) ?? {};
    const there = texts.filter(({ name }) => members[name] !== undefined);
    if (there.length === 0) return 'no refusal has an error_description or an error_uri';
    return there.flatMap(({ at, name, grammar }): readonly Mismatch[] => {
      const value = members[name];
      return typeof value === 'string' && grammar.test(asReceived(value))
        ? []
        : [{ at, expected: 'printable ASCII without quotation marks and backslashes', actual: inWords(value) }];
    });
  },
});
