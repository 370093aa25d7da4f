/** SQLite itself, through better-sqlite3: in memory, so that there is nothing to remove. */
import {
  type ConnectionSettings,
  EngineFault,
  type RealDatabase,
  type RealEngine,
  type RealRefusal,
  type StatementBinding,
} from '../../schema/index.ts';
import { loadPart } from '../parts.ts';
import { sqliteTables } from './introspect.ts';

/** What is used of better-sqlite3. */
export interface SqliteHandle {
  pragma(text: string): unknown;
  prepare(sql: string): {
    readonly reader: boolean;
    all(...values: unknown[]): unknown[];
    run(...values: unknown[]): unknown;
  };
  exec(sql: string): unknown;
  close(): void;
}

type Open = new (file: string) => SqliteHandle;

/** Throws PartMissing. */
export function embeddedSqlite(): RealEngine {
  const Database = loadPart<Open>('better-sqlite3', 'Replaying on SQLite');
  const probe = new Database(':memory:');
  const [row] = probe.prepare('select sqlite_version() as version').all() as [{ version: string }];
  probe.close();
  return {
    engine: 'sqlite',
    version: row.version,
    origin: 'embedded',
    place: 'in memory',
    create: async (settings) => new SqliteDatabase(new Database(':memory:'), settings),
    close: async () => {},
  };
}

class SqliteDatabase implements RealDatabase {
  readonly name = ':memory:';
  readonly #handle: SqliteHandle;

  constructor(handle: SqliteHandle, settings: ConnectionSettings) {
    this.#handle = handle;
    handle.pragma(`foreign_keys = ${settings.foreignKeyChecks ? 'ON' : 'OFF'}`);
  }

  async execute(sql: string, bindings: readonly StatementBinding[]): Promise<RealRefusal | null> {
    try {
      // exec() takes several statements, as Laravel's unprepared() does; what has values is one.
      if (bindings.length === 0) this.#handle.exec(sql);
      else {
        const prepared = this.#handle.prepare(sql);
        if (prepared.reader) prepared.all(...bindings);
        else prepared.run(...bindings);
      }
      return null;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code === undefined || !code.startsWith('SQLITE_')) {
        // better-sqlite3 checks the number of values itself, and more than one statement in a text.
        if (error instanceof RangeError || error instanceof TypeError)
          return { code: 'SQLITE_ERROR', message };
        throw new EngineFault(`SQLite: ${message}`);
      }
      return { code, message };
    }
  }

  async tables(): Promise<ReturnType<typeof sqliteTables>> {
    return sqliteTables((sql, ...values) => this.#handle.prepare(sql).all(...values));
  }

  async drop(): Promise<void> {
    this.#handle.close();
  }
}
