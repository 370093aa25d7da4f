#!/usr/bin/env node
/**
 * Compares dialint with the real framework and the real engines over many projects, and prints as Markdown: the tables of
 * verdicts, of equal SQL, and every single disagreement.
 *
 *   npm run confusion -- [--laravels FOLDER] [--install] [--output FOLDER] [--rounds 6] [--kept] [--engine sqlite,…] PROJECT…
 *
 * Each folder of FOLDER holds one Laravel with all that it requires (--install puts them there by composer); a project is
 * compared with the one of its own version, else with the nearest. What compare.mjs found is kept in --output, and so is
 * what the real framework did; --kept prints what was found before, and compares only what is missing. See compare.mjs for the servers, and
 * for what running a project's code means.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadModules } from './modules.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    laravels: { type: 'string', default: path.join(tmpdir(), 'dialint-laravels') },
    install: { type: 'boolean', default: false },
    output: { type: 'string', default: path.join(tmpdir(), 'dialint-confusion') },
    rounds: { type: 'string', default: '6' },
    kept: { type: 'boolean', default: false },
    engine: { type: 'string' },
  },
});
if (folders.length === 0 && !options.install) {
  console.error('usage: confusion.mjs [options] PROJECT…; they are listed at the top of this file');
  process.exit(2);
}
const { analyseProject, DBAL_FRAMEWORKS, FRAMEWORKS } = await loadModules();
if (options.install) await install();

const installed = readdirSync(options.laravels)
  .map((name) => path.join(options.laravels, name))
  .filter((folder) => existsSync(path.join(folder, 'vendor/composer/installed.json')))
  .map((folder) => ({ folder, major: Number.parseInt(versionIn(folder), 10) }))
  .sort((a, b) => a.major - b.major);
mkdirSync(options.output, { recursive: true });

const projects = [];
for (const folder of folders) {
  const name = path.basename(path.resolve(folder));
  const file = path.join(options.output, `${name}.json`);
  if (!options.kept || !existsSync(file)) {
    // Which Laravel a project is of does not depend on an engine.
    const own = Number.parseInt(
      analyseProject(path.resolve(folder), { engines: ['sqlite'] }).project.frameworkVersion.value,
      10,
    );
    const laravel = installed.toSorted(
      (a, b) => Math.abs(a.major - own) - Math.abs(b.major - own) || a.major - b.major,
    )[0];
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        path.join(here, 'compare.mjs'),
        folder,
        ...['--laravel', laravel.folder, '--rounds', options.rounds, '--json', file],
        ...['--real', path.join(options.output, 'real')],
        ...(options.engine === undefined ? [] : ['--engine', options.engine]),
      ],
      { encoding: 'utf8', maxBuffer: 1 << 30 },
    );
    writeFileSync(path.join(options.output, `${name}.txt`), stdout + stderr);
    console.error(
      `${name}: Laravel ${laravel.major} for ${own}, ${Math.round((performance.now() - started) / 1000)} s, exit code ${status}`,
    );
    if (status !== 0) {
      console.error(stderr.slice(-2000));
      process.exitCode = 1;
      continue;
    }
  }
  projects.push(JSON.parse(readFileSync(file, 'utf8')));
}
if (projects.length > 0) print();

function versionIn(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'vendor/composer/installed.json'), 'utf8'))
    .packages.find((item) => item.name === 'laravel/framework')
    .version.replace(/^v/, '');
}

/** Below Laravel 11 with doctrine/dbal, as the projects that change columns have it. */
async function install() {
  const php = spawnSync('php', ['-r', 'echo PHP_VERSION;'], { encoding: 'utf8' }).stdout;
  for (const { version, php: least } of FRAMEWORKS) {
    if (php.localeCompare(least, 'en', { numeric: true }) < 0) continue;
    const major = Number.parseInt(version, 10);
    const folder = path.join(options.laravels, String(major));
    if (existsSync(path.join(folder, 'vendor/composer/installed.json'))) continue;
    mkdirSync(folder, { recursive: true });
    const manifest = {
      require: {
        'laravel/framework': version,
        // Factories of models that migrations fill tables with.
        'fakerphp/faker': '*',
        // Carbon 3 implements an interface of it.
        ...(major < 11 ? DBAL_FRAMEWORKS[0].packages : { 'symfony/clock': '*' }),
      },
      config: { audit: { 'block-insecure': false } },
    };
    writeFileSync(path.join(folder, 'composer.json'), JSON.stringify(manifest, null, 2));
    const { status } = spawnSync(
      'composer',
      ['update', '--no-interaction', '--no-progress', '--no-scripts', '--no-plugins'],
      { cwd: folder, stdio: ['ignore', 2, 2], env: { ...process.env, COMPOSER_ALLOW_SUPERUSER: '1' } },
    );
    if (status !== 0) throw new Error(`composer does not install laravel/framework ${version}`);
  }
}

function print() {
  const engines = new Map();
  for (const { project, results } of projects) {
    for (const result of results) {
      const engine = result.target.replace(/@.*/, '');
      const entry = engines.get(engine) ?? { rows: [], runs: [], settled: new Map() };
      engines.set(engine, entry);
      for (const row of result.rows) {
        const key = `${project}/${row.key}`;
        if (row.counts) entry.rows.push({ ...row, project, key });
        entry.settled.set(key, row.counts || entry.settled.get(key) === true);
      }
      for (const run of result.ddl.runs.filter((item) => item.counts))
        entry.runs.push({ ...run, project, key: `${project}/${run.key}` });
    }
  }
  const table = (title, rows) => {
    const head = [title, ...engines.keys()];
    const line = (cells) => `| ${cells.join(' | ')} |`;
    console.log(`\n${line(head)}\n| --- |${' ---: |'.repeat(engines.size)}`);
    for (const [name, value] of rows)
      console.log(line([name, ...[...engines.values()].map((entry) => value(entry))]));
  };
  const count = (predicted, real) => (entry) =>
    entry.rows.filter((row) => row.predicted.outcome === predicted && row.real.outcome === real).length;
  const compared = (entry) => entry.rows.filter(({ real }) => /^(accepts|refuses|fatal)$/.test(real.outcome));
  const of = (kind) => (entry) => entry.rows.filter((row) => row.kind === kind).length;
  const percent = (part, whole) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`);
  const unknown = (entry) => compared(entry).filter((row) => row.predicted.outcome === 'unknown').length;
  const wrong = (entry) => of('wrong-refuse')(entry) + of('wrong-accept')(entry);
  console.log(
    `${projects.length} projects, ${projects.reduce((sum, item) => sum + item.migrations, 0)} migrations, Laravel ${[...new Set(projects.map((item) => item.laravel))].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).join(', ')}`,
  );
  table('predicted / real', [
    ['accepts / accepts', count('accepts', 'accepts')],
    ['refuses / refuses', count('refuses', 'refuses')],
    ['of them, equal error number', of('agree-refuses')],
    ['refuses / accepts: **wrong refuse**', of('wrong-refuse')],
    ['accepts / refuses: **wrong accept**', of('wrong-accept')],
    ['unknown / accepts', count('unknown', 'accepts')],
    ['unknown / refuses', count('unknown', 'refuses')],
    ['runs with a verdict', (entry) => compared(entry).length],
    [
      'right, of the verdicts given',
      (entry) =>
        percent(
          compared(entry).length - unknown(entry) - wrong(entry),
          compared(entry).length - unknown(entry),
        ),
    ],
    ['unknown', (entry) => percent(unknown(entry), compared(entry).length)],
    [
      'equal error number',
      (entry) => percent(of('agree-refuses')(entry), count('refuses', 'refuses')(entry)),
    ],
    ['apart: not run for lack of a class, function or setting', of('unavailable')],
    [
      'apart: hangs on an earlier refusal in every round',
      (entry) => [...entry.settled.values()].filter((item) => !item).length,
    ],
  ]);
  const sum = (entry, part) => entry.runs.reduce((total, run) => total + part(run), 0);
  const tooMany = (run) =>
    run.differences.reduce((total, item) => total + Math.max(0, item.ours.length - item.real.length), 0);
  table('DDL', [
    ['statements of the framework', (entry) => sum(entry, (run) => run.real)],
    ['equal byte for byte', (entry) => sum(entry, (run) => run.equal)],
    [
      'share',
      (entry) =>
        percent(
          sum(entry, (run) => run.equal),
          sum(entry, (run) => run.real),
        ),
    ],
    ['different or missing', (entry) => sum(entry, (run) => run.real - run.equal)],
    [
      'of them, in a run that is reported as unknown',
      (entry) => sum(entry, (run) => (run.predicted === 'unknown' ? run.real - run.equal : 0)),
    ],
    ['ours that the framework does not send', (entry) => sum(entry, tooMany)],
  ]);
  console.log(
    '\n| project | Laravel | migrations | runs | unknown | wrong | DDL equal |\n| --- | --- | ---: | ---: | ---: | ---: | ---: |',
  );
  for (const { project, laravel, migrations } of projects) {
    const rows = [...engines.values()].flatMap((entry) =>
      compared(entry).filter((row) => row.project === project),
    );
    const runs = [...engines.values()].flatMap((entry) =>
      entry.runs.filter((run) => run.project === project),
    );
    const real = runs.reduce((total, run) => total + run.real, 0);
    const equal = runs.reduce((total, run) => total + run.equal, 0);
    console.log(
      `| ${project.replace('+', '/')} | ${laravel} | ${migrations} | ${rows.length} | ${rows.filter((row) => row.predicted.outcome === 'unknown').length} | ${rows.filter((row) => row.kind.startsWith('wrong')).length} | ${equal}/${real} |`,
    );
  }
  // What is the same on several engines is shown once.
  const list = (title, items) => {
    const grouped = new Map();
    for (const [engine, entry] of engines)
      for (const [head, text] of items(entry)) {
        const key = `${head}\n${text}`;
        grouped.set(key, [...(grouped.get(key) ?? []), engine]);
      }
    console.log(`\n## ${title}: ${grouped.size}`);
    for (const [key, names] of grouped) {
      const [head, ...rest] = key.split('\n');
      console.log(`\n- ${head} [${names.join(', ')}]\n${rest.map((line) => `    ${line}`).join('\n')}`);
    }
  };
  const told = ({ key, predicted, real, kind, cause }) => {
    const [file, direction] = [key.slice(0, key.lastIndexOf(' ')), key.slice(key.lastIndexOf(' ') + 1)];
    return [
      `${kind} ${file}${predicted.line == null ? '' : `:${predicted.line}`} ${direction}${cause === undefined ? '' : ` (after ${cause})`}`,
      `predicted ${predicted.outcome} ${predicted.code ?? ''} ${predicted.message ?? ''}\nreal      ${real.outcome} ${real.code ?? ''} ${real.message ?? ''}${real.sql ? `\n          ${real.sql}` : ''}`,
    ];
  };
  list('Wrong verdicts and numbers', (entry) =>
    entry.rows.filter((row) => /^(wrong|not-)/.test(row.kind)).map(told),
  );
  list('Unknown', (entry) =>
    entry.rows.filter((row) => row.predicted.outcome === 'unknown' && row.kind !== 'unavailable').map(told),
  );
  list('DDL that differs', (entry) =>
    entry.runs.flatMap((run) =>
      run.differences.map(({ index, ours, real }) => [
        `${run.key} statement ${index} (${run.predicted}${run.reason ? `: ${run.reason}` : ''})`,
        [...ours.map((sql) => `ours ${sql}`), ...real.map((sql) => `real ${sql}`)].join('\n'),
      ]),
    ),
  );
  list('Not run', (entry) =>
    entry.rows.filter((row) => row.kind === 'unavailable').map((row) => [row.key, String(row.real.message)]),
  );
}
