import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';

// On Node 20 a worker does not inherit the loader that reads TypeScript. newman comes first, because that loader would read its packages too.
const require = createRequire(import.meta.url);
require('newman');
register();
require('./worker.ts');
