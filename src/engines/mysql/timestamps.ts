/**
 * Old servers (explicit_defaults_for_timestamp off) give TIMESTAMP columns a default: the table's first one follows the
 * clock, every other is '0000-00-00 00:00:00', which strict mode refuses. promote_first_timestamp_column() in sql_table.cc.
 *
 * MariaDB gives that default to each TIMESTAMP and DATETIME that is NOT NULL with ON UPDATE and no default, and says
 * nothing; in strict mode (NO_ZERO_DATE) no ALTER TABLE is taken after it that leaves the column as it is. Measured on
 * 10.5, 10.11.19 and 11.8.
 */
import type { Column, Origin, Table } from '../../schema/index.ts';
import type { Context } from './context.ts';
import { resolveType } from './types.ts';

export function promoteTimestamps(
  context: Context,
  table: string,
  columns: readonly Column[],
  /** Columns that this statement defines, folded to lower case. */
  defined: ReadonlyMap<string, unknown>,
): readonly Column[] {
  const mariadb = context.dialect.engine === 'mariadb';
  const { implicitTimestamps } = context.traits;
  if (!implicitTimestamps && !mariadb) return columns;
  let first = true;
  return columns.map((column) => {
    const { family } = resolveType(column.type);
    const implicit = implicitTimestamps && family === 'timestamp';
    if (!implicit && !(mariadb && column.onUpdate !== undefined && isTime(column))) return column;
    const isFirst = implicit && first;
    if (implicit) first = false;
    if (!defined.has(column.name.toLowerCase())) return column;
    if (column.nullable || column.default !== undefined) return column;
    if (isFirst && column.onUpdate === undefined) {
      const now = 'CURRENT_TIMESTAMP';
      return { ...column, default: { kind: 'expression', sql: now }, onUpdate: now };
    }
    if (implicit && context.strict) refuseZero(context, table, column, column.origin);
    return { ...column, default: { kind: 'literal', value: ZERO, sql: `'${ZERO}'` } };
  });
}

const ZERO = '0000-00-00 00:00:00';

function isTime({ type }: Column): boolean {
  const { family } = resolveType(type);
  return family === 'timestamp' || family === 'datetime';
}

function refuseZero(context: Context, table: string, column: Column, origin: Origin | undefined): void {
  context.findings.refuse(
    'record',
    { kind: 'invalid-default', table, column: column.name, value: ZERO },
    { code: '1067', message: `Invalid default value for '${column.name}'` },
    origin,
  );
}

/** MariaDB's ALTER TABLE looks at the defaults of columns that it leaves as they are, too. `defined`: the others, folded. */
export function judgeZeroDefaults(
  context: Context,
  table: Table,
  defined: ReadonlyMap<string, Origin | undefined>,
  origin: Origin,
): void {
  if (context.dialect.engine !== 'mariadb' || !context.strict) return;
  for (const column of table.columns) {
    const { default: value, name } = column;
    if (value?.kind !== 'literal' || value.value !== ZERO || !isTime(column)) continue;
    if (!defined.has(name.toLowerCase())) refuseZero(context, table.name, column, origin);
  }
}
