import { Worker } from 'node:worker_threads';

/** Limit of a worker's old space in MB. newman needs about 210. A run that exceeds it kills the worker, not the program. */
const defaultHeapMb = 256;

interface WorkerOptions {
  readonly heapMb?: number;
  readonly workerData?: unknown;
}

/** Starts a worker at once, so that newman loads while the caller prepares. `entry` is the file that it runs. */
export function startWorker(entry: URL | string, { heapMb = defaultHeapMb, workerData }: WorkerOptions = {}): Worker {
  // The worker gets no environment variables: newman would use a proxy of them and bypass our agent, and credentials stay out.
  const worker = new Worker(entry, {
    env: {},
    workerData,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    stdout: true,
    stderr: true,
  });
  // Discards what newman's packages print.
  for (const stream of [worker.stdout, worker.stderr]) stream.resume();
  return worker;
}
