/** Statements over rows: names, lock clauses, and foreign keys whose parent cannot serve. */
import {
  type Catalog,
  type ForeignKey,
  keyColumns,
  type StatementOf,
  type Table,
} from '../../schema/index.ts';
import { afterRows, qualifierOfTarget } from '../docket.ts';
import { type Context, fold, lookUpColumn, lookUpTable, normalize, syntaxError } from './context.ts';

export function data(context: Context, statement: StatementOf<'data'>): Catalog {
  const { catalog, docket } = context;
  if (statement.lock !== undefined) syntaxError(context, statement.lock, statement.origin);
  if (statement.verb === 'truncate' && /^\s*truncate\b/i.test(statement.sql)) {
    syntaxError(context, 'truncate', statement.origin);
  }
  if (statement.verb === 'update' && qualifierOfTarget(statement.sql) !== undefined) {
    syntaxError(context, '.', statement.origin);
  }
  if (docket.refused || statement.table === null) return catalog;
  const name = normalize(statement.table);
  if (/^sqlite_/i.test(name.name)) return catalog;
  const table = lookUpTable(context, name, name.name, statement.origin);
  if (table === undefined) return catalog;
  if (statement.verb === 'insert' || statement.verb === 'update') {
    for (const column of statement.columns ?? []) {
      const message =
        statement.verb === 'insert'
          ? `table ${table.name} has no column named ${column}`
          : `no such column: ${column}`;
      lookUpColumn(context, table, column, message, statement.origin);
    }
  }
  if (statement.verb === 'insert' && catalog.foreignKeyChecks) {
    for (const foreignKey of table.foreignKeys) checkParent(context, table, foreignKey);
  }
  return afterRows(catalog, statement, name);
}

/** The parent is looked up when rows are written, whatever their values: foreignkeys.html#fk_schemacommands. */
function checkParent(context: Context, table: Table, foreignKey: ForeignKey): void {
  const { catalog, docket, statement } = context;
  const parent = catalog.table(foreignKey.parent);
  if (parent === undefined) {
    lookUpTable(context, foreignKey.parent, `main.${foreignKey.parent.name}`, statement.origin);
    return;
  }
  if (parent.open !== undefined || parent.maybe !== undefined) return;
  const wanted =
    foreignKey.parentColumns.length > 0
      ? foreignKey.parentColumns
      : keyColumns(parent.primaryKey?.parts ?? []);
  const key = (names: readonly string[]) => names.map(fold).sort().join('\0');
  const serves =
    wanted.length === foreignKey.columns.length &&
    (key(keyColumns(parent.primaryKey?.parts ?? [])) === key(wanted) ||
      parent.indexes.some(
        (index) =>
          index.kind === 'unique' &&
          index.where === undefined &&
          key(keyColumns(index.parts)) === key(wanted),
      ));
  if (serves) return;
  docket.refuse(
    'SQLITE_ERROR',
    {
      kind: 'foreign-key',
      name: null,
      table: table.name,
      parent: parent.name,
      reason: 'parent-not-unique',
    },
    `foreign key mismatch - "${table.name}" referencing "${parent.name}"`,
    foreignKey.origin ?? statement.origin,
  );
}
