import { setTimeout as sleep } from 'node:timers/promises';
import { type Case, type CaseId, isCanonical } from '../model/case.ts';

import type { Attempt, Exchange, NotSent } from '../model/exchange.ts';
import type { Masked } from '../model/mask.ts';
import type { Provider } from '../model/provider.ts';
import type { Target } from '../model/report.ts';
import type { ItemResult } from '../model/session.ts';
import { retryDelayMs, type Stop, stopAfter } from './live.ts';
import { RunnerError, type Session } from './runner.ts';

export interface ProviderRun {
  readonly exchanges: readonly Exchange[];
  /** Why the provider's run ended early. */
  readonly stop?: Stop;
  /** newman or its worker failed: the tool is at fault. */
  readonly crash?: Masked;
}

export interface ProviderRunOptions {
  readonly provider: Provider;
  /** In the order of the collection, the canonical token request first. */
  readonly cases: readonly Case[];
  /** Cases that are sent; the others are recorded as not sent, with the reason. */
  readonly notSent: ReadonlyMap<CaseId, NotSent>;
  readonly target: Target;
  readonly itemId: (id: CaseId) => string;
  /** The request of a case as a report shows it. */
  readonly describe: (one: Case) => Exchange['request'];
  readonly masked: (text: string) => Masked;
  readonly session: Session;
  readonly retries: number;
  /** Counts one more token request against what the provider allows in an hour, across runs. `false`: it must not be sent. */
  readonly claimToken?: () => Promise<boolean>;
  /** Waits for the host's turn, then acts. */
  readonly paced: <T>(action: () => Promise<T>) => Promise<T>;
  readonly signal: AbortSignal;
  readonly onExchange?: (exchange: Exchange) => void;
}

/**
 * Sends a provider's cases in one run of newman and records what came back. The mock gets them in one go; a live host each in its
 * turn, and no more once it is down, throttles, or rejects the credentials. Where newman fails, what was recorded before stays.
 */
export async function runProvider(options: ProviderRunOptions): Promise<ProviderRun> {
  const { cases, notSent, signal } = options;
  const records = new Map<CaseId, CaseRecord>();
  const exchangeOf = (one: Case, why?: NotSent): Exchange => ({
    case: one.id,
    request: options.describe(one),
    ...(records.get(one.id) ?? { attempts: [], sandbox: [], ...(why !== undefined && { notSent: why }) }),
  });
  const note: Records['note'] = (one, what) => void records.set(one.id, what);
  const record: Records['record'] = (one, what) => {
    note(one, what);
    options.onExchange?.(exchangeOf(one));
  };
  const wanted = cases.filter((one) => !notSent.has(one.id));
  const send = options.target === 'mock' ? sendAtOnce : sendInTurn;
  let crash: Masked | undefined;
  const crashed = (error: unknown): Stop => {
    if (!(error instanceof RunnerError)) throw error;
    crash = options.masked(error.message);
    const isDone = ({ id }: Case): boolean => records.has(id) && records.get(id)?.inconclusive !== 'interrupted';
    const underWay = wanted.find((one) => !isDone(one)) ?? wanted.at(-1);
    if (underWay !== undefined)
      records.set(underWay.id, { attempts: [], sandbox: [], ...records.get(underWay.id), scriptError: crash });
    return 'interrupted';
  };
  const stop = signal.aborted
    ? 'interrupted'
    : await untilAborted(signal, send(options, wanted, { note, record })).catch(crashed);
  return {
    exchanges: cases.map((one) => exchangeOf(one, notSent.get(one.id) ?? stop)),
    ...(stop !== undefined && { stop }),
    ...(crash !== undefined && { crash }),
  };
}

type CaseRecord = Omit<Exchange, 'case' | 'request'>;
interface Records {
  /** Of a case that is still under way. */
  note(one: Case, what: CaseRecord): void;
  /** Of one that is done. */
  record(one: Case, what: CaseRecord): void;
}

async function untilAborted(signal: AbortSignal, sending: Promise<Stop | undefined>): Promise<Stop | undefined> {
  const settled = new AbortController();
  const aborted = new Promise<Stop>((resolve) =>
    signal.addEventListener('abort', () => resolve('interrupted'), { once: true, signal: settled.signal }),
  );
  const sent = sending.catch((error: unknown) => (signal.aborted ? 'interrupted' : Promise.reject(error)));
  return Promise.race([sent, aborted]).finally(() => settled.abort());
}

const attemptsOf = ({ attempt }: ItemResult): readonly Attempt[] => (attempt === undefined ? [] : [attempt]);

function recordOf({ sandbox, scriptError, lost }: ItemResult, attempts: readonly Attempt[], stop?: Stop): CaseRecord {
  const inconclusive = stop ?? (lost === undefined ? undefined : 'lost');
  return {
    attempts,
    sandbox,
    ...(scriptError !== undefined && { scriptError }),
    ...(inconclusive !== undefined && { inconclusive }),
    ...(lost !== undefined && { lost }),
  };
}

/** How often the mock is asked again for what another item's script made us lose. */
const mostRepeats = 5;

async function sendAtOnce(
  { session, itemId }: ProviderRunOptions,
  wanted: readonly Case[],
  { record }: Records,
): Promise<undefined> {
  const byItem = new Map(wanted.map((one) => [itemId(one.id), one]));
  let due: readonly string[] = [...byItem.keys()];
  for (let repeats = 0; due.length > 0; repeats += 1) {
    const lost: string[] = [];
    await session.run(due, (result) => {
      const one = byItem.get(result.itemId);
      if (one === undefined) return;
      if (result.lost !== undefined && repeats < mostRepeats) lost.push(result.itemId);
      else record(one, recordOf(result, attemptsOf(result)));
    });
    due = lost;
  }
}

/** Runs the collection once. Each request waits for the previous case, retries included. */
async function sendInTurn(
  options: ProviderRunOptions,
  wanted: readonly Case[],
  { note, record }: Records,
): Promise<Stop | undefined> {
  const { provider, session, itemId, retries, paced, signal } = options;
  const affordable = budgetOf(provider, options.claimToken);
  const byItem = new Map(wanted.map((one) => [itemId(one.id), one]));
  const kept = new Set<string>();
  let stop: Stop | undefined;
  let before: Promise<void> = Promise.resolve();
  let endTurn = (): void => undefined;
  const over = new AbortController();
  const untilOver = AbortSignal.any([signal, over.signal]);
  // What newman would still ask for after a stop need not be waited for.
  let stopped = (): void => undefined;
  const untilStopped = new Promise<void>((resolve) => {
    stopped = resolve;
  });

  const turnOf = (): Promise<true> =>
    new Promise((start, fail) => {
      const turn = () =>
        new Promise<void>((end) => {
          // It came too late: others wait for theirs.
          if (over.signal.aborted) return end();
          endTurn = end;
          start(true);
        });
      paced(turn).catch(fail);
    });

  async function mayGo(item: string): Promise<boolean> {
    await before;
    const one = byItem.get(item);
    if (stop === undefined && one !== undefined && (await affordable(one))) return turnOf();
    kept.add(item);
    if (stop === undefined && one !== undefined) record(one, { attempts: [], sandbox: [], notSent: 'budget' });
    return false;
  }

  async function finish(one: Case, first: ItemResult): Promise<void> {
    let result = first;
    let attempts = attemptsOf(first);
    // An item that brought no attempt, e.g. because its script skipped it, would be asked for without end.
    const delayMs = () =>
      result.attempt === undefined || result.lost !== undefined ? undefined : retryDelayMs(attempts, retries);
    for (let delay = delayMs(); delay !== undefined && (await affordable(one)); delay = delayMs()) {
      // What is known if nothing more comes.
      note(one, recordOf(result, attempts, 'interrupted'));
      if (delay > 0) await sleep(delay, undefined, { signal: untilOver });
      result = await paced(() => sendOne(session, itemId(one.id)));
      attempts = [...attempts, ...attemptsOf(result)];
    }
    stop = stopAfter(one, attempts, isCanonical(one));
    record(one, recordOf(result, attempts, stop));
    if (stop !== undefined) stopped();
  }

  const onItem = (result: ItemResult): void => {
    const one = byItem.get(result.itemId);
    if (one === undefined || kept.has(result.itemId)) return;
    endTurn();
    // Some end without having asked for a turn: refused by the agent, or by Node.
    before = before.then(() => (stop === undefined ? finish(one, result) : undefined));
    // Whoever waits for it hears of it.
    before.catch(() => undefined);
  };

  try {
    await Promise.race([session.run([...byItem.keys()], onItem, mayGo), untilStopped]);
    await before;
  } finally {
    over.abort();
    endTurn();
  }
  return stop;
}

/**
 * What the provider allows: tokens in an hour and refusals in a run, retries included. Where not even the canonical request may
 * be sent, nothing is: the others say little without it.
 */
function budgetOf({ budget }: Provider, claimToken: ProviderRunOptions['claimToken']): (one: Case) => Promise<boolean> {
  let tokens = budget?.tokensPerHour ?? Number.POSITIVE_INFINITY;
  let refusals = budget?.refusalsPerRun ?? Number.POSITIVE_INFINITY;
  let isOver = false;
  return async (one) => {
    if (isOver) return false;
    const isWithin = one.safety.mayIssue
      ? tokens-- > 0 && ((await claimToken?.()) ?? true)
      : one.fault === undefined || refusals-- > 0;
    isOver = !isWithin && isCanonical(one);
    return isWithin;
  };
}

async function sendOne(session: Session, itemId: string): Promise<ItemResult> {
  let sent: ItemResult | undefined;
  await session.run([itemId], (result) => {
    sent = result;
  });
  return sent ?? { itemId, sandbox: [] };
}
