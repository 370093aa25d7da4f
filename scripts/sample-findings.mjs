/**
 * Draws findings by lot from what `check` says of whole projects, to be read against their source by eye
 * (docs/rules-sample.md).
 *
 *     npm run corpus:sample -- [--count 100] [--seed 1] [--json FILE] FOLDER…
 *
 * Each folder is one project, checked as somebody would who has just installed dialint: its own targets, the preset
 * `recommended`, no baseline. Every finding has the same chance. The exit code is 1 where a check failed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mulberry32 } from './fuzz/random.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const count = Number(options.count);
const seed = Number(options.seed);
if (folders.length === 0 || !(count > 0) || !Number.isSafeInteger(seed)) {
  console.error(
    'corpus:sample: name at least one folder; --count takes a number above 0, --seed a whole number',
  );
  process.exit(2);
}
const main = join(ROOT, 'dist/src/cli/main.js');

function findingsOf(folder) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'check', folder, '--format', 'json', '--fail-on', 'never', '--no-cache'],
    { encoding: 'utf8', maxBuffer: 1 << 30, timeout: 120_000 },
  );
  if (status !== 0)
    throw new Error(`${basename(folder)}: exit code ${status}: ${stderr.trim().slice(0, 300)}`);
  const { project, diagnostics } = JSON.parse(stdout);
  const name = [basename(folder), relative(resolve(folder), project.root)]
    .filter((part) => part !== '')
    .join('/');
  return diagnostics.map((found) => ({ project: name, root: project.root, ...found }));
}

const all = [];
let failed = false;
for (const folder of folders.toSorted()) {
  try {
    all.push(...findingsOf(folder));
  } catch (error) {
    failed = true;
    console.error(error.message);
  }
}
const random = mulberry32(seed);
const drawn = all
  .map((finding) => ({ finding, lot: random() }))
  .toSorted((one, other) => one.lot - other.lot)
  .slice(0, count)
  .map(({ finding }) => finding);
console.log(
  `${all.length} findings in ${folders.length} folders; ${drawn.length} drawn with seed ${seed}.\n`,
);
for (const [
  index,
  { project, root, file, range, rule, severity, message, help, engines },
] of drawn.entries()) {
  const { line } = range.start;
  const source = readFileSync(join(root, file), 'utf8').split('\n')[line - 1] ?? '';
  console.log(
    `${index + 1}. ${rule} · ${project}/${file}:${line} · ${severity} · ${(engines ?? []).join(', ')}`,
  );
  console.log(`   ${source.trim()}\n   ${message}\n   ${help ?? ''}\n`);
}
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(drawn, null, 2));
process.exitCode = failed ? 1 : 0;
