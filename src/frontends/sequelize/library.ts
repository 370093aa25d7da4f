/**
 * The sequelize library that dialint makes SQL with: nothing of it is ever connected. Of what it has only what is used
 * here is described (sequelize 6.37).
 */
import type { RealObject } from '../script-migrations/membrane.ts';
import type { ScriptTools } from '../script-migrations/tools.ts';
import type { Connection } from './wire.ts';

/** The package, loaded so that its asynchronous methods end within a call. */
export interface SequelizeTools extends ScriptTools {
  /** Of the package that is loaded. */
  readonly version: string;
  readonly sequelize: SequelizeClass;
  /** Calls an asynchronous method, and gives what it came to. */
  finish(job: () => unknown): Settled;
}

export type Settled =
  | { readonly value: unknown }
  | { readonly error: unknown }
  /** It waits for something that is not the database. */
  | { readonly pending: true };

export type Dialect = 'sqlite' | 'mysql' | 'mariadb' | 'postgres';

export interface SequelizeClass {
  new (
    database: string,
    user: string,
    password: string,
    options: Readonly<Record<string, unknown>>,
  ): RealSequelize;
  readonly DataTypes: Readonly<Record<string, unknown>>;
  readonly Op: Readonly<Record<string, symbol>>;
  readonly QueryTypes: Readonly<Record<string, string>>;
  readonly Deferrable: RealObject;
  readonly Transaction: {
    readonly ISOLATION_LEVELS: Readonly<Record<string, string>>;
    readonly TYPES: Readonly<Record<string, string>>;
  };
}

export interface RealSequelize extends RealObject {
  readonly queryInterface: RealObject;
  readonly connectionManager: ConnectionManager;
  getQueryInterface(): RealQueryInterface;
  escape(value: unknown): string;
}

export interface ConnectionManager {
  getConnection(): Connection;
  releaseConnection(): void;
  _refreshDynamicOIDs?(): void;
}

export interface RealQueryInterface extends RealObject {
  readonly queryGenerator: RealObject & {
    startTransactionQuery(transaction: object): string;
    commitTransactionQuery(transaction: object): string;
    rollbackTransactionQuery(transaction: object): string;
  };
}
