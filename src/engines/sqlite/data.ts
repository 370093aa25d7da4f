/** Statements over rows: names, lock clauses, and foreign keys whose parent cannot serve. */
import {
  type Catalog,
  type ForeignKey,
  keyColumns,
  type StatementOf,
  type Table,
} from '../../schema/index.ts';
import { afterRows, qualifierOfTarget } from '../docket.ts';
import { foreignFunction } from '../foreign-functions.ts';
import { type Context, fold, lookUpColumn, lookUpTable, normalize, syntaxError } from './context.ts';
import { checkLoop } from './unreadable.ts';

export function data(context: Context, statement: StatementOf<'data'>): Catalog {
  const { catalog, docket } = context;
  if (statement.lock !== undefined) syntaxError(context, statement.lock, statement.origin);
  if (statement.verb === 'truncate' && /^\s*truncate\b/i.test(statement.sql)) {
    syntaxError(context, 'truncate', statement.origin);
  }
  if (statement.verb === 'update' && qualifierOfTarget(statement.sql) !== undefined) {
    syntaxError(context, '.', statement.origin);
  }
  if (docket.refused) return catalog;
  if (statement.table === null) {
    checkReads(context, statement);
    return catalog;
  }
  const name = normalize(statement.table);
  if (/^sqlite_/i.test(name.name)) return catalog;
  const table = lookUpTable(context, name, name.name, statement.origin);
  if (table === undefined) return catalog;
  if (statement.verb === 'insert' || statement.verb === 'update') {
    for (const column of statement.columns ?? []) {
      // Other words for the row's number: lang_createtable.html#rowid. WITHOUT ROWID is not kept.
      if (/^(?:rowid|oid|_rowid_)$/i.test(column)) continue;
      const message =
        statement.verb === 'insert'
          ? `table ${table.name} has no column named ${column}`
          : `no such column: ${column}`;
      lookUpColumn(context, table, column, message, statement.origin);
    }
  }
  for (const read of statement.reads ?? [])
    lookUpTable(context, normalize(read), read.name, statement.origin);
  const missing = foreignFunction(statement, 'sqlite');
  if (missing !== undefined)
    docket.refuse(
      'SQLITE_ERROR',
      { kind: 'foreign-syntax' },
      `no such function: ${missing}`,
      statement.origin,
    );
  if (statement.verb === 'insert' || statement.verb === 'update') checkLoop(context, table, 'written');
  else if (/^\s*select\s+\*\s+from\b/i.test(statement.sql)) checkLoop(context, table, 'read');
  if (catalog.foreignKeyChecks && !docket.refused) {
    if (statement.verb === 'insert') {
      for (const foreignKey of table.foreignKeys) checkParent(context, table, foreignKey);
    } else if (statement.verb === 'delete' || statement.verb === 'truncate') checkDelete(context, table);
    else if (statement.verb === 'update') checkUpdate(context, table, statement.columns ?? []);
  }
  return afterRows(catalog, statement, name);
}

function checkReads(context: Context, { reads = [], origin }: StatementOf<'data'>): void {
  for (const read of reads) lookUpTable(context, normalize(read), read.name, origin);
}

/**
 * What writing to a table asks of its foreign keys, and of those that point to it, before any row is looked at; referential
 * actions ask the same of the tables that they write to (fkey.c: sqlite3FkCheck, sqlite3FkActions).
 */
function checkDelete(context: Context, table: Table, seen: ReadonlySet<string> = new Set()): void {
  const { catalog, docket } = context;
  if (seen.has(catalog.key(table))) return;
  for (const foreignKey of table.foreignKeys) checkParent(context, table, foreignKey);
  for (const { child, foreignKey } of catalog.referencesTo(table)) checkParent(context, child, foreignKey);
  if (!docket.refused) checkActions(context, table, new Set([...seen, catalog.key(table)]));
}

/** What the referential actions of a deleted row lead to. DROP TABLE itself asks for no parent. */
export function checkActions(context: Context, table: Table, seen: ReadonlySet<string> = new Set()): void {
  const { catalog, docket } = context;
  for (const { child, foreignKey } of catalog.referencesTo(table)) {
    if (docket.refused) return;
    if (!parentServes(table, foreignKey)) continue;
    if (foreignKey.onDelete === 'cascade') checkDelete(context, child, seen);
    else if (foreignKey.onDelete === 'set null' || foreignKey.onDelete === 'set default') {
      checkUpdate(context, child, foreignKey.columns);
    }
  }
}

function checkUpdate(context: Context, table: Table, columns: readonly string[]): void {
  const set = new Set(columns.map(fold));
  const written = (names: readonly string[]) => names.some((name) => set.has(fold(name)));
  const own = table.foreignKeys.filter((foreignKey) => written(foreignKey.columns));
  const others = [...context.catalog.referencesTo(table)];
  const wanted = ({ parentColumns }: ForeignKey) =>
    parentColumns.length > 0 ? parentColumns : primaryColumns(table);
  // Where any foreign key is concerned, all that point here must find their key (sqlite3FkOldmask).
  if (own.length === 0 && !others.some(({ foreignKey }) => written(wanted(foreignKey)))) return;
  for (const foreignKey of own) checkParent(context, table, foreignKey);
  for (const { child, foreignKey } of others) checkParent(context, child, foreignKey);
}

const primaryColumns = (table: Table) => keyColumns(table.primaryKey?.parts ?? []);

/** Is there a key over just the columns that the foreign key refers to? */
function parentServes(parent: Table, foreignKey: ForeignKey): boolean {
  const wanted = foreignKey.parentColumns.length > 0 ? foreignKey.parentColumns : primaryColumns(parent);
  const key = (names: readonly string[]) => names.map(fold).sort().join('\0');
  return (
    wanted.length === foreignKey.columns.length &&
    (key(primaryColumns(parent)) === key(wanted) ||
      parent.indexes.some(
        (index) =>
          index.kind === 'unique' &&
          index.where === undefined &&
          key(keyColumns(index.parts)) === key(wanted),
      ))
  );
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
  if (parentServes(parent, foreignKey)) return;
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
