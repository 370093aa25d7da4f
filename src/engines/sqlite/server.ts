/** SQLite itself, through better-sqlite3: in memory, or in a file where another process is to use it too. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type {
  ConnectionSettings,
  RealDatabase,
  RealEngine,
  RealRefusal,
  StatementBinding,
  Table,
} from '../../schema/index.ts';
import { quoted } from '../keeping.ts';
import { loadPart } from '../parts.ts';
import { failedQuery, gaveUp, isFault } from '../server-faults.ts';
import { temporaryFolder } from '../temporary-folder.ts';
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

/** In memory; with `onFolder`, in files of a temporary folder that it is told. Throws PartMissing. */
export function embeddedSqlite(onFolder?: (folder: string) => void): RealEngine {
  const Database = loadPart<Open>('better-sqlite3', 'Replaying on SQLite');
  const probe = new Database(':memory:');
  const [row] = probe.prepare('select sqlite_version() as version').all() as [{ version: string }];
  probe.close();
  const databases = new Set<SqliteDatabase>();
  const made = (database: SqliteDatabase) => {
    databases.add(database);
    return database;
  };
  return {
    engine: 'sqlite',
    version: row.version,
    origin: 'embedded',
    place: onFolder === undefined ? 'in memory' : 'in a file',
    create: async (settings) => {
      if (onFolder === undefined)
        return made(new SqliteDatabase(':memory:', new Database(':memory:'), settings));
      const folder = temporaryFolder('sqlite');
      onFolder(folder);
      const file = path.join(folder, 'database.sqlite');
      return orFault(() => made(new SqliteDatabase(file, new Database(file), settings, folder)));
    },
    close: async () => {
      for (const database of databases) await database.drop();
    },
    leave: async () => {
      const left = [...databases].filter(({ dropped }) => !dropped);
      for (const database of left) await database.leave();
      if (onFolder === undefined) return 'it was in memory';
      return {
        look: left.map(({ name }) => `sqlite3 ${quoted(name)}`),
        remove: left.map(({ name }) => `rm -r ${quoted(path.dirname(name))}`),
      };
    },
  };
}

/** What is asked without a migration's statement fails with the file, or the memory. */
function orFault<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw failedQuery(error as Error);
  }
}

class SqliteDatabase implements RealDatabase {
  readonly name: string;
  readonly readsApart = false;
  readonly #handle: SqliteHandle;
  readonly #folder: string | undefined;
  readonly #foreignKeys: 0 | 1;
  #dropped = false;

  constructor(name: string, handle: SqliteHandle, settings: ConnectionSettings, folder?: string) {
    this.name = name;
    this.#handle = handle;
    this.#folder = folder;
    this.#foreignKeys = settings.foreignKeyChecks ? 1 : 0;
    handle.pragma(`foreign_keys = ${this.#foreignKeys}`);
  }

  async settle(): Promise<() => Promise<void>> {
    const [{ foreign_keys: left }] = (await this.query('pragma foreign_keys')) as [{ foreign_keys: number }];
    const set = (on: number) => orFault(() => void this.#handle.pragma(`foreign_keys = ${on}`));
    set(this.#foreignKeys);
    return async () => set(left);
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
        throw gaveUp({ message });
      }
      if (isFault('sqlite', { code, message })) throw gaveUp({ message });
      return { code, message };
    }
  }

  async tables(only?: ReadonlySet<string>): Promise<Table[]> {
    return orFault(() => sqliteTables((sql, ...values) => this.#handle.prepare(sql).all(...values), only));
  }

  async query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return orFault(() => this.#handle.prepare(sql).all() as Record<string, unknown>[]);
  }

  get dropped(): boolean {
    return this.#dropped;
  }

  async leave(): Promise<void> {
    this.#handle.close();
  }

  async drop(): Promise<void> {
    if (this.#dropped) return;
    this.#dropped = true;
    this.#handle.close();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}
