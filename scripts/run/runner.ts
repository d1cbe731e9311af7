import { Worker } from 'node:worker_threads';
import type { FromWorker, ItemResult, SessionData, ToWorker } from './messages.ts';

/** Old space of a worker: newman stays near 210 MB under it, and what blows it kills the worker, not the run. */
const maxOldGenerationSizeMb = 256;

/** newman in a worker thread of its own: one provider at a time. */
export interface Runner {
  open(session: SessionData): void;
  /**
   * Runs items, each once.
   * @throws {RunnerError} when newman or its worker fails
   */
  run(itemIds: readonly string[], onItem: (result: ItemResult) => void): Promise<void>;
  close(): Promise<void>;
}

export class RunnerError extends Error {
  readonly code = 'E_RUNNER';
}

/** Starts at once, so that newman loads while the caller prepares. */
export function startRunner(): Runner {
  // No environment: neither proxies, which newman would use past our agent, nor anybody's credentials.
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
    env: {},
    resourceLimits: { maxOldGenerationSizeMb },
    stdout: true,
    stderr: true,
  });
  let failure: RunnerError | undefined;
  let pending:
    | { onItem: (result: ItemResult) => void; resolve: () => void; reject: (error: RunnerError) => void }
    | undefined;
  const fail = (error: RunnerError): void => {
    failure ??= error;
    pending?.reject(error);
    pending = undefined;
  };
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'item') return pending?.onItem(message.result);
    if (message.kind === 'failed') return fail(new RunnerError(`newman failed: ${message.message}`));
    pending?.resolve();
    pending = undefined;
  });
  worker.on('error', (error) =>
    fail(new RunnerError(`the worker that runs newman failed: ${error.message}`, { cause: error })),
  );
  worker.on('exit', () => fail(new RunnerError('the worker that runs newman ended')));
  const post = (message: ToWorker): void => worker.postMessage(message);
  return {
    open: (session) => post({ kind: 'open', session }),
    run: (itemIds, onItem) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        if (itemIds.length === 0) return resolve();
        pending = { onItem, resolve, reject };
        post({ kind: 'run', itemIds });
      }),
    close: async () => void (await worker.terminate()),
  };
}
