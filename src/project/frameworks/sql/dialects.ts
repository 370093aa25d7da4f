/** The words by which tools, folders and files name a database. */
import type { EngineName } from '../../../schema/index.ts';

export interface Dialect {
  /** As it is written. */
  readonly word: string;
  /** null: one that dialint does not judge. */
  readonly engine: EngineName | null;
  /** How it is called in prose, where it is not judged. */
  readonly title?: string;
}

const ENGINES: Readonly<Record<string, EngineName>> = {
  mysql: 'mysql',
  mariadb: 'mariadb',
  postgres: 'postgres',
  postgresql: 'postgres',
  pgsql: 'postgres',
  pg: 'postgres',
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  libsql: 'sqlite',
  turso: 'sqlite',
};

const OTHERS: Readonly<Record<string, string>> = {
  cockroach: 'CockroachDB',
  cockroachdb: 'CockroachDB',
  crdb: 'CockroachDB',
  mssql: 'SQL Server',
  sqlserver: 'SQL Server',
  oracle: 'Oracle',
  clickhouse: 'ClickHouse',
  snowflake: 'Snowflake',
  singlestore: 'SingleStore',
  gel: 'Gel',
  mongodb: 'MongoDB',
};

/** undefined: it is no database's name. */
export function dialectOf(word: string): Dialect | undefined {
  const lower = word.toLowerCase();
  const engine = Object.hasOwn(ENGINES, lower) ? ENGINES[lower] : undefined;
  if (engine !== undefined) return { word: lower, engine };
  const title = Object.hasOwn(OTHERS, lower) ? OTHERS[lower] : undefined;
  return title === undefined ? undefined : { word: lower, engine: null, title };
}

/** `mysql`, `migrations-mysql`, `sqlite3_migrations`: the dialect, and what the name is without it. */
export function dialectInFolder(
  name: string,
): { readonly dialect: Dialect; readonly rest: string } | undefined {
  const words = name.split(/[-_.]/);
  const found = words.flatMap((word) => dialectOf(word) ?? []);
  const [dialect] = found;
  if (dialect === undefined || found.length > 1) return undefined;
  return { dialect, rest: words.filter((word) => word.toLowerCase() !== dialect.word).join('-') };
}
