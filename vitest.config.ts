import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    // Tests of the built command and of real engines start processes.
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
