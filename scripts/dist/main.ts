import type { Worker } from 'node:worker_threads';
import { createLibrary } from '../cli/library.ts';
import { processIo } from '../cli/process-io.ts';
import { runCli } from '../cli/program.ts';
import { type Workspace, workspaceAt } from '../cli/project.ts';
import { createRunner, startWorker } from '../engine/index.ts';

export { defineProvider, sourcesIn } from '../model/define-provider.ts';
export { UsageError } from '../model/usage-error.ts';

const { env } = process;
/** Handed in by the loader. */
declare const codeFolder: string | undefined;

const workerEntry = new URL('../../dist/worker-start.cjs', import.meta.url);
const startCompiled = (): Worker => startWorker(workerEntry, { workerData: codeFolder });

const compiledWorkspaceAt = (root: string, start = startCompiled): Workspace => ({
  ...workspaceAt(root),
  startRunner: () => createRunner(start()),
});

/** Runs the command line of this process in its folder. `worker` was started early; the first run uses it. */
export async function main(worker: Worker | undefined): Promise<void> {
  let early = worker;
  const startEarly = (): Worker => {
    const next = early ?? startCompiled();
    early = undefined;
    return next;
  };
  const workspace = compiledWorkspaceAt(process.cwd(), startEarly);
  const { argv } = process;
  process.exitCode = await runCli(argv.slice(2), env, processIo(process, env, workspace), workspace);
  await early?.terminate();
}

export const library = createLibrary((root) => compiledWorkspaceAt(root), env);
