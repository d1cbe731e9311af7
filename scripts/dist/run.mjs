// Runs dist/ in this repository. Makes it first if a source changed.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dist, isCurrent, root } from './current.mjs';

const canRun = isCurrent() || (await isBuilt());
if (canRun) createRequire(import.meta.url)(join(dist, 'cli.cjs'));
else process.exitCode = 4;

async function isBuilt() {
  // A run without the dev dependencies finds a dist/ that is current, and needs none of this.
  if (!existsSync(join(root, 'node_modules/esbuild'))) {
    process.stderr.write(
      'dist/ is not made from the sources as they are, and the dev dependencies that make it are missing: run npm ci\n',
    );
    return false;
  }
  const { build } = await import('./build.mjs');
  await build();
  return true;
}
