/**
 * Mutation testing in parts: `npm run mutate:parts -- rules/missing-down.ts,src/lint/short-name.ts rules/unused-suppression.ts`.
 *
 * Each argument is a part: files that are run together. The report of each is kept in reports/mutation/part-*.json, so
 * that a run that is stopped loses one part at most; a part that has its report is not run again unless it is removed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'reports/mutation';
const parts = process.argv.slice(2);
if (parts.length === 0) {
  console.error('Name the parts, each as files with commas between them.');
  process.exit(2);
}
mkdirSync(FOLDER, { recursive: true });
for (const part of parts) {
  const name = part.replace(/\.ts\b/g, '').replace(/[^\w-]+/g, '_');
  const kept = join(FOLDER, `part-${name}.json`);
  if (existsSync(kept)) continue;
  // A part below the threshold ends with an error and has a report all the same; one that broke off has none.
  const report = join(FOLDER, 'mutation.json');
  rmSync(report, { force: true });
  // Results of another part would stand in the report as if they were of this run.
  const incremental = join(FOLDER, 'incremental', `${name}.json`);
  spawnSync(
    'npx',
    ['stryker', 'run', '--concurrency', '1', '--mutate', part, '--incrementalFile', incremental],
    { stdio: 'inherit' },
  );
  if (!existsSync(report)) {
    console.error(`${part}: no report`);
    process.exit(1);
  }
  renameSync(report, kept);
}
