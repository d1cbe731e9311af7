import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRunner, type Runner, startWorker } from '../engine/index.ts';
import type { Provider } from '../model/provider.ts';
import { providers } from '../providers/index.ts';
import { type Reporter, reporters } from '../report/index.ts';
import { writeWhole } from '../store/text-file.ts';

/** What a command works on. `root` is the folder that holds collections/, schemas/, baselines/ and waivers.json. */
export interface Project {
  readonly root: string;
  readonly providers: readonly Provider[];
  readonly startRunner: () => Runner;
  readonly reporters: readonly Reporter[];
  /** Replaces the whole file, or throws the system's error and leaves the old one. */
  readonly writeWhole: (path: string, text: string) => Promise<void>;
}

/** Streams and signals of the process: a test hands in its own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Asks the person at the terminal; absent if there is no terminal. */
  readonly ask?: (question: string) => Promise<string>;
}
interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What the worker thread runs. */
export const workerEntry = new URL('./worker.mjs', import.meta.url);

export const thisProject: Project = {
  root: fileURLToPath(new URL('../../', import.meta.url)),
  providers,
  startRunner: () => createRunner(startWorker(workerEntry)),
  reporters,
  writeWhole,
};

/** Name and version of the tool, for reports. */
export async function toolVersion(): Promise<string> {
  const manifest: { name: string; version: string } = JSON.parse(
    await readFile(join(thisProject.root, 'package.json'), 'utf8'),
  );
  return `${manifest.name} ${manifest.version}`;
}
