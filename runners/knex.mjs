/**
 * Runs a project's migrations one by one with the project's own Knex, for `dialint replay --runner knex`.
 *
 * The job stands in the environment (DIALINT_JOB, JSON): root, engine, database (a name; for SQLite a file), host, port,
 * user, password, driver (name and folder of the package that dialint reaches the engine with, or null), jiti (that
 * package's folder, or null). Orders come on standard input and answers go to file
 * descriptor 3, a line of JSON each, since migrations may print what they like. Before anything of the project is loaded,
 * sockets and Knex's connections are put under guard: what leads anywhere else is refused before it is opened.
 */
import { readdirSync, writeSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

const job = JSON.parse(process.env.DIALINT_JOB ?? '{}');
delete process.env.DIALINT_JOB;
const require = createRequire(path.join(job.root, 'package.json'));

function answer(row) {
  writeSync(3, `${JSON.stringify(row)}\n`);
}

/** Ends the process with a reason that is no refusal of a migration. */
function stop(event, message) {
  answer({ event, message });
  process.exit(0);
}

// ---- Guard

/** The first connection that was refused. */
let foreign;

function refuse(place) {
  foreign ??= `a connection leads to ${place}, which the replay has not made`;
  throw new Error(foreign);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const to = typeof first === 'object' && first !== null ? first : { port: first, host: second };
  const port = Number(to.port);
  if (to.path !== undefined || Number.isNaN(port)) refuse(`the socket ${to.path ?? to.port}`);
  if (job.engine === 'sqlite' || to.host !== job.host || port !== job.port)
    refuse(`${to.host ?? 'localhost'}:${port}`);
  return connect.apply(this, args);
};

/** Where a connection of Knex leads; null: to the replay's database. */
function elsewhere({ driverName, connectionSettings: to = {} }) {
  if (/sqlite/.test(driverName ?? '')) {
    const file = String(to.filename ?? '');
    return file === ':memory:' || (job.engine === 'sqlite' && file === job.database)
      ? null
      : `the file ${file}`;
  }
  const there = `${to.host}:${to.port}/${to.database} (${driverName})`;
  if (to.connectionString !== undefined || to.socketPath !== undefined || to.uri !== undefined) return there;
  return to.host === job.host && Number(to.port) === job.port && to.database === job.database ? null : there;
}

function guard(Client) {
  const { initializePool } = Client.prototype;
  Client.prototype.initializePool = function (...args) {
    const { acquireRawConnection } = this;
    this.acquireRawConnection = function (...more) {
      const place = elsewhere(this);
      if (place !== null) refuse(place);
      return acquireRawConnection.apply(this, more);
    };
    return initializePool.apply(this, args);
  };
}

// ---- What the project has

/** The packages that reach an engine, by the name that Knex has for them; the first that is there is taken. */
const CLIENTS = {
  sqlite: ['better-sqlite3', 'sqlite3'],
  mysql: ['mysql2', 'mysql'],
  mariadb: ['mysql2', 'mysql'],
  postgres: ['pg'],
};
const FAMILIES = [
  ['better-sqlite3', 'sqlite3', 'sqlite'],
  ['mysql2', 'mysql', 'mariadb'],
  ['pg', 'postgres', 'postgresql', 'pgnative', 'pg-native'],
];

const isTypeScript = (file) => /\.[mc]?ts$/.test(file);
let jiti;
/** A module of the project: as Knex loads it (lib/migrations/util/import-file.js), TypeScript through jiti. */
async function load(file) {
  if (isTypeScript(file)) {
    if (job.jiti === null)
      throw new Error('TypeScript needs the package jiti. Add it: npm install --save-dev jiti@2');
    jiti ??= createRequire(path.join(job.jiti, 'package.json'))('jiti').createJiti(
      path.join(job.root, 'package.json'),
      { fsCache: false },
    );
    return await jiti.import(file);
  }
  const isModule = await require('knex/lib/migrations/util/is-module-type')(file);
  return isModule ? await import(pathToFileURL(file).href) : require(file);
}

function localPackage(name, from = require) {
  try {
    return from.resolve(name);
  } catch {
    return null;
  }
}

/** The knexfile's configuration for this engine, and whether it was written for it; {}: there is no knexfile. */
async function configuration(client) {
  const name = readdirSync(job.root).find((one) => /^knexfile\.[mc]?[jt]s$/.test(one));
  if (name === undefined) return { written: {}, own: false };
  let exported;
  try {
    exported = await load(path.join(job.root, name));
    exported = exported?.default ?? exported;
    if (typeof exported === 'function') exported = await exported();
  } catch (error) {
    stop('unusable', `${name} cannot be loaded: ${firstLine(error)}`);
  }
  const family = FAMILIES.find((names) => names.includes(client)) ?? [];
  const isOwn = (section) => family.includes(section?.client);
  const sections =
    exported?.client === undefined && exported?.migrations === undefined
      ? Object.entries(exported ?? {})
      : [['', exported]];
  const environment = process.env.NODE_ENV ?? 'development';
  const wanted = sections.filter(([, section]) => isOwn(section));
  const among = wanted.length > 0 ? wanted : sections;
  const written = (among.find(([key]) => key === environment) ?? among[0])?.[1] ?? {};
  return { written, own: isOwn(written) };
}

/** What names a place, and what belongs to it. */
const ADDRESS = new Set([
  ...['host', 'port', 'user', 'username', 'password', 'passwordSha1', 'database', 'filename', 'uri'],
  ...['connectionString', 'socketPath', 'ssl', 'server', 'stream', 'expirationChecker'],
]);

function connection(written) {
  const kept =
    typeof written === 'object' && written !== null
      ? Object.fromEntries(Object.entries(written).filter(([name]) => !ADDRESS.has(name)))
      : {};
  if (job.engine === 'sqlite') return { ...kept, filename: job.database };
  const { host, port, user, password, database } = job;
  return { ...kept, host, port, user, password, database };
}

function firstLine(error) {
  return String(error?.message ?? error).split('\n')[0];
}

// ---- Start

const root = localPackage('knex');
if (root === null) stop('unusable', 'it has no node_modules/knex: run npm install');
const ofKnex = createRequire(root);
let client = CLIENTS[job.engine].find((name) => localPackage(name, ofKnex) !== null);
if (client === undefined && job.driver !== null) {
  client = job.driver.name;
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (request, ...rest) =>
    resolve.call(Module, request === client ? job.driver.folder : request, ...rest);
}
if (client === undefined)
  stop(
    'unusable',
    `no driver for ${job.engine} is installed: npm install --save-dev ${CLIENTS[job.engine][0]}`,
  );
guard(ofKnex('./lib/client.js'));
const knex = ofKnex(root);
const { written, own } = await configuration(client);
const { afterCreate } = (own && written.pool) || {};
const quiet = () => {};

/** What drivers say, before Knex puts the SQL before it; by error. */
const plainMessages = new WeakMap();
let statements = 0;
let milliseconds = 0;
let instance;
try {
  instance = knex({
    ...Object.fromEntries(
      ['wrapIdentifier', 'postProcessResponse', ...(own ? ['searchPath', 'version'] : [])]
        .filter((name) => written[name] !== undefined)
        .map((name) => [name, written[name]]),
    ),
    useNullAsDefault: written.useNullAsDefault ?? job.engine === 'sqlite',
    client,
    connection: connection(own ? written.connection : undefined),
    // one file, and one writer; its transactions must not wait for each other
    pool: {
      min: 0,
      max: job.engine === 'sqlite' ? 1 : 4,
      ...(afterCreate === undefined ? {} : { afterCreate }),
    },
    asyncStackTraces: true,
    log: { warn: quiet, error: quiet, debug: quiet, deprecate: quiet },
  });
  await instance.raw('select 1');
} catch (error) {
  if (foreign !== undefined) stop('foreign', foreign);
  stop('unusable', `knex cannot connect through ${client}: ${firstLine(error)}`);
}

const tables = [written.migrations?.tableName ?? 'knex_migrations'];
tables.push(`${tables[0]}_lock`);
const begun = new Map();
const isOwn = (sql) => tables.some((name) => sql.includes(name));
instance.on('query', ({ sql, __knexQueryUid }) => {
  if (isOwn(sql)) return;
  statements++;
  begun.set(__knexQueryUid, performance.now());
});
const ended = ({ __knexQueryUid }) => {
  const since = begun.get(__knexQueryUid);
  if (since !== undefined) milliseconds += performance.now() - since;
  begun.delete(__knexQueryUid);
};
instance.on('query-response', (_, query) => ended(query));
instance.on('query-error', (error, query) => {
  ended(query);
  const prefix = `${query.sql} - `;
  const { message } = error;
  const at = message.startsWith(prefix) ? prefix.length : message.lastIndexOf(' - ') + 3;
  plainMessages.set(error, { message: error.sqlMessage ?? message.slice(at), sql: query.sql });
});
answer({ event: 'ready', version: ofKnex('./package.json').version, tables });

// ---- Migrations

/** The line of the migration from which the error came; null: it is not to be seen. */
function lineIn(file, error) {
  for (const line of String(error?.stack ?? '').split('\n')) {
    const [, place, number] = /\(?((?:file:\/\/|[A-Za-z]:|\/)[^()]*?):(\d+):\d+\)?$/.exec(line.trim()) ?? [];
    if (place === undefined) continue;
    if ((place.startsWith('file:') ? fileURLToPath(place) : place) === file) return Number(number);
  }
  return null;
}

function described(error, file) {
  const { code, errno, sqlState } = error ?? {};
  const { message, sql } = plainMessages.get(error) ?? { message: firstLine(error), sql: null };
  const isSqlite = job.engine === 'sqlite';
  return {
    sqlstate: sqlState ?? (job.engine === 'postgres' && /^[0-9A-Z]{5}$/.test(code ?? '') ? code : null),
    errno: typeof errno === 'number' && !isSqlite && errno > 0 ? errno : null,
    ...(isSqlite && String(code).startsWith('SQLITE_') ? { name: code } : {}),
    message,
    sql,
    class: error?.constructor?.name ?? 'Error',
    line: lineIn(file, error),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { path: file, direction } = JSON.parse(line);
  const relative = path.relative(job.root, file);
  let migration;
  try {
    migration = await load(file);
  } catch (error) {
    stop('stopped', `${relative} cannot be loaded: ${firstLine(error)}`);
  }
  const made = migration?.default ?? migration;
  if (migration?.up === undefined && typeof made === 'function' && made.prototype?.up !== undefined)
    stop('stopped', `${relative} exports a class, which AdonisJS Lucid runs and Knex does not`);
  const name = path.basename(file);
  statements = 0;
  milliseconds = 0;
  let error;
  try {
    await instance.migrate[direction]({
      tableName: tables[0],
      name,
      // one migration at a time: the others are not listed
      disableMigrationsListValidation: true,
      disableTransactions: written.migrations?.disableTransactions ?? false,
      migrationSource: {
        getMigrations: async () => [file],
        getMigrationName: () => name,
        getMigration: async () => migration,
      },
    });
  } catch (thrown) {
    error = thrown ?? new Error('a rejection without a reason');
  }
  if (foreign !== undefined) stop('foreign', foreign);
  answer({
    event: 'ran',
    ...(error === undefined ? {} : { error: described(error, file) }),
    statements,
    ms: Math.round(milliseconds),
  });
}
await instance.destroy();
