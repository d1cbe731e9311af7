import type { HistoryEntry, ProviderReport, Report } from '../model/report.ts';
import { outcomes } from './outcomes.ts';
import { errorsOf, findingsOf, hasScriptError } from './reading.ts';

/** What a run learnt of a provider, as far as somebody is to be told. */
export type Standing =
  /**
   * `signals` holds the fingerprints of the findings, or the name of an outcome. `was` has the names by which an earlier version
   * may have told a signal.
   */
  | {
      readonly kind: 'trouble';
      readonly signals: readonly string[];
      readonly was?: ReadonlyMap<string, readonly string[]>;
    }
  | { readonly kind: 'clear'; readonly waived: boolean }
  /** The run learnt nothing of the provider: it opens no issue and closes none. */
  | { readonly kind: 'unknown' };

export function standingOf(provider: ProviderReport, report: Report, history: readonly HistoryEntry[]): Standing {
  // A report of the outcomes alone does not say what is broken, nor whether it is new.
  const isOutcomeAlone = provider.outcome === 'broken' && provider.cases.length === 0;
  if (isOutcomeAlone || provider.cases.some(hasScriptError)) return { kind: 'unknown' };
  const waived = [...provider.cases, provider].some((one) =>
    findingsOf(one).some(({ waiver }) => waiver !== undefined),
  );
  const errors = errorsOf(provider, report);
  const signals = errors.map(({ fingerprint }) => fingerprint);
  const now = standing(provider.outcome, signals, waived, earlierRuns(provider, report, history));
  const was = new Map(errors.map((finding) => [finding.fingerprint, finding.was ?? []]));
  return now.kind === 'trouble' ? { ...now, was } : now;
}

/** The last standing of a provider that an earlier run learnt. `unknown`: the history has none. */
export function standingBefore(provider: ProviderReport, report: Report, history: readonly HistoryEntry[]): Standing {
  const runs = earlierRuns(provider, report, history);
  for (const [index, { outcome, findings, fingerprints }] of [...runs.entries()].toReversed()) {
    const signals = findings.error > 0 ? fingerprints : [];
    const before = standing(outcome, signals, false, runs.slice(0, index));
    if (before.kind !== 'unknown') return before;
  }
  return { kind: 'unknown' };
}

/** The history may hold this run already, and later ones. */
const earlierRuns = (
  { id }: ProviderReport,
  { target, startedAt }: Report,
  history: readonly HistoryEntry[],
): readonly HistoryEntry[] =>
  history.filter(
    (entry) => entry.provider === id && entry.target === target && Date.parse(entry.at) < Date.parse(startedAt),
  );

function standing(
  outcome: HistoryEntry['outcome'],
  signals: readonly string[],
  waived: boolean,
  earlier: readonly HistoryEntry[],
): Standing {
  const { learnt } = outcomes[outcome];
  if (learnt === 'nothing') return { kind: 'unknown' };
  if (learnt === 'rejected') return { kind: 'trouble', signals: [outcome] };
  if (learnt === 'unreachable') {
    // A host that is down is news only after two runs in a row.
    const before = earlier.findLast((entry) => outcomes[entry.outcome].learnt !== 'nothing');
    const again = before !== undefined && outcomes[before.outcome].learnt === 'unreachable';
    return again ? { kind: 'trouble', signals: ['down'] } : { kind: 'unknown' };
  }
  return signals.length > 0 ? { kind: 'trouble', signals: [...new Set(signals)] } : { kind: 'clear', waived };
}

/** What is to be told: `fresh` holds the signals that were not told yet. */
export type News =
  | { readonly kind: 'new' | 'still'; readonly fresh: readonly string[] }
  | { readonly kind: 'recovered'; readonly waived: boolean }
  | { readonly kind: 'none' };

/** Decides what is news, for issues and notifications. `told`: the signals told before; `undefined`: none, all was well. */
export function newsOf(now: Standing, told: readonly string[] | undefined): News {
  if (now.kind === 'unknown') return { kind: 'none' };
  if (now.kind === 'clear') return told === undefined ? { kind: 'none' } : { kind: 'recovered', waived: now.waived };
  const isTold = (signal: string): boolean =>
    told !== undefined && [signal, ...(now.was?.get(signal) ?? [])].some((name) => told.includes(name));
  const fresh = now.signals.filter((signal) => !isTold(signal));
  return { kind: told === undefined || fresh.length > 0 ? 'new' : 'still', fresh };
}
