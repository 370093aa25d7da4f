/**
 * Runs a project's migrations one by one with the project's own TypeORM, for `dialint replay --runner typeorm`. Before
 * anything of the project is loaded, TypeORM's data sources are put under guard, as sockets are (application.mjs).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  answer,
  DRIVERS,
  described,
  firstLine,
  isTypeScript,
  job,
  lineIn,
  loadTypeScript,
  localPackage,
  noDriver,
  orders,
  refuse,
  require,
  stop,
  stopIfForeign,
} from './application.mjs';

// ---- Guard

/** Where a data source leads; null: to the replay's database. */
function elsewhere({ type, host, port, database, url, replication, socketPath } = {}) {
  if (/sqlite/.test(String(type))) {
    const isOurs = database === ':memory:' || (job.engine === 'sqlite' && database === job.database);
    return isOurs ? null : `the file ${database}`;
  }
  const there = `${url ?? `${host}:${port}/${database}`} (${type})`;
  if (url !== undefined || replication !== undefined || socketPath !== undefined) return there;
  return host === job.host && Number(port) === job.port && database === job.database ? null : there;
}

/** @param {string} method - `initialize`; before TypeORM 0.3 `connect` */
function guard({ prototype }, method) {
  const connect = prototype[method];
  prototype[method] = function (...args) {
    const place = elsewhere(this.options);
    if (place !== null) refuse(place);
    return connect.apply(this, args);
  };
}

// ---- What the project has

/** What is read of a module, as TypeORM does it: `import` where `require` cannot. */
async function load(file) {
  if (isTypeScript(file)) return await loadTypeScript(file, { tsconfigPaths: true });
  if (file.endsWith('.json')) return JSON.parse(readFileSync(file, 'utf8'));
  try {
    return require(file);
  } catch (error) {
    if (error?.code !== 'ERR_REQUIRE_ESM' && error?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    return await import(pathToFileURL(file).href);
  }
}

const NAMED = /^(?:ormconfig|data-?source|typeorm[.-]?config|orm[.-]?config)\.(?:[mc]?[jt]s|json)$/i;
const FOLDERS = ['.', ...['', '/database', '/db', '/config', '/typeorm'].map((name) => `src${name}`)];

/** The file that makes the data source: as the scripts of package.json name it (`-d`), else by its name; null: none. */
function dataSourceFile() {
  const { scripts = {} } = JSON.parse(readFileSync(path.join(job.root, 'package.json'), 'utf8'));
  for (const script of Object.values(scripts)) {
    const named = /(?:\s-d|--dataSource|--config|\s-f)[\s=]+["']?([^\s"']+)/.exec(script)?.[1];
    if (named === undefined || !/typeorm/.test(script)) continue;
    // what is compiled is looked for where it comes from
    const source = named.replace(/\.js$/, '.ts');
    const places = [
      source.replace(/^(\.\/)?(?:dist|build)\//, 'src/'),
      source.replace(/^(\.\/)?(?:dist|build)\//, ''),
    ];
    const found = [...places, source, `${named}.ts`, named].find((name) =>
      existsSync(path.join(job.root, name)),
    );
    if (found !== undefined) return found;
  }
  for (const folder of [...FOLDERS, 'database', 'db', 'config']) {
    const place = path.join(job.root, folder);
    const name = existsSync(place) ? readdirSync(place).find((one) => NAMED.test(one)) : undefined;
    if (name !== undefined) return path.posix.join(folder, name);
  }
  return null;
}

/** The driver's package, as TypeORM looks for it, the first that loads; else dialint's own. */
function loadedDriver() {
  let fault;
  for (const name of DRIVERS[job.engine])
    for (const from of [ofTypeorm, require]) {
      if (localPackage(name, from) === null) continue;
      try {
        return { name, driver: from(name) };
      } catch (error) {
        // a native part that was never built
        fault ??= `${name} does not load: ${firstLine(error)}`;
      }
    }
  if (job.driver === null) stop('unusable', fault ?? noDriver());
  const { name, folder } = job.driver;
  return { name, driver: createRequire(path.join(folder, 'package.json'))(folder) };
}

/** The options that the project's data source is made with; {}: there is none to be found. */
async function writtenOptions() {
  const name = dataSourceFile();
  if (name === null) return {};
  const { prototype } = ofTypeorm('./driver/DriverFactory.js').DriverFactory;
  const { create } = prototype;
  // It is made for its options; the driver that it asks for may not be here.
  prototype.create = function (...args) {
    try {
      return create.apply(this, args);
    } catch {
      return { options: args[0]?.options ?? {} };
    }
  };
  let exported;
  try {
    exported = await load(path.join(job.root, name));
    const values = [exported, exported?.default, ...Object.values(exported ?? {})];
    for (const value of await Promise.all(values)) {
      const one = Array.isArray(value) ? value[0] : value;
      if (typeof one?.options?.type === 'string') return one.options;
      if (typeof one?.type === 'string') return one;
    }
  } catch (error) {
    stopIfForeign();
    stop('unusable', `${name} cannot be loaded: ${firstLine(error)}`);
  } finally {
    prototype.create = create;
  }
  return {};
}

const FAMILY = {
  'better-sqlite3': 'sqlite',
  sqlite: 'sqlite',
  sqljs: 'sqlite',
  mariadb: 'mysql',
  mysql: 'mysql',
};
const familyOf = (type) => FAMILY[type] ?? type;

/** What names a place, what would be done on connecting, and what the replay does in its own way. */
const LEFT_OUT = new Set([
  ...[
    'host',
    'port',
    'username',
    'password',
    'passwordSha1',
    'database',
    'url',
    'socketPath',
    'ssl',
    'replication',
  ],
  ...[
    'type',
    'driver',
    'nativeDriver',
    'connectorPackage',
    'cache',
    'connectString',
    'connectionString',
    'uri',
  ],
  ...[
    'synchronize',
    'dropSchema',
    'migrationsRun',
    'migrations',
    'subscribers',
    'logging',
    'logger',
    'extra',
  ],
  ...['prepareDatabase', 'statementCacheSize', 'key', 'fileMustExist', 'readonly', 'autoSave', 'location'],
]);

/** What holds on whatever engine. */
const KEPT = [
  ...['namingStrategy', 'entityPrefix', 'metadataTableName'],
  ...['migrationsTableName', 'migrationsTransactionMode'],
];

function keptOf(written) {
  const isOwn = familyOf(written.type) === familyOf(job.engine);
  return Object.fromEntries(
    Object.entries(written).filter(([name, value]) =>
      value === undefined ? false : isOwn ? !LEFT_OUT.has(name) : KEPT.includes(name),
    ),
  );
}

function address(driver) {
  if (job.engine === 'sqlite')
    return { type: driver === 'sqlite3' ? 'sqlite' : 'better-sqlite3', database: job.database };
  const { engine: type, host, port, user: username, password, database } = job;
  return { type, host, port, username, password, database };
}

// ---- Start

const root = localPackage('typeorm');
if (root === null) stop('unusable', 'it has no node_modules/typeorm: run npm install');
const ofTypeorm = createRequire(root);
const typeorm = ofTypeorm(root);
const Source = typeorm.DataSource ?? typeorm.Connection;
guard(Source, typeorm.DataSource === undefined ? 'connect' : 'initialize');
const imports = ofTypeorm('./util/ImportUtils.js');
const { importOrRequireFile } = imports;
// entities that are listed as patterns
imports.importOrRequireFile = async (file) =>
  isTypeScript(file) ? [await load(file), 'esm'] : await importOrRequireFile(file);

const { name, driver } = loadedDriver();
const written = await writtenOptions();
const kept = keptOf(written);

let statements = 0;
let milliseconds = 0;
const tables = [written.migrationsTableName ?? 'migrations', written.metadataTableName ?? 'typeorm_metadata'];
const isOwn = (sql) => tables.some((table) => new RegExp(`["\`.]${table}["\`]`).test(sql));

/** Counts what a query runner sends, and for how long it waits. */
function counted(runner) {
  const { query } = runner;
  runner.query = async function (...args) {
    if (isOwn(String(args[0]))) return await query.apply(this, args);
    statements++;
    const started = performance.now();
    try {
      return await query.apply(this, args);
    } finally {
      milliseconds += performance.now() - started;
    }
  };
  return runner;
}

async function connected(options) {
  const made = new Source({ ...options, ...address(name), driver, logging: false });
  await (typeorm.DataSource === undefined ? made.connect() : made.initialize());
  const { createQueryRunner } = made;
  made.createQueryRunner = (...args) => counted(createQueryRunner.apply(made, args));
  return made;
}

let source;
/** Why there are no entities. */
let withoutEntities;
try {
  try {
    source = await connected(kept);
  } catch (error) {
    stopIfForeign();
    if (kept.entities === undefined) throw error;
    // most migrations do without
    withoutEntities = firstLine(error);
    const { entities: _entities, ...others } = kept;
    source = await connected(others);
  }
  if (job.engine === 'postgres' && typeof kept.schema === 'string')
    await source.query(`CREATE SCHEMA IF NOT EXISTS "${kept.schema}"`);
} catch (error) {
  stopIfForeign();
  stop('unusable', `typeorm cannot connect through ${name}: ${firstLine(error)}`);
}
const { version } = JSON.parse(readFileSync(path.join(path.dirname(root), 'package.json'), 'utf8'));
answer({ event: 'ready', version, tables });

// ---- Migrations

/** MigrationExecutor.getMigrations sorts by these. */
const timestampOf = (migration) =>
  Number(/\d{13}$/.exec(migration.name ?? migration.constructor.name)?.[0] ?? 0);

/** Of a file: an instance of each class that can go up. */
function migrationsIn(exported) {
  const classes = new Set([
    ...Object.values(exported ?? {}),
    ...Object.values(exported?.default ?? {}),
    exported?.default,
    exported,
  ]);
  return [...classes]
    .filter((one) => typeof one === 'function' && typeof one.prototype?.up === 'function')
    .map((Migration) => new Migration())
    .sort((a, b) => timestampOf(a) - timestampOf(b));
}

async function run(migrations, direction) {
  source.migrations = migrations;
  // one by one there is no transaction around several; a migration that has its own word is asked
  const transaction = migrations.some((one) => one.transaction !== undefined)
    ? 'each'
    : (written.migrationsTransactionMode ?? 'all');
  if (direction === 'up') await source.runMigrations({ transaction });
  else for (const _ of migrations) await source.undoLastMigration({ transaction });
}

for await (const { path: file, direction } of orders()) {
  const relative = path.relative(job.root, file);
  let migrations;
  try {
    migrations = migrationsIn(await load(file));
  } catch (error) {
    stopIfForeign();
    stop('stopped', `${relative} cannot be loaded: ${firstLine(error)}`);
  }
  if (migrations.length === 0) stop('stopped', `${relative} exports no class with up()`);
  statements = 0;
  milliseconds = 0;
  let thrown;
  try {
    await run(migrations, direction);
  } catch (error) {
    thrown = error ?? new Error('a rejection without a reason');
  }
  stopIfForeign();
  if (withoutEntities !== undefined && thrown?.constructor?.name === 'EntityMetadataNotFoundError')
    stop('stopped', `${relative} needs entities, which cannot be loaded: ${withoutEntities}`);
  const error = thrown?.driverError ?? thrown;
  answer({
    event: 'ran',
    ...(thrown === undefined
      ? {}
      : {
          error: described({
            error,
            thrown,
            message: error.sqlMessage ?? firstLine(error),
            sql: thrown.query ?? null,
            line: lineIn(file, thrown),
          }),
        }),
    statements,
    ms: Math.round(milliseconds),
  });
}
await (typeorm.DataSource === undefined ? source.close() : source.destroy());
