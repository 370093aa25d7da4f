/** The tests that say what rules report and what names are made: fast enough to run once for each mutant. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/rules/**/*.test.ts',
      'test/lint/**/*.test.ts',
      'test/fixtures/names.test.ts',
      'test/engines/*/names.test.ts',
      'test/frontends/laravel/names.test.ts',
    ],
    // starts the built command, which holds no mutant
    exclude: ['test/rules/pages.test.ts'],
    testTimeout: 20_000,
    // one set of modules for all files: loading them is most of the work
    isolate: false,
  },
});
