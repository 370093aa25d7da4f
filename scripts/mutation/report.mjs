/**
 * Writes docs/mutation.md from the reports of mutation runs: `node scripts/mutation/report.mjs`.
 *
 * Each reports/mutation/*.json is a whole run or one part of it. Of a file that stands in several, the newest report
 * counts; of a file in the list that stands in none, the page says that it was not run.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import config from '../../stryker.config.mjs';

const FOLDER = 'reports/mutation';
const PAGE = 'docs/mutation.md';

/** The files that a whole run mutates, of a list that knows `folder/**` + `/*.ts`, names, and `!` before a name. */
function listed() {
  const excluded = new Set(config.mutate.filter((one) => one.startsWith('!')).map((one) => one.slice(1)));
  return config.mutate
    .filter((one) => !one.startsWith('!'))
    .flatMap((one) => {
      const folder = one.match(/^(.+)\/\*\*\/\*\.ts$/)?.[1];
      if (folder === undefined) return [one];
      return readdirSync(folder, { recursive: true })
        .map((name) => `${folder}/${name}`)
        .filter((name) => name.endsWith('.ts'));
    })
    .filter((one) => !excluded.has(one))
    .sort();
}

/** Mutants per file, each from the newest report that has the file, with the day of that report. */
function measured() {
  const files = new Map();
  const reports = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json') && name !== 'incremental.json')
    .map((name) => ({ name, at: statSync(join(FOLDER, name)).mtime }))
    .sort((a, b) => a.at - b.at);
  for (const { name, at } of reports) {
    const report = JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
    for (const [file, { mutants }] of Object.entries(report.files)) files.set(file, { mutants, at });
  }
  return files;
}

function counted(mutants) {
  const of = (status) => mutants.filter((one) => one.status === status).length;
  const killed = of('Killed');
  const timeout = of('Timeout');
  const survived = of('Survived');
  const uncovered = of('NoCoverage');
  return {
    killed,
    timeout,
    survived,
    uncovered,
    ignored: of('Ignored'),
    valid: killed + timeout + survived + uncovered,
  };
}

function score({ killed, timeout, valid }) {
  return valid === 0 ? 'none to test' : `${((100 * (killed + timeout)) / valid).toFixed(1)} %`;
}

const row = (name, figures, day) =>
  `| ${name} | ${figures.killed} | ${figures.survived} | ${figures.uncovered} | ${figures.timeout} | ${score(figures)} | ${day} |`;

const files = measured();
const wanted = listed();
const run = wanted.filter((file) => files.has(file));
const missing = wanted.filter((file) => !files.has(file));
if (run.length === 0) {
  console.error(`${FOLDER} has no report of a file in stryker.config.mjs; run "npm run mutate" first.`);
  process.exit(1);
}
const total = counted(run.flatMap((file) => files.get(file).mutants));
const [{ model }] = cpus();
const page = [
  '# Mutation testing',
  '',
  'Small errors are put into the code, one at a time, and the tests are run. A mutant that no test notices is a line that',
  'could be wrong. Mutated are the rules and the code that makes names, cuts them and proposes others (`mutate` in',
  '`stryker.config.mjs`); the tests are those of `vitest.mutation.config.ts`.',
  '',
  missing.length === 0
    ? `All ${wanted.length} files were run.`
    : `**Not complete: ${run.length} of ${wanted.length} files were run.** The total below is theirs alone and says nothing of the others.`,
  '',
  `Total: ${score(total)} of ${total.valid} mutants found; the aim is ${config.thresholds.break} % of all files.`,
  `${total.ignored} more are not counted: a rule's documentation, and what is computed when a module is loaded, which is`,
  'under no test in particular (`ignoreStatic`).',
  '',
  '| File | killed | survived | no coverage | timeout | score | run |',
  '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
  ...run.map((file) =>
    row(`\`${file}\``, counted(files.get(file).mutants), files.get(file).at.toISOString().slice(0, 10)),
  ),
  row('**total**', total, ''),
  '',
  ...(missing.length === 0 ? [] : ['Not run:', '', ...missing.map((file) => `- \`${file}\``), '']),
  'The score is killed and timeout of all four. Command: `npm run mutate`, or `npm run mutate:parts`, which runs some files',
  'at a time and goes on where it stopped; then `node scripts/mutation/report.mjs`, which wrote this page.',
  `Machine: ${cpus().length} × ${model.trim()}, Node ${process.version}, ${process.platform}.`,
  '',
];
writeFileSync(PAGE, page.join('\n'));
console.log(`${PAGE}: ${run.length} of ${wanted.length} files, ${score(total)}`);
