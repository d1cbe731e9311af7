import type { CaseCheck, Finding } from '../model/finding.ts';
import { valueAt } from '../model/pointer.ts';
import type { Pointer } from '../model/provider.ts';
import { documentedToken, isCovered, isTokenCase, tokenIn } from './documented-token.ts';
import { findingOf, judgementOf, notJudged } from './findings.ts';

const rule = 'docs/lifetime';
/** Seconds. */
const tolerance = 5;

/** The lifetime in the prose, against expires_in and against exp − iat of a JWT. All in seconds. */
export const docsLifetime: CaseCheck = {
  rule,
  run(subject, validate) {
    const { accessToken, expiry, lifetime } = subject.provider.token;
    if (lifetime === undefined || !isTokenCase(subject)) return undefined;
    const answer = documentedToken(rule, subject);
    if ('outcome' in answer) return answer;
    const said: { readonly at: Pointer; readonly seconds: number; readonly as: string }[] = [];
    if (expiry?.unit === 'seconds' && answer.body.kind === 'json') {
      const seconds = valueAt(answer.body.json, expiry.at);
      if (typeof seconds === 'number' && !isCovered(expiry.at, subject, answer.body.json, validate))
        said.push({ at: expiry.at, seconds, as: `number ${seconds}` });
    }
    const { iat, exp } = tokenIn(answer, subject)?.jwt ?? {};
    if (iat !== undefined && exp !== undefined)
      said.push({ at: accessToken, seconds: exp - iat, as: `a JWT whose exp − iat is ${exp - iat}` });
    if (said.length === 0) return notJudged(rule, 'no JWT and no unasserted expires_in says how long the token lives');
    const findings = said.flatMap(({ at, seconds, as }): readonly Finding[] => {
      if (Math.abs(seconds - lifetime.seconds) <= tolerance) return [];
      const level = seconds < lifetime.seconds * 0.9 ? 'error' : 'warning';
      const mismatch = { at, expected: `${lifetime.seconds} seconds`, actual: as };
      return [findingOf(rule, level, subject, mismatch, lifetime.source)];
    });
    return judgementOf(rule, subject, findings);
  },
};
