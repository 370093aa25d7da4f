/**
 * Mutation testing: `npm run mutate`, or a part of it: `npm run mutate -- --mutate rules/missing-down.ts`.
 * A mutant that no test notices is a line that could be wrong. docs/mutation.md has the figures.
 */

/** What the message to the user is made of: the rules, and the code that makes names, cuts them and proposes others. */
const NAMING = [
  'src/frontends/laravel/index-name.ts',
  'src/frontends/laravel/foreign-key.ts',
  'src/engines/mysql/names.ts',
  'src/engines/postgres/names.ts',
  'src/lint/existing-names.ts',
  'src/lint/name-advice.ts',
  'src/lint/short-name.ts',
];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  packageManager: 'npm',
  mutate: ['rules/**/*.ts', '!rules/index.ts', ...NAMING],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // What is computed when a module is loaded (a rule's id, its severity, the texts of its examples) is under no test in
  // particular: each such mutant would need all tests, half of the time for a seventh of the mutants. They are not counted.
  ignoreStatic: true,
  plugins: ['@stryker-mutator/*', './scripts/mutation/ignore-documentation.mjs'],
  ignorers: ['documentation'],
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false },
  thresholds: { high: 95, low: 85, break: 85 },
  // what tests of rules and names do not need is not copied
  ignorePatterns: [
    'dist',
    'docs',
    'reports',
    'fixtures/recorded',
    'test/engines/fuzz',
    'test/frontends/laravel/record',
    'tsconfig*.json',
    '*.log',
  ],
  timeoutMS: 20_000,
  concurrency: 2,
  tempDirName: '.stryker-tmp',
};
