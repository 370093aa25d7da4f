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
  psql: 'postgres',
  pgx: 'postgres',
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  libsql: 'sqlite',
  turso: 'sqlite',
  d1: 'sqlite',
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
  h2: 'H2',
  hsqldb: 'HSQLDB',
  hsql: 'HSQLDB',
  derby: 'Derby',
  db2: 'Db2',
  redshift: 'Redshift',
  bigquery: 'BigQuery',
  duckdb: 'DuckDB',
  spanner: 'Spanner',
  cassandra: 'Cassandra',
  tidb: 'TiDB',
  yugabyte: 'YugabyteDB',
  yugabytedb: 'YugabyteDB',
  oceanbase: 'OceanBase',
  dameng: 'Dameng',
};

/** undefined: it is no database's name. */
export function dialectOf(word: string): Dialect | undefined {
  const lower = word.toLowerCase();
  // a version may follow: mysql8, postgres15, pgx5
  const bare = [lower, lower.replace(/\d+$/, '')].find((name) => Object.hasOwn(ENGINES, name));
  const engine = bare === undefined ? undefined : ENGINES[bare];
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
