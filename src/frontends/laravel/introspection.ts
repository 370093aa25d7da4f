/** What Schema::getColumns(), getIndexes() and getForeignKeys() answer, from the catalog (Laravel 10.34 and later). */
import { PhpArray } from '../../php/values.ts';
import { type Column, type ForeignKey, keyColumns, type Table, type Target } from '../../schema/index.ts';

/** The type's bare name as the engine's own catalog gives it. */
export function columnTypeName(column: Column, target: Target): string {
  if (target.engine !== 'postgres') return column.type.name;
  return POSTGRES_TYPE_NAMES[column.type.name] ?? column.type.name;
}

/** pg_type.typname for the words that DDL uses. */
const POSTGRES_TYPE_NAMES: Readonly<Record<string, string>> = {
  integer: 'int4',
  int: 'int4',
  serial: 'int4',
  bigint: 'int8',
  bigserial: 'int8',
  smallint: 'int2',
  smallserial: 'int2',
  boolean: 'bool',
  char: 'bpchar',
  decimal: 'numeric',
  'double precision': 'float8',
  real: 'float4',
  float: 'float8',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
};

export function columnRow(column: Column, target: Target): PhpArray {
  return PhpArray.of([
    ['name', column.name],
    ['type_name', columnTypeName(column, target)],
    ['type', column.type.text],
    ['collation', column.collation ?? null],
    ['nullable', column.nullable],
    ['default', column.default === undefined ? null : column.default.sql],
    ['auto_increment', column.autoIncrement],
    ['comment', column.comment ?? null],
    ['generation', null],
  ]);
}

export function indexRows(table: Table, target: Target): PhpArray[] {
  const rows = table.indexes.map((index) =>
    row(index.name, keyColumns(index.parts), index.kind === 'unique', false, index.kind),
  );
  if (table.primaryKey !== undefined) {
    const name = target.engine === 'postgres' ? (table.primaryKey.name ?? `${table.name}_pkey`) : 'primary';
    rows.unshift(row(name, keyColumns(table.primaryKey.parts), true, true, 'btree'));
  }
  return rows;
}

function row(
  name: string,
  columns: readonly string[],
  unique: boolean,
  primary: boolean,
  kind: string,
): PhpArray {
  return PhpArray.of([
    ['name', name],
    ['columns', PhpArray.list(columns)],
    ['type', kind === 'fulltext' || kind === 'spatial' ? kind : 'btree'],
    ['unique', unique],
    ['primary', primary],
  ]);
}

export function foreignKeyRow(key: ForeignKey): PhpArray {
  return PhpArray.of([
    ['name', key.name ?? null],
    ['columns', PhpArray.list(key.columns)],
    ['foreign_schema', key.parent.schema ?? null],
    ['foreign_table', key.parent.name],
    ['foreign_columns', PhpArray.list(key.parentColumns)],
    ['on_update', key.onUpdate],
    ['on_delete', key.onDelete],
  ]);
}
