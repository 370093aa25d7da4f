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
import { execFileSync } from 'node:child_process';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
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
    if (current !== undefined && !NOT_COMPARED.test(sql)) current.push(plain(sql));
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
    const main = path.join(ROOT, 'dist/src/cli/main.js');
    const args = [main, 'sql', root, '--engine', engine, '--format', 'json'];
    const said = JSON.parse(
      execFileSync(process.execPath, args, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    const own = said.migrations.filter(({ file }) => only === undefined || path.dirname(file) === only);
    const files = own.map(({ file }) => path.resolve(root, file));
    prepare(engine);
    const { log, fault } = await really(engine, files);
    let equal = 0;
    let compared = 0;
    let declared = 0;
    const differences = [];
    for (const { file, unknown, ...directions } of own) {
      for (const direction of ['up', 'down']) {
        const real = log.get(`${direction} ${path.basename(file)}`);
        if (real === undefined) continue;
        const ours = directions[direction]
          .map(({ sql }) => plain(sql))
          .filter((sql) => !NOT_COMPARED.test(sql));
        const gaps = unknown.filter((one) => one.direction === direction).length;
        compared += real.length;
        const same = real.filter((sql, index) => sql === ours[index]).length;
        equal += same;
        if (same === real.length && ours.length === real.length) continue;
        if (gaps > 0) declared += real.length - same;
        differences.push({ file, direction, real, ours, gaps });
      }
    }
    const silent = compared - equal - declared;
    const more = differences.filter(({ ours, real, gaps }) => gaps === 0 && ours.length > real.length).length;
    if (silent > 0 || more > 0) allEqual = false;
    console.log(
      `${path.basename(root)} ${engine}: ${log.size} runs of ${own.length} migrations, ${equal} of ${compared} statements equal` +
        `${declared > 0 ? `, ${declared} in runs with something declared unknown` : ''}` +
        `${silent > 0 ? `, ${silent} DIFFER` : ''}${more > 0 ? `, ${more} runs say MORE` : ''}` +
        `${fault === null ? '' : `; knex stopped at ${fault.slice(0, 200)}`}`,
    );
    for (const { file, direction, real, ours, gaps } of differences.slice(0, shown)) {
      const at = real.findIndex((sql, index) => sql !== ours[index]);
      const index = at < 0 ? real.length : at;
      console.log(`  ${direction} ${file} (${gaps} unknown) at ${index + 1}:`);
      console.log(`    knex:    ${real[index]?.slice(0, 400) ?? 'nothing'}`);
      console.log(`    dialint: ${ours[index]?.slice(0, 400) ?? 'nothing'}`);
    }
  }
}
process.exitCode = allEqual ? 0 : 1;
