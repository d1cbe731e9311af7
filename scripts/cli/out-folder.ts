import { UsageError } from '../model/usage-error.ts';
import { historyFile } from '../store/history.ts';
import { isUnreadable, prepareFolder, UnreadableFile } from '../store/text-file.ts';
import type { Project } from './project.ts';

/** Makes the folder of the reports, and tries to write to it. @throws {UsageError} if it cannot be written to */
export async function refuseUnwritable(out: string, asTyped: string, reporters: Project['reporters']): Promise<void> {
  const files = [historyFile, ...reporters.flatMap(({ file }) => file ?? [])];
  try {
    await prepareFolder(out, files);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const why = error instanceof UnreadableFile ? error.message : `cannot be written to: ${error.message}`;
    throw new UsageError([`--out ${asTyped} ${why}`]);
  }
}
