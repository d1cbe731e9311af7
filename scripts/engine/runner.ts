import { setTimeout } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { ItemResult, LeakPlace } from '../model/session.ts';
import type { FromWorker, SessionData, ToWorker } from './messages.ts';

/** One provider's part of a run. */
export interface Session {
  /**
   * Runs items, each once, in one run of newman. Each request waits for `mayGo`. An item for which it returns false has no
   * attempt.
   * @throws {RunnerError} when newman or its worker fails, and whatever `mayGo` throws
   */
  run(
    itemIds: readonly string[],
    onItem: (result: ItemResult) => void,
    mayGo?: (itemId: string) => Promise<boolean>,
  ): Promise<void>;
  /** Ends every exchange of the session, and refuses those that come later. */
  abort(): void;
  close(): void;
}

/** newman in a worker thread. Sessions run side by side in it. */
export interface Runner {
  open(data: SessionData): Session;
  /** Whether the worker can still run and search. */
  isUp(): boolean;
  /** Whether any item came back from it. Before that, it knows no token. */
  hasAnswered(): boolean;
  /**
   * Whether the worker spent most of the time since the last call computing. If not, it waits for hosts and has room for another
   * session.
   */
  isBusy(): boolean;
  /**
   * Searches a text for the secrets and tokens of the run with this key, which the worker alone knows. A token that is part of
   * `ours`, a text of the program itself, is not found.
   * @throws {RunnerError} when the worker is gone, and what it knew with it
   */
  scan(run: Uint8Array, text: string, ours: string): Promise<readonly LeakPlace[]>;
  /** Drops what the worker knows of the run with this key. */
  forget(run: Uint8Array): void;
  /** Ends the worker. After a run it may first write what makes the next start faster. */
  close(): Promise<void>;
}

/** The message is masked where it quotes an answer. */
export class RunnerError extends Error {
  readonly code = 'E_RUNNER';
}

interface Listeners {
  readonly onItem?: (result: ItemResult) => void;
  readonly mayGo?: (itemId: string) => Promise<boolean>;
}
interface Question extends Listeners {
  readonly resolve: (leaks: readonly LeakPlace[]) => void;
  readonly reject: (error: unknown) => void;
}

/** How long a worker may take to end by itself, in milliseconds. */
const graceMs = 2000;

/** Above this share of the time a worker counts as busy. */
const busyShare = 0.7;

/** Drives a worker of {@link startWorker}. */
export function createRunner(worker: Worker): Runner {
  let failure: RunnerError | undefined;
  let hasRun = false;
  let answered = false;
  let asked = 0;
  let sessions = 0;
  const questions = new Map<number, Question>();
  const fail = (error: RunnerError): void => {
    failure ??= error;
    for (const { reject } of questions.values()) reject(failure);
    questions.clear();
  };
  const settle = (id: number, how: (question: Question) => void): void => {
    const question = questions.get(id);
    questions.delete(id);
    if (question !== undefined) how(question);
  };
  const askFor = async (id: number, itemId: string): Promise<void> => {
    const question = questions.get(id);
    const goes = await question?.mayGo?.(itemId).catch((error: unknown) => question.reject(error));
    post({ kind: 'go', id, goes: goes === true });
  };
  worker.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'item':
        answered = true;
        return questions.get(message.id)?.onItem?.(message.result);
      case 'turn':
        return void askFor(message.id, message.itemId);
      case 'done':
        hasRun = true;
        return settle(message.id, ({ resolve }) => resolve([]));
      case 'scanned':
        return settle(message.id, ({ resolve }) => resolve(message.leaks));
      case 'failed':
        return settle(message.id, ({ reject }) => reject(new RunnerError(`newman failed: ${message.message}`)));
      case 'broken':
        return fail(new RunnerError(`the worker that runs newman failed: ${message.message}`));
    }
  });
  worker.on('error', (error) =>
    fail(new RunnerError(`the worker that runs newman failed: ${error.message}`, { cause: error })),
  );
  worker.on('exit', () => fail(new RunnerError('the worker that runs newman ended')));

  const post = (message: ToWorker): void => worker.postMessage(message);
  const ask = (message: (id: number) => ToWorker, listeners: Listeners = {}): Promise<readonly LeakPlace[]> =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(failure);
      asked += 1;
      questions.set(asked, { resolve, reject, ...listeners });
      post(message(asked));
    });
  let measured = worker.performance.eventLoopUtilization();
  return {
    open(data) {
      sessions += 1;
      const session = sessions;
      post({ kind: 'open', session, data });
      return {
        run: async (itemIds, onItem, mayGo) => {
          if (itemIds.length === 0) return;
          const inTurn = mayGo !== undefined;
          await ask((id) => ({ kind: 'run', session, id, itemIds, inTurn }), { onItem, ...(inTurn && { mayGo }) });
        },
        abort: () => post({ kind: 'abort', session }),
        close: () => post({ kind: 'close', session }),
      };
    },
    isUp: () => failure === undefined,
    hasAnswered: () => answered,
    isBusy() {
      const now = worker.performance.eventLoopUtilization();
      const { utilization } = worker.performance.eventLoopUtilization(now, measured);
      measured = now;
      return utilization > busyShare;
    },
    scan: (run, text, ours) => ask((id) => ({ kind: 'scan', id, run, text, ours })),
    forget: (run) => post({ kind: 'forget', run }),
    close: async () => {
      if (failure === undefined && hasRun) {
        const ended = new Promise((resolve) => worker.once('exit', resolve));
        post({ kind: 'end' });
        await Promise.race([ended, setTimeout(graceMs, undefined, { ref: false })]);
      }
      await worker.terminate();
    },
  };
}
