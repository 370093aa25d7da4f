/**
 * Applies fixes to real projects, each alone and in memory, and checks what each has done:
 *
 *     npm run fixes:corpus -- [--count 1000] [--seed 1] [--config FILE] [--merged N] [--mistakes N] [--list] [--together]
 *         FOLDER…
 *
 * Each folder is one project; nothing in it is changed. Of all fixes that the checks of the projects offer, `--count` are
 * drawn, none twice. A fix that the linter itself leaves out, since its finding stays or a new one comes, counts as left
 * out, and the next is drawn. Of each that is applied is checked: its finding is gone; no file has more findings of any
 * rule than before, and the project has fewer of this one; a second application changes nothing; `php -l` takes every file
 * that it changes.
 *
 * Besides these, and counted apart from them:
 * - `--merged`: as many fixes of each project once more, as if its migrations were in the main branch: in a new migration,
 *   written into a copy of the project. There the finding may stay, since what is deployed is not edited.
 * - `--mistakes`: as many mistakes of each kind, made on purpose in copies of each project's migrations (fixes/spoilt.mjs).
 *   The fix of a misspelt modifier must give the author's text again, and the others no finding that the author's text
 *   does not have.
 * - `--together`: all fixes of each project at once, twice.
 *
 * `--list` prints what was left out, and why. The exit code is 1 where anything failed. DIALINT_PHP names the PHP to use.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { MISTAKES } from './fixes/spoilt.mjs';
import { toolsFor } from './fuzz/random.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    config: { type: 'string' },
    merged: { type: 'string', default: '0' },
    mistakes: { type: 'string', default: '0' },
    list: { type: 'boolean', default: false },
    together: { type: 'boolean', default: false },
  },
});
const wanted = Number(options.count);
if (folders.length === 0 || !(wanted > 0)) {
  console.error('fixes:corpus: name at least one folder; --count takes a number above 0');
  process.exit(2);
}
const { applyFixes, fixProject, openSession } = await import(
  pathToFileURL(join(ROOT, 'dist/src/index.js')).href
);
const ENGINES = ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11', 'postgres@16'];
const PHP = process.env.DIALINT_PHP ?? 'php';
const scratch = mkdtempSync(join(tmpdir(), 'dialint-fixes-'));

const checkOptions = {
  engines: ENGINES,
  baseline: 'ignore',
  ...(options.config === undefined ? {} : { configFile: resolve(options.config) }),
};

const isOpen = (finding) => finding.suppressed === undefined && finding.baselined === undefined;

/** A project that is checked again and again; texts are by path relative to its root. */
function opened(folder) {
  const session = openSession(folder, checkOptions);
  const check = (texts) =>
    session.check(new Map([...texts].map(([file, text]) => [join(folder, file), text])));
  return { folder, name: basename(folder), check };
}

/** The same, where the result with these texts is known already. */
function knowing({ check }, known, base = new Map()) {
  return (texts) => (texts.size === 0 ? known : check(inPlace(base, texts)));
}

const everything = { unsafe: true, now: null, whyNot: () => null };

/** Null: PHP takes the text; else what it says. */
function phpSays(text) {
  const file = join(scratch, 'checked.php');
  writeFileSync(file, text);
  const { status, stdout, stderr, error } = spawnSync(PHP, ['-l', file], { encoding: 'utf8' });
  if (error) throw error;
  return status === 0 ? null : `${stdout}${stderr}`.trim().split('\n')[0];
}

/** How many open findings each rule has in each file, and in all. */
function counted(result) {
  const counts = new Map();
  for (const finding of result.diagnostics.filter(isOpen)) {
    for (const key of [finding.rule, `${finding.rule} in ${finding.file}`])
      counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** What is wrong with the project after fixes, in words. */
function faults(before, after, fixed) {
  const found = [];
  const [old, now] = [counted(before), counted(after)];
  for (const [key, number] of now) {
    if (number > (old.get(key) ?? 0)) found.push(`more findings: ${key}, ${old.get(key) ?? 0} → ${number}`);
  }
  const left = new Set(after.diagnostics.filter(isOpen).map(({ fingerprint }) => fingerprint));
  for (const { fingerprint, rule } of fixed) {
    if (left.has(fingerprint)) found.push('the finding is still there');
    if ((now.get(rule) ?? 0) >= (old.get(rule) ?? 0)) found.push(`as many findings of ${rule} as before`);
  }
  return found;
}

function inPlace(texts, others) {
  return new Map([...texts, ...others]);
}

const started = performance.now();
const failures = [];
const failed = (line) => {
  failures.push(line);
  console.error(`FAILED ${line}`);
};
const leftOut = [];
const tally = new Map();
const add = (kind, what) => {
  const row = tally.get(kind) ?? { offered: 0, applied: 0, 'left out': 0, failed: 0 };
  row[what] += 1;
  tally.set(kind, row);
};
let files = 0;

/** What PHP has against the new texts, and which of them say what the old ones said. */
function textFaults(texts, textBefore) {
  const found = [];
  for (const [file, text] of texts) {
    files += 1;
    const said = phpSays(text);
    if (said !== null) found.push(`${file}: ${said}`);
    if (text === textBefore(file)) found.push(`${file} is what it was`);
  }
  return found;
}

/** Counts one try. `work` gives null where the fix was left out, with the reason in `leftOut`; else its faults. */
async function tried(kind, place, work) {
  try {
    const found = await work();
    if (found === null) return add(kind, 'left out');
    add(kind, 'applied');
    if (found.length > 0) add(kind, 'failed');
    for (const fault of found) failed(`${place}: ${fault}`);
  } catch (error) {
    add(kind, 'failed');
    failed(`${place}: ${error instanceof Error ? error.stack : error}`);
  }
}

const placeOf = (project, { file, span, rule }) => `${project.name} ${file}:${span.start.line} ${rule}`;

function notApplied(place, { report }) {
  leftOut.push(`${place}: ${report.dropped[0]?.reason ?? 'its edits contradict each other'}`);
  return null;
}

/**
 * Applies the fix of one finding, and looks at what it has done. `base`: texts that the project has instead of its own
 * files'. `restored`: what the files must say then.
 */
function applyOne(project, before, finding, base = new Map(), restored = new Map()) {
  const same = (one) => one.rule === finding.rule && one.fingerprint === finding.fingerprint;
  const once = applyFixes(knowing(project, before, base), { ...everything, only: same });
  if (once.report.applied.length === 0) return notApplied(placeOf(project, finding), once);
  const found = faults(before, once.result, [finding]);
  const known = new Set(before.diagnostics.map(({ fingerprint }) => fingerprint));
  const again = applyFixes(knowing(project, once.result, inPlace(base, once.texts)), {
    ...everything,
    // Also to whatever it may have made of its finding; others may be called otherwise now, as their table is.
    only: (one) => same(one) || (one.rule === finding.rule && !known.has(one.fingerprint)),
  });
  if (again.texts.size > 0) found.push(`a second application changes ${[...again.texts.keys()].join(', ')}`);
  found.push(...textFaults(once.texts, (file) => before.sources.get(file)));
  for (const [file, text] of restored)
    if (once.texts.get(file) !== text) found.push(`${file} is not what its author wrote`);
  return { found, result: once.result };
}

const everyFix = ({ diagnostics }) => diagnostics.filter((one) => isOpen(one) && one.fix !== undefined);

const pool = [];
const all = folders.map((one) => resolve(one));
for (const folder of all) {
  const seen = new Set();
  for (const finding of everyFix(opened(folder).check(new Map()))) {
    const key = `${finding.rule} ${finding.fingerprint} ${finding.fix.title}`;
    if (seen.has(key)) continue;
    seen.add(key);
    add(finding.rule, 'offered');
    pool.push({ folder, finding });
  }
}

const tools = toolsFor(Number(options.seed), 0);
function shuffle(list) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = tools.below(i + 1);
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}
shuffle(pool);

let applied = 0;

// Project after project, as each takes room while it is kept in mind; what was left out is drawn anew.
for (let next = 0; applied < wanted && next < pool.length; ) {
  const drawn = pool.slice(next, next + wanted - applied);
  next += drawn.length;
  for (const folder of all) {
    const findings = drawn.filter((one) => one.folder === folder).map(({ finding }) => finding);
    if (findings.length === 0) continue;
    const project = opened(folder);
    const before = project.check(new Map());
    for (const finding of findings) {
      await tried(finding.rule, placeOf(project, finding), () => {
        const done = applyOne(project, before, finding);
        if (done !== null) applied += 1;
        return done?.found ?? null;
      });
    }
    console.error(
      `${project.name}: ${findings.length} drawn; ${applied} applied so far, ${failures.length} failures`,
    );
  }
}

/** Large, and nothing that a check looks into. */
const NOT_COPIED = new Set(['.git', 'node_modules', 'public', 'storage']);

/** Fixes as new migrations, in a copy of the project. */
async function asMerged(folder, most) {
  const offered = pool.filter((one) => one.folder === folder && one.finding.fix.migration !== undefined);
  if (offered.length === 0) return;
  const copy = join(scratch, basename(folder));
  cpSync(folder, copy, { recursive: true, filter: (path) => !NOT_COPIED.has(basename(path)) });
  const project = { name: basename(folder) };
  for (const { finding } of offered.slice(0, most)) {
    const kind = `${finding.rule}, in a new migration`;
    add(kind, 'offered');
    const request = {
      unsafe: true,
      whyNot: (_file, isMigration) => (isMigration ? 'it is merged' : null),
      only: (one) => one.rule === finding.rule && one.fingerprint === finding.fingerprint,
    };
    await tried(kind, `${placeOf(project, finding)}, in a new migration`, async () => {
      const before = openSession(copy, checkOptions).check(new Map());
      const once = await fixProject(copy, checkOptions, { ...request, now: 1_893_456_000 });
      if (once.report.applied.length === 0) return notApplied(placeOf(project, finding), once);
      const found = textFaults(once.texts, (file) => before.sources.get(file));
      const made = [...once.texts].filter(([file]) => !before.sources.has(file));
      if (made.length !== 1) found.push(`${made.length} new migrations`);
      try {
        for (const [file, text] of once.texts) {
          mkdirSync(dirname(join(copy, file)), { recursive: true });
          writeFileSync(join(copy, file), text);
        }
        const again = await fixProject(copy, checkOptions, { ...request, now: 1_893_456_060 });
        found.push(...faults(before, again.result, []));
        if (again.texts.size > 0)
          found.push(`a second application changes ${[...again.texts.keys()].join(', ')}`);
      } finally {
        for (const file of once.texts.keys()) {
          const text = before.sources.get(file);
          if (text === undefined) rmSync(join(copy, file));
          else writeFileSync(join(copy, file), text);
        }
      }
      return found;
    });
  }
  rmSync(copy, { recursive: true, force: true });
}

/** Where a mistake was made that no rule offers a fix for: in code that nothing runs, or where it is none. */
const noFix = new Map();

/** Mistakes made on purpose in the project's migrations, and their fixes. */
async function withMistakes(folder, most) {
  const project = opened(folder);
  const right = project.check(new Map());
  const rightCounts = counted(right);
  for (const { kind, rules, restores, spoil } of MISTAKES) {
    const migrations = shuffle(right.project.migrations.map(({ file }) => file));
    let made = 0;
    for (const file of migrations) {
      if (made >= most) break;
      const text = right.sources.get(file);
      const spoilt = text === undefined ? null : spoil(text, tools);
      if (spoilt === null || spoilt === text) continue;
      const base = new Map([[file, spoilt]]);
      const before = project.check(base);
      if (before.diagnostics.some(({ rule }) => rule === 'syntax-error')) continue;
      const known = new Set(right.diagnostics.map(({ fingerprint }) => fingerprint));
      const finding = everyFix(before).find(
        (one) => rules.includes(one.rule) && one.file === file && !known.has(one.fingerprint),
      );
      if (finding === undefined) {
        noFix.set(kind, (noFix.get(kind) ?? 0) + 1);
        continue;
      }
      made += 1;
      const row = `${finding.rule}, after ${kind}`;
      add(row, 'offered');
      await tried(row, `${placeOf(project, finding)}, after ${kind}`, () => {
        const done = applyOne(project, before, finding, base, restores ? new Map([[file, text]]) : new Map());
        if (done === null) return null;
        for (const [key, number] of counted(done.result)) {
          if (number > (rightCounts.get(key) ?? 0))
            done.found.push(`more findings than the author's text has: ${key}`);
        }
        return done.found;
      });
    }
  }
}

for (const folder of all) {
  const before = failures.length;
  if (Number(options.merged) > 0) await asMerged(folder, Number(options.merged));
  if (Number(options.mistakes) > 0) await withMistakes(folder, Number(options.mistakes));
  if (Number(options.merged) > 0 || Number(options.mistakes) > 0)
    console.error(`${basename(folder)}: ${failures.length - before} failures in its copies`);
}

if (options.together) {
  for (const folder of all) {
    const project = opened(folder);
    const before = project.check(new Map());
    const once = applyFixes(knowing(project, before), everything);
    const twice = applyFixes(knowing(project, once.result, once.texts), everything);
    const old = counted(before);
    const found = [...counted(once.result)]
      .filter(([key, number]) => number > (old.get(key) ?? 0))
      .map(([key, number]) => `more findings: ${key}, ${old.get(key) ?? 0} → ${number}`);
    if (twice.texts.size > 0) found.push(`a second run changes ${[...twice.texts.keys()].join(', ')}`);
    for (const [file, text] of once.texts) {
      const said = phpSays(text);
      if (said !== null) found.push(`${file}: ${said}`);
    }
    const { report } = once;
    console.log(
      `${project.name}: ${report.applied.length} applied together, ${report.dropped.length} left out, ${report.files.length} files`,
    );
    for (const fault of found) failed(`${project.name}, all together: ${fault}`);
  }
}

console.table(Object.fromEntries([...tally].sort(([a], [b]) => (a < b ? -1 : 1))));
for (const [kind, number] of noFix) console.log(`${number} times no fix was offered after ${kind}`);
if (options.list) for (const line of leftOut) console.log(`left out: ${line}`);
for (const line of failures) console.log(`FAILED ${line}`);
const inCopies = [...tally.values()].reduce((sum, row) => sum + row.applied, 0) - applied;
console.log(
  `${applied} of ${pool.length} distinct fixes applied to ${all.length} projects as they are, and ${inCopies} to copies ` +
    `(seed ${options.seed}); ${files} changed files through php -l, ${leftOut.length} left out by the re-check, ` +
    `${failures.length} failures, ${((performance.now() - started) / 1000).toFixed(0)} s`,
);
rmSync(scratch, { recursive: true, force: true });
process.exitCode = failures.length > 0 ? 1 : 0;
