import type { CaseCheck } from '../model/finding.ts';
import { documentedToken, isTokenCase, tokenIn } from './documented-token.ts';
import { findingOf, judgementOf, notJudged } from './findings.ts';

const rule = 'docs/token-format';

/** Only where the documentation promises a JWT: elsewhere a token is opaque to a client (RFC 6749 §1.4). */
export const docsTokenFormat: CaseCheck = {
  rule,
  run(subject) {
    const { accessToken: at, format } = subject.provider.token;
    if (format === undefined || !isTokenCase(subject)) return undefined;
    const answer = documentedToken(rule, subject);
    if ('outcome' in answer) return answer;
    const token = tokenIn(answer, subject);
    if (token === undefined) return notJudged(rule, 'there is no token: see docs/schema');
    if (token.kind === format.is) return judgementOf(rule, subject, []);
    const mismatch = { at, expected: 'a JWT', actual: `an opaque token of ${token.length} characters` };
    return judgementOf(rule, subject, [findingOf(rule, 'error', subject, mismatch, format.source)]);
  },
};
