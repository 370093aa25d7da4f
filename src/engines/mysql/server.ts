/** A MySQL or MariaDB server, through mysql2. Which of the two it is, the server says itself. */
import {
  type ConnectionSettings,
  EngineFault,
  type EngineName,
  LockWaited,
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
import { gaveUp, isFault, isLockWait, ranTooLong, unreachable } from '../server-faults.ts';
import { type MysqlQueries, mysqlTables } from './introspect.ts';

/** What is used of mysql2/promise. */
interface Mysql {
  createConnection(options: Record<string, unknown>): Promise<MysqlConnection>;
}

export interface MysqlConnection {
  query(options: { sql: string; values?: unknown[] }): Promise<[unknown, unknown]>;
  readonly threadId: number;
  end(): Promise<void>;
  destroy(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface MysqlEngineOptions {
  readonly address: MysqlAddress;
  readonly origin: RealOrigin;
  /** For how long a statement may run, in milliseconds. */
  readonly timeout: number;
  /** Ends what was started for this engine. */
  readonly stop?: () => Promise<void>;
  /** The last error in the server's own log; undefined: none, or the log is not ours to read. */
  readonly lastError?: () => string | undefined;
  /** Leaves what was started; absent: the server was there before. */
  readonly leave?: Leave;
}

/**
 * Laravel's strict mode (Illuminate\Database\Connectors\MySqlConnector::strictMode(), 11 to 13); NO_AUTO_CREATE_USER
 * is sent below MySQL 8.0.11 only.
 */
const STRICT_MODE =
  'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

/** Client errors of a connection that is gone: CR_* of the manual's client error reference, and Node's own. */
const LOST = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

const TOO_LONG = new Error('it did not answer in time');

/** Throws PartMissing, and EngineFault where nobody answers or the login is refused. */
export async function mysqlEngine({
  address,
  origin,
  timeout,
  stop,
  lastError = () => undefined,
  leave,
}: MysqlEngineOptions): Promise<RealEngine> {
  const mysql = loadPart<Mysql>('mysql2', 'Replaying on MySQL or MariaDB');
  const connect: Connect = (database, several) => connectTo(mysql, address, database, several);
  const admin = await connect();
  try {
    const text = await versionOf(admin, address);
    const engine: EngineName = /mariadb/i.test(text) ? 'mariadb' : 'mysql';
    // MariaDB may put 5.5.5- before its version, for old replicas.
    const version = /^[\d.]+/.exec(text.replace(/^5\.5\.5-/, ''))?.[0] ?? text;
    const databases = new Set<MysqlDatabase>();
    return {
      engine,
      version,
      origin,
      place: `${address.user}@${address.host}:${address.port}`,
      address,
      create: async (settings, announce) => {
        const name = newDatabaseName();
        announce?.(name);
        const database = await MysqlDatabase.create(name, connect, settings, {
          timeout,
          version,
          engine,
          lastError,
        });
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
        return await (leave ?? leaveByUrl(engine, address))(left.map(({ name }) => name));
      },
    };
  } finally {
    admin.destroy();
  }
}

async function versionOf(connection: MysqlConnection, address: MysqlAddress): Promise<string> {
  try {
    const [rows] = await connection.query({ sql: 'select version() as version' });
    return String((rows as { version: string }[])[0]?.version);
  } catch (error) {
    throw unreachable(error, address);
  }
}

/** `several`: one text may hold several statements, as none that a migration sends may. */
type Connect = (database?: string, several?: boolean) => Promise<MysqlConnection>;

async function connectTo(
  mysql: Mysql,
  address: MysqlAddress,
  database?: string,
  several = false,
): Promise<MysqlConnection> {
  try {
    const connection = await mysql.createConnection({
      ...address,
      ...(database === undefined ? {} : { database }),
      charset: 'utf8mb4',
      multipleStatements: several,
      connectTimeout: 10_000,
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
    });
    // Without a listener, a server that goes away ends the process.
    connection.on('error', () => {});
    return connection;
  } catch (error) {
    throw unreachable(error, address);
  }
}

interface ServerFacts {
  /** For how long a statement may run, in milliseconds. */
  readonly timeout: number;
  readonly version: string;
  readonly engine: EngineName;
  readonly lastError: () => string | undefined;
}

class MysqlDatabase implements RealDatabase {
  readonly name: string;
  readonly readsApart = true;
  readonly #connect: Connect;
  readonly #connection: MysqlConnection;
  /** What is asked of the server beside the migrations: several questions in one text cost one wait. */
  readonly #reading: MysqlConnection;
  readonly #server: ServerFacts;
  /** sql_mode, as the project's connection has it; undefined: as the server has it. */
  readonly #mode: string | undefined;
  /** Why a connection is gone: what is sent after that is told less. */
  #lost: string | undefined;
  #dropped = false;

  private constructor(
    name: string,
    connect: Connect,
    connection: MysqlConnection,
    reading: MysqlConnection,
    server: ServerFacts,
    mode?: string,
  ) {
    this.name = name;
    this.#server = server;
    this.#connect = connect;
    this.#connection = connection;
    this.#reading = reading;
    this.#mode = mode;
    for (const line of [connection, reading])
      line.on('error', ({ message }) => {
        this.#lost ??= message;
      });
  }

  static async create(
    name: string,
    connect: Connect,
    settings: ConnectionSettings,
    server: ServerFacts,
  ): Promise<MysqlDatabase> {
    const { engine, version } = server;
    const charset = word(settings.charset ?? 'utf8mb4');
    const collate = settings.collation === null ? '' : ` collate ${word(settings.collation)}`;
    const admin = await connect();
    try {
      await admin.query({ sql: `create database \`${name}\` character set ${charset}${collate}` });
    } catch (error) {
      admin.destroy();
      const { errno, message } = error as { errno?: number; message: string };
      if (errno === 1044 || errno === 1045)
        throw new EngineFault(
          `a database of its own may not be made there (${message}): give the URL of a user who may CREATE and DROP databases named dialint_…`,
        );
      throw new EngineFault(`a database could not be made: ${message}`);
    }
    const lines: MysqlConnection[] = [];
    try {
      for (const several of [false, true]) lines.push(await connect(name, several));
      const [connection, reading] = lines as [MysqlConnection, MysqlConnection];
      await connection.query({ sql: `set names '${charset}'${collate}` });
      const old = engine === 'mysql' && Number.parseInt(version, 10) < 8 ? ',NO_AUTO_CREATE_USER' : '';
      const mode = settings.strict ? STRICT_MODE + old : 'NO_ENGINE_SUBSTITUTION';
      await connection.query({ sql: `set session sql_mode = '${mode}'` });
      return new MysqlDatabase(name, connect, connection, reading, server, mode);
    } catch (error) {
      for (const line of lines) line.destroy();
      // Nobody else knows of it.
      await admin.query({ sql: `drop database if exists \`${name}\`` }).catch(() => {});
      throw error instanceof EngineFault ? error : gaveUp(error as Error);
    } finally {
      admin.destroy();
    }
  }

  async execute(sql: string, bindings: readonly StatementBinding[]): Promise<RealRefusal | null> {
    try {
      await this.#within(
        this.#connection.query({ sql, ...(bindings.length === 0 ? {} : { values: [...bindings] }) }),
      );
      return null;
    } catch (error) {
      return this.#refusal(error, sql);
    }
  }

  async ask(sql: string): Promise<readonly Readonly<Record<string, unknown>>[] | RealRefusal> {
    try {
      const [rows] = await this.#within(this.#connection.query({ sql }));
      return rows as Record<string, unknown>[];
    } catch (error) {
      return this.#refusal(error, sql);
    }
  }

  /** Throws EngineFault for what says nothing of the statement. */
  #refusal(error: unknown, sql: string): RealRefusal {
    const { errno, code, message, sqlMessage } = error as {
      errno?: number;
      code?: string;
      message: string;
      sqlMessage?: string;
    };
    if (error === TOO_LONG) throw ranTooLong(sql, this.#server.timeout);
    if (errno === undefined || sqlMessage === undefined || LOST.has(code ?? '')) throw this.#gaveUp(message);
    const refusal = { code: String(errno), message: sqlMessage };
    if (isFault(this.#server.engine, refusal)) throw this.#gaveUp(message);
    return refusal;
  }

  /** mysql2's own timer goes on when the connection is lost, and keeps the process from ending. */
  async #within<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(TOO_LONG), this.#server.timeout);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #gaveUp(told: string): EngineFault {
    const message = this.#lost ?? told;
    const last = this.#server.lastError();
    return gaveUp({ message: last === undefined ? message : `${message} (its log: ${last})` });
  }

  async tables(only?: ReadonlySet<string>): Promise<Table[]> {
    if (only?.size === 0) return [];
    const ask: MysqlQueries = async (queries) => {
      // With one question, its rows; with several, the rows of each.
      const sql = queries.map((query) => query.sql).join(';');
      const values = queries.flatMap((query) => query.values);
      const [rows] = await this.#within(this.#reading.query({ sql, values }));
      return (queries.length === 1 ? [rows] : rows) as Record<string, unknown>[][];
    };
    try {
      return await mysqlTables(ask, this.name, this.#server, only);
    } catch (error) {
      throw this.#gaveUp((error as Error).message);
    }
  }

  /** On the migrations' connection, which sees what they have not committed. */
  async query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    try {
      const [rows] = await this.#within(this.#connection.query({ sql }));
      return rows as Record<string, unknown>[];
    } catch (error) {
      const { errno, message } = error as { errno?: number; message: string };
      if (isLockWait(errno)) throw new LockWaited(message);
      throw this.#gaveUp((error as Error).message);
    }
  }

  async settle(): Promise<() => Promise<void>> {
    const [left] = await this.query(
      'select @@session.sql_mode as m, @@session.foreign_key_checks as f, @@session.unique_checks as u',
    );
    const set = async (mode: unknown, keys: unknown, uniques: unknown) => {
      await this.query(
        `set session sql_mode = '${mode}', session foreign_key_checks = ${keys}, session unique_checks = ${uniques}`,
      );
    };
    await set(this.#mode ?? left?.m, 1, 1);
    return async () => await set(left?.m, left?.f, left?.u);
  }

  async session(): Promise<RealDatabase> {
    const line = await this.#connect(this.name);
    return new MysqlDatabase(this.name, this.#connect, line, line, this.#server);
  }

  get dropped(): boolean {
    return this.#dropped;
  }

  async leave(): Promise<void> {
    this.#connection.destroy();
    this.#reading.destroy();
  }

  async drop(): Promise<void> {
    if (this.#dropped) return;
    this.#dropped = true;
    await this.leave();
    try {
      const admin = await this.#connect();
      // A statement that was given up may still be at work, and hold what is to be dropped.
      await admin.query({ sql: `kill ${this.#connection.threadId}` }).catch(() => {});
      await admin.query({ sql: `drop database if exists \`${this.name}\`` });
      await admin.end();
    } catch {
      // the server is gone, and a private one takes its databases along
    }
  }
}

/** Names of character sets and collations are put into the text: only what such a name may hold. */
function word(name: string): string {
  if (!/^\w+$/.test(name)) throw new EngineFault(`"${name}" is no character set or collation`);
  return name;
}
