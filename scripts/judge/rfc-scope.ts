import { inWords } from './findings.ts';
import { grantedMembers } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const grammar = /^[!#-[\]-~]+(?: [!#-[\]-~]+)*$/;

/** RFC 6749 §3.3, §5.1 and A.4. An answer without scope says that the one asked for was granted, which nothing can contradict. */
export const rfcScope = rfcCheck('rfc/scope', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: grantedMembers(({ scope }) => {
    if (scope === undefined) return 'no token response has a scope: it says that the one asked for was granted';
    if (typeof scope === 'string' && scope.includes('‹')) return 'the scope is masked';
    return typeof scope === 'string' && grammar.test(scope)
      ? []
      : [{ at: '/scope', expected: 'words with one space between them', actual: inWords(scope) }];
  }),
});
