#!/usr/bin/env node
/**
 * Compares dialint's verdicts on a real project with what the real framework and the real engines make of it.
 *
 *   node test/corpus/compare.mjs PROJECT --laravel FOLDER [--engine mysql,…] [--dist FOLDER] [--driver mysql|mariadb]
 *     [--setting NAME=JSON …] [--json FILE] [--second-round] [--all]
 *
 * --setting overrides what the project says of the connection (prefix, strict, prefixIndexes …); --second-round compares
 * once more without the migrations that were refused, so that what only follows from a refusal is compared exactly.
 * FOLDER holds vendor/ with laravel/framework. Servers are named by DIALINT_TEST_MYSQL, DIALINT_TEST_MARIADB and
 * DIALINT_TEST_POSTGRES; databases of random name are made there and dropped. The project's migrations are run
 * (its code, by PHP): give it a project that you trust, in a copy that may change.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    laravel: { type: 'string' },
    engine: { type: 'string', default: 'sqlite,mysql,mariadb,postgres' },
    dist: { type: 'string', default: path.join(here, '../../dist') },
    driver: { type: 'string' },
    setting: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    'second-round': { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined || options.laravel === undefined) {
  console.error(
    'usage: compare.mjs PROJECT --laravel FOLDER [options]; they are listed at the top of this file',
  );
  process.exit(2);
}
const root = path.resolve(folder);
const vendor = path.resolve(options.laravel, 'vendor');
const load = (file) => import(pathToFileURL(path.resolve(options.dist, file)).href);
const { analyseProject } = await load('src/analyse.js');
const { verdictOf } = await load('src/check.js');
const { judgeFor } = await load('src/engines/index.js');
const { LaravelFrontend } = await load('src/frontends/laravel/frontend.js');
const { buildTimeline } = await load('src/timeline/build.js');
const { initialCatalog } = await load('src/timeline/initial-catalog.js');

const SERVERS = {
  sqlite: { version: '3.40' },
  mysql: { version: '9.7', url: process.env.DIALINT_TEST_MYSQL },
  mariadb: { version: '10.11', url: process.env.DIALINT_TEST_MARIADB },
  postgres: { version: '15', url: process.env.DIALINT_TEST_POSTGRES },
};
const engines = options.engine.split(',');
const settings = options.setting.map((item) => {
  const at = item.indexOf('=');
  return [item.slice(0, at), JSON.parse(item.slice(at + 1))];
});
const frameworkVersion = JSON.parse(readFileSync(path.join(vendor, 'composer/installed.json'), 'utf8'))
  .packages.find((item) => item.name === 'laravel/framework')
  .version.replace(/^v/, '');

const analysis = analyseProject(root, {
  engines: engines.map((engine) => `${engine}@${SERVERS[engine].version}`),
  frameworkVersion,
  ...(options.driver === undefined ? {} : { driver: options.driver }),
});
const scratch = mkdtempSync(path.join(tmpdir(), 'dialint-compare-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const composer = files(root, 5, (name) => name === 'composer.json');
const providers = files(
  root,
  5,
  (name, folder) => /Provider\.php$/.test(name) || (/Providers$/.test(folder) && name.endsWith('.php')),
);

/** @typedef {{ file: string, direction: string, outcome: string, code: string | null, message: string | null, statements?: { sql: string }[] }} Real */
const report = [];
const targets = analysis.targets.map((target) => ({
  ...target,
  settings: { ...target.settings, ...Object.fromEntries(settings) },
}));
const queue = [...targets.keys()];
await Promise.all(
  [0, 1].map(async () => {
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      const target = targets[at];
      let { migrations } = analysis.project;
      const first = await runReal(target, migrations);
      const timeline =
        settings.length === 0 && options.driver === undefined
          ? analysis.timelines[at]
          : timelineOf(target, migrations);
      report[at] = compare(target, timeline, first);
      if (!options['second-round']) continue;
      // Once more on both sides without what was refused, so that what follows from it is compared exactly.
      const refused = new Set(
        first.filter((row) => row.direction === 'up' && row.outcome !== 'accepts').map((row) => row.file),
      );
      if (refused.size === 0) continue;
      migrations = migrations.filter((migration) => !refused.has(migration.file));
      const again = compare(target, timelineOf(target, migrations), await runReal(target, migrations));
      report[targets.length + at] = {
        ...again,
        target: `${target.id} without ${refused.size} refused`,
      };
    }
  }),
);
print(report.filter(Boolean));
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(report, null, 1));

function files(directory, depth, wanted) {
  const result = [];
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (/^(vendor|node_modules|tests?|storage|public|\..*)$/i.test(entry.name)) continue;
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) {
      if (depth > 0) result.push(...files(full, depth - 1, wanted));
    } else if (wanted(entry.name, directory)) result.push(full);
  }
  return result;
}

/** Runs the migrations in a PHP process of their own; again without a file that has ended the process. */
async function runReal(target, migrations) {
  const { settings } = target;
  const server = new URL(SERVERS[target.engine].url ?? 'sqlite://localhost');
  const declared = analysis.project.defaultConnection.value;
  const drivers = analysis.project.connectionDrivers ?? {};
  const job = {
    root,
    vendor,
    engine: target.engine,
    connectionName: (drivers[declared] ?? declared) === target.driver ? declared : target.driver,
    environment: target.engine === analysis.project.testEngine.engine ? 'testing' : 'production',
    connection: {
      driver: target.driver,
      host: server.hostname,
      port: Number(server.port),
      username: decodeURIComponent(server.username),
      password: decodeURIComponent(server.password),
      prefix: settings.prefix,
      prefix_indexes: settings.prefixIndexes,
      ...(target.driver === 'sqlite' ? { foreign_key_constraints: settings.foreignKeyChecks } : {}),
      ...(target.driver === 'pgsql' ? { charset: 'utf8', search_path: 'public', sslmode: 'prefer' } : {}),
      ...(/^(mysql|mariadb)$/.test(target.driver)
        ? {
            charset: settings.charset,
            collation: settings.collation,
            strict: settings.strict,
            engine: settings.storageEngine,
          }
        : {}),
    },
    migrations: migrations.map(({ file, path: full, set }) => ({ file, path: full, set })),
    composer,
    providers,
    skip: [],
    out: path.join(scratch, `${target.engine}.jsonl`),
  };
  for (let attempt = 0; attempt < 40; attempt++) {
    const file = path.join(scratch, `${target.engine}.json`);
    rmSync(job.out, { force: true });
    writeFileSync(file, JSON.stringify(job));
    const stderr = await new Promise((resolve) => {
      const child = spawn('php', [
        '-d',
        'display_errors=stderr',
        path.join(here, 'run-migrations.php'),
        file,
      ]);
      let text = '';
      child.stdout.on('data', (data) => (text += data));
      child.stderr.on('data', (data) => (text += data));
      child.on('close', () => resolve(text));
    });
    const rows = existsSync(job.out)
      ? readFileSync(job.out, 'utf8')
          .trim()
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line))
      : [];
    if (rows.at(-1)?.end === true) return rows.slice(0, -1);
    const fatal = rows.find((row) => row.outcome === 'fatal');
    if (fatal === undefined)
      throw new Error(`${target.id}: PHP ended without an answer\n${stderr.slice(-2000)}`);
    console.error(
      `${target.id}: ${fatal.file} ended the process (${String(fatal.message).slice(0, 200)}); left out`,
    );
    job.skip.push(`${fatal.file} ${fatal.direction}`);
  }
  throw new Error(`${target.id}: too many migrations end the PHP process`);
}

function timelineOf(target, migrations) {
  const project = { ...analysis.project, migrations };
  const judge = judgeFor(target.engine);
  const frontend = new LaravelFrontend(project);
  frontend.readFacts();
  return buildTimeline({
    target,
    judge,
    initial: initialCatalog(judge.initial(target), project, target, analysis.config.externalTables),
    migrations,
    frontend: frontend.forTarget(target),
  });
}

function isDdl(sql) {
  return (
    sql !== '' &&
    !/^\s*\(?\s*(select|insert|update|delete|replace|with|show|describe|explain|begin|commit|rollback|savepoint|start|truncate|call)\b/i.test(
      sql,
    ) &&
    !/^\s*pragma\s+[\w.]+\s*(\(.*\))?\s*;?\s*$/i.test(sql)
  );
}

function tablesIn(statements) {
  const found = new Set();
  for (const { sql } of statements) {
    for (const match of String(sql).matchAll(
      /(?:table|on|into|from|update|references|exists|join|to)\s+(?:only\s+)?[`"]?(?:\w+[`"]?\.[`"]?)?([\w-]+)[`"]?/gi,
    ))
      found.add(match[1].toLowerCase());
  }
  return found;
}

function compare(target, timeline, real) {
  const byKey = new Map(real.map((row) => [`${row.file} ${row.direction}`, row]));
  const rows = [];
  /** Tables, lower case, that a refused migration should have made or changed; and which one. */
  const tainted = new Map();
  const ddl = { real: 0, equal: 0, migrations: 0, equalMigrations: 0, differences: [] };
  const seen = new Set();
  for (const run of timeline.runs) {
    const key = `${run.migration.file} ${run.direction}`;
    seen.add(key);
    const predicted = verdictOf(run);
    const sent = run.steps.filter((step) => step.reached).map((step) => step.statement);
    const row = byKey.get(key);
    if (row === undefined) {
      // rolled back is only what was really migrated
      const up = byKey.get(`${run.migration.file} up`);
      const kind =
        run.direction === 'down' && up !== undefined && up.outcome !== 'accepts'
          ? 'down-without-up'
          : 'not-run';
      rows.push({ key, predicted, real: { outcome: 'not-run', code: null, message: null }, kind });
      continue;
    }
    const statements = row.statements ?? [];
    const touched = tablesIn([...statements, ...sent]);
    const cause = [...touched].map((name) => tainted.get(name)).find((item) => item !== undefined);
    const kind = kindOf(predicted, row, cause);
    rows.push({ key, predicted, real: row, kind, ...(cause === undefined ? {} : { cause }) });
    const theirs = statements.map((item) => item.sql).filter(isDdl);
    let ours = sent
      .filter((item) => item.kind !== 'transaction')
      .map((item) => item.sql)
      .filter(isDdl);
    if (row.outcome === 'refuses') ours = ours.slice(0, theirs.length);
    const differs = ours.length !== theirs.length || ours.some((sql, index) => sql !== theirs[index]);
    if (row.outcome !== 'accepts' || predicted.outcome === 'refuses' || (cause !== undefined && differs))
      for (const name of touched) if (!tainted.has(name)) tainted.set(name, key);
    if (row.outcome === 'unavailable') continue;
    if (theirs.length === 0 && ours.length === 0) continue;
    // what hangs on an earlier refusal is no measure of the grammar
    if (cause !== undefined && differs) continue;
    ddl.migrations += 1;
    ddl.real += theirs.length;
    ddl.equal += common(theirs, ours);
    const at = theirs.findIndex((sql, index) => sql !== ours[index]);
    if (at < 0 && ours.length === theirs.length) ddl.equalMigrations += 1;
    else {
      const index = at < 0 ? theirs.length : at;
      ddl.differences.push({
        key,
        cause,
        predicted: predicted.outcome,
        index,
        ours: ours[index] ?? null,
        real: theirs[index] ?? null,
      });
    }
  }
  for (const row of real) {
    const key = `${row.file} ${row.direction}`;
    if (!seen.has(key)) {
      const upFailed =
        row.direction === 'down' &&
        rows.some((item) => item.key === `${row.file} up` && item.predicted.outcome === 'refuses');
      if (!upFailed)
        rows.push({
          key,
          predicted: { outcome: 'not-judged', code: null, message: null, line: null },
          real: row,
          kind: 'not-judged',
        });
    }
  }
  return { target: target.id, driver: target.driver, settings: target.settings, rows, ddl };
}

function kindOf(predicted, real, cause) {
  if (real.outcome === 'unavailable') return 'unavailable';
  if (predicted.outcome === 'unknown')
    return cause === undefined ? `unknown-${real.outcome}` : 'unknown-consequence';
  if (predicted.outcome === real.outcome) {
    if (real.outcome === 'accepts' || String(predicted.code) === String(real.code))
      return `agree-${real.outcome}`;
    return cause === undefined ? 'wrong-code' : 'consequence';
  }
  if (cause !== undefined) return 'consequence';
  return predicted.outcome === 'refuses' ? 'wrong-refuse' : 'wrong-accept';
}

/** The length of the longest common subsequence. */
function common(a, b) {
  if (a.length === b.length && a.every((item, index) => item === b[index])) return a.length;
  let previous = new Array(b.length + 1).fill(0);
  for (const item of a) {
    const next = [0];
    for (const [index, other] of b.entries()) {
      next.push(item === other ? previous[index] + 1 : Math.max(previous[index + 1], next[index]));
    }
    previous = next;
  }
  return previous.at(-1);
}

function print(results) {
  const { statements, unknown } = analysis.coverage;
  console.log(
    `# ${path.basename(root)}: ${analysis.project.migrations.length} migrations, Laravel ${frameworkVersion}, understood ${statements - unknown.length}/${statements}`,
  );
  const kinds = [...new Set(results.flatMap((result) => result.rows.map((row) => row.kind)))].sort();
  for (const { target, driver, rows, ddl } of results) {
    const counts = kinds
      .map((kind) => [kind, rows.filter((row) => row.kind === kind).length])
      .filter(([, count]) => count > 0);
    console.log(`${target} (${driver}): ${counts.map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
    console.log(
      `    DDL ${ddl.equal}/${ddl.real} statements equal, ${ddl.equalMigrations}/${ddl.migrations} runs equal throughout`,
    );
  }
  // What is the same on several engines is shown once.
  const shown = (row) => /^(wrong|not-)/.test(row.kind) || (options.all && !row.kind.startsWith('agree'));
  const grouped = new Map();
  const group = (title, target, text) => {
    const entry = grouped.get(title) ?? new Map();
    grouped.set(title, entry);
    entry.set(text, [...(entry.get(text) ?? []), target.replace(/@[\d.]+/, '')]);
  };
  for (const { target, rows } of results) {
    for (const row of rows.filter(shown)) {
      const { predicted, real } = row;
      group(
        `${row.kind} ${row.key}${row.cause ? ` (after ${row.cause})` : ''}`,
        target,
        `    predicted ${predicted.outcome} ${predicted.code ?? '-'} ${predicted.message ?? ''}${predicted.line == null ? '' : ` (line ${predicted.line})`}\n` +
          (predicted.sql ? `        ${predicted.sql}\n` : '') +
          `    real      ${real.outcome} ${real.code ?? '-'} ${real.message ?? ''}` +
          (real.sql && real.sql !== predicted.sql ? `\n        ${real.sql}` : ''),
      );
    }
  }
  for (const { target, ddl } of results) {
    for (const item of ddl.differences) {
      if (item.cause !== undefined && !options.all) continue;
      group(
        `ddl ${item.key} statement ${item.index} (${item.predicted})${item.cause ? ` (after ${item.cause})` : ''}`,
        target,
        `    dialint ${item.ours}\n    real    ${item.real}`,
      );
    }
  }
  for (const [title, entry] of grouped) {
    console.log(`\n${title}`);
    for (const [text, targets] of entry) console.log(`  ${targets.join(', ')}\n${text}`);
  }
}
