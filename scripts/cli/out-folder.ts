import { randomBytes } from 'node:crypto';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../model/usage-error.ts';

/** Makes the folder of the reports, and tries to write to it. @throws {UsageError} if it cannot be written to */
export async function refuseUnwritable(out: string, asTyped: string): Promise<void> {
  const probe = join(out, `.probe-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(out, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
    await access(out);
  } catch (error) {
    throw new UsageError([
      `--out ${asTyped} cannot be written to: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}
