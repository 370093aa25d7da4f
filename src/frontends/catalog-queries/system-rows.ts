/** What the engines' own tables about tables hold, row by row, from the catalog. */
import type { Catalog, Column, EngineName, ForeignKey, Index, Table } from '../../schema/index.ts';
import { keyColumns } from '../../schema/index.ts';

/** By column, names in lower case. undefined as a value: it is not known. */
export type Row = Readonly<Record<string, string | number | null | undefined>>;

/** Tables of which only the rows of one table are asked for need that table known, and no other. */
export type RowsOf = (table: Table, engine: EngineName) => Row[];

const schemaOf = (table: Table, engine: EngineName): string | undefined =>
  table.schema ?? (engine === 'postgres' ? 'public' : undefined);

const primaryName = (table: Table, engine: EngineName): string =>
  engine === 'postgres' ? (table.primaryKey?.name ?? `${table.name}_pkey`) : 'PRIMARY';

function tables(table: Table, engine: EngineName): Row[] {
  return [
    {
      table_schema: schemaOf(table, engine),
      table_name: table.name,
      table_type: table.view === true ? 'VIEW' : 'BASE TABLE',
    },
  ];
}

export function columns(table: Table, engine: EngineName): Row[] {
  return table.columns.map((column, position) => ({
    table_schema: schemaOf(table, engine),
    table_name: table.name,
    column_name: column.name,
    ordinal_position: position + 1,
    is_nullable: column.nullable ? 'YES' : 'NO',
    column_default: defaultOf(column),
    // PostgreSQL has words of its own for its types, and MySQL brings older ones up to date
    data_type: engine === 'postgres' ? undefined : column.type.name,
    column_type: engine === 'postgres' ? undefined : column.type.text,
    character_maximum_length: undefined,
    extra: column.autoIncrement ? 'auto_increment' : '',
  }));
}

function defaultOf(column: Column): string | null | undefined {
  if (column.default === undefined) return null;
  if (column.default.kind !== 'literal') return undefined;
  const { value } = column.default;
  return value === null ? null : String(value);
}

interface Key {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
}

function keysOf(table: Table, engine: EngineName): Key[] {
  const own = table.indexes.map((index: Index) => ({
    name: index.name,
    columns: keyColumns(index.parts),
    unique: index.kind === 'unique',
  }));
  if (table.primaryKey === undefined) return own;
  const primary = {
    name: primaryName(table, engine),
    columns: keyColumns(table.primaryKey.parts),
    unique: true,
  };
  return [primary, ...own];
}

/** information_schema.statistics, and SHOW INDEX with names of its own. */
export function statistics(table: Table, engine: EngineName): Row[] {
  return keysOf(table, engine).flatMap(({ name, columns: names, unique }) =>
    names.map((column, position) => ({
      table_schema: undefined,
      table_name: table.name,
      index_schema: undefined,
      index_name: name,
      column_name: column,
      seq_in_index: position + 1,
      non_unique: unique ? 0 : 1,
    })),
  );
}

function constraints(table: Table, engine: EngineName): Row[] {
  const base = {
    table_schema: schemaOf(table, engine),
    constraint_schema: schemaOf(table, engine),
    table_name: table.name,
  };
  const unique = table.indexes.filter(
    (index) => index.kind === 'unique' && (engine !== 'postgres' || index.constraint === true),
  );
  return [
    ...(table.primaryKey === undefined
      ? []
      : [{ ...base, constraint_name: primaryName(table, engine), constraint_type: 'PRIMARY KEY' }]),
    ...unique.map(({ name }) => ({ ...base, constraint_name: name, constraint_type: 'UNIQUE' })),
    ...table.foreignKeys.map(({ name }) => ({
      ...base,
      constraint_name: name,
      constraint_type: 'FOREIGN KEY',
    })),
    ...table.checks.map(({ name }) => ({ ...base, constraint_name: name, constraint_type: 'CHECK' })),
  ];
}

function keyColumnUsage(table: Table, engine: EngineName): Row[] {
  const base = {
    table_schema: schemaOf(table, engine),
    constraint_schema: schemaOf(table, engine),
    table_name: table.name,
  };
  const foreign = table.foreignKeys.flatMap((key: ForeignKey) =>
    key.columns.map((column, position) => ({
      ...base,
      constraint_name: key.name,
      column_name: column,
      ordinal_position: position + 1,
      referenced_table_name: key.parent.name,
      referenced_column_name: key.parentColumns[position],
    })),
  );
  const keys = keysOf(table, engine)
    .filter(({ unique }) => unique)
    .flatMap(({ name, columns: names }) =>
      names.map((column, position) => ({
        ...base,
        constraint_name: name,
        column_name: column,
        ordinal_position: position + 1,
        referenced_table_name: null,
        referenced_column_name: null,
      })),
    );
  return [...keys, ...foreign];
}

function pgIndexes(table: Table, engine: EngineName): Row[] {
  return keysOf(table, engine).map(({ name }) => ({
    schemaname: schemaOf(table, engine),
    tablename: table.name,
    indexname: name,
    indexdef: undefined,
  }));
}

function sqliteMaster(table: Table, engine: EngineName): Row[] {
  const own = { type: table.view === true ? 'view' : 'table', name: table.name, tbl_name: table.name };
  // the primary key's own index is named by SQLite
  const indexes = keysOf(table, engine).filter(({ name }) => name !== 'PRIMARY');
  return [
    { ...own, sql: undefined },
    ...indexes.map(({ name }) => ({ type: 'index', name, tbl_name: table.name, sql: undefined })),
  ];
}

const MYSQL = {
  tables,
  columns,
  statistics,
  table_constraints: constraints,
  key_column_usage: keyColumnUsage,
};
const POSTGRES = { tables, columns, table_constraints: constraints };

/** The engine's table of this name; undefined: it has none, or none that is known here. */
export function systemTable(
  engine: EngineName,
  schema: string | undefined,
  name: string,
): RowsOf | undefined {
  const inSchema = schema?.toLowerCase() === 'information_schema';
  const key = name.toLowerCase();
  switch (engine) {
    case 'mysql':
    case 'mariadb':
      return inSchema ? (MYSQL as Readonly<Record<string, RowsOf>>)[key] : undefined;
    case 'postgres':
      if (inSchema) return (POSTGRES as Readonly<Record<string, RowsOf>>)[key];
      return key === 'pg_indexes' && (schema === undefined || schema === 'pg_catalog')
        ? pgIndexes
        : undefined;
    case 'sqlite':
      return key === 'sqlite_master' || key === 'sqlite_schema' ? sqliteMaster : undefined;
  }
}

/** The name of the table that a row is about stands in one of these. */
export const TABLE_COLUMNS = ['table_name', 'tablename', 'tbl_name'];

/** Columns that name the database or schema: code asks for the one at hand. */
export const SCHEMA_COLUMNS = [
  'table_schema',
  'constraint_schema',
  'index_schema',
  'schemaname',
  'table_catalog',
];

export function allTables(catalog: Catalog): Table[] {
  return catalog.tables().filter((table) => !table.temporary);
}
