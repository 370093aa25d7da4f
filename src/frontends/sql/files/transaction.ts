/** Which tools run a migration in a transaction of their own. */
import type { EngineName, SqlFormat } from '../../../schema/index.ts';

/**
 * `one`: all of it in one transaction. `several`: PostgreSQL takes a text of several statements as one transaction
 * (protocol-flow, "Multiple Statements in a Simple Query"), and one that stands alone as none. MySQL and MariaDB commit
 * before and after DDL whatever is begun.
 */
const WRAPPED: Readonly<Record<SqlFormat, Readonly<Partial<Record<EngineName, 'one' | 'several'>>>>> = {
  // database/postgres: Run; database/sqlite3: x-no-tx-wrap
  'golang-migrate': { postgres: 'several', sqlite: 'one' },
  // popx: `autocommit` in the file's name turns it off
  popx: { postgres: 'one', sqlite: 'one' },
  goose: { postgres: 'one', sqlite: 'one' },
  'sql-migrate': { postgres: 'one', sqlite: 'one' },
  dbmate: { postgres: 'one', sqlite: 'one' },
  flyway: { postgres: 'one' },
  prisma: { postgres: 'several' },
  drizzle: { postgres: 'one', sqlite: 'one' },
  // HarnessWithOutput of diesel_migrations: `run_in_transaction` in metadata.toml turns it off
  diesel: { postgres: 'one', sqlite: 'one' },
  plain: {},
};

export function runsInTransaction(
  format: SqlFormat,
  engine: EngineName,
  statements: readonly string[],
): boolean {
  const way = WRAPPED[format][engine];
  if (way === undefined || (way === 'several' && statements.length < 2)) return false;
  // Flyway leaves out the transaction by itself where a statement cannot be in one.
  if (format === 'flyway' && statements.some((sql) => /\bconcurrently\b|^\s*vacuum\b/i.test(sql)))
    return false;
  // one that the author begins takes its place
  return !statements.some((sql) => /^\s*(?:begin|start\s+transaction)\b/i.test(sql));
}
