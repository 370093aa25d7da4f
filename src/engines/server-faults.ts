/** What is told of an engine that cannot be used, or no longer. */
import { EngineFault, type EngineName, LockWaited, type RealRefusal } from '../schema/index.ts';

/** `error`: what the client threw when it was to connect. */
export function unreachable(error: unknown, { host, port }: { host: string; port: number }): EngineFault {
  const { message, code } = error as { message?: string; code?: string };
  const what = message === undefined || message === '' ? (code ?? String(error)) : message;
  return new EngineFault(`the server at ${host}:${port} cannot be used: ${what}`);
}

/**
 * MySQL and MariaDB: shutting down (1053), killed (1317, 3024, 1927), disk full (1021, 1114), read-only (1290, 1836); and
 * of their client: no server (2002, 2003), gone (2006, 2013).
 */
const SERVER_FAULTS = new Set([
  '1021',
  '1053',
  '1114',
  '1290',
  '1317',
  '1836',
  '1927',
  '2002',
  '2003',
  '2006',
  '2013',
  '3024',
]);

/** "Can't create table … (errno: 28 …)", "Got error 28 from storage engine", "Error writing file … (Errcode: 28 …)" */
const NO_SPACE = /\b(?:errno: |Errcode: |Got error )28\b/;

/**
 * SQLSTATE classes of PostgreSQL: 08 connection, 53 resources, 57 operator intervention, 58 system error (appendix
 * "PostgreSQL Error Codes").
 */
const FAULT_CLASSES = /^(?:08|53|57|58)/;

/** SQLite's result codes for a file or a memory that fails, with the extended ones: https://www.sqlite.org/rescode.html */
const SQLITE_FAULTS = /^SQLITE_(?:FULL|IOERR|NOMEM|CORRUPT|CANTOPEN|READONLY|NOTADB|PERM)(?:_|$)/;

/** Does an engine's refusal say something of the engine, and nothing of the statement? */
export function isFault(
  engine: EngineName,
  { code, message }: Pick<RealRefusal, 'code' | 'message'>,
): boolean {
  switch (engine) {
    case 'sqlite':
      return SQLITE_FAULTS.test(code);
    case 'postgres':
      return FAULT_CLASSES.test(code);
    case 'mysql':
    case 'mariadb':
      return SERVER_FAULTS.has(code) || NO_SPACE.test(message);
  }
}

/** ER_LOCK_WAIT_TIMEOUT; lock_not_available; SQLite's busy file and its own lock. */
const LOCK_WAITS = /^(?:1205|55P03|SQLITE_BUSY|SQLITE_LOCKED)(?:_|$)/;

/** Did a statement end because another session holds what it needs? */
export function isLockWait(code: string | number | undefined): boolean {
  return LOCK_WAITS.test(String(code));
}

export function gaveUp({ message }: { readonly message: string }): EngineFault {
  return new EngineFault(`the engine gave up: ${message}`);
}

/** Of a question that a client could not put. */
export function failedQuery(error: Error & { readonly code?: string }): EngineFault {
  const { message, code } = error;
  return isLockWait(code) ? new LockWaited(message) : gaveUp({ message });
}

/** `timeout` in milliseconds. */
export function ranTooLong(sql: string, timeout: number): EngineFault {
  return new EngineFault(`a statement ran longer than ${timeout / 1000} s: ${sql.slice(0, 200)}`);
}
