import type { Exchange } from '../model/exchange.ts';
import type { CaseCheck } from '../model/finding.ts';
import { isObject, valueAt } from '../model/pointer.ts';
import { formMediaType } from '../oauth/request.ts';
import { documentedToken, isCovered, isTokenCase } from './documented-token.ts';
import { findingOf, inWords, judgementOf, notJudged } from './findings.ts';

const rule = 'docs/scope';

/** What was asked for, as the exchange records it: with its variables resolved. */
function askedScope({ request: { headers, body } }: Exchange): string | undefined {
  const isForm = headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value === formMediaType);
  if (isForm) return /(?:^|&)scope=([^&]*)/.exec(body)?.[1];
  try {
    const json = JSON.parse(body);
    return isObject(json) && typeof json['scope'] === 'string' ? json['scope'] : undefined;
  } catch {
    return undefined;
  }
}

/** Sorted, each once: the order of the words means nothing (RFC 6749 §3.3). */
const setOf = (scope: string): string => [...new Set(scope.split(' '))].toSorted().join(' ');

/** Where the documentation has a scope, the one granted against the one asked for. */
export const docsScope: CaseCheck = {
  rule,
  run(subject, validate) {
    const { scope: at } = subject.provider.token;
    if (at === undefined || !isTokenCase(subject)) return undefined;
    const answer = documentedToken(rule, subject);
    if ('outcome' in answer) return answer;
    if (answer.body.kind !== 'json') return notJudged(rule, 'the body is not JSON: see docs/schema');
    if (isCovered(at, subject, answer.body.json, validate)) return notJudged(rule, 'another check speaks of it');
    const asked = askedScope(subject.exchange);
    const got = valueAt(answer.body.json, at);
    if (asked === undefined) return notJudged(rule, 'no scope was asked for');
    if (got === undefined) return notJudged(rule, 'the answer names no scope: the one asked for was granted');
    if (asked.includes('‹')) return notJudged(rule, 'the scope is masked');
    if (typeof got === 'string' && setOf(got) === setOf(asked)) return judgementOf(rule, subject, []);
    const mismatch = { at, expected: `the words of ${JSON.stringify(asked)}`, actual: inWords(got) };
    return judgementOf(rule, subject, [findingOf(rule, 'warning', subject, mismatch, subject.case.source)]);
  },
};
