import type { TokenBudget } from '../model/report.ts';
import { type BudgetState, claimToken, type HourlyBudget, readBudget } from '../store/budget.ts';
import { UnreadableFile } from '../store/text-file.ts';
import type { VerifyConfig } from './config/index.ts';

/** The tokens that a provider allows in an hour, as far as this run may use them. */
export interface SharedBudget {
  /** Tokens that may be asked for when the run begins. */
  readonly left: number;
  /** As it is when the run begins. */
  readonly before: TokenBudget;
  /** Counts one more. `false`: none is left. */
  claim(): Promise<boolean>;
  /** As it is now. */
  state(): Promise<TokenBudget>;
}

/** By provider id; live providers that allow a number of tokens in an hour. */
export type SharedBudgets = ReadonlyMap<string, SharedBudget>;

/**
 * Reads what earlier runs used of each budget. A file that cannot be read or written is a warning: then only the requests of this
 * run count.
 */
export async function readBudgets(
  { live }: Pick<VerifyConfig, 'live'>,
  path: string,
  shownPath: string,
  warn: (text: string) => void,
): Promise<SharedBudgets> {
  const said = new Set<string>();
  const warnOnce = (text: string): void => {
    if (!said.has(text)) warn(text);
    said.add(text);
  };
  const orElse = async <T>(reading: Promise<T>, fallback: T): Promise<T> => {
    try {
      return await reading;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const why = error instanceof UnreadableFile ? `it ${message}` : message;
      warnOnce(`${shownPath} cannot be used, so token budgets count the requests of this run only: ${why}`);
      return fallback;
    }
  };
  const budgets = new Map<string, SharedBudget>();
  for (const { provider, values } of live) {
    const tokensPerHour = provider.budget?.tokensPerHour;
    if (tokensPerHour === undefined) continue;
    const { origin } = new URL(values['baseUrl'] ?? '');
    const budget: HourlyBudget = { path, provider: provider.id, origin, tokensPerHour };
    const unknown: BudgetState = { left: tokensPerHour, damagedLines: 0 };
    const now = () => orElse(readBudget(budget, new Date()), unknown);
    const inReport = ({ usedUntil }: BudgetState): TokenBudget => ({
      tokensPerHour,
      ...(usedUntil && { usedUntil: usedUntil.toISOString() }),
    });
    const before = await now();
    const { left, damagedLines } = before;
    if (damagedLines > 0) warnOnce(`${shownPath} has lines that cannot be read and do not count: ${damagedLines}`);
    budgets.set(provider.id, {
      left,
      before: inReport(before),
      claim: () => orElse(claimToken(budget, new Date()), true),
      state: async () => inReport(await now()),
    });
  }
  return budgets;
}
