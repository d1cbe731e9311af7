import { defineConfig } from 'vitest/config';

/** Tests that replace a module. That works only if the module was not loaded before. */
const replacesModules = ['test/engine/provider-run*.test.ts', 'test/cli/contract-once.test.ts'];

export default defineConfig({
  test: {
    // The tests use real sockets and newman, so slow machines need long limits.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { shuffle: { tests: true, files: false } },
    // The tests spend half of their time in newman's own threads and in waiting.
    maxWorkers: 3,
    // Each sandbox of newman allocates 30 MB of short-lived objects. A larger young generation saves a seventh of the work.
    execArgv: ['--min-semi-space-size=16', '--max-semi-space-size=64', '--single-threaded-gc'],
    projects: [
      {
        extends: true,
        // A worker loads its modules, newman above all, once for all test files.
        test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: replacesModules, isolate: false },
      },
      { extends: true, test: { name: 'isolated', include: replacesModules } },
    ],
  },
});
