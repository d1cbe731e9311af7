import { setTimeout as sleep } from 'node:timers/promises';
import { type Case, type CaseId, isCanonical } from '../model/case.ts';
import type { Attempt, Exchange, NotSent } from '../model/exchange.ts';
import type { Masked } from '../model/mask.ts';
import type { Provider } from '../model/provider.ts';
import type { Target } from '../model/report.ts';
import type { ItemResult } from '../model/session.ts';
import { answerInShort, settled } from '../oauth/who-answered.ts';
import { refusalsAreIntercepted, retryDelayMs, type Stop, stopAfter } from './live.ts';
import { RunnerError, type Session } from './runner.ts';

export interface ProviderRun {
  readonly exchanges: readonly Exchange[];
  /** Why the provider's run ended early. */
  readonly stop?: Stop;
  /** newman or its worker failed. The tool is at fault, not the provider. */
  readonly crash?: Masked;
}

export interface ProviderRunOptions {
  readonly provider: Provider;
  /** In the order of the collection, the canonical token request first. */
  readonly cases: readonly Case[];
  /** Cases that are not sent, with the reason. */
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
  /** Runs the action as soon as the host may be asked again. */
  readonly paced: <T>(action: () => Promise<T>) => Promise<T>;
  readonly signal: AbortSignal;
  readonly onExchange?: (exchange: Exchange) => void;
}

/**
 * Sends a provider's cases in one run of newman and records the answers. The mock is asked without pauses. A live host gets one
 * case at a time, and none after it was down, throttled a request or rejected the credentials. If newman fails, the records made
 * before are kept.
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
  const asked = cases.map((one) => ({ case: one, exchange: exchangeOf(one, notSent.get(one.id) ?? stop) }));
  return {
    exchanges: settled(asked, options.provider),
    ...(stop !== undefined && { stop }),
    ...(crash !== undefined && { crash }),
  };
}

type CaseRecord = Omit<Exchange, 'case' | 'request'>;
interface Records {
  /** Keeps what is known of a case that is still under way. */
  note(one: Case, what: CaseRecord): void;
  /** Keeps the result of a case and reports it. */
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
  const last = attempts.at(-1);
  const reason = stop !== undefined && last?.kind === 'answered' ? answerInShort(last.answer) : lost;
  return {
    attempts,
    sandbox,
    ...(scriptError !== undefined && { scriptError }),
    ...(inconclusive !== undefined && { inconclusive }),
    ...(reason !== undefined && { reason }),
  };
}

/** How often the mock is asked again for items that were lost because of another item's script. */
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
  const finished: { readonly case: Case; readonly attempts: readonly Attempt[] }[] = [];
  const whyKept = async (one: Case): Promise<NotSent | undefined> =>
    one.fault !== undefined && refusalsAreIntercepted(finished, provider)
      ? 'intercepted'
      : (await affordable(one))
        ? undefined
        : 'budget';
  let stop: Stop | undefined;
  let before: Promise<void> = Promise.resolve();
  let endTurn = (): void => undefined;
  const over = new AbortController();
  const untilOver = AbortSignal.any([signal, over.signal]);
  // After a stop, nobody waits for the items that newman has left.
  let stopped = (): void => undefined;
  const untilStopped = new Promise<void>((resolve) => {
    stopped = resolve;
  });

  const turnOf = (): Promise<true> =>
    new Promise((start, fail) => {
      const turn = () =>
        new Promise<void>((end) => {
          // The run is over. Give the turn back, because others may wait for this host.
          if (over.signal.aborted) return end();
          endTurn = end;
          start(true);
        });
      paced(turn).catch(fail);
    });

  async function mayGo(item: string): Promise<boolean> {
    await before;
    const one = byItem.get(item);
    const why = stop !== undefined || one === undefined ? 'stopped' : await whyKept(one);
    if (why === undefined) return turnOf();
    kept.add(item);
    if (why !== 'stopped' && one !== undefined) record(one, { attempts: [], sandbox: [], notSent: why });
    return false;
  }

  async function finish(one: Case, first: ItemResult): Promise<void> {
    let result = first;
    let attempts = attemptsOf(first);
    // An item without an attempt, e.g. one that its own script skipped, would be retried forever.
    const delayMs = () =>
      result.attempt === undefined || result.lost !== undefined ? undefined : retryDelayMs(attempts, retries);
    for (let delay = delayMs(); delay !== undefined && (await affordable(one)); delay = delayMs()) {
      // This record stands if the run is interrupted before the next attempt.
      note(one, recordOf(result, attempts, 'interrupted'));
      if (delay > 0) await sleep(delay, undefined, { signal: untilOver });
      result = await paced(() => sendOne(session, itemId(one.id)));
      attempts = [...attempts, ...attemptsOf(result)];
    }
    finished.push({ case: one, attempts });
    stop = stopAfter(one, attempts, provider);
    record(one, recordOf(result, attempts, stop));
    if (stop !== undefined) stopped();
  }

  const onItem = (result: ItemResult): void => {
    const one = byItem.get(result.itemId);
    if (one === undefined || kept.has(result.itemId)) return;
    endTurn();
    // An item that the agent or Node refused ends without a turn.
    before = before.then(() => (stop === undefined ? finish(one, result) : undefined));
    // Those that await `before` get the error. Here it only must not count as unhandled.
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
