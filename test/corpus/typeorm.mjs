/**
 * Does `dialint sql` say what TypeORM really sends? Runs a project's own migrations with the typeorm that dialint makes
 * SQL with, on real servers and with a log of its queries, and compares statement by statement, up and down.
 *
 *   node test/corpus/typeorm.mjs [--engine sqlite,mysql,postgres] [--show N] [--typeorm FOLDER] PROJECT…
 *
 * Needs `npm run build`, `npm ci --prefix test/engines`, and DIALINT_TEST_MYSQL, DIALINT_TEST_MARIADB and
 * DIALINT_TEST_POSTGRES (URLs of servers on which databases may be made). The migrations are run: only for projects that
 * one trusts. TypeScript is turned into JavaScript by the compiler in ts-morph, file by file. `--typeorm`: another
 * version of the package. Packages that are not there are
 * stood for by something that does nothing.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
process.env.NODE_PATH = path.join(ROOT, 'test/engines/node_modules');
Module._initPaths();
const require = createRequire(import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string', default: 'sqlite,mysql,postgres' },
    show: { type: 'string', default: '5' },
    typeorm: { type: 'string', default: path.join(ROOT, 'node_modules/typeorm') },
  },
});
const shown = Number(values.show);
const library = require(values.typeorm);
const { ts } = require('ts-morph');

/** Stands for a package that is not installed, whatever is asked of it. */
const nothing = new Proxy(class {}, {
  get: (_target, name) => {
    if (name === 'then') return undefined;
    if (name === Symbol.toPrimitive) return () => '';
    return name === Symbol.iterator ? [][Symbol.iterator] : nothing;
  },
  apply: () => nothing,
  construct: () => nothing,
});
const load = Module._load;
Module._load = function (name, parent, ...others) {
  try {
    return load.call(this, name, parent, ...others);
  } catch (error) {
    const isProject = /[\\/]dialint-typeorm-\w+[\\/](?!node_modules)/.test(parent?.filename ?? '');
    if (isProject && error.code === 'MODULE_NOT_FOUND' && !/^[./]/.test(name)) return nothing;
    throw error;
  }
};

/** A data source on a new database, and what removes that. */
async function database(engine, log) {
  const logger = {
    logQuery: (sql) => log(sql),
    logQueryError() {},
    logQuerySlow() {},
    logSchemaBuild() {},
    logMigration() {},
    log() {},
  };
  if (engine === 'sqlite')
    return {
      source: new library.DataSource({ type: 'better-sqlite3', database: ':memory:', logger }),
      drop: async () => {},
    };
  const url = process.env[`DIALINT_TEST_${engine.toUpperCase()}`];
  if (url === undefined) throw new Error(`no server for ${engine}: see the comment at the top`);
  const { hostname, port, username, password } = new URL(url);
  const name = `dialint_typeorm_${process.pid}_${Math.floor(Math.random() * 1e6)}`;
  const options = { type: engine, host: hostname, port: Number(port), username, password };
  const admin = new library.DataSource({
    ...options,
    ...(engine === 'postgres' ? { database: 'postgres' } : {}),
  });
  await admin.initialize();
  await admin.query(`create database ${name}`);
  return {
    source: new library.DataSource({ ...options, database: name, logger }),
    drop: async () => {
      await admin.query(
        engine === 'postgres' ? `drop database ${name} with (force)` : `drop database ${name}`,
      );
      await admin.destroy();
    },
  };
}

/** Questions, and transactions. */
const NOT_COMPARED =
  /^\s*(?:select|show|explain|begin|start\s+transaction|commit|rollback|savepoint|release|set\s+transaction|pragma\s+(?:\w+\(|foreign_keys)|with\b(?![\s\S]*\b(?:insert|update|delete)\b))/i;

/** But for a closing semicolon. */
function plain(sql) {
  return sql.replace(/(?:;\s*)+$/, '').trim();
}

/** The project's scripts as JavaScript, in a folder of their own. */
function compiled(root) {
  const folder = mkdtempSync(path.join(tmpdir(), 'dialint-typeorm-'));
  cpSync(root, folder, { recursive: true, filter: (name) => !/node_modules|\.git$/.test(name) });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.ts$/.test(entry.name) || /\.d\.ts$/.test(entry.name)) continue;
    const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        esModuleInterop: true,
      },
    });
    writeFileSync(file.replace(/\.ts$/, '.js'), outputText);
  }
  writeFileSync(path.join(folder, 'package.json'), '{}');
  const modules = path.join(folder, 'node_modules');
  execFileSync('mkdir', ['-p', modules]);
  symlinkSync(values.typeorm, path.join(modules, 'typeorm'));
  return folder;
}

/** What each migration sends; the first that fails is the last. */
async function really(engine, folder, migrations) {
  const log = new Map();
  let current;
  const { source, drop } = await database(engine, (sql) => {
    if (current !== undefined && !NOT_COMPARED.test(sql)) current.push(plain(sql));
  });
  await source.initialize();
  // what TypeORM makes itself for entities with such keys
  if (engine === 'postgres') await source.query('CREATE EXTENSION IF NOT EXISTS "uuid-ossp"');
  const classes = migrations.map((file) => {
    const exports = require(path.join(folder, file.replace(/\.ts$/, '.js')));
    return Object.values(exports).find((value) => typeof value?.prototype?.up === 'function');
  });
  let fault = null;
  const run = async (runner, direction, file, Migration) => {
    current = [];
    const migration = new Migration();
    const wrapped = migration.transaction !== false;
    try {
      if (wrapped) await runner.beforeMigration();
      if (wrapped) await runner.startTransaction();
      await migration[direction]?.(runner);
      if (wrapped) await runner.commitTransaction();
      if (wrapped) await runner.afterMigration();
      log.set(`${direction} ${file}`, current);
    } catch (error) {
      fault = `${direction} ${path.basename(file)}: ${error.message}`;
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
    }
    current = undefined;
  };
  try {
    // as the migrator does it: one runner for all ways up, and one for each that is undone
    const shared = source.createQueryRunner();
    for (const [at, file] of migrations.entries()) {
      if (fault === null) await run(shared, 'up', file, classes[at]);
    }
    await shared.release();
    for (const [at, file] of [...migrations.entries()].reverse()) {
      if (fault !== null) break;
      const own = source.createQueryRunner();
      await run(own, 'down', file, classes[at]);
      await own.release();
    }
  } finally {
    await source.destroy();
    await drop();
  }
  return { log, fault };
}

let allEqual = true;
for (const root of positionals) {
  const folder = compiled(root);
  for (const engine of values.engine.split(',')) {
    const main = path.join(ROOT, 'dist/src/cli/main.js');
    const args = [main, 'sql', root, '--engine', engine, '--format', 'json'];
    const said = JSON.parse(
      execFileSync(process.execPath, args, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    const own = said.migrations.filter(({ up, unknown }) => up.length + unknown.length > 0);
    const files = own.map(({ file }) => file);
    const { log, fault } = await really(engine, folder, files);
    let equal = 0;
    let compared = 0;
    let declared = 0;
    const differences = [];
    for (const [index, { file, unknown, ...directions }] of own.entries()) {
      for (const direction of ['up', 'down']) {
        const real = log.get(`${direction} ${files[index]}`);
        if (real === undefined) continue;
        const ours = directions[direction]
          .map(({ sql }) => plain(sql))
          .filter((sql) => !NOT_COMPARED.test(sql));
        const gaps = unknown.filter((one) => one.direction === direction).length;
        compared += real.length;
        const same = real.filter((sql, at) => sql === ours[at]).length;
        equal += same;
        if (same === real.length && ours.length === real.length) continue;
        if (gaps > 0) declared += real.length - same;
        differences.push({ file, direction, real, ours, gaps });
      }
    }
    const silent = compared - equal - declared;
    const more = differences.filter(({ ours, real, gaps }) => gaps === 0 && ours.length > real.length).length;
    if (silent > 0 || more > 0 || compared === 0) allEqual = false;
    console.log(
      `${path.basename(root)} ${engine}: ${log.size} runs of ${own.length} migrations, ${equal} of ${compared} statements equal` +
        `${declared > 0 ? `, ${declared} in runs with something declared unknown` : ''}` +
        `${silent > 0 ? `, ${silent} DIFFER` : ''}${more > 0 ? `, ${more} runs say MORE` : ''}` +
        `${fault === null ? '' : `; TypeORM stopped at ${fault.slice(0, 300)}`}`,
    );
    for (const { file, direction, real, ours, gaps } of differences.slice(0, shown)) {
      const at = real.findIndex((sql, index) => sql !== ours[index]);
      const index = at < 0 ? real.length : at;
      console.log(`  ${direction} ${file} (${gaps} unknown) at ${index + 1}:`);
      console.log(`    typeorm: ${real[index]?.slice(0, 600) ?? 'nothing'}`);
      console.log(`    dialint: ${ours[index]?.slice(0, 600) ?? 'nothing'}`);
    }
  }
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = allEqual ? 0 : 1;
