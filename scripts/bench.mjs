/**
 * Measures dist/ against bare php-parser and real Laravel, side by side in one run, as ratios that hold from machine to
 * machine.
 *
 *     npm run bench -- [--runs 5] [--dist DIR] [--laravel APP] [--corpus DIR] [--replay] [--hooks] [--rules] [--probes] [--judging] [--output FILE]
 *
 * `--laravel`: the folder of a Laravel application, whose `artisan migrate` runs the same migrations on SQLite in memory.
 * `--replay`: also `dialint replay` on SQLite and the servers of DIALINT_TEST_MYSQL and DIALINT_TEST_MARIADB.
 * `--hooks`: only what a commit waits for.
 * `--judging`: only the judges' share. `--rules`: only what all rules cost, against those that dialint began with.
 * `--probes`: only what `replay --probe` takes, on SQLite and the servers of DIALINT_TEST_MYSQL and
 * DIALINT_TEST_POSTGRES.
 * `--corpus`: a folder of checked-out projects, all checked in one process. Without them their rows are left out.
 * Every number but the corpus's and those of a running process is a whole process, from its start to its end: the median
 * of the runs, which take turns. An edit gives the migration another column, which no other has.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { project } from './bench/project.mjs';
import { compile } from './fuzz/build.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    dist: { type: 'string', default: join(ROOT, 'dist') },
    laravel: { type: 'string' },
    corpus: { type: 'string' },
    replay: { type: 'boolean', default: false },
    hooks: { type: 'boolean', default: false },
    rules: { type: 'boolean', default: false },
    judging: { type: 'boolean', default: false },
    probes: { type: 'boolean', default: false },
    output: { type: 'string' },
  },
});
const runs = Number(options.runs);
const main = join(resolve(options.dist), 'src/cli/main.js');
const ENGINES = 'sqlite@3.45,mysql@8.4,mariadb@10.11,postgres@16';

/** What anybody who parses with php-parser pays at least: load it as its users do, read the files, parse them. */
const BARE = `
const { readFileSync } = require('node:fs');
const { Engine } = require(process.argv[2]);
const engine = new Engine({ parser: { extractDoc: false, version: '8.3' }, ast: { withPositions: true } });
const started = performance.now();
for (const name of readFileSync(process.argv[3], 'utf8').split('\\n'))
  try { engine.parseCode(readFileSync(name, 'utf8'), name); } catch {}
if (process.argv[4]) console.log(performance.now() - started);
`;

/** Many projects in one process, as the language server and a monorepo's gate have them. */
const MANY = `
const { checkProject } = await import(process.argv[2]);
const { readFileSync } = await import('node:fs');
const configFile = process.argv[5];
let migrations = 0;
const files = [];
const started = performance.now();
for (const root of readFileSync(process.argv[3], 'utf8').split('\\n')) {
  const engines = process.argv[4] === '' ? undefined : process.argv[4].split(',');
  const result = await checkProject(root, { engines, ...(configFile === undefined ? {} : { configFile }) });
  migrations += result.summary.migrations;
  for (const file of result.sources.keys()) files.push(root + '/' + file);
}
const cpu = process.cpuUsage();
console.log(JSON.stringify({ ms: performance.now() - started, cpu: (cpu.user + cpu.system) / 1000, migrations, files }));
`;

/** One process that checks a project after each edit, as an editor has it; php-parser parses the edited file beside it. */
const RUNNING = `
const { openSession } = await import(process.argv[2]);
const { readFileSync, writeFileSync } = await import('node:fs');
const { createRequire } = await import('node:module');
const { Engine } = createRequire(import.meta.url)(process.argv[3]);
const engine = new Engine({ parser: { extractDoc: false, version: '8.3' }, ast: { withPositions: true } });
const [, , , , root, engines, turns, ...files] = process.argv;
const session = openSession(root, { engines: engines.split(',') });
session.check();
const times = files.map(() => []);
const parsing = files.map(() => []);
for (let turn = 0; turn < Number(turns); turn++)
  for (const [index, file] of files.entries()) {
    const old = readFileSync(file, 'utf8');
    const text = old.replace(/\\$table->(?!string\\('extra)/, "$table->string('extra_" + turn + "');\\n            $&");
    if (text === old) throw new Error('nothing was edited');
    writeFileSync(file, text);
    let started = performance.now();
    session.check();
    times[index].push(performance.now() - started);
    if (!session.resumed) throw new Error('the check began from scratch');
    started = performance.now();
    engine.parseCode(text, file);
    parsing[index].push(performance.now() - started);
    writeFileSync(file, old);
    session.check();
  }
console.log(JSON.stringify({ times, parsing }));
`;

/** The command in a new process, with a clock at the door of each judge; loading the judges counts as judging, too. */
const JUDGING = `
const [, , command, engines] = process.argv;
let judging = performance.now();
const { judgeFor } = await import(engines);
judging = performance.now() - judging;
let statements = 0;
let within = false;
for (const name of ['sqlite', 'mysql', 'mariadb', 'postgres']) {
  const judge = judgeFor(name);
  const own = judge.judge.bind(judge);
  judge.judge = (catalog, statement, target) => {
    // a judge may ask itself
    if (within) return own(catalog, statement, target);
    within = true;
    const started = performance.now();
    const verdict = own(catalog, statement, target);
    judging += performance.now() - started;
    within = false;
    statements++;
    return verdict;
  };
}
process.on('exit', () => console.error(JSON.stringify({ statements, judging, whole: performance.now() })));
process.argv.splice(1, 3, command);
await import(command);
`;

/**
 * Sends each server its statements, all servers at once, and tells how long each took. Databases and sessions are as the
 * replay makes them for Laravel's own settings: a statement costs a server more or less by those, too.
 */
const BARE_CLIENT = `
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
const mysql = createRequire(process.argv[2])('mysql2/promise');
const times = {};
await Promise.all(JSON.parse(readFileSync(process.argv[3], 'utf8')).map(async ({ engine, url, sent }) => {
  const connection = await mysql.createConnection(url.replace(/^mariadb:/, 'mysql:'));
  const name = 'dialint_bench_' + engine.replace(/\\W/g, '_') + '_' + process.pid;
  await connection.query('create database ' + name + ' character set utf8mb4 collate utf8mb4_unicode_ci');
  try {
    await connection.query('use ' + name);
    await connection.query("set names 'utf8mb4' collate utf8mb4_unicode_ci");
    await connection.query("set session sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'");
    const started = performance.now();
    for (const sql of sent) await connection.query(sql);
    times[engine] = performance.now() - started;
  } finally {
    await connection.query('drop database ' + name);
    await connection.end();
  }
}));
console.log(JSON.stringify(times));
`;

/** What MySQL counts of a user's statements that change a schema; the user is made on the first call. */
const OWN_TIME = `
import { createRequire } from 'node:module';
const [, , parts, url, user] = process.argv;
const connection = await createRequire(parts)('mysql2/promise').createConnection(url);
const ask = async (sql, values) => (await connection.query(sql, values))[0];
await ask("create user if not exists '" + user + "'@'%'");
await ask("grant all on *.* to '" + user + "'@'%'");
const [{ ms }] = await ask(
  'select sum(sum_timer_wait) / 1e9 ms from performance_schema.events_statements_summary_by_user_by_event_name' +
    " where user = ? and event_name regexp '/sql/(create|alter|drop)_(table|index)$'", [user]);
console.log(JSON.stringify(Number(ms)));
await connection.end();
`;

/** The rules that dialint began with: names, keys, prefixes, what engines refuse, ways back. */
const FIRST_RULES = [
  'change-requires-dbal',
  'down-leaves-residue',
  'duplicate-index-name',
  'engine-rejects',
  'foreign-key-engine',
  'foreign-key-type-mismatch',
  'foreign-module-table',
  'identifier-too-long',
  'index-key-too-long',
  'indexed-string-without-length',
  'missing-down',
  'module-table-prefix',
  'nullable-unique',
  'select-for-update',
  'setting-key-prefix',
  'short-name-convention',
  'syntax-error',
  'text-instead-of-json',
  'truncation-collision',
  'unknown-column-modifier',
  'unresolved-migration',
  'unused-suppression',
];

const environment = { ...process.env };

/** Milliseconds from the process's start to its end. */
function timed({ command = process.execPath, args, env = {}, before, cwd = work }) {
  before?.();
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...environment, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: exit code ${status}\n${stderr}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

const work = mkdtempSync(join(tmpdir(), 'dialint-bench-'));
const only = [
  [options.hooks, hooks],
  [options.rules, ruleSets],
  [options.judging, judgedAlone],
  [options.probes, () => [probed(join(work, 'probed'))]],
].filter(([wanted]) => wanted);
if (only.length > 0) {
  try {
    for (const [, measure] of only) console.log(measure().join('\n'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  process.exit();
}
try {
  writeFileSync(join(work, 'bare.cjs'), BARE);
  writeFileSync(join(work, 'many.mjs'), MANY);
  writeFileSync(join(work, 'nothing.cjs'), '');
  writeFileSync(join(work, 'running.mjs'), RUNNING);
  const parser = join(ROOT, 'node_modules', 'php-parser');
  const bare = (name, files) => {
    writeFileSync(join(work, `${name}.txt`), files.join('\n'));
    return { args: [join(work, 'bare.cjs'), parser, join(work, `${name}.txt`)] };
  };
  const check = (paths, ...more) => [
    main,
    'check',
    ...paths,
    '--engine',
    ENGINES,
    '--fail-on',
    'never',
    ...more,
  ];
  const kept = { DIALINT_CACHE_DIR: join(work, 'cache') };
  const measured = { nothing: { args: [join(work, 'nothing.cjs')] }, help: { args: [main, '--help'] } };
  for (const count of [100, 500]) {
    const folder = join(work, String(count));
    const migrations = project(folder, count);
    const files = readdirSync(migrations).map((name) => join(migrations, name));
    // Edited before each turn, so it is a project of its own.
    const last = join(project(join(work, `${count}-edited`), count), basename(files.at(-1)));
    let turn = 0;
    const text = readFileSync(last, 'utf8');
    const edit = () =>
      writeFileSync(
        last,
        text.replace('$table->', `$table->string('extra_${turn++}');\n            $table->`),
      );
    measured[`bare ${count}`] = bare(`bare-${count}`, files);
    measured[`bare one of ${count}`] = bare(`bare-one-${count}`, [last]);
    measured[`cold ${count}`] = { args: check([folder], '--no-cache') };
    measured[`again ${count}`] = { args: check([folder]), env: kept };
    measured[`changed cold ${count}`] = { args: check([last], '--no-cache'), before: edit };
    measured[`changed warm ${count}`] = { args: check([last]), env: kept, before: edit };
    if (options.laravel !== undefined) {
      measured[`laravel ${count}`] = {
        command: 'php',
        args: [
          join(resolve(options.laravel), 'artisan'),
          'migrate',
          '--force',
          '--realpath',
          `--path=${migrations}`,
        ],
        env: { DB_CONNECTION: 'sqlite', DB_DATABASE: ':memory:', APP_ENV: 'testing' },
      };
    }
  }
  const times = Object.fromEntries(Object.keys(measured).map((name) => [name, []]));
  for (const one of Object.values(measured)) timed(one); // the disk's cache is warm, as for everybody's second run
  for (let run = 0; run < runs; run++)
    for (const [name, one] of Object.entries(measured)) times[name].push(timed(one));
  const ms = (name) => median(times[name]);
  const spread = (name) => `${Math.min(...times[name]).toFixed(0)}–${Math.max(...times[name]).toFixed(0)}`;
  const row = (label, name, ...others) =>
    `| ${label} | ${ms(name).toFixed(0)} | ${spread(name)} | ${others
      .filter(([other]) => times[other] !== undefined)
      .map(([other, title]) => `${(ms(name) / ms(other)).toFixed(2)} × ${title}`)
      .join(', ')} |`;
  const rows = [row('Node alone', 'nothing'), row('`dialint --help`', 'help')];
  for (const count of [100, 500]) {
    const real = [`laravel ${count}`, 'Laravel'];
    rows.push(row(`bare php-parser, ${count} files`, `bare ${count}`));
    if (times[real[0]] !== undefined)
      rows.push(row(`\`artisan migrate\`, ${count} migrations, SQLite in memory`, real[0]));
    rows.push(
      row(
        `\`dialint check\`, ${count} migrations, four engines, nothing kept`,
        `cold ${count}`,
        [`bare ${count}`, 'bare'],
        real,
      ),
      row('the same again, nothing changed', `again ${count}`, [`bare ${count}`, 'bare'], real),
      row(`one changed file of ${count}, nothing kept`, `changed cold ${count}`, [
        `bare ${count}`,
        'bare (all)',
      ]),
      row(`one changed file of ${count}, the others as before`, `changed warm ${count}`, [
        `bare one of ${count}`,
        'bare (that one)',
      ]),
    );
  }
  for (const count of [100, 500]) rows.push(...running(count, parser));
  rows.push(...hooks());
  rows.push(judging(join(work, '500')));
  if (options.replay) rows.push(replayed(join(work, '100')), probed(join(work, 'probed')));
  if (options.corpus !== undefined) rows.push(...manyProjects(resolve(options.corpus), parser));
  const text = `${[
    `${new Date().toISOString().slice(0, 10)} · ${cpus()[0]?.model.trim()} × ${cpus().length} · Node ${process.version} · median of ${runs}`,
    '',
    '| | ms | from–to | ratio |',
    '| :-- | --: | --: | --: |',
    ...rows,
  ].join('\n')}\n`;
  process.stdout.write(text);
  if (options.output !== undefined) {
    writeFileSync(
      options.output,
      `# How fast it is\n\n\`npm run bench -- --output docs/bench.md\` makes this page. Times depend on the machine; the ratios less so: each check is\nset against php-parser alone parsing the same generated files in a process of its own, the two taking turns. Where \`--laravel\`\nnames an application, its \`artisan migrate\` takes its turn too.\n\n${text}`,
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** One changed file in a process that goes on, against php-parser parsing that file in a process that goes on. */
function running(count, parser) {
  const folder = join(work, `${count}-running`);
  const migrations = project(folder, count);
  const names = readdirSync(migrations).sort();
  const edited = [
    ['the last', names.at(-1)],
    ['one in the middle', names[names.length >> 1]],
    ['the first', names[0]],
  ];
  const api = pathToFileURL(join(resolve(options.dist), 'src/index.js')).href;
  const { status, stdout, stderr } = spawnSync(process.execPath, [
    join(work, 'running.mjs'),
    api,
    parser,
    folder,
    ENGINES,
    String(Math.max(runs, 5)),
    ...edited.map(([, name]) => join(migrations, name)),
  ]);
  if (status !== 0) throw new Error(`a running process: exit code ${status}\n${stderr}`);
  const { times, parsing } = JSON.parse(stdout.toString());
  return edited.map(([title], index) => {
    const [ms, bare] = [median(times[index]), median(parsing[index])];
    const spread = `${Math.min(...times[index]).toFixed(0)}–${Math.max(...times[index]).toFixed(0)}`;
    return `| one changed file of ${count} in a running process: ${title} | ${ms.toFixed(0)} | ${spread} | bare php-parser there: ${bare.toFixed(1)} ms |`;
  });
}

/**
 * What a commit waits for: a project of 100 migrations in a git repository, one of them changed and staged, under a plain
 * hook of git, as husky and lefthook make it, and under pre-commit where that is installed. A hook that does nothing stands beside each.
 */
function hooks() {
  const folder = join(work, 'hooks');
  const migrations = project(folder, 100);
  const file = join(migrations, readdirSync(migrations).sort().at(-1));
  const old = readFileSync(file, 'utf8');
  const git = (...argv) => {
    const { status, stderr } = spawnSync('git', argv, { cwd: folder });
    if (status !== 0) throw new Error(`git ${argv[0]}: ${stderr}`);
  };
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-qm', 'all');
  let turn = 0;
  const stage = () => {
    const text = old.replace('$table->', `$table->string('extra_${turn++}', 40);\n            $table->`);
    writeFileSync(file, text);
    git('add', '-A');
  };
  const command = `'${process.execPath}' '${main}' check --staged`;
  const hook = (text) => {
    const path = join(folder, '.git', 'hooks', 'pre-commit');
    writeFileSync(path, `#!/bin/sh\nexec ${text}\n`);
    chmodSync(path, 0o755);
  };
  const configured = (entry) =>
    writeFileSync(
      join(folder, '.pre-commit-config.yaml'),
      `repos:\n  - repo: local\n    hooks:\n      - { id: it, name: it, language: system, pass_filenames: false, entry: "${entry}" }\n`,
    );
  const env = { DIALINT_CACHE_DIR: join(work, 'cache-hooks'), PRE_COMMIT_HOME: join(work, 'pre-commit') };
  const kinds = [
    ["git's own hook", hook, 'git', ['hook', 'run', 'pre-commit']],
    ['pre-commit', configured, 'pre-commit', ['run']],
  ].filter(([, , program]) => spawnSync(program, ['--version']).error === undefined);
  return kinds.map(([title, write, program, args]) => {
    const timesOf = { nothing: [], dialint: [] };
    for (let run = -1; run < Math.max(runs, 5); run++)
      for (const [name, text] of [
        ['nothing', 'true'],
        ['dialint', command],
      ]) {
        write(text);
        const ms = timed({ command: program, args, env, cwd: folder, before: stage });
        // the first run fills the caches
        if (run >= 0) timesOf[name].push(ms);
      }
    const { nothing, dialint } = timesOf;
    return `| \`dialint check --staged\`, one changed file of 100, the whole of ${title} | ${median(dialint).toFixed(0)} | ${Math.min(...dialint).toFixed(0)}–${Math.max(...dialint).toFixed(0)} | with a hook that does nothing: ${median(nothing).toFixed(0)} ms |`;
  });
}

/** What all rules cost, against the first ones: processor time of whole processes, which take turns. */
function ruleSets() {
  project(join(work, 'rules'), 500);
  const rows = [rulesOver('500 migrations', [join(work, 'rules')])];
  if (options.corpus !== undefined) {
    const corpus = resolve(options.corpus);
    const roots = readdirSync(corpus).map((name) => join(corpus, name));
    rows.push(rulesOver(`${roots.length} real projects`, roots));
  }
  return rows;
}

function rulesOver(title, roots) {
  writeFileSync(join(work, 'many.mjs'), MANY);
  writeFileSync(join(work, 'roots.txt'), roots.join('\n'));
  const names = readdirSync(join(ROOT, 'docs/rules'))
    .map((name) => basename(name, '.md'))
    .filter((name) => name !== 'README' && !FIRST_RULES.includes(name));
  const configurations = {
    first: { extends: 'all', rules: Object.fromEntries(names.map((name) => [name, 'off'])) },
    all: { extends: 'all' },
  };
  const times = { first: [], all: [] };
  for (let run = 0; run < runs; run++)
    for (const [name, configuration] of Object.entries(configurations)) {
      const file = join(work, `${name}.json`);
      writeFileSync(file, JSON.stringify(configuration));
      const index = pathToFileURL(join(resolve(options.dist), 'src/index.js')).href;
      const argv = [join(work, 'many.mjs'), index, join(work, 'roots.txt'), ENGINES, file];
      const { status, stdout, stderr } = spawnSync(process.execPath, argv, { maxBuffer: 2 ** 28 });
      if (status !== 0) throw new Error(`many: exit code ${status}\n${stderr}`);
      times[name].push(JSON.parse(stdout.toString()).cpu);
    }
  const ratios = times.all.map((ms, run) => ms / times.first[run]);
  const spread = (list, digits) =>
    `${Math.min(...list).toFixed(digits)}–${Math.max(...list).toFixed(digits)}`;
  return `| all ${names.length + FIRST_RULES.length} rules, ${title}, processor time | ${median(times.all).toFixed(0)} | ${spread(times.all, 0)} | ${median(ratios).toFixed(2)} (${spread(ratios, 2)}) × the first ${FIRST_RULES.length} |`;
}

function judgedAlone() {
  const folder = join(work, 'judged');
  project(folder, 500);
  return [judging(folder)];
}

/** What judging adds to `dialint check`: the time within the judges, and for loading them, against all other time. */
function judging(folder) {
  // module by module: in dist the judges are not to be reached
  const { folder: compiled, remove } = compile(ROOT);
  try {
    writeFileSync(join(work, 'judging.mjs'), JUDGING);
    const module = (name) => pathToFileURL(join(compiled, name)).href;
    const samples = Array.from({ length: runs }, () => {
      const { status, stderr } = spawnSync(process.execPath, [
        join(work, 'judging.mjs'),
        module('src/cli/main.js'),
        module('src/engines/index.js'),
        ...['check', folder, '--engine', ENGINES, '--no-cache', '--fail-on', 'never'],
      ]);
      if (status !== 0) throw new Error(`judging: exit code ${status}\n${stderr}`);
      return JSON.parse(stderr.toString().trim().split('\n').at(-1));
    });
    const shares = samples.map(({ judging, whole }) => (100 * judging) / (whole - judging));
    const times = samples.map(({ judging }) => judging);
    const spread = (list) => `${Math.min(...list).toFixed(0)}–${Math.max(...list).toFixed(0)}`;
    return `| within the judges, 500 migrations, ${samples[0].statements} statements of four engines | ${median(times).toFixed(0)} | ${spread(times)} | adds ${median(shares).toFixed(0)} % (${spread(shares)} %) to the rest of the command |`;
  } finally {
    remove();
  }
}

/**
 * Up, down and up again on three engines side by side, against the same statements sent by the bare client, again side by
 * side: what the slowest of the servers takes for them. The two take turns. Connecting and making a database are in both,
 * and only the statements count on the bare side. MySQL also says itself how long the replay's statements took it
 * (performance_schema), in the very run whose length is told: nothing else that the machine does comes between the two.
 */
function replayed(folder) {
  const { DIALINT_TEST_MYSQL: mysql, DIALINT_TEST_MARIADB: mariadb } = process.env;
  if (mysql === undefined || mariadb === undefined)
    throw new Error('--replay needs DIALINT_TEST_MYSQL and DIALINT_TEST_MARIADB');
  const parts = environment.DIALINT_PARTS ?? join(ROOT, 'test/engines');
  const node = (args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      maxBuffer: 2 ** 28,
      env: { ...environment, DIALINT_PARTS: parts },
    });
    if (status !== 0) throw new Error(`${args.join(' ')}: exit code ${status}\n${stderr}`);
    return JSON.parse(stdout.toString());
  };
  const user = 'dialint_bench';
  ownTime(parts, mysql, user);
  const asUser = Object.assign(new URL(mysql), { username: user, password: '' }).href;
  const replay = () =>
    node([main, 'replay', folder, '--engine', `sqlite,${asUser},${mariadb}`, '--format', 'json']);
  const first = replay();
  const servers = first.engines.slice(1).map(({ id }) => id);
  const { engines } = node([main, 'sql', folder, '--engine', servers.join(','), '--format', 'json']);
  const orders = engines.map(({ engine, migrations }, at) => {
    const up = migrations.flatMap((one) => one.up);
    const sent = [...up, ...[...migrations].reverse().flatMap((one) => one.down), ...up].map(
      ({ sql }) => sql,
    );
    const counted = first.migrations
      .flatMap((one) => [one.up, one.down, one.again])
      .reduce((sum, phase) => sum + (phase[engine]?.statements ?? 0), 0);
    if (counted !== sent.length)
      throw new Error(`${engine}: replay sends ${counted} statements, sql prints ${sent.length}`);
    return { engine, url: [mysql, mariadb][at], sent };
  });
  writeFileSync(join(work, 'sent.json'), JSON.stringify(orders));
  writeFileSync(join(work, 'bare-client.mjs'), BARE_CLIENT);
  const [whole, bare, shares] = [[], [], []];
  for (let run = 0; run < runs; run++) {
    const before = ownTime(parts, mysql, user);
    whole.push(replay().summary.durationMs);
    shares.push(whole.at(-1) / (ownTime(parts, mysql, user) - before));
    bare.push(
      node([join(work, 'bare-client.mjs'), join(resolve(parts), 'package.json'), join(work, 'sent.json')]),
    );
  }
  const own = servers.map((engine) => [engine, median(bare.map((times) => times[engine]))]);
  const [slowest, ms] = own.sort((a, b) => b[1] - a[1])[0];
  const spread = `${Math.min(...whole)}–${Math.max(...whole)}`;
  const itself = `, ${median(shares).toFixed(2)} × what ${servers[0]} says they took it meanwhile`;
  return `| \`dialint replay\`, 100 migrations up, down, up on SQLite, MySQL and MariaDB | ${median(whole)} | ${spread} | ${(median(whole) / ms).toFixed(2)} × ${slowest}'s own ${ms.toFixed(0)} ms for the same statements${itself} |`;
}

/** Milliseconds that MySQL has needed so far for what this user changed. */
function ownTime(parts, url, user) {
  writeFileSync(join(work, 'own-time.mjs'), OWN_TIME);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(work, 'own-time.mjs'), join(resolve(parts), 'package.json'), url, user],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the time that MySQL needs: exit code ${status}\n${stderr}`);
  return JSON.parse(stdout);
}

/** A schema of a hundred tables, probed on three engines: what `--probe` adds to a replay. */
function probed(folder) {
  const { DIALINT_TEST_MYSQL: mysql, DIALINT_TEST_POSTGRES: postgres } = process.env;
  if (postgres === undefined) throw new Error('--replay needs DIALINT_TEST_POSTGRES');
  project(folder, 134);
  const run = (...more) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [main, 'replay', folder, '--engine', `sqlite,${mysql},${postgres}`, '--format', 'json', ...more],
      {
        maxBuffer: 2 ** 28,
        env: { ...environment, DIALINT_PARTS: environment.DIALINT_PARTS ?? join(ROOT, 'test/engines') },
      },
    );
    if (status !== 0) throw new Error(`replay ${more.join(' ')}: exit code ${status}\n${stderr}`);
    return JSON.parse(stdout.toString());
  };
  const without = run().summary.durationMs;
  const { probes, summary } = run('--probe');
  const tables = new Set(probes.map(({ table }) => table)).size;
  return `| \`dialint replay --probe\`, ${tables} tables on SQLite, MySQL and PostgreSQL | ${summary.durationMs} | | ${probes.length} questions to each engine, ${((summary.durationMs - without) / 1000).toFixed(1)} s more than without |`;
}

/** All projects of a folder in one process, against php-parser parsing the same files in one process. */
function manyProjects(corpus, parser) {
  const roots = readdirSync(corpus, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(corpus, entry.name, 'composer.json')))
    .map((entry) => join(corpus, entry.name));
  writeFileSync(join(work, 'roots.txt'), roots.join('\n'));
  const run = (args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: work, maxBuffer: 2 ** 28 });
    if (status !== 0) throw new Error(`${args.join(' ')}: exit code ${status}\n${stderr}`);
    return stdout.toString();
  };
  const api = pathToFileURL(join(resolve(options.dist), 'src/index.js')).href;
  const rows = [];
  let parsed;
  for (const [title, engines] of [
    ['the targets that they name', ''],
    ['four engines', ENGINES],
  ]) {
    const { ms, migrations, files } = JSON.parse(
      run([join(work, 'many.mjs'), api, join(work, 'roots.txt'), engines]),
    );
    if (parsed === undefined) {
      writeFileSync(join(work, 'many.txt'), files.join('\n'));
      parsed = Number(run([join(work, 'bare.cjs'), parser, join(work, 'many.txt'), 'time']));
      rows.push(
        `| bare php-parser, ${files.length} files of ${roots.length} projects, one process | ${parsed.toFixed(0)} | | |`,
      );
    }
    rows.push(
      `| \`checkProject\` on those projects, ${migrations} migrations, ${title} | ${ms.toFixed(0)} | | ${(ms / parsed).toFixed(2)} × bare |`,
    );
  }
  return rows;
}
