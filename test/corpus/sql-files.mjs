/**
 * Does dialint understand the SQL files of real projects, and accept what their engines accept? Sends each history, up
 * and then down, to the engine that it is written for, statement by statement, and holds what came of it against
 * dialint's verdict on that very statement.
 *
 *   node test/corpus/sql-files.mjs [--engine sqlite,mysql,mariadb,postgres] [--show N] [--json FILE] PROJECT[:CONFIG]…
 *
 * PROJECT is a folder; CONFIG a dialint.json where its migrations are declared. Needs DIALINT_TEST_MYSQL, _MARIADB and
 * _POSTGRES (URLs of servers on which databases may be made) and `npm ci --prefix test/engines`. The SQL is run: only
 * for projects that one trusts. A statement that the engine refuses is passed over, there and in dialint's catalog.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadModules } from './modules.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const parts = createRequire(path.join(ROOT, 'test/engines/package.json'));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string' },
    show: { type: 'string', default: '10' },
    json: { type: 'string' },
  },
});
if (positionals.length === 0) {
  console.error('usage: sql-files.mjs PROJECT…; the options are listed at the top of this file');
  process.exit(2);
}
const { analyseProject, loadFrameworks } = await loadModules();
const shown = Number(options.show);

/** A new database: `send` answers null, or what the engine said. */
const OPEN = {
  async sqlite() {
    const Database = parts('better-sqlite3');
    const probe = new Database(':memory:');
    const { version } = probe.prepare('select sqlite_version() as version').get();
    probe.close();
    return {
      version,
      fresh: async () => {
        const database = new Database(':memory:');
        database.pragma('foreign_keys = off');
        return {
          send: async (sql) => attempt(() => void database.exec(sql)),
          close: async () => database.close(),
        };
      },
      close: async () => {},
    };
  },
  mysql: () => openMysql('DIALINT_TEST_MYSQL'),
  mariadb: () => openMysql('DIALINT_TEST_MARIADB'),
  async postgres() {
    const { Client } = parts('pg');
    const url = new URL(serverUrl('DIALINT_TEST_POSTGRES'));
    const connect = async (database) => {
      url.pathname = `/${database}`;
      const client = new Client({ connectionString: url.href });
      client.on('error', () => {});
      await client.connect();
      return client;
    };
    const admin = await connect('postgres');
    const { rows } = await admin.query('show server_version');
    return {
      version: rows[0].server_version.split(' ')[0],
      fresh: async () => {
        const name = databaseName();
        await admin.query(`create database ${name}`);
        const client = await connect(name);
        let open = false;
        return {
          send: async (sql, kind) => {
            // a refusal within a transaction would take along what comes after it
            const guarded = open && kind !== 'transaction' && !/^\s*set\s+transaction\b/i.test(sql);
            if (guarded) await client.query('savepoint dialint_guard');
            const fault = await attempt(() => client.query(sql));
            if (guarded)
              await client.query(`${fault === null ? 'release' : 'rollback to'} savepoint dialint_guard`);
            if (kind === 'transaction' && fault === null) open = /^\s*(?:begin|start)/i.test(sql);
            return fault;
          },
          close: async () => {
            await client.end();
            await admin.query(`drop database ${name} with (force)`);
          },
        };
      },
      close: () => admin.end(),
    };
  },
};

async function openMysql(variable) {
  const mysql = parts('mysql2/promise');
  const { hostname, port, username, password } = new URL(serverUrl(variable));
  const connection = { host: hostname, port: Number(port), user: decodeURIComponent(username), password };
  const admin = await mysql.createConnection(connection);
  const [rows] = await admin.query('select version() as v');
  return {
    version: rows[0].v.split('-')[0],
    fresh: async () => {
      const name = databaseName();
      await admin.query(`create database ${name}`);
      const client = await mysql.createConnection({ ...connection, database: name });
      return {
        send: (sql) => attempt(() => client.query(sql)),
        close: async () => {
          await client.end();
          await admin.query(`drop database ${name}`);
        },
      };
    },
    close: () => admin.end(),
  };
}

function serverUrl(variable) {
  const url = process.env[variable];
  if (url === undefined) {
    console.error(`sql-files: ${variable} names no server`);
    process.exit(3);
  }
  return url;
}

function databaseName() {
  return `dialint_files_${process.pid}_${Math.floor(Math.random() * 1e9)}`;
}

async function attempt(action) {
  try {
    await action();
    return null;
  } catch (error) {
    return `${error.errno ?? error.code ?? ''} ${error.message}`.trim();
  }
}

const engines = new Map();
async function engineOf(name) {
  if (!engines.has(name)) engines.set(name, await OPEN[name]());
  return engines.get(name);
}

const rows = [];
const faults = [];
for (const given of positionals) {
  const [folder, configFile] = given.split(':');
  const root = path.resolve(folder);
  const config = configFile === undefined ? {} : { configFile: path.resolve(configFile) };
  await loadFrameworks(root, config.configFile);
  const first = analyseProject(root, {
    ...config,
    ...(options.engine === undefined ? {} : { engines: options.engine.split(',') }),
  });
  for (const { engine } of first.targets) {
    const server = await engineOf(engine);
    const short = server.version
      .split('.')
      .slice(0, engine === 'postgres' ? 1 : 2)
      .join('.');
    const [timeline] = analyseProject(root, {
      ...config,
      engines: [`${engine}@${short}`],
      intent: 'sent',
    }).timelines;
    const count = {
      statements: 0,
      accepted: 0,
      understood: 0,
      agree: 0,
      unknown: 0,
      wrongRefusals: 0,
      refused: 0,
      foretold: 0,
    };
    const reasons = new Map();
    const bases = new Map();
    for (const run of timeline.runs) {
      const { set } = run.migration;
      if (!bases.has(set)) bases.set(set, await server.fresh());
      const database = bases.get(set);
      for (const { statement, verdict, reached } of run.steps) {
        if (!reached || statement.kind === 'frameworkRefuses' || /^\s*$/.test(statement.sql)) continue;
        const fault = await database.send(statement.sql, statement.kind);
        // what the tool itself adds is no statement of the file
        if (statement.kind === 'transaction' && statement.origin.call === '') continue;
        count.statements += 1;
        const where = `${run.migration.file}:${statement.origin.span.start.line} ${run.direction}`;
        const predicted = verdict.problems.find(({ effect }) => effect === 'refuses');
        const note = (kind, detail) =>
          faults.push({
            project: path.basename(root),
            engine,
            kind,
            where,
            detail,
            sql: statement.sql.replace(/\s+/g, ' ').slice(0, 200),
          });
        if (fault !== null) {
          count.refused += 1;
          if (verdict.outcome === 'refuses') count.foretold += 1;
          else note(`refused by the engine, ${verdict.outcome}`, fault);
          continue;
        }
        count.accepted += 1;
        if (statement.kind === 'notUnderstood') {
          const reason = statement.reason.split(': ')[0];
          reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        } else count.understood += 1;
        if (verdict.outcome === 'accepts') count.agree += 1;
        else if (verdict.outcome === 'unknown') count.unknown += 1;
        else {
          count.wrongRefusals += 1;
          note('wrong refusal', predicted?.message ?? '');
        }
      }
    }
    for (const database of bases.values()) await database.close();
    rows.push({
      project: path.basename(root).replace('+', '/'),
      engine: `${engine} ${server.version}`,
      ...count,
      reasons: [...reasons].sort(([, a], [, b]) => b - a),
    });
    const share =
      count.accepted === 0 ? '' : ` (${((100 * count.understood) / count.accepted).toFixed(1)} %)`;
    console.log(
      `${path.basename(root)} ${engine} ${server.version}: ${count.statements} statements, ${count.accepted} accepted, ${count.understood} of them understood${share}, ` +
        `${count.agree} foretold, ${count.unknown} uncertain, ${count.wrongRefusals} WRONGLY REFUSED; ${count.refused} refused by the engine, ${count.foretold} foretold`,
    );
    for (const [reason, times] of reasons) console.log(`    not understood ${times}: ${reason}`);
  }
}
for (const server of engines.values()) await server.close();

const seen = new Map();
for (const { project, engine, kind, where, detail, sql } of faults) {
  const key = `${project} ${engine} ${kind}`;
  const times = (seen.get(key) ?? 0) + 1;
  seen.set(key, times);
  if (times <= shown) console.log(`${key} ${where}\n    ${detail}\n    ${sql}`);
}
for (const [key, times] of seen) if (times > shown) console.log(`${key}: ${times - shown} more`);

const sum = (name) => rows.reduce((total, row) => total + row[name], 0);
const accepted = sum('accepted');
console.log(
  `together: ${accepted} accepted by their engines, ${sum('understood')} understood (${((100 * sum('understood')) / accepted).toFixed(2)} %), ${sum('wrongRefusals')} wrongly refused`,
);
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify({ rows, faults }, null, 1));
process.exitCode = sum('wrongRefusals') > 0 || sum('understood') < 0.99 * accepted ? 1 : 0;
