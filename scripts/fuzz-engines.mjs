/**
 * Asks the judges and the real engines about histories that nobody wrote, and tells where they disagree.
 *
 *     npm run fuzz:engines -- [--seconds 60] [--histories N] [--seed N] [--engine mysql,mariadb,postgres,sqlite] [--others]
 *
 * `--seconds` and `--histories` are for each engine. Servers are those that the tests use (CONTRIBUTING.md); everything
 * happens in databases that the run makes and drops. What a disagreement is, and what was found, stands in
 * docs/engine-fuzzing.md; the work is done by test/engines/fuzz/run.ts.
 */
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from './fuzz/build.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { folder, remove } = compile(ROOT, 'tsconfig.json');
try {
  // better-sqlite3 is installed beside the tests.
  symlinkSync(join(ROOT, 'test/engines/node_modules'), join(folder, 'test/engines/node_modules'), 'junction');
  const run = join(folder, 'test/engines/fuzz/run.js');
  const { status } = spawnSync(process.execPath, [run, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  remove();
}
