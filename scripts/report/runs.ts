import type { Outcome, ProviderReport, Report } from '../model/report.ts';
import { errorsOf } from './reading.ts';
import type { RenderOptions } from './reporter.ts';

/** One run of one provider, as a point of its timeline. `at` is ISO 8601, latency in milliseconds. */
export interface RunPoint {
  readonly at: string;
  readonly outcome: Outcome;
  readonly errors: number;
  readonly latency?: { readonly p50: number; readonly p95: number };
  /** Seconds, as the canonical token response says. */
  readonly lifetime?: number;
}

const shown = 30;

/** The last runs of a provider against the same target, oldest first. This run is the last; the history may hold it already. */
export function runsOf(
  provider: ProviderReport,
  report: Report,
  { history, measured = {} }: Pick<RenderOptions, 'history' | 'measured'>,
): readonly RunPoint[] {
  const earlier = history
    .filter(
      (entry) =>
        entry.provider === provider.id && entry.target === report.target && Date.parse(entry.at) < started(report),
    )
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(
      ({ at, outcome, findings, latency, lifetime }): RunPoint => ({
        at,
        outcome,
        errors: findings.error,
        ...(latency && { latency }),
        ...(lifetime !== undefined && { lifetime }),
      }),
    );
  const latency = latencyOf(provider);
  const { lifetime } = measured[provider.id] ?? {};
  const now: RunPoint = {
    at: report.startedAt,
    outcome: provider.outcome,
    errors: errorsOf(provider, report).length,
    ...(latency && { latency }),
    ...(lifetime !== undefined && { lifetime }),
  };
  return [...earlier, now].slice(-shown);
}

const started = ({ startedAt }: Report): number => Date.parse(startedAt);

/** Median and 95th percentile of the answered attempts in milliseconds, by nearest rank. `undefined`: nothing was answered. */
export function latencyOf({ cases }: ProviderReport): RunPoint['latency'] {
  const sorted = cases
    .flatMap(({ exchange }) => exchange.attempts)
    .flatMap((attempt) => (attempt.kind === 'answered' ? [attempt.ms] : []))
    .toSorted((a, b) => a - b);
  const at = (share: number): number | undefined => sorted[Math.ceil(share * sorted.length) - 1];
  const [p50, p95] = [at(0.5), at(0.95)];
  return p50 === undefined || p95 === undefined ? undefined : { p50, p95 };
}
