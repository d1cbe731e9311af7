import { type Case, type CaseId, isCanonical } from '../model/case.ts';
import type { NotSent } from '../model/exchange.ts';
import type { Provider } from '../model/provider.ts';
import type { HistoryEntry } from '../model/report.ts';
import { isNamed, type VerifyConfig } from './config/index.ts';

/** What earlier runs say of a provider's cases. */
export interface Earlier {
  /** Tokens that may still be asked for in this hour. */
  readonly tokensLeft: number;
  /** The start of the last live run that sent the case, in ISO 8601. */
  readonly lastSent: ReadonlyMap<CaseId, string>;
}

/**
 * What a live host is not sent: mock-only cases, observed ones that nobody asked for, and what the provider's budget does not
 * allow. The canonical case goes before asserted ones, those before observed ones, and among equals the one that was left out
 * longest: so every case is sent within some runs.
 */
export function leftOut(
  { budget }: Provider,
  cases: readonly Case[],
  { target, observe, caseGlobs }: VerifyConfig,
  { tokensLeft, lastSent }: Earlier,
): ReadonlyMap<CaseId, NotSent> {
  if (target === 'mock') return new Map();
  const why = (one: Case): NotSent | undefined => {
    if (one.safety.mockOnly) return 'mock-only';
    return one.folder === 'Observed' && !observe && !isNamed(caseGlobs, one) ? 'not-asked' : undefined;
  };
  const wanted = cases.filter((one) => why(one) === undefined);
  const rank = (one: Case): number => (isCanonical(one) ? 0 : one.folder === 'Observed' ? 2 : 1);
  const lastAt = (one: Case): number => Date.parse(lastSent.get(one.id) ?? '1970-01-01');
  const beyond = (some: readonly Case[], most: number): readonly Case[] =>
    some.toSorted((a, b) => rank(a) - rank(b) || lastAt(a) - lastAt(b)).slice(most);
  const issuing = wanted.filter(({ safety }) => safety.mayIssue);
  const refused = wanted.filter(({ safety, fault }) => !safety.mayIssue && fault !== undefined);
  const unaffordable = [...beyond(issuing, tokensLeft), ...beyond(refused, budget?.refusalsPerRun ?? refused.length)];
  // Without the canonical request the others say little.
  const isOver = unaffordable.some(isCanonical);
  return new Map(
    cases.flatMap((one): readonly (readonly [CaseId, NotSent])[] => {
      const reason = why(one) ?? (isOver || unaffordable.includes(one) ? 'budget' : undefined);
      return reason === undefined ? [] : [[one.id, reason]];
    }),
  );
}

/** When each case of a provider was last sent to a live host, as far as the history knows. */
export function lastSentOf(history: readonly HistoryEntry[], providerId: string): ReadonlyMap<CaseId, string> {
  const last = new Map<CaseId, string>();
  for (const { at, provider, target, sent = [] } of history) {
    if (provider !== providerId || target === 'mock') continue;
    const moment = new Date(at).toISOString();
    for (const id of sent) if (moment > (last.get(id) ?? '')) last.set(id, moment);
  }
  return last;
}
