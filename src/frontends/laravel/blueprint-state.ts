/**
 * What SQLite's table looks like while a blueprint changes it: read from the database once, then brought up to date
 * command by command, and compiled anew by every rebuild (Illuminate\Database\Schema\BlueprintState, Laravel 11.15 to 13).
 */
import { PhpArray, type PhpValue } from '../../php/values.ts';
import type { Catalog, Column, Origin, Table } from '../../schema/index.ts';
import { keyColumns } from '../../schema/index.ts';
import type { Blueprint } from './blueprint.ts';
import { Expression } from './expression.ts';
import { ColumnDefinition, Fluent, textOf } from './fluent.ts';
import { ForeignKeyDefinition } from './foreign-key.ts';

/** One row of the builder's getIndexes() on SQLite (SQLiteProcessor::processIndexes). */
export interface SqliteIndex {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly primary: boolean;
  readonly origin?: Origin;
}

export function sqliteTable(blueprint: Blueprint, catalog: Catalog): Table | undefined {
  const { name } = blueprint.grammar.tableName(blueprint.table);
  return catalog.table(name);
}

const sameColumns = (a: readonly string[], b: readonly string[]): boolean =>
  a.join('\0').toLowerCase() === b.join('\0').toLowerCase();

/**
 * The indexes as SQLite answers: in the order of their names (the query is a UNION, which sorts), names in lower
 * case, and of the two rows of a primary key with an index of its own only that index.
 */
export function sqliteIndexes(table: Table): SqliteIndex[] {
  const key = table.primaryKey === undefined ? undefined : keyColumns(table.primaryKey.parts);
  const rows: SqliteIndex[] = table.indexes.map((index) => {
    const columns = keyColumns(index.parts);
    return {
      name: index.name,
      columns,
      unique: index.kind === 'unique',
      primary: index.constraint === true && key !== undefined && sameColumns(columns, key),
      ...(index.origin === undefined ? {} : { origin: index.origin }),
    };
  });
  // A key over the row's number has no index.
  if (key !== undefined && !rows.some((row) => row.primary)) {
    rows.push({ name: 'primary', columns: key, unique: true, primary: true });
  }
  return rows
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map((row) => ({ ...row, name: row.name.toLowerCase() }));
}

/** Takes off the parentheses that enclose the whole text: SQLite answers `default (x)` with `x`. */
export function withoutParentheses(sql: string): string {
  if (!sql.startsWith('(') || !sql.endsWith(')')) return sql;
  let depth = 0;
  let quote = '';
  for (let i = 0; i < sql.length; i++) {
    const character = sql[i]!;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')' && --depth === 0 && i < sql.length - 1) return sql;
  }
  return sql.slice(1, -1);
}

export class BlueprintState {
  columns: ColumnDefinition[] = [];
  primaryKey: Fluent | null = null;
  indexes: Fluent[] = [];
  foreignKeys: Fluent[] = [];

  static read(blueprint: Blueprint): BlueprintState {
    const state = new BlueprintState();
    const table = sqliteTable(blueprint, blueprint.connection.catalog());
    if (table === undefined) return state;
    const hasOneKey = keyColumns(table.primaryKey?.parts ?? []).length === 1;
    const isKey = (column: Column): boolean =>
      keyColumns(table.primaryKey?.parts ?? []).some(
        (name) => name.toLowerCase() === column.name.toLowerCase(),
      );
    state.columns = table.columns.map((column) => {
      const type = column.type.text.toLowerCase();
      return new ColumnDefinition(blueprint, column.origin ?? blueprint.origin, {
        name: column.name,
        type: /^[^(]*/.exec(type)![0],
        full_type_definition: type,
        nullable: column.nullable,
        default: defaultOf(blueprint, column),
        autoIncrement: hasOneKey && isKey(column) && type === 'integer',
        collation: column.collation?.toLowerCase() ?? null,
        comment: null,
        virtualAs: column.generated?.stored === false ? column.generated.expression : null,
        storedAs: column.generated?.stored === true ? column.generated.expression : null,
      });
    });
    for (const row of sqliteIndexes(table)) {
      const definition = new Fluent(blueprint, row.origin ?? blueprint.origin, {
        name: row.primary ? 'primary' : row.unique ? 'unique' : 'index',
        index: row.name,
        columns: PhpArray.list(row.columns),
      });
      if (row.primary) state.primaryKey ??= definition;
      else state.indexes.push(definition);
    }
    // SQLite numbers keys from the last one, and the query is grouped by that number: each rebuild turns them round.
    state.foreignKeys = [...table.foreignKeys].reverse().map(
      (foreignKey) =>
        new ForeignKeyDefinition(blueprint, foreignKey.origin ?? blueprint.origin, {
          columns: PhpArray.list(foreignKey.columns),
          on: parentOf(blueprint, foreignKey.parent.name),
          references: PhpArray.list(foreignKey.parentColumns),
          onUpdate: foreignKey.onUpdate,
          onDelete: foreignKey.onDelete,
        }),
    );
    return state;
  }

  update(command: Fluent): void {
    switch (command.get('name')) {
      case 'add':
        this.columns.push(command.get('column') as ColumnDefinition);
        break;
      case 'change': {
        const changed = command.get('column') as ColumnDefinition;
        const position = this.columns.findIndex((column) => column.get('name') === changed.get('name'));
        if (position >= 0) this.columns[position] = changed;
        break;
      }
      case 'renameColumn':
        this.#rename(command);
        break;
      case 'dropColumn': {
        const names = listOf(command.get('columns'));
        this.columns = this.columns.filter((column) => !names.includes(textOf(column.get('name'))));
        break;
      }
      case 'primary':
        this.primaryKey = command;
        break;
      case 'unique':
      case 'index':
        this.indexes.push(command);
        break;
      case 'renameIndex':
        this.indexes
          .find((index) => index.get('index') === command.get('from'))
          ?.set('index', command.get('to'));
        break;
      case 'foreign':
        this.foreignKeys.push(command);
        break;
      case 'dropPrimary':
        this.primaryKey = null;
        break;
      case 'dropIndex':
      case 'dropUnique':
        this.indexes = this.indexes.filter((index) => index.get('index') !== command.get('index'));
        break;
      case 'dropForeign': {
        const columns = listOf(command.get('columns')).join('\0');
        this.foreignKeys = this.foreignKeys.filter(
          (key) => listOf(key.get('columns')).join('\0') !== columns,
        );
        break;
      }
    }
  }

  /** str_replace over every column name of every key: parts of other names change too, as in Laravel. */
  #rename(command: Fluent): void {
    const from = textOf(command.get('from'));
    const to = textOf(command.get('to'));
    this.columns.find((column) => column.get('name') === from)?.set('name', to);
    const keys = [this.primaryKey, ...this.indexes, ...this.foreignKeys];
    for (const key of keys) {
      if (key === null) continue;
      const names = listOf(key.get('columns')).map((name) =>
        from === '' ? name : name.replaceAll(from, to),
      );
      key.set('columns', PhpArray.list(names));
    }
  }
}

/** The table that a foreign key names: with its prefix already, which is not to be put before it once more. */
function parentOf(blueprint: Blueprint, name: string): PhpValue {
  const { can, grammar } = blueprint;
  if (!can.sqliteForeignTableRaw) return name;
  return new Expression(can.sqliteForeignTableWrapped ? grammar.wrap(name) : name);
}

function listOf(value: PhpValue): string[] {
  return value instanceof PhpArray ? value.values().map(textOf) : [];
}

function defaultOf(blueprint: Blueprint, column: Column): PhpValue {
  if (column.default === undefined) return null;
  const text = withoutParentheses(column.default.sql);
  if (!blueprint.can.sqliteZeroDefaultKept && (text === '0' || text === '')) return null;
  return new Expression(blueprint.can.sqliteDefaultsInParentheses ? `(${text})` : text);
}
