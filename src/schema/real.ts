/** A real engine, as a replay sees it. What is made there is private to the replay, and is removed by it. */
import type { Table } from './catalog.ts';
import type { StatementBinding } from './statement.ts';
import type { ConnectionSettings, EngineName } from './target.ts';

/** `embedded`: runs within this process; `local`: a server process that the replay started itself. */
export type RealOrigin = 'embedded' | 'testcontainers' | 'url' | 'local';

/** What an engine says when it does not take a statement. */
export interface RealRefusal {
  /** errno (MySQL, MariaDB), SQLSTATE (PostgreSQL), result code name (SQLite). */
  readonly code: string;
  /** The engine's own message. */
  readonly message: string;
}

/** The engine could not be reached, died, or did not answer in time: nothing that a migration could be blamed for. */
export class EngineFault extends Error {
  override readonly name = 'EngineFault';
}

/** A lock was not given in time: another session holds it. The statement was not carried out; the engine goes on. */
export class LockWaited extends EngineFault {}

/** Where a server takes connections. */
export interface RealAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** What `--keep` has left: commands for a shell. */
export interface Kept {
  /** Opens it, a line for each database. */
  readonly look: readonly string[];
  /** Removes it. */
  readonly remove: readonly string[];
}

/** A server, or a library, that databases can be made on. */
export interface RealEngine {
  readonly engine: EngineName;
  /** As the engine says it itself, without what distributions add: `9.7.4`. */
  readonly version: string;
  readonly origin: RealOrigin;
  /** Where it is, for people: no password. */
  readonly place: string;
  /** Absent: it runs within this process. */
  readonly address?: RealAddress;
  /**
   * A new, empty database with a random name and the project's charset, collation and modes. `announce` gets the name
   * before it is made, for whoever would have to remove it. Throws EngineFault.
   */
  create(settings: ConnectionSettings, announce?: (name: string) => void): Promise<RealDatabase>;
  /** Removes whatever is left, and ends what was started. Never throws. */
  close(): Promise<void>;
  /** Instead of `close`: leaves all that, and gives the way to it, or a sentence why nothing is left. Never throws. */
  leave(): Promise<Kept | string>;
}

export interface RealDatabase {
  /** As the engine knows it; for SQLite `:memory:`, or the file. */
  readonly name: string;
  /** null: accepted. Throws EngineFault. */
  execute(sql: string, bindings: readonly StatementBinding[]): Promise<RealRefusal | null>;
  /**
   * The tables as the engine describes them now, in the order of their names. `only`: those of these names; an engine for
   * which that is no less work may give all. Throws EngineFault.
   */
  tables(only?: ReadonlySet<string>): Promise<Table[]>;
  /** Whether `tables` asks on a connection of its own, which no open transaction of the migrations concerns. */
  readonly readsApart: boolean;
  /** The rows of a query, or why it is refused. Absent: `execute` tells, and `query` asks again. Throws EngineFault. */
  ask?(sql: string): Promise<readonly Readonly<Record<string, unknown>>[] | RealRefusal>;
  /** The rows of a query. Throws EngineFault. */
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /**
   * A second session on the same database, to be left again; absent: the engine has one only. Throws EngineFault.
   */
  session?(): Promise<RealDatabase>;
  /**
   * Has the session's settings (modes, foreign keys) as a new connection of the project has them, whatever a migration has
   * left: gives what sets them back. Absent: they do not change. Not within a transaction. Throws EngineFault.
   */
  settle?(): Promise<() => Promise<void>>;
  /** Removes it. Never throws. */
  drop(): Promise<void>;
  /** Leaves it, and ends the connection to it. Never throws. */
  leave(): Promise<void>;
}
