// Runs dist/ in this repository. Makes it first if a source changed.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, dist, isCurrent } from './build.mjs';

if (!isCurrent()) await build();
createRequire(import.meta.url)(join(dist, 'cli.cjs'));
