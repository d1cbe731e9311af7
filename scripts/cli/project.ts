import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Runner, startRunner } from '../engine/index.ts';
import type { Provider } from '../model/provider.ts';
import { providers } from '../providers/index.ts';
import { type Reporter, reporters } from '../report/index.ts';
import { writeWhole } from '../store/text-file.ts';

/** What a command works on: the folder that holds collections/ and schemas/, the providers, how newman is started, where reports go. */
export interface Project {
  readonly root: string;
  readonly providers: readonly Provider[];
  readonly startRunner: () => Runner;
  readonly reporters: readonly Reporter[];
  /** Replaces a file as a whole, or throws the system's error and leaves what was there. */
  readonly writeWhole: (path: string, text: string) => Promise<void>;
}

/** Streams and signals of the process, handed in so that a command can run inside a test. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** A question to whoever sits at the terminal; absent: nobody does. */
  readonly ask?: (question: string) => Promise<string>;
}
interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export const thisProject: Project = {
  root: fileURLToPath(new URL('../../', import.meta.url)),
  providers,
  startRunner,
  reporters,
  writeWhole,
};

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Name and version of the tool, for reports. */
export async function toolVersion(): Promise<string> {
  const manifest: { name: string; version: string } = JSON.parse(
    await readFile(join(thisProject.root, 'package.json'), 'utf8'),
  );
  return `${manifest.name} ${manifest.version}`;
}
