import { canonicalId } from '../model/case.ts';
import { answerOf, certificateDays } from '../model/exchange.ts';
import type { Severity } from '../model/finding.ts';
import { secondsPer } from '../model/lifetime-range.ts';
import type { Provider } from '../model/provider.ts';
import type { HistoryEntry, ProviderReport, Report } from '../model/report.ts';
import type { Baseline } from '../model/shape.ts';
import { numberSaid } from '../oauth/token-response.ts';
import { counts, latencyOf, type Measured, providerFindings } from '../report/index.ts';

/** The entry of each provider that ran. Waived findings and advice are left out. */
export function historyOf(report: Report, providers: readonly Provider[]): readonly HistoryEntry[] {
  return report.providers
    .filter(({ outcome }) => outcome !== 'skipped')
    .map((ran): HistoryEntry => {
      const findings = providerFindings(ran).filter((finding) => counts(finding, report));
      const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
      const latency = latencyOf(ran);
      const lifetime = lifetimeOf(ran, providers);
      const sent = sentOf(ran, report, providers);
      return {
        format: 1,
        at: report.startedAt,
        target: report.target,
        provider: ran.id,
        outcome: ran.outcome,
        findings: { error: count('error'), warning: count('warning'), info: count('info') },
        fingerprints: findings.map(({ fingerprint }) => fingerprint),
        ...(latency && { latency }),
        ...(lifetime !== undefined && { lifetime }),
        ...(sent !== undefined && { sent }),
        ...connectionOf(ran),
      };
    });
}

/** The cases that a live run sent, where the provider has a budget. */
function sentOf(
  { id, cases }: ProviderReport,
  { target }: Report,
  providers: readonly Provider[],
): HistoryEntry['sent'] {
  if (target === 'mock' || providers.find((one) => one.id === id)?.budget === undefined) return undefined;
  return cases.filter(({ exchange }) => exchange.attempts.length > 0).map((one) => one.case.id);
}

/** Of the first attempt that was connected by TLS. */
function connectionOf({ cases }: ProviderReport): Pick<HistoryEntry, 'tls' | 'certificateDays'> {
  const attempts = cases.flatMap(({ exchange }) => exchange.attempts);
  const attempt = attempts.find(({ connection }) => connection !== undefined);
  if (attempt?.connection === undefined) return {};
  const days = certificateDays(attempt);
  return { tls: attempt.connection.tls, ...(days !== undefined && { certificateDays: days }) };
}

/** The lifetime that the canonical token response states, in seconds. */
function lifetimeOf({ id, cases }: ProviderReport, providers: readonly Provider[]): number | undefined {
  const provider = providers.find((one) => one.id === id);
  const exchange = cases.find((one) => one.case.id === canonicalId(id))?.exchange;
  const answer = exchange && answerOf(exchange);
  const expiry = provider?.token.expiry;
  const per = expiry && secondsPer(expiry.unit);
  const said = answer && expiry && numberSaid(answer, expiry.at);
  return said === undefined || per === undefined ? undefined : said * per;
}

/** What the metrics say of each provider that ran, beside what its report holds. */
export const measuredOf = (
  entries: readonly HistoryEntry[],
  baselines: ReadonlyMap<string, Baseline>,
): Readonly<Record<string, Measured>> =>
  Object.fromEntries(
    entries.map(({ provider, lifetime }) => {
      const seen = Object.values(baselines.get(provider)?.cases ?? {}).map(({ lastSeen }) => lastSeen);
      const acceptedAt = seen.toSorted().at(-1);
      return [
        provider,
        { ...(lifetime !== undefined && { lifetime }), ...(acceptedAt !== undefined && { acceptedAt }) },
      ];
    }),
  );
