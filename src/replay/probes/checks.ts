/** CHECK constraints: which columns they read, and values that may break them. */
import type { CheckSpec, EngineName, Table } from '../../schema/index.ts';
import type { DeclaredColumn, DeclaredTable, Expected, Known, Place } from './probe.ts';
import { number, type ProbeValue, text } from './value.ts';

export const CHECK_SOURCES = {
  sqlite: 'https://www.sqlite.org/lang_createtable.html#check_constraints',
  mysql: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-check-constraints.html',
  mariadb: 'https://mariadb.com/kb/en/constraint/#check-constraints',
  postgres: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS',
};

/** ER_CHECK_CONSTRAINT_VIOLATED, ER_CONSTRAINT_FAILED (4025), check_violation */
export const CHECK_CODES: Readonly<Record<EngineName, string>> = {
  sqlite: 'SQLITE_CONSTRAINT_CHECK',
  mysql: '3819',
  mariadb: '4025',
  postgres: '23514',
};

export function reads(expression: string, column: string): boolean {
  return new RegExp(`(^|[^\\w])${column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}([^\\w]|$)`).test(expression);
}

/** In the table's order. */
export function readColumns({ expression }: CheckSpec, { columns }: Table): readonly string[] {
  return columns.map(({ name }) => name).filter((name) => reads(expression, name));
}

/** The engine's own checks over just these columns; none: it has none, or does not keep them (MySQL before 8.0.16). */
export function checksOver(table: Table, columns: readonly string[]): readonly CheckSpec[] {
  const wanted = [...columns].sort().join('\0');
  return table.checks.filter((check) => [...readColumns(check, table)].sort().join('\0') === wanted);
}

export function checkPlaces(
  { checks, columns }: DeclaredTable,
  wanted: (column: DeclaredColumn) => boolean = () => true,
): readonly Place[] {
  return checks.flatMap(({ name, columns: read }): Place[] => {
    const declared = columns.find((column) => read.includes(column.name) && isFree(column) && wanted(column));
    return declared === undefined ? [] : [{ object: name, columns: read, declared }];
  });
}

function isFree({ autoIncrement, generated }: DeclaredColumn): boolean {
  return !autoIncrement && !generated;
}

/** `otherwise`: where the engine has no such check. */
export function ofCheck(otherwise: string, enforced: Expected): Expected {
  return (known: Known) => {
    if (checksOver(known.table, known.place.columns).length === 0) return otherwise;
    return typeof enforced === 'function' ? enforced(known) : enforced;
  };
}

/** Values at the ends of the column's type, of which one may be beyond what a check allows. */
export function endsOf({ type }: DeclaredColumn): readonly ProbeValue[] {
  const { class: kind, bits = 64, unsigned, precision = 9, scale = 0, length } = type;
  switch (kind) {
    case 'integer':
      return [...(unsigned === true ? [] : [number(-1)]), number(0), number(bits < 16 ? 127 : 32_767)];
    case 'decimal':
    case 'float':
      return [number(-1), number(0), number('9'.repeat(Math.max(1, Math.min(9, precision - scale))))];
    case 'boolean':
      return [number(0), number(1)];
    case 'char':
    case 'string':
    case 'text':
      return [text(''), text('~'), text('z'.repeat(Math.min(length ?? 255, 255)))];
    case 'date':
      return [text('1970-01-02'), text('2037-12-31')];
    case 'datetime':
    case 'timestamp':
      return [text('1970-01-02 00:00:00'), text('2037-12-31 23:59:59')];
    case 'time':
      return [text('00:00:00'), text('23:59:59')];
    case 'year':
      return [number(1901), number(2155)];
    case 'json':
      return [text('{}'), text('[]'), text('0')];
    default:
      return [];
  }
}
