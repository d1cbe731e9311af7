import { defineConfig } from 'vitest/config';

/** Replaces a module, which only works on one that was not loaded before. */
const replacesModules = ['test/engine/provider-run*.test.ts'];

export default defineConfig({
  test: {
    // Real sockets and real newman: slow machines need room, fast ones do not use it.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { shuffle: { tests: true, files: false } },
    // Half of the time goes by in newman's own threads and in waiting.
    maxWorkers: 3,
    // Each sandbox of newman is 30 MB of short-lived objects: room for them saves a seventh of all work.
    execArgv: ['--min-semi-space-size=16', '--max-semi-space-size=64', '--single-threaded-gc'],
    projects: [
      {
        extends: true,
        // Modules, newman above all, are loaded once for all files of a worker.
        test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: replacesModules, isolate: false },
      },
      { extends: true, test: { name: 'isolated', include: replacesModules } },
    ],
  },
});
