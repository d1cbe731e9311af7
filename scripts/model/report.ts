import type { Case } from './case.ts';
import type { Exchange } from './exchange.ts';
import type { Judgement } from './finding.ts';

export type Target = 'mock' | 'sandbox';
export type Outcome =
  | 'held'
  | 'broken'
  | 'flaky'
  | 'down'
  | 'throttled'
  | 'credentials-rejected'
  | 'skipped'
  | 'interrupted';

export interface CaseReport {
  readonly case: Pick<Case, 'id' | 'folder' | 'title' | 'basis' | 'safety'>;
  readonly exchange: Exchange;
  /** Findings live here and nowhere else. */
  readonly judgements: readonly Judgement[];
}

export interface ProviderReport {
  readonly id: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly reason?: string;
  /** SHA-256 of the collection file that was run. */
  readonly collection: string;
  readonly cases: readonly CaseReport[];
  /** Provider-wide. */
  readonly judgements: readonly Judgement[];
  readonly quirks: readonly { readonly id: string; readonly question: string; readonly observed: string | null }[];
}

/** Counts, exit code and what leads are functions of this, not members. */
export interface Report {
  readonly format: 1;
  readonly tool: string;
  readonly target: Target;
  readonly startedAt: string;
  readonly ms: number;
  /** Ordered by id, whatever finished first. */
  readonly providers: readonly ProviderReport[];
}
