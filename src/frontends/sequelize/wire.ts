/** The driver that the library believes to speak to: what each asks is answered before the call returns. */
import type { Dialect } from './library.ts';

export type Row = Record<string, unknown>;

/** What the database answers to a text. Throws what stops the call. */
export type Ask = (sql: string, values: unknown) => readonly Row[];

/** A connection, as the library calls it; see `lib/dialects/…/query.js`. */
export type Connection = object;

type Done = (this: unknown, error: unknown, result?: unknown) => void;

/** What sqlite3 and mysql2 say of rows that were changed. */
const NOTHING = { changes: 0, lastID: 0, affectedRows: 0, insertId: 0 };

export function connectionFor(dialect: Dialect, ask: Ask): Connection {
  switch (dialect) {
    case 'sqlite':
      return sqlite(ask);
    case 'mysql':
      return mysql(ask);
    case 'mariadb':
      return { query: (sql: string, values: unknown) => answered(ask(sql, values)) };
    case 'postgres':
      return postgres(ask);
  }
}

function sqlite(ask: Ask): Connection {
  const run = (sql: string, ...rest: unknown[]): void => {
    const done = rest.pop() as Done;
    settle(done, () => ask(sql, rest[0]));
  };
  return { uuid: 'default', serialize: (action: () => unknown) => action(), run, all: run };
}

function mysql(ask: Ask): Connection {
  const emitter = { setMaxListeners: () => emitter };
  const run = ({ sql }: { sql: string }, values: unknown, done: Done): object => {
    settle(done, () => answered(ask(sql, values)));
    return emitter;
  };
  return {
    query: (options: { sql: string }, done: Done) => run(options, undefined, done),
    execute: (sql: string, values: unknown, done: Done) => run({ sql }, values, done),
  };
}

function postgres(ask: Ask): Connection {
  return {
    query: (sql: string, ...rest: unknown[]): void => {
      const done = rest.pop() as Done;
      settle(done, () => {
        const rows = ask(sql, rest[0]);
        return { rows, rowCount: rows.length };
      });
    },
  };
}

/** Rows with what a driver says of changes beside them, since the library looks at either. */
function answered(rows: readonly Row[]): unknown {
  return Object.assign([...rows], NOTHING);
}

function settle(done: Done, action: () => unknown): void {
  let result: unknown;
  try {
    result = action();
  } catch (error) {
    done.call(NOTHING, error);
    return;
  }
  done.call(NOTHING, null, result);
}
