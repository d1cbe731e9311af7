import { join } from 'node:path';
import { readEnvFile } from './env-file.ts';
import { type EnvLine, envLines } from './env-lines.ts';
import { isUnreadable, unreadableInWords } from './text-file.ts';

/** Variables of the process and of `.env`, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A file with settings, as it was read. */
export interface EnvFile {
  /** As a person would type it. */
  readonly shownPath: string;
  readonly lines: readonly EnvLine[];
}

/** Where settings are read from besides the process. */
export interface EnvFiles {
  /** Holds `.env`, which is read where no other file is named. */
  readonly root: string;
  /** As typed, and absolute. A later file wins. */
  readonly named: readonly { readonly shownPath: string; readonly path: string }[];
}

/** Reads the files. What cannot be read is in `problems`, a line each. */
export async function readEnvFiles({
  root,
  named,
}: EnvFiles): Promise<{ readonly files: readonly EnvFile[]; readonly problems: readonly string[] }> {
  const files: EnvFile[] = [];
  const problems: string[] = [];
  const wanted = named.length > 0 ? named : [{ shownPath: '.env', path: join(root, '.env') }];
  for (const { shownPath, path } of wanted) {
    try {
      const text = await readEnvFile(path);
      if (text !== undefined) files.push({ shownPath, lines: envLines(text) });
      else if (named.length > 0) problems.push(`${shownPath} is not there`);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      problems.push(`${shownPath} ${unreadableInWords(error)}`);
    }
  }
  return { files, problems };
}
