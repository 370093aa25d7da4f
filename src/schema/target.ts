/** The engines that a project is judged for. */

export type EngineName = 'sqlite' | 'mysql' | 'mariadb' | 'postgres';

export const ENGINE_NAMES: readonly EngineName[] = ['sqlite', 'mysql', 'mariadb', 'postgres'];

/** How an engine is written in prose. */
export const ENGINE_TITLES: Readonly<Record<EngineName, string>> = {
  sqlite: 'SQLite',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  postgres: 'PostgreSQL',
};

/** What the project says of the connection through which migrations reach the engine. */
export interface ConnectionSettings {
  /** The connection's name in the project's configuration (`mysql`, `tenant`). */
  readonly name: string;
  /** Default character set of new tables; null: the framework sends none. */
  readonly charset: string | null;
  readonly collation: string | null;
  /** Put before each table's name. */
  readonly prefix: string;
  /** Does the prefix enter automatic index names? */
  readonly prefixIndexes: boolean;
  /** Strict SQL mode (MySQL, MariaDB). */
  readonly strict: boolean;
  /** Default storage engine that the framework sends; null: the server's (InnoDB). May carry a row format. */
  readonly storageEngine: string | null;
  /** SQLite: is `PRAGMA foreign_keys` on? */
  readonly foreignKeyChecks: boolean;
  /** MySQL, MariaDB: upserts give the inserted row another name, instead of VALUES(). */
  readonly upsertAlias?: boolean;
  /**
   * SQLite: does this build read a double-quoted name that is no column as a string (SQLITE_DBCONFIG_DQS_DDL)?
   * Absent: yes, the library's default and what PHP links; better-sqlite3 is built without.
   */
  readonly doubleQuotedStrings?: boolean;
}

/** An engine, its version, and the way in which the project talks to it. */
export interface Target {
  /** `name@version`, e.g. `mysql@8.4`. */
  readonly id: string;
  readonly engine: EngineName;
  /** Dotted decimal, as precise as it was given: `8.4`, `10.11.6`. */
  readonly version: string;
  /** The driver that the framework uses: MariaDB is often reached through `mysql`. */
  readonly driver: 'sqlite' | 'mysql' | 'mariadb' | 'pgsql';
  readonly settings: ConnectionSettings;
}

/**
 * The version as a server would tell it: `8.0` stands for the last release of its series, which is what whoever installs
 * it gets.
 */
export function lastRelease(version: string): string {
  const missing = 3 - version.split('.').length;
  return `${version}${'.99'.repeat(Math.max(0, missing))}`;
}

/** Does a target of this version have what came with `first`? */
export function hasReached(version: string, first: string): boolean {
  return compareVersions(lastRelease(version), first) >= 0;
}

/** What was compared before: judges ask the same of every statement. */
const COMPARED = new Map<string, Map<string, number>>();

/** Compares dotted versions; missing parts count as 0. Negative: a is older. */
export function compareVersions(a: string, b: string): number {
  let others = COMPARED.get(a);
  if (others === undefined) {
    others = new Map();
    COMPARED.set(a, others);
  }
  let difference = others.get(b);
  if (difference === undefined) {
    difference = compared(a, b);
    others.set(b, difference);
  }
  return difference;
}

function compared(a: string, b: string): number {
  const left = a.split(/[.+-]/);
  const right = b.split(/[.+-]/);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = Number.parseInt(left[i] ?? '0', 10) - Number.parseInt(right[i] ?? '0', 10);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}
