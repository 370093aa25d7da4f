/**
 * What Schema::getColumns(), getIndexes() and getForeignKeys() answer, from the catalog (Laravel 10.34 to 13): as the
 * engine's own catalog prints it. What an engine would print in a way of its own that is not known here is Unknown.
 */

import { PhpArray, type PhpValue, Unknown } from '../../php/values.ts';
import {
  type Column,
  type ColumnType,
  type ForeignKey,
  hasReached,
  keyColumns,
  type Table,
  type Target,
} from '../../schema/index.ts';
import { INTEGER_WIDTHS } from '../catalog-queries/display-widths.ts';
import { sqliteIndexes } from './blueprint-state.ts';
import { capabilitiesOf } from './capabilities.ts';
import { columnDefault } from './introspected-default.ts';

// ---- Types

/** The type's bare name as the engine's own catalog gives it. */
export function columnTypeName(column: Column, target: Target): string {
  if (target.engine === 'sqlite') return column.type.name;
  if (target.engine !== 'postgres') return isDouble(column.type) ? 'double' : column.type.name;
  const bare = postgresType(column.type.text).replace(/\([^)]*\)/, '');
  return POSTGRES_TYPE_NAMES[bare] ?? bare;
}

/** The whole type as the engine prints it. */
export function columnTypeText(column: Column, target: Target): string {
  switch (target.engine) {
    case 'sqlite':
      return column.type.text.toLowerCase();
    case 'postgres':
      return postgresType(column.type.text);
    case 'mysql':
    case 'mariadb':
      return mysqlType(column.type, target);
  }
}

const WIDTHS: typeof INTEGER_WIDTHS = { ...INTEGER_WIDTHS, year: [4, 4] };

/** `float(25)` and more is double. */
const isDouble = ({ name, text }: ColumnType): boolean =>
  name === 'float' && Number(/\((\d+)\)/.exec(text)?.[1] ?? 0) > 24;

function mysqlType(type: ColumnType, target: Target): string {
  if (isDouble(type)) return type.text.replace(/float\(\d+\)/, 'double');
  if (type.members !== undefined) {
    return `${type.name}(${type.members.map((member) => `'${member.replaceAll("'", "''")}'`).join(',')})`;
  }
  const text = type.text.replace(/,\s+/g, ',');
  const widths = WIDTHS[type.name];
  const writesWidths = target.engine === 'mariadb' || !hasReached(target.version, '8.0.19');
  if (widths === undefined || !writesWidths || text.includes('(')) return text;
  return text.replace(type.name, `${type.name}(${widths[type.unsigned === true ? 1 : 0]})`);
}

/** Names that SQL may use for a type, as format_type() prints it. */
const POSTGRES_ALIASES: Readonly<Record<string, string>> = {
  varchar: 'character varying',
  char: 'character',
  bpchar: 'character',
  decimal: 'numeric',
  dec: 'numeric',
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  serial: 'integer',
  bigserial: 'bigint',
  smallserial: 'smallint',
  bool: 'boolean',
  float4: 'real',
  float8: 'double precision',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
  timetz: 'time with time zone',
};

/** pg_type.typname. */
const POSTGRES_TYPE_NAMES: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  character: 'bpchar',
  integer: 'int4',
  bigint: 'int8',
  smallint: 'int2',
  boolean: 'bool',
  'double precision': 'float8',
  real: 'float4',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
};

function postgresType(written: string): string {
  const text = written.toLowerCase().trim();
  const [, word = text, given = '', rest = ''] =
    /^([a-z0-9_ ]*[a-z0-9_])\s*(\([^)]*\))?(.*)$/.exec(text) ?? [];
  const args = given.replace(/\s+/g, '');
  // float(1) to float(24) is real
  if (word === 'float') return given !== '' && Number(args.slice(1, -1)) <= 24 ? 'real' : 'double precision';
  const alias = rest === '' ? POSTGRES_ALIASES[word] : undefined;
  if (alias === undefined) return word + args + rest;
  // the precision stands before the zone
  const [first = '', ...more] = alias.split(/ (?=with)/);
  const length = alias === 'character' && args === '' ? '(1)' : args;
  return [first + length, ...more].join(' ');
}

// ---- Rows

export function columnRow(column: Column, table: Table, target: Target, frameworkVersion: string): PhpArray {
  return PhpArray.of([
    ['name', column.name],
    ['type_name', columnTypeName(column, target)],
    ['type', columnTypeText(column, target)],
    ['collation', column.collation ?? null],
    ['nullable', column.nullable],
    ['default', columnDefault(column, table, target, frameworkVersion)],
    ['auto_increment', column.autoIncrement],
    ['comment', column.comment ?? null],
    ['generation', column.generated === undefined ? null : new Unknown('how a column is generated')],
  ]);
}

export function indexRows(table: Table, target: Target): PhpArray[] {
  if (target.engine === 'sqlite') {
    return sqliteIndexes(table).map((index) =>
      row(index.name, index.columns, null, index.unique, index.primary),
    );
  }
  const rows = table.indexes.map((index) => {
    const own = target.engine === 'postgres' ? (index.method ?? 'btree') : kindOf(index.kind);
    return row(index.name.toLowerCase(), keyColumns(index.parts), own, index.kind === 'unique', false);
  });
  if (table.primaryKey !== undefined) {
    const own = table.primaryKey.name ?? `${table.name}_pkey`;
    const name = target.engine === 'postgres' ? own.toLowerCase() : 'primary';
    rows.push(row(name, keyColumns(table.primaryKey.parts), 'btree', true, true));
  }
  // Both queries group by the name, which sorts.
  return rows.sort((a, b) => (String(a.get('name')) < String(b.get('name')) ? -1 : 1));
}

const kindOf = (kind: string): string => (kind === 'fulltext' || kind === 'spatial' ? kind : 'btree');

function row(
  name: string,
  columns: readonly string[],
  type: string | null,
  unique: boolean,
  primary: boolean,
): PhpArray {
  return PhpArray.of([
    ['name', name],
    ['columns', PhpArray.list(columns)],
    ['type', type],
    ['unique', unique],
    ['primary', primary],
  ]);
}

export function foreignKeyRow(key: ForeignKey, target: Target): PhpArray {
  // MySQL prints NO ACTION where nothing is said, and the catalog keeps what it means.
  const action = (value: string): PhpValue =>
    target.engine === 'mysql' && value === 'restrict'
      ? new Unknown('whether RESTRICT or NO ACTION is said of a foreign key')
      : value;
  return PhpArray.of([
    ['name', key.name ?? null],
    ['columns', PhpArray.list(key.columns)],
    ['foreign_schema', key.parent.schema ?? null],
    ['foreign_table', key.parent.name],
    ['foreign_columns', PhpArray.list(key.parentColumns)],
    ['on_update', action(key.onUpdate)],
    ['on_delete', action(key.onDelete)],
  ]);
}

/** A row of getTables(). */
export function tableRow(table: Table, target: Target, frameworkVersion: string): PhpArray {
  const schema = schemaOf(table, target);
  const qualified = schema instanceof Unknown ? schema : `${schema}.${table.name}`;
  const known = capabilitiesOf(frameworkVersion).tablesOfSchemas;
  return PhpArray.of([
    ['name', table.name],
    ['schema', known ? schema : new Unknown('the schema of a table')],
    ['schema_qualified_name', known ? qualified : null],
  ]);
}

function schemaOf(table: Table, target: Target): string | Unknown {
  if (table.schema !== undefined) return table.schema;
  return target.engine === 'sqlite' ? 'main' : new Unknown('the schema that tables are made in');
}
