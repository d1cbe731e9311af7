import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real sockets and real newman: slow machines need room, fast ones do not use it.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    sequence: { shuffle: true },
    // Half of the time goes by in newman's own threads and in waiting.
    maxWorkers: 3,
  },
});
