/**
 * Runs a project's migrations one by one with the project's own Knex, for `dialint replay --runner knex`. Before anything
 * of the project is loaded, Knex's connections are put under guard, as sockets are (application.mjs).
 */
import { readdirSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  answer,
  described,
  driverFor,
  firstLine,
  isTypeScript,
  job,
  lineIn,
  loadTypeScript,
  localPackage,
  orders,
  refuse,
  require,
  stop,
  stopIfForeign,
} from './application.mjs';

// ---- Guard

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

/** What Knex takes for the same driver. */
const FAMILIES = [
  ['better-sqlite3', 'sqlite3', 'sqlite'],
  ['mysql2', 'mysql', 'mariadb'],
  ['pg', 'postgres', 'postgresql', 'pgnative', 'pg-native'],
];

/** A module of the project: as Knex loads it (lib/migrations/util/import-file.js), TypeScript through jiti. */
async function load(file) {
  if (isTypeScript(file)) return await loadTypeScript(file);
  const isModule = await require('knex/lib/migrations/util/is-module-type')(file);
  return isModule ? await import(pathToFileURL(file).href) : require(file);
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

// ---- Start

const root = localPackage('knex');
if (root === null) stop('unusable', 'it has no node_modules/knex: run npm install');
const ofKnex = createRequire(root);
const { name: client, folder } = driverFor(ofKnex);
if (folder !== null) {
  // Knex requires its driver by name
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (request, ...rest) =>
    resolve.call(Module, request === client ? folder : request, ...rest);
}
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
  stopIfForeign();
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

for await (const { path: file, direction } of orders()) {
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
  stopIfForeign();
  const told = plainMessages.get(error) ?? { message: firstLine(error), sql: null };
  answer({
    event: 'ran',
    ...(error === undefined
      ? {}
      : { error: described({ error, thrown: error, ...told, line: lineIn(file, error) }) }),
    statements,
    ms: Math.round(milliseconds),
  });
}
await instance.destroy();
