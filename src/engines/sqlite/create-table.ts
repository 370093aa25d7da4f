/** CREATE TABLE, in the order of sqlite3StartTable, the parser's calls, and sqlite3EndTable. */
import {
  type Catalog,
  type Column,
  type ColumnSpec,
  type ForeignKey,
  type ForeignKeySpec,
  findColumn,
  type Index,
  type KeyPart,
  keyColumns,
  type PrimaryKey,
  type StatementOf,
  type Table,
} from '../../schema/index.ts';
import { addIndex, withPrimaryKey } from '../catalog-edits.ts';
import { mentions, namedAsColumns } from '../docket.ts';
import { checkColumn, checkDeterministic, isRowidType, keptColumn } from './columns.ts';
import {
  type Context,
  checkExpression,
  checkReserved,
  fold,
  normalize,
  readsAsString,
  refuseExisting,
  same,
  syntaxError,
} from './context.ts';
import { LIMITS, STRICT_TYPES, supports } from './limits.ts';
import { checkLoop } from './unreadable.ts';

/** Makes the catalog's foreign key out of a statement's. */
/** Under the names that the table's columns have. */
export function keptForeignKey(spec: ForeignKeySpec, table: Table): ForeignKey {
  return {
    columns: spec.columns.map((name) => findColumn(table, name)?.name ?? name),
    parent: normalize(spec.parent),
    parentColumns: spec.parentColumns,
    onDelete: spec.onDelete ?? 'no action',
    onUpdate: spec.onUpdate ?? 'no action',
    ...(spec.inline === undefined ? {} : { inline: spec.inline }),
    ...(spec.origin === undefined ? {} : { origin: spec.origin }),
  };
}

/** The parent may be missing: SQLite looks for it when rows are written (foreignkeys.html#fk_schemacommands). */
export function checkForeignKey(context: Context, table: Table, spec: ForeignKeySpec): void {
  const { docket } = context;
  const fact = { kind: 'other' } as const;
  if (spec.parentColumns.length > 0 && spec.parentColumns.length !== spec.columns.length) {
    docket.refuse(
      'SQLITE_ERROR',
      fact,
      'number of columns in foreign key does not match the number of columns in the referenced table',
      spec.origin,
    );
    return;
  }
  const missing = spec.columns.find((column) => findColumn(table, column) === undefined);
  if (missing !== undefined) {
    docket.refuse(
      'SQLITE_ERROR',
      { kind: 'object-missing', object: 'column', name: missing, table: table.name },
      `unknown column "${missing}" in foreign key definition`,
      spec.origin,
    );
  }
}

function checkKeyColumns(
  context: Context,
  table: Table,
  parts: readonly KeyPart[],
  origin?: ColumnSpec['origin'],
): void {
  for (const part of parts) {
    if ('expression' in part) {
      context.docket.refuse(
        'SQLITE_ERROR',
        { kind: 'other' },
        'expressions prohibited in PRIMARY KEY and UNIQUE constraints',
        origin,
      );
    } else if (findColumn(table, part.column) === undefined) {
      context.docket.refuse(
        'SQLITE_ERROR',
        { kind: 'object-missing', object: 'column', name: part.column, table: table.name },
        // Read as a string, the name is an expression, which has no place here.
        readsAsString(context, part.column)
          ? 'expressions prohibited in PRIMARY KEY and UNIQUE constraints'
          : `no such column: ${part.column}`,
        origin,
      );
    }
  }
}

/** A primary key over one INTEGER column is the row's number and has no index. */
function rowidColumn(statement: StatementOf<'createTable'>): string | undefined {
  for (const column of statement.columns) {
    if (column.primaryKey === true) return isRowidType(column) ? column.name : undefined;
  }
  const parts = statement.primaryKey?.parts ?? [];
  const [only] = parts;
  if (parts.length !== 1 || only === undefined || !('column' in only)) return undefined;
  const column = statement.columns.find((other) => same(other.name, only.column));
  return column !== undefined && isRowidType(column) ? column.name : undefined;
}

/** Adds the index that SQLite makes for a PRIMARY KEY or UNIQUE, unless an equal one is there (sqlite3CreateIndex). */
function withAutoindex(table: Table, written: readonly KeyPart[], origin: ColumnSpec['origin']): Table {
  const parts = namedAsColumns(written, table);
  const columns = keyColumns(parts).map(fold).join('\0');
  if (table.indexes.some((index) => keyColumns(index.parts).map(fold).join('\0') === columns)) return table;
  const index: Index = {
    name: `sqlite_autoindex_${table.name}_${table.indexes.length + 1}`,
    kind: 'unique',
    parts,
    constraint: true,
    ...(origin === undefined ? {} : { origin }),
  };
  return addIndex(table, index);
}

export function createTable(context: Context, statement: StatementOf<'createTable'>): Catalog {
  const { catalog, docket, target } = context;
  const name = normalize(statement.table);
  const origin = statement.origin;

  if (!checkReserved(context, name.name, origin)) return catalog;
  const existing = catalog.table(name);
  if (existing !== undefined && existing.temporary === statement.temporary) {
    if (statement.ifNotExists) return catalog;
    if (existing.maybe !== undefined) docket.unsure(existing.maybe);
    else {
      const what = existing.view === true ? 'view' : 'table';
      const message = `${what} "${name.name}" already exists`;
      refuseExisting(context, 'table', name.name, name.name, existing.name, message, origin);
    }
  }
  const named = catalog.named('relation', name.name);
  if (named?.kind === 'index') {
    const message = `there is already an index named ${name.name}`;
    refuseExisting(context, 'table', name.name, name.name, named.table, message, origin);
  }

  const rowid = rowidColumn(statement);
  // These two grow while the definition is read, and are nobody else's until then.
  const columns: Column[] = [];
  const foreignKeys: ForeignKey[] = [];
  let table: Table = {
    ...name,
    columns,
    indexes: [],
    foreignKeys,
    checks: statement.checks,
    temporary: statement.temporary,
    origin,
  };
  let primaryKey: PrimaryKey | undefined;
  for (const column of statement.columns) {
    if (table.columns.length >= LIMITS.columns.value) {
      docket.refuse('SQLITE_ERROR', { kind: 'other' }, `too many columns on ${name.name}`, column.origin);
      break;
    }
    if (findColumn(table, column.name) !== undefined) {
      const message = `duplicate column name: ${column.name}`;
      refuseExisting(context, 'column', column.name, name.name, name.name, message, column.origin);
      continue;
    }
    checkColumn(context, column);
    columns.push(keptColumn(context, column, rowid !== undefined && same(rowid, column.name)));
    const parts = [{ column: column.name }];
    if (column.autoIncrement === true && column.primaryKey !== true) {
      syntaxError(context, 'autoincrement', column.origin);
    }
    if (column.primaryKey === true) {
      if (primaryKey !== undefined) refuseSecondKey(context, name.name, column.origin);
      else {
        primaryKey = { parts, ...(column.origin === undefined ? {} : { origin: column.origin }) };
        if (column.autoIncrement === true && !isRowidType(column)) {
          docket.refuse(
            'SQLITE_ERROR',
            { kind: 'other' },
            'AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY',
            column.origin,
          );
        }
        if (!isRowidType(column)) table = withAutoindex(table, parts, column.origin);
      }
    }
    if (column.unique === true) table = withAutoindex(table, parts, column.origin);
  }

  if (statement.primaryKey !== undefined) {
    const spec = statement.primaryKey;
    if (primaryKey !== undefined) refuseSecondKey(context, name.name, spec.origin);
    else {
      checkKeyColumns(context, table, spec.parts, spec.origin);
      // A constraint's name is no relation's: another may bear it.
      const { name: _name, ...unnamed } = spec;
      primaryKey = { ...unnamed, parts: namedAsColumns(spec.parts, table) };
      if (rowid === undefined) table = withAutoindex(table, spec.parts, spec.origin);
    }
  }
  for (const index of statement.indexes) {
    // Only UNIQUE can stand inside CREATE TABLE.
    if (index.kind !== 'unique') syntaxError(context, index.kind, index.origin);
    else {
      checkKeyColumns(context, table, index.parts, index.origin);
      table = withAutoindex(table, index.parts, index.origin);
    }
  }
  for (const foreignKey of statement.foreignKeys) {
    checkForeignKey(context, table, foreignKey);
    foreignKeys.push(keptForeignKey(foreignKey, table));
  }
  if (primaryKey !== undefined) table = withPrimaryKey(table, primaryKey);
  checkEnd(context, statement, table);
  if (!supports(target.version, 'strictTables') && statement.options.strict === true) {
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, 'unknown table option: strict', origin);
  }
  if (statement.options.engine !== undefined) syntaxError(context, 'engine', origin);
  return catalog.withTable(table);
}

function refuseSecondKey(context: Context, table: string, origin: ColumnSpec['origin']): void {
  const message = `table "${table}" has more than one primary key`;
  refuseExisting(context, 'primaryKey', table, table, table, message, origin);
}

/** What is looked at when the whole definition has been read. */
function checkEnd(context: Context, statement: StatementOf<'createTable'>, table: Table): void {
  const { docket } = context;
  const refuse = (message: string, origin: ColumnSpec['origin']) =>
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, message, origin);
  const keyed = keyColumns(table.primaryKey?.parts ?? []);
  for (const { expression, origin } of statement.checks) checkExpression(context, table, expression, origin);
  for (const column of statement.columns) {
    if (column.check !== undefined) checkExpression(context, table, column.check, column.origin);
    if (column.generated !== undefined) {
      checkExpression(context, table, column.generated.expression, column.origin);
      checkDeterministic(context, column);
    }
    if (column.generated !== undefined && keyed.some((name) => same(name, column.name))) {
      refuse('generated columns cannot be part of the PRIMARY KEY', column.origin);
    }
    if (statement.options.strict === true && !STRICT_TYPES.has(column.type.text.toLowerCase())) {
      refuse(
        column.type.text === ''
          ? `missing datatype for ${table.name}.${column.name}`
          : `unknown datatype for ${table.name}.${column.name}: "${column.type.text}"`,
        column.origin,
      );
    }
  }
  if (statement.columns.length > 0 && statement.columns.every((column) => column.generated !== undefined)) {
    refuse('must have at least one non-generated column', statement.origin);
  }
  checkLoop(context, table, 'read');
  if (statement.options.withoutRowid === true && table.primaryKey === undefined) {
    refuse(`PRIMARY KEY missing on table ${table.name}`, statement.origin);
  }
}

/** Does any of the table's own expressions, other than the column's own CHECK, need the column? */
export function expressionNeeding(table: Table, column: string): boolean {
  return (
    table.checks.some((check) => mentions(check.expression, column)) ||
    table.columns.some(
      (other) =>
        !same(other.name, column) &&
        (mentions(other.check ?? '', column) || mentions(other.generated?.expression ?? '', column)),
    )
  );
}
