/**
 * Applies fixes to real projects, each alone and in memory, and checks what each has done:
 *
 *     npm run fixes:corpus -- [--count 1000] [--seed 1] [--config FILE] [--list] [--together] FOLDER…
 *
 * Each folder is one project; nothing in it is changed. Of all fixes that the checks of the projects offer, `--count` are
 * drawn. A fix that the linter itself leaves out, since its finding stays or a new one comes, counts as left out, and the
 * next is drawn. Of each that is applied is checked: its finding is gone; no file has more findings of any rule than
 * before, and the project has fewer of this one; a second application changes nothing; `php -l` takes every file that it
 * changes. `--together` also applies all fixes of each project at once, twice. `--list` prints what was left out, and why.
 * The exit code is 1 where anything failed. DIALINT_PHP names the PHP to use.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { toolsFor } from './fuzz/random.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    config: { type: 'string' },
    list: { type: 'boolean', default: false },
    together: { type: 'boolean', default: false },
  },
});
const wanted = Number(options.count);
if (folders.length === 0 || !(wanted > 0)) {
  console.error('fixes:corpus: name at least one folder; --count takes a number above 0');
  process.exit(2);
}
const { applyFixes, openSession } = await import(pathToFileURL(join(ROOT, 'dist/src/index.js')).href);
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
const add = (rule, what) => {
  const row = tally.get(rule) ?? { offered: 0, applied: 0, 'left out': 0, failed: 0 };
  row[what] += 1;
  tally.set(rule, row);
};

const pool = [];
const all = folders.map((one) => resolve(one));
for (const folder of all) {
  const before = opened(folder).check(new Map());
  for (const finding of before.diagnostics.filter((one) => isOpen(one) && one.fix !== undefined)) {
    add(finding.rule, 'offered');
    pool.push({ folder, finding });
  }
}

const { below } = toolsFor(Number(options.seed), 0);
for (let i = pool.length - 1; i > 0; i--) {
  const j = below(i + 1);
  [pool[i], pool[j]] = [pool[j], pool[i]];
}

let applied = 0;
let files = 0;

/** Applies the fix of one finding, and looks at what it has done. */
function tryOne(project, before, finding) {
  const place = `${project.name} ${finding.file}:${finding.span.start.line} ${finding.rule}`;
  const same = (one) => one.rule === finding.rule && one.fingerprint === finding.fingerprint;
  try {
    const once = applyFixes(knowing(project, before), { ...everything, only: same });
    if (once.report.applied.length === 0) {
      add(finding.rule, 'left out');
      leftOut.push(`${place}: ${once.report.dropped[0]?.reason ?? 'its edits contradict each other'}`);
      return;
    }
    applied += 1;
    add(finding.rule, 'applied');
    const found = faults(before, once.result, [finding]);
    const known = new Set(before.diagnostics.map(({ fingerprint }) => fingerprint));
    const again = applyFixes(knowing(project, once.result, once.texts), {
      ...everything,
      // Also to whatever it may have made of its finding.
      only: (one) => same(one) || !known.has(one.fingerprint),
    });
    if (again.texts.size > 0)
      found.push(`a second application changes ${[...again.texts.keys()].join(', ')}`);
    for (const [file, text] of once.texts) {
      files += 1;
      const said = phpSays(text);
      if (said !== null) found.push(`${file}: ${said}`);
      if (text === before.sources.get(file)) found.push(`${file} is what it was`);
    }
    if (found.length > 0) add(finding.rule, 'failed');
    for (const fault of found) failed(`${place}: ${fault}`);
  } catch (error) {
    add(finding.rule, 'failed');
    failed(`${place}: ${error instanceof Error ? error.stack : error}`);
  }
}

// Project after project, as each takes room while it is kept in mind; what was left out is drawn anew.
for (let next = 0; applied < wanted && next < pool.length; ) {
  const drawn = pool.slice(next, next + wanted - applied);
  next += drawn.length;
  for (const folder of all) {
    const findings = drawn.filter((one) => one.folder === folder).map(({ finding }) => finding);
    if (findings.length === 0) continue;
    const project = opened(folder);
    const before = project.check(new Map());
    for (const finding of findings) tryOne(project, before, finding);
    console.error(
      `${project.name}: ${findings.length} drawn; ${applied} applied so far, ${failures.length} failures`,
    );
  }
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

console.table(Object.fromEntries(tally));
if (options.list) for (const line of leftOut) console.log(`left out: ${line}`);
for (const line of failures) console.log(`FAILED ${line}`);
console.log(
  `${applied} fixes applied to ${all.length} projects (seed ${options.seed}), ${files} changed files through php -l, ` +
    `${leftOut.length} left out by the re-check, ${failures.length} failures, ${((performance.now() - started) / 1000).toFixed(0)} s`,
);
rmSync(scratch, { recursive: true, force: true });
process.exitCode = failures.length > 0 ? 1 : 0;
