/**
 * What the runners in Node share: the job, the answers, the guard over sockets, and how modules of the project are loaded.
 *
 * The job stands in the environment (DIALINT_JOB, JSON): root, engine, database (a name; for SQLite a file), host, port,
 * user, password, driver (name and folder of the package that dialint reaches the engine with, or null), jiti and
 * typescript (folders of the packages jiti and ts-morph, or null). Orders come on standard input and answers go to file descriptor 3, a line of JSON each,
 * since migrations may print what they like. Importing this puts sockets under guard: what leads anywhere else than to
 * the replay's server is refused before it is opened.
 */
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const job = JSON.parse(process.env.DIALINT_JOB ?? '{}');
delete process.env.DIALINT_JOB;

/** As a file in the project's root would require. */
export const require = createRequire(path.join(job.root, 'package.json'));

export function answer(row) {
  writeSync(3, `${JSON.stringify(row)}\n`);
}

/** Ends the process with a reason that is no refusal of a migration. */
export function stop(event, message) {
  answer({ event, message });
  process.exit(0);
}

export function firstLine(error) {
  return String(error?.message ?? error).split('\n')[0];
}

// ---- Guard

/** The first connection that was refused. */
let foreign;

export function refuse(place) {
  foreign ??= `a connection leads to ${place}, which the replay has not made`;
  throw new Error(foreign);
}

/** Ends the process where a connection was refused, whatever became of the error since. */
export function stopIfForeign() {
  if (foreign !== undefined) stop('foreign', foreign);
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

// ---- What the project has

/** The packages that reach an engine; the first that is there is taken. */
export const DRIVERS = {
  sqlite: ['better-sqlite3', 'sqlite3'],
  mysql: ['mysql2', 'mysql'],
  mariadb: ['mysql2', 'mysql'],
  postgres: ['pg'],
};

/** Where the package lies, as the project's root or `from` would find it; null: nowhere. */
export function localPackage(name, from = require) {
  try {
    return from.resolve(name);
  } catch {
    return null;
  }
}

/** The package that reaches the engine: the library's neighbour, else dialint's own. Ends the process without any. */
export function driverFor(library) {
  const own = DRIVERS[job.engine].find((name) => localPackage(name, library) !== null);
  if (own !== undefined) return { name: own, folder: null };
  if (job.driver !== null) return job.driver;
  stop('unusable', noDriver());
}

export function noDriver() {
  return `no driver for ${job.engine} is installed: npm install --save-dev ${DRIVERS[job.engine][0]}`;
}

let jiti;
/** A module of the project in TypeScript, through jiti. */
export async function loadTypeScript(file, options) {
  if (job.jiti === null)
    throw new Error('TypeScript needs the package jiti. Add it: npm install --save-dev jiti@2');
  jiti ??= withDecorators(createRequire(path.join(job.jiti, 'package.json'))('jiti').createJiti, {
    fsCache: false,
    ...options,
  });
  return await jiti.import(file);
}

/** Those whose lines are not the author's. */
const compiled = new Set();

/** Decorators are compiled by TypeScript itself: jiti takes none over `id!: number`, and entities are full of them. */
function withDecorators(createJiti, options) {
  const at = path.join(job.root, 'package.json');
  const plain = createJiti(at, options);
  if (job.typescript === null) return plain;
  const transform = (given) => {
    if (!/^\s*@[\w$]+/m.test(given.source)) return { code: plain.transform(given) };
    const { ts } = createRequire(path.join(job.typescript, 'package.json'))(job.typescript);
    compiled.add(given.filename);
    const { outputText: code } = ts.transpileModule(given.source, {
      fileName: given.filename,
      compilerOptions: {
        target: ts.ScriptTarget.ES2021,
        module: ts.ModuleKind.CommonJS,
        esModuleInterop: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
      },
    });
    return { code };
  };
  return createJiti(at, { ...options, transform });
}

export const isTypeScript = (file) => /\.[mc]?ts$/.test(file);

// ---- Migrations

/** The line of the file from which the error came; null: it is not to be seen. */
export function lineIn(file, error) {
  if (compiled.has(file)) return null;
  for (const line of String(error?.stack ?? '').split('\n')) {
    const [, place, number] = /\(?((?:file:\/\/|[A-Za-z]:|\/)[^()]*?):(\d+):\d+\)?$/.exec(line.trim()) ?? [];
    if (place === undefined) continue;
    if ((place.startsWith('file:') ? fileURLToPath(place) : place) === file) return Number(number);
  }
  return null;
}

/** An error as the replay wants to know it. `error`: the driver's, where it is one. `sql`: what was sent, or null. */
export function described({ error, thrown, message, sql, line }) {
  const { code, errno, sqlState } = error ?? {};
  const isSqlite = job.engine === 'sqlite';
  return {
    sqlstate: sqlState ?? (job.engine === 'postgres' && /^[0-9A-Z]{5}$/.test(code ?? '') ? code : null),
    errno: typeof errno === 'number' && !isSqlite && errno > 0 ? errno : null,
    ...(isSqlite && String(code).startsWith('SQLITE_') ? { name: code } : {}),
    message,
    sql,
    class: thrown?.constructor?.name ?? 'Error',
    line,
  };
}

/** The orders as they come: `path` is absolute, `direction` is up or down. */
export async function* orders() {
  for await (const line of createInterface({ input: process.stdin })) yield JSON.parse(line);
}
