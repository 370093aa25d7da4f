#!/usr/bin/env node
/**
 * Compares dialint's verdicts on a real project with what the real framework and the real engines make of it.
 *
 *   node test/corpus/compare.mjs PROJECT --laravel FOLDER [--engine mysql,…] [--driver mysql|mariadb]
 *     [--setting NAME=JSON …] [--json FILE] [--rounds N] [--real FOLDER] [--all]
 *
 * --setting overrides what the project says of the connection (prefix, strict, prefixIndexes …). A migration that hangs on
 * an earlier refusal tells nothing about us: --rounds compares again, on both sides, without the migrations that were
 * refused, until no such is left or N comparisons (1 unless told) are made; each migration counts in the first that settles it.
 * --real keeps what the framework and the engines did, for the next comparison of the same project.
 * FOLDER holds vendor/ with laravel/framework. Servers are named by DIALINT_TEST_MYSQL, DIALINT_TEST_MARIADB and
 * DIALINT_TEST_POSTGRES; databases of random name are made there and dropped. The project's migrations are run
 * (its code, by PHP): give it a project that you trust, in a copy that may change.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadModules } from './modules.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    laravel: { type: 'string' },
    engine: { type: 'string', default: 'sqlite,mysql,mariadb,postgres' },
    driver: { type: 'string' },
    setting: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    real: { type: 'string' },
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
const { analyseProject, verdictOf, judgeFor, LaravelFrontend, buildTimeline, initialCatalog, splitSql } =
  await loadModules();

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
/** Migrations that have ended a PHP process, with their direction. */
const ended = new Set();
const queue = [...targets.keys()];
await Promise.all(
  [0, 1].map(async () => {
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      report[at] = await compareInRounds(targets[at]);
    }
  }),
);
print(report.flat());
if (options.json !== undefined) {
  const { migrations } = analysis.project;
  writeFileSync(
    options.json,
    JSON.stringify({
      project: path.basename(root),
      laravel: frameworkVersion,
      migrations: migrations.length,
      results: report.flat(),
    }),
  );
}

/** What a run's verdict or SQL is worth nothing for: it hangs on an earlier refusal. */
function hangs(kind) {
  return /^(consequence|unknown-consequence|down-without-up)$/.test(kind);
}

async function compareInRounds(target) {
  let { migrations } = analysis.project;
  const results = [];
  const settled = { verdict: new Set(), ddl: new Set() };
  for (let round = 1; ; round++) {
    const timeline = timelineOf(target, migrations);
    const result = compare(target, timeline, await runReal(target, migrations));
    for (const row of result.rows) {
      row.counts = !hangs(row.kind) && !settled.verdict.has(row.key);
      if (row.counts) settled.verdict.add(row.key);
    }
    for (const run of result.ddl.runs) {
      run.counts = !run.hangs && !settled.ddl.has(run.key);
      if (run.counts) settled.ddl.add(run.key);
    }
    results.push({ ...result, target: round === 1 ? target.id : `${target.id} round ${round}`, round });
    const open =
      result.rows.some(
        (row) => hangs(row.kind) && row.kind !== 'down-without-up' && !settled.verdict.has(row.key),
      ) || result.ddl.runs.some((run) => run.hangs && !settled.ddl.has(run.key));
    if (!open || round >= Number(options.rounds)) return results;
    const failed = (direction) =>
      new Set(
        result.rows
          .filter(
            ({ key, real, predicted }) =>
              key.endsWith(direction) &&
              (/^(refuses|unavailable|fatal)$/.test(real.outcome) || predicted.outcome === 'refuses'),
          )
          .map(({ key }) => key.slice(0, -direction.length)),
      );
    const up = failed(' up');
    const without = up.size > 0 ? up : failed(' down');
    if (without.size === 0) return results;
    migrations = migrations.filter((migration) => !without.has(migration.file));
  }
}

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
    // what has ended one process ends each
    skip: [...ended].filter((key) => migrations.some(({ file }) => key.startsWith(`${file} `))),
  };
  const kept = options.real === undefined ? null : path.join(options.real, `${keyOf(job)}.json`);
  if (kept !== null && existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
  const rows = await runJob(target, { ...job, out: path.join(scratch, `${target.engine}.jsonl`) });
  if (kept !== null) {
    mkdirSync(options.real, { recursive: true });
    writeFileSync(kept, JSON.stringify(rows));
  }
  return rows;
}

/** Of the job, the program that does it, and the migrations. */
function keyOf(job) {
  const hash = createHash('sha256').update(JSON.stringify(job)).update(frameworkVersion);
  for (const file of [path.join(here, 'run-migrations.php'), ...job.migrations.map((item) => item.path)])
    hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 24);
}

async function runJob(target, job) {
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
    ended.add(`${fatal.file} ${fatal.direction}`);
  }
  throw new Error(`${target.id}: too many migrations end the PHP process`);
}

/** Squashed schemas are left out on both sides: the migrations themselves are to be compared. */
function timelineOf(target, migrations) {
  const project = { ...analysis.project, migrations, schemaDumps: [] };
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

/** Names of tables, indexes and constraints, lower case: an index may be in the way of another table's. */
function namesIn(statements) {
  const found = new Set();
  for (const { sql, tables = [] } of statements) {
    // what the framework refuses has no text
    for (const { name } of tables) found.add(name.toLowerCase());
    for (const match of String(sql).matchAll(
      /(?:table|on|into|from|update|references|exists|join|to|index|constraint)\s+(?:only\s+)?[`"]?(?:\w+[`"]?\.[`"]?)?([\w-]+)[`"]?/gi,
    ))
      found.add(match[1].toLowerCase());
  }
  return found;
}

/**
 * Tables at the other end of these tables' keys: a table that counts as dropped takes the keys to it along, and on the way
 * down a key that should be gone keeps its parent.
 */
function relatives(names, direction, catalog) {
  const found = [];
  for (const name of names) {
    const table = catalog.table({ name });
    if (table === undefined) continue;
    for (const { child } of catalog.referencesTo(table)) found.push(child.name.toLowerCase());
    if (direction === 'down')
      for (const { parent } of table.foreignKeys) found.push(parent.name.toLowerCase());
  }
  return found;
}

/**
 * A table's name out of the configuration of a package that is not installed here, or the application's word that this
 * configuration is missing: what the framework does then is no answer.
 */
function lacksConfiguration({ message, statements = [] }) {
  return (
    /config\/\S+ not loaded|Invalid table name specified ""/.test(message ?? '') ||
    statements.some(({ sql }) => /^(?:create|alter|drop) table (?:if exists )?(?:``|"")(?: |$)/.test(sql))
  );
}

function compare(target, timeline, real) {
  const byKey = new Map(
    real
      .map((row) => (lacksConfiguration(row) ? { ...row, outcome: 'unavailable' } : row))
      .map((row) => [`${row.file} ${row.direction}`, row]),
  );
  const rows = [];
  /** What a refused migration should have made or changed, by its name in lower case; and which one. */
  const tainted = new Map();
  const ddl = { runs: [] };
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
    const touched = namesIn([...statements, ...sent]);
    const said = `${row.message ?? ''} ${predicted.message ?? ''}`.toLowerCase().match(/[\w-]+/g) ?? [];
    const cause = [...touched, ...said].map((name) => tainted.get(name)).find((item) => item !== undefined);
    const kind = kindOf(predicted, row, cause);
    rows.push({ key, predicted, real: row, kind, ...(cause === undefined ? {} : { cause }) });
    // A raw text may hold several statements, and the semicolon that ends one is no part of it.
    const pieces = ({ sql }) => splitSql(sql, target.engine).map((piece) => piece.sql);
    const theirs = statements.flatMap(pieces).filter(isDdl);
    let ours = sent
      .filter((item) => item.kind !== 'transaction')
      .flatMap(pieces)
      .filter(isDdl);
    if (row.outcome === 'refuses') ours = ours.slice(0, theirs.length);
    const differs = ours.length !== theirs.length || ours.some((sql, index) => sql !== theirs[index]);
    if (row.outcome !== 'accepts' || predicted.outcome === 'refuses' || (cause !== undefined && differs))
      for (const name of [...touched, ...relatives(touched, run.direction, run.before)])
        if (!tainted.has(name)) tainted.set(name, key);
    if (row.outcome === 'unavailable') continue;
    if (theirs.length === 0 && ours.length === 0) continue;
    // what hangs on an earlier refusal is no measure of the grammar
    ddl.runs.push({
      key,
      hangs: cause !== undefined && differs,
      predicted: predicted.outcome,
      reason: predicted.message ?? null,
      real: theirs.length,
      ...alignment(theirs, ours),
    });
  }
  for (const row of byKey.values()) {
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

/** How many of theirs ours has in the same order, and what is left over on either side, where the two part. */
function alignment(theirs, ours) {
  let start = 0;
  while (start < theirs.length && theirs[start] === ours[start]) start += 1;
  const a = theirs.slice(start);
  const b = ours.slice(start);
  // The longest common subsequence.
  const length = a.map(() => new Array(b.length + 1).fill(0)).concat([new Array(b.length + 1).fill(0)]);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
  const differences = [];
  let open = null;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      open = null;
      i += 1;
      j += 1;
      continue;
    }
    if (open === null) {
      open = { index: start + i, real: [], ours: [] };
      differences.push(open);
    }
    if (j >= b.length || (i < a.length && length[i + 1][j] >= length[i][j + 1])) open.real.push(a[i++]);
    else open.ours.push(b[j++]);
  }
  return { equal: start + length[0][0], differences };
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
    const runs = ddl.runs.filter((run) => run.counts);
    const sum = (part) => runs.reduce((total, run) => total + run[part], 0);
    console.log(
      `    DDL ${sum('equal')}/${sum('real')} statements equal, ${runs.filter((run) => run.differences.length === 0).length}/${runs.length} runs equal throughout`,
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
    for (const run of ddl.runs) {
      if (!run.counts && !options.all) continue;
      for (const { index, ours, real } of run.differences) {
        group(
          `ddl ${run.key} statement ${index} (${run.predicted})`,
          target,
          `    dialint ${ours.join('\n            ')}\n    real    ${real.join('\n            ')}`,
        );
      }
    }
  }
  for (const [title, entry] of grouped) {
    console.log(`\n${title}`);
    for (const [text, targets] of entry) console.log(`  ${targets.join(', ')}\n${text}`);
  }
}
