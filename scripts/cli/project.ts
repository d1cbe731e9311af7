import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRunner, type Runner, startWorker } from '../engine/index.ts';
import type { Provider } from '../model/provider.ts';
import { UsageError } from '../model/usage-error.ts';
import { type Reporter, reporters } from '../report/index.ts';
import { writeWhole } from '../store/text-file.ts';
import type { Place } from './flag.ts';

/** The two roots, and what a command does beside its work. */
export interface Workspace {
  /** Where the tool is installed. */
  readonly toolRoot: string;
  /** The folder that a run works in: providers/, schemas/, collections/, baselines/, waivers.json, .env, reports/. */
  readonly root: string;
  /** @throws {UsageError} with everything that is wrong in providers/ and schemas/ */
  readonly loadProviders: () => Promise<readonly Provider[]>;
  readonly startRunner: () => Runner;
  readonly reporters: readonly Reporter[];
  /** Replaces the whole file, or throws the system's error and leaves the old one. */
  readonly writeWhole: (path: string, text: string) => Promise<void>;
}

/** What a command works on: a workspace whose providers are loaded. */
export interface Project extends Omit<Workspace, 'loadProviders'> {
  readonly providers: readonly Provider[];
}

/** Streams and signals of the process: a test hands in its own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Where the person stands: relative paths that were typed start here. */
  readonly cwd: string;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Asks the person at the terminal; absent if there is no terminal. */
  readonly ask?: (question: string) => Promise<string>;
}
export interface Output {
  write(text: string): unknown;
  /** For commands to a CI system, which `write` makes inert. */
  writeCommands?(text: string): unknown;
  readonly isTTY?: boolean;
  /** The width of the terminal. */
  readonly columns?: number;
}

/** A path that was typed, or its default, as an absolute one. */
export const absolute = ({ path, isTyped }: Place, { cwd }: Pick<Io, 'cwd'>, { root }: Pick<Project, 'root'>): string =>
  resolve(isTyped ? cwd : root, path);

/** What the worker thread runs. */
export const workerEntry = new URL('./worker.mjs', import.meta.url);

const toolRoot = fileURLToPath(new URL('../../', import.meta.url));

export const workspaceAt = (root: string): Workspace => ({
  toolRoot,
  root,
  // Loaded late: --help needs neither the loader nor the linter.
  loadProviders: async () => {
    if (!existsSync(join(root, 'providers')))
      throw new UsageError([
        `${root} is not a workspace: it has no folder providers/. Change to one that is, or make one here with token-endpoint-contracts init`,
      ]);
    return (await import('./load-providers.ts')).loadProviders(root);
  },
  startRunner: () => createRunner(startWorker(workerEntry)),
  reporters,
  writeWhole,
});

/** This repository is the tool and a workspace at once. */
export const thisWorkspace = workspaceAt(toolRoot);

export async function loaded({ loadProviders, ...rest }: Workspace): Promise<Project> {
  return { ...rest, providers: await loadProviders() };
}
