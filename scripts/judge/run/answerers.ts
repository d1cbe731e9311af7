import type { CaseId } from '../../model/case.ts';
import { type Exchange, evidenceOf } from '../../model/exchange.ts';
import type { Judgement, Severity, Subject } from '../../model/finding.ts';
import type { Provider } from '../../model/provider.ts';
import { notJudged, providerFindingOf } from '../findings.ts';
import { idsOf, type RuleRow } from '../row.ts';

interface AnswererRow extends RuleRow {
  readonly inconclusive: Exchange['inconclusive'];
  readonly severity: Severity;
  expected(provider: Provider): string;
  actual(exchange: Exchange, others: readonly CaseId[]): string;
}

/** What is said of answers that are not the provider's. One finding for all cases that got one: they have one cause. */
export const answererRules = {
  'run/no-endpoint': {
    words: 'no token endpoint here any more, or a wrong address',
    inconclusive: 'no-endpoint',
    severity: 'error',
    expected: () => 'a token endpoint',
    actual: ({ request, reason = '' }) => `${reason}; asked ${request.method} ${request.url}`,
  },
  'run/intercepted': {
    words: 'something in front of the provider answers',
    inconclusive: 'intercepted',
    severity: 'warning',
    expected: ({ name }) => `answers of ${name}`,
    actual: ({ reason = '' }, cases) => `${reason} (${cases.join(', ')})`,
  },
} as const satisfies Readonly<Record<`run/${string}`, AnswererRow>>;

export function judgeAnswerers(provider: Provider, subjects: readonly Subject[]): readonly Judgement[] {
  const answered = subjects.filter(({ exchange }) => exchange.attempts.at(-1)?.kind === 'answered');
  return idsOf(answererRules).map((rule): Judgement => {
    const { inconclusive, severity, expected, actual }: AnswererRow = answererRules[rule];
    const found = answered.filter(({ exchange }) => exchange.inconclusive === inconclusive);
    const [first] = found;
    const [any] = answered;
    if (any === undefined) return notJudged(rule, 'nothing was answered');
    if (first === undefined) return { rule, outcome: 'held', evidence: evidenceOf(any.exchange) };
    const cases = found.map((subject) => subject.case.id);
    const mismatch = { at: '' as const, expected: expected(provider), actual: actual(first.exchange, cases) };
    return { rule, outcome: 'broken', findings: [providerFindingOf(rule, severity, provider, mismatch)] };
  });
}
