/**
 * Replays whole projects with the `sql` runner, and compares with what the real framework met on the same engines.
 *
 *     node test/corpus/replay.mjs --compared DIR [--output DIR] PROJECT…
 *
 * `--compared`: the JSON of `npm run confusion -- --output DIR`. A migration counts where both ran it: behind a refusal
 * of the application, replay stops as `migrate` does. Needs the servers of DIALINT_TEST_…, and dist/ built.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../..');
const { values: options, positionals: projects } = parseArgs({
  allowPositionals: true,
  options: {
    compared: { type: 'string' },
    output: { type: 'string' },
    seconds: { type: 'string', default: '560' },
  },
});
if (options.compared === undefined || projects.length === 0) {
  console.error('replay: name the folder of the comparison with --compared, and at least one project');
  process.exit(2);
}
const servers = ['MYSQL', 'MARIADB', 'POSTGRES'].map((name) => process.env[`DIALINT_TEST_${name}`]);
if (servers.includes(undefined)) {
  console.error(
    'replay: DIALINT_TEST_MYSQL, DIALINT_TEST_MARIADB and DIALINT_TEST_POSTGRES name the servers',
  );
  process.exit(3);
}

const rows = [];
const different = [];
for (const project of projects) {
  const name = basename(project);
  const file = join(options.compared, `${name}.json`);
  if (!existsSync(file)) {
    console.error(`${name}: no comparison in ${options.compared}`);
    continue;
  }
  const { results } = JSON.parse(readFileSync(file, 'utf8'));
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'dist/src/cli/main.js'),
      ...['replay', project, '--format', 'json', '--engine', ['sqlite', ...servers].join(',')],
    ],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 29,
      timeout: Number(options.seconds) * 1000,
      env: { DIALINT_PARTS: join(ROOT, 'test/engines'), ...process.env },
    },
  );
  if (stdout === '') {
    console.error(`${name}: exit code ${status}: ${stderr.slice(0, 300)}`);
    continue;
  }
  if (options.output !== undefined) {
    mkdirSync(options.output, { recursive: true });
    writeFileSync(join(options.output, `${name}.json`), stdout);
  }
  const replayed = JSON.parse(stdout);
  const count = { equal: 0, different: 0, unavailable: 0, notRun: 0 };
  for (const { target, rows: real, round } of results) {
    if (round !== 1) continue;
    const engine = target.split('@')[0];
    const met = new Map(real.map(({ key, real: one }) => [key, one]));
    for (const { file: migration, up } of replayed.migrations) {
      const ours = Object.entries(up).find(([id]) => id.startsWith(`${engine}@`))?.[1];
      const theirs = met.get(`${migration} up`);
      if (ours === undefined || theirs === undefined || !/^(accepts|refuses)$/.test(theirs.outcome)) continue;
      if (ours.outcome === 'not-run') count.notRun++;
      else if (ours.outcome === 'unavailable') count.unavailable++;
      else if (ours.outcome === theirs.outcome && ours.code === theirs.code) count.equal++;
      else {
        count.different++;
        different.push(
          `${name} ${engine} ${migration}: replay ${ours.outcome} ${ours.code ?? ''} ${ours.message ?? ''}; framework ${theirs.outcome} ${theirs.code ?? ''} ${theirs.message ?? ''}`,
        );
      }
    }
  }
  const { summary, predictions } = replayed;
  rows.push(
    `| ${name.replace('+', '/')} | ${summary.migrations} | ${count.equal} | ${count.different} | ${count.unavailable} | ${count.notRun} | ${summary.unexplained} | ${predictions.agree} / ${predictions.disagree.length} | ${((performance.now() - started) / 1000).toFixed(0)} |`,
  );
  console.error(rows.at(-1));
}
console.log(
  '| project | migrations | equal | different | not sent | not run | unexplained | predicted / not | s |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
);
console.log(rows.join('\n'));
for (const line of different) console.log(`- ${line.replace(/\s+/g, ' ').slice(0, 400)}`);
