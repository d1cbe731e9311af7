import { type Case, isCanonical } from '../model/case.ts';
import { answerOf } from '../model/exchange.ts';
import type { Subject } from '../model/finding.ts';
import type { Provider } from '../model/provider.ts';
import type { ProviderReport, Report } from '../model/report.ts';
import type { Baseline } from '../model/shape.ts';
import { UsageError } from '../model/usage-error.ts';

/** The run of a provider in a report. @throws {UsageError} unless it is complete and of a live host */
export function ranIn(report: Report, { id }: Provider, path: string): ProviderReport {
  if (report.target === 'mock')
    throw new UsageError([
      `${path} is of the mock host, which says nothing of ${id}: run npm run verify -- --provider ${id} --target sandbox`,
    ]);
  const ran = report.providers.find((one) => one.id === id);
  if (ran === undefined) {
    const others = report.providers.map((one) => one.id).join(', ');
    throw new UsageError([`${path} has no run of ${id}; it has ${others === '' ? 'none at all' : others}`]);
  }
  const problems = ran.cases.flatMap(({ case: { id: caseId }, exchange }) => {
    const last = exchange.attempts.at(-1);
    if (exchange.inconclusive !== undefined) {
      // Nobody's answer to a wrong request leaves the others whole.
      if (exchange.inconclusive === 'intercepted' && !isCanonical({ id: caseId })) return [];
      const { reason = exchange.inconclusive } = exchange;
      return [
        `${caseId} is inconclusive: ${exchange.inconclusive}${reason === exchange.inconclusive ? '' : ` (${reason})`}`,
      ];
    }
    if (last?.kind === 'failed') return [`${caseId} got no answer: ${last.failure}`];
    if (exchange.scriptError !== undefined) return [`${caseId}: a script of the collection failed`];
    const isCut =
      last === undefined && !['mock-only', 'not-asked', 'budget', 'intercepted', undefined].includes(exchange.notSent);
    return isCut ? [`${caseId} was not sent: ${exchange.notSent}`] : [];
  });
  if (problems.length === 0 && !ran.cases.some(({ exchange }) => answerOf(exchange) !== undefined))
    problems.push(`no case of ${id} was answered${ran.reason === undefined ? '' : ` (${ran.reason})`}`);
  if (problems.length > 0)
    throw new UsageError([`${path} is not a whole run of ${id}, so it cannot be accepted:`, ...problems]);
  return ran;
}

/** @throws {UsageError} for a report that is older than the last one accepted */
export function refuseOlder({ startedAt }: Report, before: Baseline | undefined, path: string): void {
  const newest = Object.values(before?.cases ?? {})
    .map(({ lastSeen }) => lastSeen)
    .reduce((a, b) => (a > b ? a : b), '');
  if (startedAt < newest)
    throw new UsageError([`${path} is of ${startedAt}, older than what was accepted last (${newest})`]);
}

/** The answers of a run, joined with the cases that the provider file has today. */
export const subjectsOf = (ran: ProviderReport, provider: Provider, cases: readonly Case[]): readonly Subject[] =>
  cases.flatMap((one): readonly Subject[] => {
    const exchange = ran.cases.find(({ case: { id } }) => id === one.id)?.exchange;
    return exchange === undefined || answerOf(exchange) === undefined ? [] : [{ provider, case: one, exchange }];
  });
