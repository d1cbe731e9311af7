import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder that is removed after the test. To be called in a test or in `beforeEach`. */
export async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'contracts-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
