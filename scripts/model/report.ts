import type { Case, CaseId } from './case.ts';
import type { Evidence, Exchange } from './exchange.ts';
import type { Citation, Judgement, Severity } from './finding.ts';

export type Target = 'mock' | 'sandbox';
export type Outcome =
  | 'held'
  | 'broken'
  | 'flaky'
  | 'down'
  | 'throttled'
  | 'credentials-rejected'
  | 'grant-not-allowed'
  | 'skipped'
  | 'misconfigured'
  | 'interrupted';

export type RfcMode = 'advise' | 'enforce';

export interface CaseReport {
  readonly case: Pick<Case, 'id' | 'folder' | 'title' | 'basis' | 'safety'>;
  readonly exchange: Exchange;
  /** The request as a line for a POSIX shell, with environment variables in place of the configured values. */
  readonly curl: string;
  /** The only place that holds the findings of the case. */
  readonly judgements: readonly Judgement[];
  /** ISO 8601: the start of the last run that sent the case, where the budget left it out of this one. Absent: none is known. */
  readonly lastSent?: string;
}

export interface ProviderReport {
  readonly id: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly reason?: string;
  /** What was odd about the configuration and may be why the credentials were rejected. Absent with any other outcome. */
  readonly hints?: readonly string[];
  /** Scheme, host and port that the requests went to. Absent: nothing was sent. */
  readonly origin?: string;
  /** Scheme, host and port of the proxy that they went through. */
  readonly proxy?: string;
  /** The provider's token budget, where it kept a case from being sent. */
  readonly budget?: TokenBudget;
  /** The environment variables of the client's id and secret. */
  readonly variables?: { readonly clientId: string; readonly clientSecret: string };
  /** SHA-256 of the collection file that was run. */
  readonly collection: string;
  readonly cases: readonly CaseReport[];
  /** Judgements of the provider as a whole. */
  readonly judgements: readonly Judgement[];
  readonly quirks: readonly QuirkReport[];
}

export interface TokenBudget {
  readonly tokensPerHour: number;
  /** ISO 8601: when the next token may be asked for. Absent: now, or never if none is allowed. */
  readonly usedUntil?: string;
}

/** A question that the documentation leaves open, and what the answers of this run say. */
export interface QuirkReport {
  readonly id: string;
  readonly question: string;
  readonly statements: readonly Citation[];
  /** `null`: no case that would settle it was answered. */
  readonly observed: string | null;
  readonly evidence?: Evidence;
}

/** Counts, the exit code and the headline are computed from this and not stored. */
export interface Report {
  readonly format: 1;
  readonly tool: string;
  readonly target: Target;
  /** Under `advise` findings of the rfc verdict never count. */
  readonly rfc: RfcMode;
  readonly startedAt: string;
  readonly ms: number;
  /** Ordered by id, whatever finished first. */
  readonly providers: readonly ProviderReport[];
  /**
   * Set where this run was one of several shards: `number` counts from 1, `run` is the same in every shard of one run, and empty if
   * nothing named it. `attempt` counts from 1; a later one replaces an earlier one.
   */
  readonly shard?: {
    readonly number: number;
    readonly of: number;
    readonly run: string;
    readonly attempt?: number;
  };
  /** Of a merged report: the shards that are not in it, and why, a line each. Never empty. */
  readonly missing?: readonly string[];
  /** Why the run ended before any provider was judged: then `providers` is empty. Problems are lines, masked. */
  readonly stopped?: { readonly kind: 'misconfigured' | 'tool-failed'; readonly problems: readonly string[] };
}

/** A line of history.ndjson: one provider of one run. */
export interface HistoryEntry {
  readonly format: 1;
  /** ISO 8601, the start of the run. */
  readonly at: string;
  readonly target: Target;
  readonly provider: string;
  readonly outcome: Outcome;
  /** Without waived findings and, under `advise`, without those of the rfc verdict. */
  readonly findings: Readonly<Record<Severity, number>>;
  readonly fingerprints: readonly string[];
  /** Milliseconds, over the answered attempts. */
  readonly latency?: { readonly p50: number; readonly p95: number };
  /** Seconds, as the canonical token response says. */
  readonly lifetime?: number;
  /** Cases that were sent, where the provider has a budget: later runs send first what was left out longest. */
  readonly sent?: readonly CaseId[];
  /** The version of TLS, and how many whole days the certificate of the host is still valid. */
  readonly tls?: string;
  readonly certificateDays?: number;
}
