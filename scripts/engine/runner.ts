import { Worker } from 'node:worker_threads';
import type { FromWorker, ItemResult, Leak, SessionData, ToWorker } from './messages.ts';

/** Old space of a worker: newman stays near 210 MB under it, and what blows it kills the worker, not the run. */
const defaultHeapMb = 256;

/** newman in a worker thread of its own: one provider at a time. */
export interface Runner {
  open(session: SessionData): void;
  /**
   * Runs items, each once, in one run of newman. `mayGo` is asked before each request, which waits for its answer; what it keeps from
   * going has no attempt.
   * @throws {RunnerError} when newman or its worker fails, and whatever `mayGo` throws
   */
  run(
    itemIds: readonly string[],
    onItem: (result: ItemResult) => void,
    mayGo?: (itemId: string) => Promise<boolean>,
  ): Promise<void>;
  /** Ends every exchange under way, and refuses those that come later. */
  abort(): void;
  /** Whether it can still run and search. */
  isUp(): boolean;
  /**
   * Searches a text for the secrets and the tokens of the run, which the worker alone knows.
   * @throws {RunnerError} when the worker is gone, and what it knew with it
   */
  scan(text: string): Promise<readonly Leak[]>;
  close(): Promise<void>;
}

/** The message is masked where it holds anything of an answer. */
export class RunnerError extends Error {
  readonly code = 'E_RUNNER';
}

interface Listeners {
  readonly onItem?: (result: ItemResult) => void;
  readonly mayGo?: (itemId: string) => Promise<boolean>;
}
interface Question extends Listeners {
  readonly resolve: (leaks: readonly Leak[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Starts at once, so that newman loads while the caller prepares. */
export function startRunner({ heapMb = defaultHeapMb }: { readonly heapMb?: number } = {}): Runner {
  // No environment: neither proxies, which newman would use past our agent, nor anybody's credentials.
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    stdout: true,
    stderr: true,
  });
  let failure: RunnerError | undefined;
  let asked = 0;
  const questions = new Map<number, Question>();
  const fail = (error: RunnerError): void => {
    failure ??= error;
    for (const { reject } of questions.values()) reject(failure);
    questions.clear();
  };
  const answer = (id: number, leaks: readonly Leak[] = []): void => {
    questions.get(id)?.resolve(leaks);
    questions.delete(id);
  };
  const askFor = async (id: number, itemId: string): Promise<void> => {
    const question = questions.get(id);
    const goes = await question?.mayGo?.(itemId).catch((error: unknown) => question.reject(error));
    post({ kind: 'go', id, goes: goes === true });
  };
  worker.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'item':
        return questions.get(message.id)?.onItem?.(message.result);
      case 'turn':
        return void askFor(message.id, message.itemId);
      case 'done':
        return answer(message.id);
      case 'scanned':
        return answer(message.id, message.leaks);
      case 'failed':
        return fail(new RunnerError(`newman failed: ${message.message}`));
    }
  });
  worker.on('error', (error) =>
    fail(new RunnerError(`the worker that runs newman failed: ${error.message}`, { cause: error })),
  );
  worker.on('exit', () => fail(new RunnerError('the worker that runs newman ended')));
  // Nobody reads what newman's packages print.
  for (const stream of [worker.stdout, worker.stderr]) stream.resume();

  const post = (message: ToWorker): void => worker.postMessage(message);
  const ask = (message: (id: number) => ToWorker, listeners: Listeners = {}): Promise<readonly Leak[]> =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(failure);
      asked += 1;
      questions.set(asked, { resolve, reject, ...listeners });
      post(message(asked));
    });
  return {
    open: (session) => post({ kind: 'open', session }),
    run: async (itemIds, onItem, mayGo) => {
      if (itemIds.length === 0) return;
      const inTurn = mayGo !== undefined;
      await ask((id) => ({ kind: 'run', id, itemIds, inTurn }), { onItem, ...(inTurn && { mayGo }) });
    },
    abort: () => post({ kind: 'abort' }),
    isUp: () => failure === undefined,
    scan: (text) => ask((id) => ({ kind: 'scan', id, text })),
    close: async () => void (await worker.terminate()),
  };
}
