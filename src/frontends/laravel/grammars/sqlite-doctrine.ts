/**
 * What doctrine/dbal 2 and 3 do on SQLite for Laravel 8 to 10, where changing, renaming and dropping columns is theirs
 * (Illuminate\Database\Schema\Grammars\ChangeColumn and RenameColumn, Doctrine\DBAL\Platforms\SqlitePlatform): the rows
 * go to a temporary table, the table is made anew and filled again. The steps are theirs; the text is not exact.
 */
import type { Column, ColumnSpec, KeyPart, Statement, Table } from '../../../schema/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { sqliteTable } from '../blueprint-state.ts';
import { arrayCast } from '../expression.ts';
import { type Fluent, textOf } from '../fluent.ts';
import { mergedColumn } from './doctrine-column.ts';
import type { SQLiteGrammar } from './sqlite.ts';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function specOf(column: Column): ColumnSpec {
  return {
    name: column.name,
    type: column.type,
    nullable: column.nullable,
    ...(column.default === undefined ? {} : { default: column.default }),
    ...(column.collation === undefined ? {} : { collation: column.collation }),
    ...(column.generated === undefined ? {} : { generated: column.generated }),
    ...(column.origin === undefined ? {} : { origin: column.origin }),
  };
}

function columnSql(spec: ColumnSpec): string {
  return (
    `${quote(spec.name)} ${spec.type.text}` +
    `${spec.default === undefined ? '' : ` DEFAULT ${spec.default.sql}`}${spec.nullable === false ? ' NOT NULL' : ''}`
  );
}

interface NewColumn {
  readonly spec: ColumnSpec;
  /** The column that its rows come from. */
  readonly from: string;
}

/** The table made anew with other columns; keys follow the columns' names, and go where a column goes. */
function remake(
  grammar: SQLiteGrammar,
  blueprint: Blueprint,
  command: Fluent,
  table: Table,
  columns: readonly NewColumn[],
): Statement[] {
  const { origin } = command;
  const name = grammar.tableName(blueprint.table);
  const temporary = { name: `__temp__${name.name}` };
  const newName = (old: string): string | undefined =>
    columns.find((column) => same(column.from, old))?.spec.name;
  const parts = (old: readonly KeyPart[]): KeyPart[] | undefined => {
    const mapped = old.map((part) => {
      if (!('column' in part)) return part;
      const column = newName(part.column);
      return column === undefined ? undefined : { ...part, column };
    });
    return mapped.includes(undefined) ? undefined : (mapped as KeyPart[]);
  };
  const names = (old: readonly string[]): string[] | undefined => {
    const mapped = old.map(newName);
    return mapped.includes(undefined) ? undefined : (mapped as string[]);
  };
  const primary = table.primaryKey === undefined ? undefined : parts(table.primaryKey.parts);
  const from = columns.map((column) => quote(column.from)).join(', ');
  const to = columns.map((column) => quote(column.spec.name)).join(', ');
  const statements: Statement[] = [
    {
      kind: 'noSchemaChange',
      sql: `CREATE TEMPORARY TABLE ${temporary.name} AS SELECT ${from} FROM ${quote(name.name)}`,
      origin,
      what: 'a temporary copy of the rows',
    },
    {
      kind: 'dropTable',
      sql: `DROP TABLE ${quote(name.name)}`,
      origin,
      tables: [name],
      ifExists: false,
      cascade: false,
    },
    {
      kind: 'createTable',
      sql: `CREATE TABLE ${quote(name.name)} (${columns.map((column) => columnSql(column.spec)).join(', ')})`,
      origin,
      table: name,
      columns: columns.map((column) => column.spec),
      ...(primary === undefined ? {} : { primaryKey: { parts: primary } }),
      indexes: [],
      foreignKeys: table.foreignKeys.flatMap((foreignKey) => {
        const kept = names(foreignKey.columns);
        return kept === undefined ? [] : [{ ...foreignKey, columns: kept }];
      }),
      checks: [],
      options: {},
      temporary: false,
      ifNotExists: false,
    },
    {
      kind: 'data',
      verb: 'insert',
      sql: `INSERT INTO ${quote(name.name)} (${to}) SELECT ${from} FROM ${temporary.name}`,
      origin,
      table: name,
      columns: columns.map((column) => column.spec.name),
    },
    { kind: 'noSchemaChange', sql: `DROP TABLE ${temporary.name}`, origin, what: 'the temporary copy goes' },
  ];
  for (const index of table.indexes) {
    const kept = parts(index.parts);
    if (kept === undefined || index.constraint === true) continue;
    const over = kept.map((part) => ('column' in part ? quote(part.column) : part.expression)).join(', ');
    statements.push({
      kind: 'createIndex',
      sql: `CREATE ${index.kind === 'unique' ? 'UNIQUE ' : ''}INDEX ${index.name} ON ${quote(name.name)} (${over})`,
      origin,
      table: name,
      index: { kind: index.kind, name: index.name, parts: kept, origin: index.origin ?? origin },
      ifNotExists: false,
    });
  }
  return statements;
}

/** The catalog's table, where it is known whole. */
function knownTable(grammar: SQLiteGrammar, blueprint: Blueprint, command: Fluent): Table | undefined {
  const table = sqliteTable(blueprint, grammar.catalog());
  if (table !== undefined && table.open === undefined) return table;
  blueprint.note(
    'doctrine/dbal reads the table to change it, and the table is not known',
    command.origin,
    true,
  );
  return undefined;
}

/** change() and renameColumn(). */
export function legacySqliteRebuild(
  grammar: SQLiteGrammar,
  blueprint: Blueprint,
  command: Fluent,
): Statement[] {
  const table = knownTable(grammar, blueprint, command);
  if (table === undefined) return [];
  const renaming = command.get('name') === 'renameColumn';
  const changed = renaming ? [] : blueprint.changedColumns();
  const columns = table.columns.map((column): NewColumn => {
    const spec = specOf(column);
    if (renaming && same(column.name, command.text('from'))) {
      return { from: column.name, spec: { ...spec, name: command.text('to') } };
    }
    const change = changed.find((other) => same(other.text('name'), column.name));
    if (change === undefined) return { from: column.name, spec };
    return { from: column.name, spec: mergedColumn(spec, change, grammar.columnSpec(blueprint, change)) };
  });
  return remake(grammar, blueprint, command, table, columns);
}

export function legacySqliteDropColumns(
  grammar: SQLiteGrammar,
  blueprint: Blueprint,
  command: Fluent,
): Statement[] {
  const table = knownTable(grammar, blueprint, command);
  if (table === undefined) return [];
  const gone = arrayCast(command.get('columns')).map(textOf);
  const columns = table.columns
    .filter((column) => !gone.some((name) => same(name, column.name)))
    .map((column): NewColumn => ({ from: column.name, spec: specOf(column) }));
  return remake(grammar, blueprint, command, table, columns);
}
