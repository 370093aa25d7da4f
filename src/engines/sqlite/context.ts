/** What judging one SQLite statement needs at hand, and how names are looked up. */
import {
  type Catalog,
  type Column,
  findColumn,
  type ObjectKind,
  type Origin,
  type Statement,
  type Table,
  type TableName,
  type Target,
} from '../../schema/index.ts';
import { type Docket, quotedColumns } from '../docket.ts';
import { RESERVED_PREFIX, SYSTEM_TABLES } from './limits.ts';

export interface Context {
  readonly catalog: Catalog;
  readonly statement: Statement;
  readonly target: Target;
  readonly docket: Docket;
}

export const fold = (name: string): string => name.toLowerCase();

export const same = (a: string, b: string): boolean => fold(a) === fold(b);

/** `main` is the database that every connection has; its name may be written or left out. */
export function normalize(table: TableName): TableName {
  return table.schema !== undefined && same(table.schema, 'main') ? { name: table.name } : table;
}

export function syntaxError(context: Context, near: string, origin?: Origin): void {
  context.docket.refuse('SQLITE_ERROR', { kind: 'foreign-syntax' }, `near "${near}": syntax error`, origin);
}

/** May another table, that is not listed, answer to this name? */
function unlisted(catalog: Catalog, table: TableName): string | null {
  if (table.schema !== undefined) return `the attached database ${table.schema} is not known`;
  return catalog.open;
}

/**
 * The table that a statement works on. Refuses or becomes unsure where it is not there; `shown` is the name in the
 * engine's message, which some statements qualify (`main.t`).
 */
export function lookUpTable(
  context: Context,
  name: TableName,
  shown: string = name.name,
  origin?: Origin,
): Table | undefined {
  const { catalog, docket } = context;
  const table = catalog.table(name);
  if (table !== undefined) {
    if (table.maybe !== undefined) docket.unsure(table.maybe);
    return table;
  }
  const open = unlisted(catalog, name);
  if (open !== null) docket.unsure(open);
  else {
    docket.refuse(
      'SQLITE_ERROR',
      { kind: 'object-missing', object: 'table', name: name.name, table: name.name },
      `no such table: ${shown}`,
      origin,
    );
  }
  return undefined;
}

export function isSystemTable(name: string): boolean {
  return SYSTEM_TABLES.has(fold(name)) || fold(name).startsWith(RESERVED_PREFIX);
}

/** A column of a known table; refuses or becomes unsure where it is not there. */
export function lookUpColumn(
  context: Context,
  table: Table,
  name: string,
  message: string,
  origin?: Origin,
): Column | undefined {
  const column = findColumn(table, name);
  if (column !== undefined) return column;
  if (table.open !== undefined) context.docket.unsure(table.open);
  else {
    context.docket.refuse(
      'SQLITE_ERROR',
      { kind: 'object-missing', object: 'column', name, table: table.name },
      message,
      origin,
    );
  }
  return undefined;
}

/** sqlite3CheckObjectName: names that begin with `sqlite_` are SQLite's own. */
export function checkReserved(context: Context, name: string, origin?: Origin): boolean {
  if (!fold(name).startsWith(RESERVED_PREFIX)) return true;
  context.docket.refuse(
    'SQLITE_ERROR',
    { kind: 'other' },
    `object name reserved for internal use: ${name}`,
    origin,
  );
  return false;
}

export function refuseExisting(
  context: Context,
  object: ObjectKind,
  name: string,
  table: string,
  owner: string | undefined,
  message: string,
  origin?: Origin,
): void {
  context.docket.refuse(
    'SQLITE_ERROR',
    { kind: 'object-exists', object, name, table, ...(owner === undefined ? {} : { owner }) },
    message,
    origin,
  );
}

/** Some messages show a name as it was written, quotes and all. */
export function asWritten(context: Context, name: string): string {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  return context.statement.sql.includes(quoted) ? quoted : name;
}

/**
 * Does this build, for this statement, read the missing column's name as a string? Only where it is written in
 * double quotes: https://www.sqlite.org/quirks.html#double_quoted_string_literals_are_accepted.
 */
export function readsAsString(context: Context, name: string): boolean {
  return (
    context.target.settings.doubleQuotedStrings !== false &&
    context.statement.sql.includes(`"${name.replaceAll('"', '""')}"`)
  );
}

/** An expression's quoted names must be columns, where they are not read as strings. */
export function checkExpression(context: Context, table: Table, expression: string, origin?: Origin): void {
  for (const name of quotedColumns(expression)) {
    if (context.target.settings.doubleQuotedStrings !== false) continue;
    lookUpColumn(context, table, name, `no such column: "${name}"`, origin);
  }
}
