import type { Worker } from 'node:worker_threads';
import { processIo } from '../cli/process-io.ts';
import { runCli } from '../cli/program.ts';
import { workspaceAt } from '../cli/project.ts';
import { createRunner, startWorker } from '../engine/index.ts';

/** Runs the command line of this process. `worker` was started early; the first run uses it. */
export async function main(worker: Worker | undefined): Promise<void> {
  let early = worker;
  const workspace = {
    ...workspaceAt(process.cwd()),
    startRunner: () => {
      const next = early ?? startWorker(workerEntry);
      early = undefined;
      return createRunner(next);
    },
  };
  const { argv, env } = process;
  process.exitCode = await runCli(argv.slice(2), env, processIo(process, env, workspace), workspace);
  await early?.terminate();
}

const workerEntry = new URL('../../dist/worker-start.cjs', import.meta.url);
