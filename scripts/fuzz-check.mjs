/**
 * Feeds `checkProject` with projects that nobody wrote: mutated real migrations, and made-up ones.
 *
 *     npm run fuzz:check -- [--seconds 60] [--seed N] [--corpus DIR]… [--limit 10] [--heap 1024] [--case N]
 *                           [--keep DIR] [--dist DIR]
 *
 * A failure is an exception, a rule that failed, a case that takes longer than the limit (seconds), one that needs more
 * than the heap (megabytes), a process that ends, or (every 50th case) two checks of one project that differ. Cases are
 * checked in a process of their own, which is ended and replaced where that is needed. A failing case is made smaller,
 * printed and kept as a folder on which `dialint check` can be run. Seed and corpus give the same cases again;
 * `--case` checks one of them.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compile } from './fuzz/build.mjs';
import { Checker } from './fuzz/checker.mjs';
import { readCorpus } from './fuzz/corpus.mjs';
import { CASE_KINDS, makeCase } from './fuzz/projects.mjs';
import { toolsFor } from './fuzz/random.mjs';
import { shrink } from './fuzz/shrink.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    corpus: { type: 'string', multiple: true, default: [] },
    limit: { type: 'string', default: '10' },
    heap: { type: 'string', default: '1024' },
    case: { type: 'string' },
    keep: { type: 'string', default: join(tmpdir(), 'dialint-fuzz-kept') },
    dist: { type: 'string' },
  },
});

/** How long making a case smaller may take; a hang costs the limit at each attempt. */
const SHRINK_MS = 120_000;

function number(name, isRight) {
  const value = Number(options[name]);
  if (Number.isFinite(value) && isRight(value)) return value;
  console.error(`fuzz-check: --${name} ${options[name]} is not what it takes`);
  process.exit(2);
}
const above0 = (value) => value > 0;
const seconds = number('seconds', above0);
const seed = number('seed', Number.isInteger);
const only =
  options.case === undefined ? undefined : number('case', (value) => Number.isInteger(value) && value >= 0);

const folders = [join(ROOT, 'fixtures'), ...options.corpus.map((folder) => resolve(folder))];
const corpus = readCorpus(folders);
const built =
  options.dist === undefined ? compile(ROOT) : { folder: resolve(options.dist), remove: () => {} };
const checker = new Checker({
  dist: built.folder,
  limitMs: number('limit', above0) * 1000,
  heapMegabytes: number('heap', above0),
});

const counts = new Map(CASE_KINDS.map((kind) => [kind, 0]));
const failures = new Map();
let slowest = { ms: 0 };
/** Of failures that tell no place, so many are shown. */
const SHOWN = 3;
/** Time that is not spent on finding failures. */
let aside = 0;

async function tell(index, { kind, engines, files }, failure) {
  const began = performance.now();
  const small = await shrink(checker, files, engines, failure, SHRINK_MS);
  const where = failure.what === 'hang' ? await checker.locate({ files: small, engines }) : [];
  const place = join(options.keep, `${seed}-${index}`);
  rmSync(place, { recursive: true, force: true });
  for (const [path, content] of small) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content);
  }
  const shown = small.map(([path, content]) => `--- ${path}\n${String(content).slice(0, 1500)}`).join('\n');
  process.stdout.write(
    `\nFAILED case ${index} (${kind}; ${engines?.join(',') ?? "the project's engines"}): ${failure.what}\n` +
      `${[failure.detail, ...where.slice(0, 8)].join('\n')}\nkept in ${place}\n${shown}\n`,
  );
  aside += performance.now() - began;
}

process.stdout.write(
  `fuzz-check: seed ${seed}, ${only === undefined ? `${seconds} s` : `case ${only}`}, ${corpus.migrations.length} migrations ` +
    `and ${corpus.neighbours.length} other files of ${folders.length} folder${folders.length === 1 ? '' : 's'}\n`,
);
const started = performance.now();
let index = only ?? 0;
let cases = 0;
do {
  const made = makeCase(toolsFor(seed, index), corpus);
  counts.set(made.kind, counts.get(made.kind) + 1);
  const { ms, failure } = await checker.check(made, index % 50 === 0);
  if (ms > slowest.ms) slowest = { ms, index, kind: made.kind };
  if (failure !== undefined) {
    const known = failures.get(failure.what) ?? 0;
    failures.set(failure.what, known + 1);
    if (known < (/ at /.test(failure.what) ? 1 : SHOWN)) await tell(index, made, failure);
  }
  index += 1;
  cases += 1;
} while (only === undefined && performance.now() - started - aside < seconds * 1000);
const spent = (performance.now() - started - aside) / 1000;
await checker.close();
built.remove();

process.stdout.write(
  `\nfuzz-check: ${cases} cases in ${spent.toFixed(0)} s (${(cases / spent).toFixed(1)} a second), seed ${seed}\n` +
    `  ${[...counts].map(([kind, count]) => `${kind} ${count}`).join(', ')}\n` +
    `  slowest: ${Math.round(slowest.ms)} ms (case ${slowest.index}, ${slowest.kind}); ` +
    `at most ${Math.round(checker.peakKilobytes / 1024)} MB; ${checker.restarts} process${checker.restarts === 1 ? '' : 'es'}\n` +
    `  ${failures.size === 0 ? 'nothing failed' : `${failures.size} kinds of failure:`}\n` +
    [...failures].map(([what, count]) => `    ${count} × ${what}\n`).join(''),
);
process.exitCode = failures.size === 0 ? 0 : 1;
