import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    // What tests of the built command keep is nobody's.
    env: { DIALINT_CACHE_DIR: join(tmpdir(), 'dialint-tests-cache') },
    // Much of the time is spent waiting for servers and for other processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Tests of the built command and of real engines start processes.
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
