/**
 * Old servers (explicit_defaults_for_timestamp off) give TIMESTAMP columns a default: the table's first one follows the
 * clock, every other is '0000-00-00 00:00:00', which strict mode refuses. promote_first_timestamp_column() in sql_table.cc.
 */
import type { Column } from '../../schema/index.ts';
import type { Context } from './context.ts';
import { resolveType } from './types.ts';

export function promoteTimestamps(
  context: Context,
  table: string,
  columns: readonly Column[],
  /** Columns that this statement defines, folded to lower case. */
  defined: ReadonlySet<string>,
): Column[] {
  if (!context.traits.implicitTimestamps) return [...columns];
  let first = true;
  return columns.map((column) => {
    if (resolveType(column.type).family !== 'timestamp') return column;
    const isFirst = first;
    first = false;
    if (!defined.has(column.name.toLowerCase())) return column;
    if (column.nullable || column.default !== undefined || column.onUpdate !== undefined) return column;
    if (isFirst) {
      const now = 'CURRENT_TIMESTAMP';
      return { ...column, default: { kind: 'expression', sql: now }, onUpdate: now };
    }
    const value = '0000-00-00 00:00:00';
    if (context.strict) {
      context.findings.refuse(
        'record',
        { kind: 'invalid-default', table, column: column.name, value },
        { code: '1067', message: `Invalid default value for '${column.name}'` },
        column.origin,
      );
    }
    return { ...column, default: { kind: 'literal', value, sql: `'${value}'` } };
  });
}
