/** PostgreSQL: embedded (PGlite, PostgreSQL compiled to WebAssembly), or a server through pg. */
import {
  EngineFault,
  type RealDatabase,
  type RealEngine,
  type RealOrigin,
  type RealRefusal,
  type StatementBinding,
  type Table,
} from '../../schema/index.ts';
import { newDatabaseName } from '../database-name.ts';
import { type Leave, leaveByUrl } from '../keeping.ts';
import { loadPart } from '../parts.ts';
import { failedQuery, gaveUp, isFault, ranTooLong, unreachable } from '../server-faults.ts';
import { postgresTables } from './introspect.ts';

interface PgClient {
  connect(): Promise<void>;
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

interface Pg {
  Client: new (options: Record<string, unknown>) => PgClient;
}

interface Glite {
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  exec(sql: string): Promise<unknown>;
  close(): Promise<void>;
}

type Rows = readonly Record<string, unknown>[];

/** A connection to one database: what the two kinds have in common. */
interface Line {
  /** The rows of the last statement. Without values, the text may hold several. */
  query(sql: string, values: readonly unknown[]): Promise<Rows>;
  end(): Promise<void>;
}

/** Throws PartMissing. */
export async function embeddedPostgres(timeout: number): Promise<RealEngine> {
  const { PGlite } = loadPart<{ PGlite: { create(): Promise<Glite> } }>(
    '@electric-sql/pglite',
    'Replaying on an embedded PostgreSQL',
  );
  const line = async (): Promise<Line> => {
    const glite = await PGlite.create();
    return {
      query: async (sql, values) => {
        if (values.length > 0) return (await glite.query(sql, [...values])).rows;
        const results = (await glite.exec(sql)) as { rows: Rows }[];
        return results.at(-1)?.rows ?? [];
      },
      end: () => glite.close(),
    };
  };
  // A first one tells the version, and becomes the first database.
  let spare: Line | undefined = await line();
  const version = await versionOf(spare);
  const databases = new Set<PostgresDatabase>();
  return {
    engine: 'postgres',
    version,
    origin: 'embedded',
    place: 'PGlite, in memory',
    create: async () => {
      const own = spare ?? (await line());
      spare = undefined;
      const database = new PostgresDatabase('postgres', own, timeout, () => own.end());
      databases.add(database);
      return database;
    },
    close: async () => {
      for (const database of databases) await database.drop();
      await spare?.end().catch(() => {});
    },
    leave: async () => {
      for (const database of databases) await database.drop();
      return 'PGlite lives in the memory of the replay; name a server or an image of PostgreSQL instead';
    },
  };
}

export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The database that is connected to in order to make others. */
  readonly database: string;
}

export interface PostgresEngineOptions {
  readonly address: PostgresAddress;
  readonly origin: RealOrigin;
  /** For how long a statement may run, in milliseconds. */
  readonly timeout: number;
  readonly stop?: () => Promise<void>;
  /** Leaves what was started; absent: the server was there before. */
  readonly leave?: Leave;
}

/** Throws PartMissing, and EngineFault where nobody answers or the login is refused. */
export async function postgresEngine({
  address,
  origin,
  timeout,
  stop,
  leave,
}: PostgresEngineOptions): Promise<RealEngine> {
  const pg = loadPart<Pg>('pg', 'Replaying on a PostgreSQL server');
  const connect = async (database: string): Promise<Line> => {
    const client = new pg.Client({
      ...address,
      database,
      connectionTimeoutMillis: 10_000,
      statement_timeout: timeout,
    });
    // Without a listener, a server that goes away ends the process. What is sent after that is told less.
    let lost: Error | undefined;
    client.on('error', (error) => {
      lost ??= error;
    });
    try {
      await client.connect();
    } catch (error) {
      throw unreachable(error, address);
    }
    return {
      query: async (sql, values) => {
        const asked = values.length === 0 ? client.query(sql) : client.query(sql, [...values]);
        const result = await asked.catch((error: Error) => {
          throw lost ?? error;
        });
        return Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows;
      },
      end: () => client.end(),
    };
  };
  const admin = await connect(address.database);
  let version: string;
  try {
    version = await versionOf(admin);
  } catch (error) {
    throw unreachable(error, address);
  } finally {
    await admin.end().catch(() => {});
  }
  const databases = new Set<PostgresDatabase>();
  const administer = async (sql: string) => {
    const line = await connect(address.database);
    try {
      await line.query(sql, []);
    } finally {
      await line.end().catch(() => {});
    }
  };
  return {
    engine: 'postgres',
    version,
    origin,
    place: `${address.user}@${address.host}:${address.port}`,
    address,
    create: async (_settings, announce) => {
      const name = newDatabaseName();
      announce?.(name);
      try {
        await administer(`create database ${name} encoding 'UTF8' template template0`);
      } catch (error) {
        if (error instanceof EngineFault) throw error;
        const { message, code } = error as { message: string; code?: string };
        throw new EngineFault(
          code === '42501'
            ? `a database of its own may not be made there (${message}): give the URL of a user with CREATEDB`
            : `a database could not be made: ${message}`,
        );
      }
      // FORCE (13 on) ends what a migration may have left connected.
      const drop = () => administer(`drop database if exists ${name} with (force)`);
      const line = await connect(name).catch(async (error) => {
        // Nobody else knows of it.
        await drop().catch(() => {});
        throw error;
      });
      const database = new PostgresDatabase(
        name,
        line,
        timeout,
        async () => {
          await line.end().catch(() => {});
          await drop();
        },
        () => connect(name),
      );
      databases.add(database);
      return database;
    },
    close: async () => {
      // What ends takes its databases along, and may no longer answer.
      for (const database of databases) await (stop === undefined ? database.drop() : database.leave());
      await stop?.().catch(() => {});
    },
    leave: async () => {
      const left = [...databases].filter((database) => !database.dropped);
      for (const database of left) await database.leave();
      return await (leave ?? leaveByUrl('postgres', address))(left.map(({ name }) => name));
    },
  };
}

async function versionOf(line: Line): Promise<string> {
  const [row] = await line.query('show server_version', []);
  return /^\d+(\.\d+)*/.exec(String(row?.server_version))?.[0] ?? String(row?.server_version);
}

class PostgresDatabase implements RealDatabase {
  readonly name: string;
  readonly readsApart = false;
  readonly #line: Line;
  readonly #timeout: number;
  readonly #remove: () => Promise<void>;
  readonly session?: () => Promise<RealDatabase>;
  #dropped = false;

  /** `another`: a second line to the same database; absent: there can be one only. */
  constructor(
    name: string,
    line: Line,
    timeout: number,
    remove: () => Promise<void>,
    another?: () => Promise<Line>,
  ) {
    this.name = name;
    this.#line = line;
    this.#timeout = timeout;
    this.#remove = remove;
    if (another !== undefined)
      this.session = async () => new PostgresDatabase(name, await another(), timeout, async () => {});
  }

  async execute(sql: string, bindings: readonly StatementBinding[]): Promise<RealRefusal | null> {
    try {
      await this.#line.query(bindings.length === 0 ? sql : numbered(sql), bindings);
      return null;
    } catch (error) {
      return this.#refusal(error, sql);
    }
  }

  async ask(sql: string): Promise<Rows | RealRefusal> {
    try {
      return await this.#line.query(sql, []);
    } catch (error) {
      return this.#refusal(error, sql);
    }
  }

  /** Throws EngineFault for what says nothing of the statement. */
  #refusal(error: unknown, sql: string): RealRefusal {
    const { code, message } = error as { code?: string; message: string };
    if (code === '57014') throw ranTooLong(sql, this.#timeout);
    if (code?.length !== 5 || isFault('postgres', { code, message })) throw gaveUp({ message });
    return { code, message };
  }

  async tables(only?: ReadonlySet<string>): Promise<Table[]> {
    if (only?.size === 0) return [];
    return await postgresTables((sql) => this.query(sql), only);
  }

  async query(sql: string): Promise<Rows> {
    try {
      return await this.#line.query(sql, []);
    } catch (error) {
      throw failedQuery(error as Error);
    }
  }

  /** What else a migration sets decides nothing that is asked. */
  async settle(): Promise<() => Promise<void>> {
    const [left] = await this.query('show session_replication_role');
    const was = String(left?.session_replication_role);
    // Without a right to it nobody has changed it.
    if (was === 'origin') return async () => {};
    const set = async (role: string) => void (await this.query(`set session_replication_role = '${role}'`));
    await set('origin');
    return async () => await set(was);
  }

  get dropped(): boolean {
    return this.#dropped;
  }

  async leave(): Promise<void> {
    await this.#line.end().catch(() => {});
  }

  async drop(): Promise<void> {
    if (this.#dropped) return;
    this.#dropped = true;
    await this.#remove().catch(() => {});
  }
}

/** PDO's `?` as PostgreSQL's own `$1`; those within quotes stay, and `??` is an operator's question mark. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?\?|\?/g, (part) => {
    if (part === '?') return `$${++count}`;
    return part === '??' ? '?' : part;
  });
}
