/** Changes to a table that are the same on every engine. Each gives a new table. */
import {
  type Column,
  type ForeignKey,
  findColumn,
  type Index,
  type KeyPart,
  type NameFolding,
  type PrimaryKey,
  type StatementOf,
  type Table,
} from '../schema/index.ts';

function same(a: string, b: string, folding: NameFolding): boolean {
  return folding === 'exact' ? a === b : a.toLowerCase() === b.toLowerCase();
}

/** Adds a column at the end, first, or after another one. */
export function addColumn(
  table: Table,
  column: Column,
  position?: { readonly after: string } | 'first',
): Table {
  const columns = [...table.columns];
  if (position === 'first') columns.unshift(column);
  else if (position === undefined) columns.push(column);
  else {
    const after = columns.findIndex((other) => same(other.name, position.after, 'ignore-case'));
    columns.splice(after < 0 ? columns.length : after + 1, 0, column);
  }
  return { ...table, columns };
}

/** Puts a new definition in a column's place; keys that name it follow a new name. */
export function replaceColumn(
  table: Table,
  from: string,
  column: Column,
  position?: { readonly after: string } | 'first',
  folding: NameFolding = 'ignore-case',
): Table {
  const old = findColumn(table, from, folding);
  if (old === undefined) return table;
  const renamed = old.name === column.name ? table : renameColumn(table, old.name, column.name, folding);
  if (position === undefined) {
    return {
      ...renamed,
      columns: renamed.columns.map((other) => (same(other.name, column.name, folding) ? column : other)),
    };
  }
  const without = {
    ...renamed,
    columns: renamed.columns.filter((other) => !same(other.name, column.name, folding)),
  };
  return addColumn(without, column, position);
}

/** Removes a column from the list of columns only; what becomes of keys over it differs by engine. */
export function removeColumn(table: Table, name: string, folding: NameFolding = 'ignore-case'): Table {
  return { ...table, columns: table.columns.filter((column) => !same(column.name, name, folding)) };
}

export function mapKeyColumns(parts: readonly KeyPart[], map: (name: string) => string): KeyPart[] {
  return parts.map((part) => ('column' in part ? { ...part, column: map(part.column) } : part));
}

/** Gives a column another name, in the table's own keys too. Keys of other tables that point to it are not touched. */
export function renameColumn(
  table: Table,
  from: string,
  to: string,
  folding: NameFolding = 'ignore-case',
): Table {
  const map = (name: string) => (same(name, from, folding) ? to : name);
  return {
    ...table,
    columns: table.columns.map((column) =>
      same(column.name, from, folding) ? { ...column, name: to } : column,
    ),
    ...(table.primaryKey === undefined
      ? {}
      : { primaryKey: { ...table.primaryKey, parts: mapKeyColumns(table.primaryKey.parts, map) } }),
    indexes: table.indexes.map((index) => ({
      ...index,
      parts: mapKeyColumns(index.parts, map),
      ...(index.include === undefined ? {} : { include: index.include.map(map) }),
    })),
    foreignKeys: table.foreignKeys.map((foreignKey) => ({
      ...foreignKey,
      columns: foreignKey.columns.map(map),
    })),
  };
}

export function addIndex(table: Table, index: Index): Table {
  return { ...table, indexes: [...table.indexes, index] };
}

export function removeIndex(table: Table, name: string, folding: NameFolding = 'ignore-case'): Table {
  return { ...table, indexes: table.indexes.filter((index) => !same(index.name, name, folding)) };
}

export function renameIndex(
  table: Table,
  from: string,
  to: string,
  folding: NameFolding = 'ignore-case',
): Table {
  return {
    ...table,
    indexes: table.indexes.map((index) => (same(index.name, from, folding) ? { ...index, name: to } : index)),
  };
}

export function withPrimaryKey(table: Table, primaryKey: PrimaryKey): Table {
  return { ...table, primaryKey };
}

export function withoutPrimaryKey(table: Table): Table {
  const { primaryKey: _primaryKey, ...rest } = table;
  return rest;
}

export function addForeignKey(table: Table, foreignKey: ForeignKey): Table {
  return { ...table, foreignKeys: [...table.foreignKeys, foreignKey] };
}

export function removeForeignKey(table: Table, name: string, folding: NameFolding = 'ignore-case'): Table {
  return {
    ...table,
    foreignKeys: table.foreignKeys.filter(
      (foreignKey) => foreignKey.name === undefined || !same(foreignKey.name, name, folding),
    ),
  };
}

/** The table after a statement of which it is not known what it did to it; see `takesAway` of `notUnderstood`. */
export function afterUnknownChange(
  table: Table,
  reason: string,
  takesAway: StatementOf<'notUnderstood'>['takesAway'],
): Table {
  if (takesAway === undefined) return table.open === undefined ? { ...table, open: reason } : table;
  const { name, schema, temporary, view, materialized, query } = table;
  // what takes a column away may take along the views that read it
  const maybe = table.maybe ?? (takesAway === 'tables' || view === true ? reason : undefined);
  return {
    name,
    ...(schema === undefined ? {} : { schema }),
    columns: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    temporary,
    open: reason,
    ...(maybe === undefined ? {} : { maybe }),
    ...(view === undefined ? {} : { view }),
    ...(materialized === undefined ? {} : { materialized }),
    ...(query === undefined ? {} : { query }),
  };
}
