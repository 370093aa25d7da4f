/**
 * Does `dialint sql` say what knex really sends? Runs a project's own migrations with the knex that dialint compiles
 * with, on real servers and with a log of its queries, and compares statement by statement, up and down.
 *
 *   node test/corpus/knex.mjs [--engine sqlite,mysql,postgres] [--show N] [--globals FILE] PROJECT…
 *
 * A project is a folder, or FOLDER:MIGRATIONS where only one folder of migrations is meant. Needs `npm run build`,
 * `npm ci --prefix test/engines`, and DIALINT_TEST_MYSQL and DIALINT_TEST_POSTGRES (URLs of servers on which databases
 * may be made). The migrations are run: only for projects that one trusts. `--globals`: a module
 * whose default export is called with the engine, to set the global variables that they expect.
 */
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { compared, ROOT, saidOf } from './compare-statements.mjs';

process.env.NODE_PATH = path.join(ROOT, 'test/engines/node_modules');
Module._initPaths();
const knex = createRequire(import.meta.url)('knex');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string', default: 'sqlite,mysql,postgres' },
    show: { type: 'string', default: '5' },
    globals: { type: 'string' },
  },
});
const shown = Number(values.show);
const prepare =
  values.globals === undefined
    ? () => {}
    : (await import(pathToFileURL(path.resolve(values.globals)).href)).default;

/** A connection to a new database, and what removes it. */
async function database(engine) {
  if (engine === 'sqlite')
    return {
      config: { client: 'better-sqlite3', connection: { filename: ':memory:' }, pool: { min: 1, max: 1 } },
      drop: async () => {},
    };
  const url = process.env[engine === 'mysql' ? 'DIALINT_TEST_MYSQL' : 'DIALINT_TEST_POSTGRES'];
  if (url === undefined) throw new Error(`no server for ${engine}: see the comment at the top`);
  const { hostname, port, username, password } = new URL(url);
  const client = engine === 'mysql' ? 'mysql2' : 'pg';
  const connection = { host: hostname, port: Number(port), user: username, password };
  const name = `dialint_knex_${process.pid}_${Math.floor(Math.random() * 1e6)}`;
  const admin = knex({
    client,
    connection: engine === 'mysql' ? connection : { ...connection, database: 'postgres' },
  });
  await admin.raw(`create database ${name}`);
  return {
    config: { client, connection: { ...connection, database: name }, pool: { min: 1, max: 4 } },
    drop: async () => {
      await admin.raw(engine === 'postgres' ? `drop database ${name} with (force)` : `drop database ${name}`);
      await admin.destroy();
    },
  };
}

/** Questions, transactions, and the migrator's own tables. */
const NOT_COMPARED =
  /^\s*(?:select|show|explain|begin|commit|rollback|savepoint|release|set\s+transaction|pragma\s+(?:table_info|foreign_keys\s*;?\s*$|foreign_key_check)|with\b(?![\s\S]*\b(?:insert|update|delete)\b))|knex_migrations|_knex_temp_lock/i;

/** But for a closing semicolon, and the digits that knex takes at random for a table that it rebuilds. */
function plain(sql) {
  return sql
    .replace(/_knex_temp_alter\d{3}/g, '_knex_temp_alter000')
    .replace(/;\s*$/, '')
    .trim();
}

const compare = (texts) => texts.filter((sql) => !NOT_COMPARED.test(sql)).map(plain);

/** What each migration sends; the first that fails is the last. */
async function really(engine, migrations) {
  const { config, drop } = await database(engine);
  const log = new Map();
  let current;
  const instance = knex({
    ...config,
    useNullAsDefault: true,
    log: { warn() {}, error() {}, debug() {}, deprecate() {} },
    migrations: {
      migrationSource: {
        getMigrations: async () => migrations,
        getMigrationName: (file) => path.basename(file),
        getMigration: async (file) => await import(pathToFileURL(file).href),
      },
    },
  });
  instance.on('query', ({ sql }) => {
    current?.push(sql);
  });
  let fault = null;
  try {
    for (const direction of ['up', 'down']) {
      for (const file of direction === 'up' ? migrations : [...migrations].reverse()) {
        current = [];
        try {
          await instance.migrate[direction]();
        } catch (error) {
          fault = `${direction} ${path.basename(file)}: ${String(error.message).split(' - ').at(-1)}`;
        }
        if (fault !== null) break;
        log.set(`${direction} ${path.basename(file)}`, current);
      }
      if (fault !== null) break;
    }
  } finally {
    await instance.destroy();
    await drop();
  }
  return { log, fault };
}

let allEqual = true;
for (const given of positionals) {
  const [root, only] = given.split(':');
  for (const engine of values.engine.split(',')) {
    const said = saidOf(root, engine, only);
    const files = said.map(({ file }) => path.resolve(root, file));
    prepare(engine);
    const { log, fault } = await really(engine, files);
    const title = `${path.basename(root)} ${engine}`;
    const same = compared({ title, library: 'knex', shown, said, log, fault, plain: compare });
    allEqual &&= same;
  }
}
process.exitCode = allEqual ? 0 : 1;
