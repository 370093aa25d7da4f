/**
 * Does `dialint sql` say what Sequelize really sends? Runs a project's own migrations with the sequelize that dialint
 * asks, on real servers and with its log, and compares statement by statement, up and down.
 *
 *   node test/corpus/sequelize.mjs [--engine sqlite,mysql,mariadb,postgres] [--show N] [PROJECT…]
 *
 * Without a project, fixtures/harbourlog. A project is a folder, or FOLDER:MIGRATIONS where only one folder of migrations
 * is meant. Needs `npm run build`, `npm ci --prefix test/engines`, and DIALINT_TEST_MYSQL and DIALINT_TEST_POSTGRES (URLs
 * of servers on which databases may be made). The migrations are run: only for projects that one trusts.
 */
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createJiti } from 'jiti';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { compared, ROOT, saidOf } from './compare-statements.mjs';

process.env.NODE_PATH = [path.join(ROOT, 'test/engines/node_modules'), path.join(ROOT, 'node_modules')].join(
  path.delimiter,
);
Module._initPaths();
const require = createRequire(import.meta.url);
const { Sequelize } = require('sequelize');
const jiti = createJiti(import.meta.url, { fsCache: false });

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string', default: 'sqlite,mysql,postgres' },
    show: { type: 'string', default: '5' },
  },
});

/** sqlite3's way to call SQLite, as far as Sequelize uses it, through better-sqlite3. */
class Database {
  constructor(file, _mode, done) {
    const Open = require('better-sqlite3');
    this.handle = new Open(file);
    this.filename = file;
    setImmediate(done, null);
  }
  serialize(action) {
    action();
  }
  run(sql, ...rest) {
    const done = rest.pop();
    this.#execute(sql, rest[0], done);
    return this;
  }
  all(sql, ...rest) {
    return this.run(sql, ...rest);
  }
  close(done) {
    this.handle.close();
    done?.(null);
  }
  #execute(sql, given = [], done = () => {}) {
    const answer = { lastID: 0, changes: 0 };
    let rows = [];
    let fault = null;
    try {
      const values = Array.isArray(given)
        ? given
        : [
            Object.fromEntries(
              Object.entries(given).map(([name, value]) => [name.replace(/^\$/, ''), value]),
            ),
          ];
      const statement = this.handle.prepare(sql);
      if (statement.reader) rows = statement.all(...values);
      else {
        const { changes, lastInsertRowid } = statement.run(...values);
        Object.assign(answer, { lastID: Number(lastInsertRowid), changes });
      }
    } catch (error) {
      fault = error;
    }
    setImmediate(() => done.call(answer, fault, rows));
  }
}
const sqlite3 = { Database, OPEN_READWRITE: 2, OPEN_CREATE: 4, OPEN_FULLMUTEX: 0x10000 };

/** A connection to a new database, and what removes it. */
async function database(engine) {
  if (engine === 'sqlite')
    return {
      options: { dialect: 'sqlite', dialectModule: sqlite3, storage: ':memory:' },
      drop: async () => {},
    };
  const url = process.env[`DIALINT_TEST_${engine.toUpperCase()}`];
  if (url === undefined) throw new Error(`no server for ${engine}: see the comment at the top`);
  const { hostname: host, port, username, password } = new URL(url);
  const address = { host, port: Number(port), user: username, password };
  const name = `dialint_sequelize_${process.pid}_${Math.floor(Math.random() * 1e6)}`;
  const isPostgres = engine === 'postgres';
  const admin = isPostgres
    ? new pg.Client({ ...address, database: 'postgres' })
    : await mysql.createConnection(address);
  if (isPostgres) await admin.connect();
  await admin.query(`create database ${name}`);
  return {
    options: {
      ...{ dialect: isPostgres ? 'postgres' : 'mysql', host, port: Number(port), username, password },
      ...{ database: name, dialectModule: isPostgres ? pg : require('mysql2') },
    },
    drop: async () => {
      await admin.query(isPostgres ? `drop database ${name} with (force)` : `drop database ${name}`);
      await admin.end();
    },
  };
}

/** Questions, transactions, and what a connection asks. */
const NOT_COMPARED =
  /^\s*(?:select|show|explain|start\s+transaction|begin\s+(?:deferred|immediate|exclusive)\s+transaction|commit|rollback|savepoint|release|set\s+(?:time|session|transaction|client|standard)|pragma\s+(?:table_info|index_list|index_info|foreign_key)|with\s+ranges\b)/i;

/**
 * Statements, however they are put into texts, without those that are not compared. Values of SQLite have names in what
 * Sequelize sends, and none in what dialint says.
 */
const plain = (engine) => (texts) =>
  texts
    .filter((sql) => !NOT_COMPARED.test(sql))
    .flatMap((sql) =>
      (engine === 'sqlite' ? sql.replace(/\$(?:sequelize_)?\d+/g, '?') : sql).split(/;\s*(?=[A-Z]+ |$)/),
    )
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '');

async function load(file) {
  const module = /\.[mc]?ts$/.test(file) ? await jiti.import(file) : await import(pathToFileURL(file).href);
  return module.up === undefined ? (module.default ?? module) : module;
}

/** What each migration sends; behind the first that fails, what has run before it goes down again. */
async function really(engine, migrations) {
  const { options, drop } = await database(engine);
  const log = new Map();
  let current;
  const sequelize = new Sequelize({
    ...options,
    logging: (text) => current?.push(text.replace(/^Execut(?:ing|ed) \([^)]*\): /, '')),
  });
  let fault = null;
  try {
    await sequelize.authenticate();
    const ran = [];
    for (const direction of ['up', 'down']) {
      for (const file of direction === 'up' ? migrations : ran.reverse()) {
        const migration = await load(file);
        if (typeof migration[direction] !== 'function') continue;
        current = [];
        try {
          await migration[direction](sequelize.getQueryInterface(), Sequelize);
        } catch (error) {
          fault ??= `${direction} ${path.basename(file)}: ${error.message}`;
          break;
        }
        log.set(`${direction} ${path.basename(file)}`, current);
        if (direction === 'up') ran.push(file);
      }
    }
  } finally {
    current = undefined;
    await sequelize.close();
    await drop();
  }
  return { log, fault };
}

let allEqual = true;
for (const given of positionals.length > 0 ? positionals : [path.join(ROOT, 'fixtures/harbourlog')]) {
  const [root, only] = given.split(':');
  for (const engine of values.engine.split(',')) {
    const said = saidOf(root, engine, only);
    const files = said.map(({ file }) => path.resolve(root, file));
    const { log, fault } = await really(engine, files);
    const title = `${path.basename(root)} ${engine}`;
    const same = compared({
      title,
      library: 'sequelize',
      shown: Number(values.show),
      said,
      log,
      fault,
      plain: plain(engine),
    });
    allEqual &&= same;
  }
}
process.exitCode = allEqual ? 0 : 1;
