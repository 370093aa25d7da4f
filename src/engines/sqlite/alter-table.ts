/** ALTER TABLE: SQLite takes one step per statement, and few kinds of step. https://www.sqlite.org/lang_altertable.html */
import {
  type AlterAction,
  type Catalog,
  findColumn,
  type Index,
  keyColumns,
  type StatementOf,
  type Table,
  type TableName,
} from '../../schema/index.ts';
import { addColumn, removeColumn, renameColumn } from '../catalog-edits.ts';
import { mentions } from '../docket.ts';
import { checkColumn, checkDeterministic, keptColumn } from './columns.ts';
import {
  asWritten,
  type Context,
  checkExpression,
  checkReserved,
  isSystemTable,
  lookUpColumn,
  lookUpTable,
  normalize,
  refuseExisting,
  same,
  syntaxError,
} from './context.ts';
import { expressionNeeding, keptForeignKey } from './create-table.ts';
import { LIMITS, supports } from './limits.ts';
import { checkLoop, constantIndex, refuseUnreadable, unreadableTable } from './unreadable.ts';
import { parseViews } from './views.ts';

type Add = Extract<AlterAction, { kind: 'addColumn' }>;

/** The word at which the parser gives up on a step that SQLite does not have. */
function firstWord(action: AlterAction): string {
  switch (action.kind) {
    case 'addIndex':
      return action.index.constraint === true || action.index.kind === 'unique' ? 'constraint' : 'index';
    case 'addPrimaryKey':
      return 'primary';
    case 'addForeignKey':
    case 'addCheck':
      return 'constraint';
    case 'modifyColumn':
      return 'modify';
    case 'alterColumnType':
    case 'alterColumnDefault':
    case 'alterColumnNull':
    case 'dropColumnExpression':
    case 'addIdentity':
      return 'alter';
    case 'dropIndex':
    case 'renameIndex':
      return 'index';
    case 'dropPrimaryKey':
      return 'primary';
    case 'dropForeignKey':
      return 'foreign';
    case 'dropConstraint':
    case 'renameConstraint':
      return 'constraint';
    case 'setOptions':
      return 'set';
    default:
      return action.kind;
  }
}

/** Is this step syntax that the target's version reads? */
function understood(context: Context, action: AlterAction): boolean {
  const { version } = context.target;
  switch (action.kind) {
    case 'addColumn':
      return action.ifNotExists !== true && action.column.position === undefined;
    case 'renameTo':
      return true;
    case 'renameColumn':
      return supports(version, 'renameColumn');
    case 'dropColumn':
      return supports(version, 'dropColumn') && action.ifExists !== true && action.cascade !== true;
    case 'addCheck':
    case 'alterColumnNull':
      return supports(version, 'alterConstraints');
    case 'dropConstraint':
      return supports(version, 'alterConstraints') && action.ifExists !== true;
    default:
      return false;
  }
}

export function alterTable(context: Context, statement: StatementOf<'alterTable'>): Catalog {
  const [action, ...rest] = statement.actions;
  if (action === undefined) return context.catalog;
  // REFERENCES in an added column's definition comes as a second action; it is the same step to the parser.
  const own = rest.filter((other) => other.kind !== 'addForeignKey' || other.foreignKey.inline !== true);
  if (!understood(context, action)) syntaxError(context, firstWord(action), originOf(action));
  else if (own.length > 0) syntaxError(context, ',', originOf(own[0]!));
  if (context.docket.refused) return context.catalog;

  const name = normalize(statement.table);
  const table = lookUpTable(context, name);
  if (table === undefined) return context.catalog;
  if (isSystemTable(name.name)) {
    const message = `table ${name.name} may not be altered`;
    context.docket.refuse('SQLITE_ERROR', { kind: 'other' }, message, statement.origin);
    return context.catalog;
  }
  switch (action.kind) {
    case 'addColumn':
      return add(context, table, action, rest);
    case 'dropColumn':
      parseViews(context, table.name, action.column);
      return drop(context, table, action.column);
    case 'renameColumn':
      parseViews(context, table.name, action.from);
      return rename(context, table, action);
    case 'renameTo':
      return renameTable(context, name, normalize(action.to));
    case 'addCheck':
      checkExpression(context, table, action.check.expression, action.check.origin);
      return context.catalog.withTable({ ...table, checks: [...table.checks, action.check] });
    case 'dropConstraint':
      return dropConstraint(context, table, action.name);
    case 'alterColumnNull': {
      const column = lookUpColumn(context, table, action.column, `no such column: ${action.column}`);
      if (column === undefined) return context.catalog;
      const columns = table.columns.map((other) =>
        other === column ? { ...other, nullable: action.nullable } : other,
      );
      return context.catalog.withTable({ ...table, columns });
    }
    default:
      return context.catalog;
  }
}

function originOf(action: AlterAction): StatementOf<'alterTable'>['origin'] | undefined {
  if ('origin' in action) return action.origin;
  if ('column' in action && typeof action.column === 'object') return action.column.origin;
  if ('index' in action) return action.index.origin;
  if ('foreignKey' in action) return action.foreignKey.origin;
  if ('primaryKey' in action) return action.primaryKey.origin;
  return undefined;
}

/** What sqlite3AlterFinishAddColumn finds wrong where the table has rows; on an empty table it passes (3.40, measured). */
function rowsForbid(context: Context, { column }: Add, inlineReference: boolean): string | undefined {
  if (column.generated !== undefined)
    return column.generated.stored ? 'cannot add a STORED column' : undefined;
  const given = column.default;
  const none = given === undefined || (given.kind === 'literal' && given.value === null);
  if (inlineReference && context.catalog.foreignKeyChecks && !none)
    return 'Cannot add a REFERENCES column with non-NULL default value';
  if (column.nullable === false && none) return 'Cannot add a NOT NULL column with default value NULL';
  const computed = given?.kind === 'expression' && /^[\s(]*[a-z_]\w*\s*\(|^[\s(]*current_/i.test(given.sql);
  return computed ? 'Cannot add a column with non-constant default' : undefined;
}

function add(context: Context, table: Table, action: Add, rest: readonly AlterAction[]): Catalog {
  const { catalog, docket } = context;
  const { column } = action;
  if (table.view === true) {
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, 'Cannot add a column to a view', column.origin);
    return catalog;
  }
  if (table.columns.length >= LIMITS.columns.value) {
    const message = `too many columns on sqlite_altertab_${table.name}`;
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, message, column.origin);
  }
  if (findColumn(table, column.name) !== undefined) {
    const message = `duplicate column name: ${column.name}`;
    refuseExisting(context, 'column', column.name, table.name, table.name, message, column.origin);
  }
  checkColumn(context, column);
  if (column.primaryKey === true) {
    const fact = { kind: 'other' } as const;
    docket.refuse('SQLITE_ERROR', fact, 'Cannot add a PRIMARY KEY column', column.origin);
  } else if (column.autoIncrement === true) syntaxError(context, 'autoincrement', column.origin);
  if (column.unique === true) {
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, 'Cannot add a UNIQUE column', column.origin);
  }
  if (catalog.rowsOf(table) !== undefined) {
    const reason = rowsForbid(
      context,
      action,
      rest.some((other) => other.kind === 'addForeignKey'),
    );
    if (reason !== undefined && !catalog.hasRows(table)) {
      docket.unsure(`whether all rows of ${table.name} were deleted is not known`);
    } else if (reason !== undefined) {
      const fact = /NOT NULL/.test(reason)
        ? ({ kind: 'rows-without-value', table: table.name, column: column.name } as const)
        : ({ kind: 'other' } as const);
      docket.refuse('SQLITE_ERROR', fact, reason, column.origin);
    }
  }
  let next = addColumn(table, keptColumn(context, column, false));
  // The rows are looked through for them, with all columns: sqlite3AlterFinishAddColumn.
  const required = column.generated !== undefined && column.nullable === false;
  if (required || column.check !== undefined) checkLoop(context, next, 'read');
  // A name in double quotes that is no column is a string here, in every build (measured on 3.53.2).
  checkDeterministic(context, column, `error in table ${table.name} after add column: `);
  for (const other of rest) {
    if (other.kind !== 'addForeignKey') continue;
    next = { ...next, foreignKeys: [...next.foreignKeys, keptForeignKey(other.foreignKey, next)] };
  }
  return catalog.withTable(next);
}

interface Need {
  /** In the engine's words: the statement that no longer parses. */
  readonly what: string;
  readonly why: string;
  /** What would have to go first. */
  readonly by: string;
  readonly byKind?: 'foreignKey' | 'index';
}

function usedBy(index: Index, column: string): boolean {
  return (
    keyColumns(index.parts).some((name) => same(name, column)) ||
    index.parts.some((part) => 'expression' in part && mentions(part.expression, column)) ||
    mentions(index.where ?? '', column)
  );
}

/** What else in the schema no longer parses without the column: sqlite3AlterDropColumn reads everything again. */
function needing(table: Table, column: string): Need | undefined {
  const missing = `no such column: ${column}`;
  if (expressionNeeding(table, column))
    return { what: `table ${table.name}`, why: missing, by: 'the check or generated column over it' };
  const child = table.foreignKeys.find(
    (foreignKey) => foreignKey.inline !== true && foreignKey.columns.some((name) => same(name, column)),
  );
  if (child !== undefined) {
    return {
      what: `table ${table.name}`,
      why: `unknown column "${column}" in foreign key definition`,
      by: `the foreign key over ${child.columns.map((name) => `"${name}"`).join(', ')}`,
      byKind: 'foreignKey',
    };
  }
  for (const index of table.indexes) {
    if (!usedBy(index, column)) continue;
    return index.constraint === true
      ? {
          what: `table ${table.name}`,
          why: 'expressions prohibited in PRIMARY KEY and UNIQUE constraints',
          by: 'the unique constraint over it',
          byKind: 'index',
        }
      : { what: `index ${index.name}`, why: missing, by: `the index "${index.name}"`, byKind: 'index' };
  }
  return undefined;
}

function drop(context: Context, table: Table, name: string): Catalog {
  const { catalog, docket } = context;
  const inUse = (by: string, message: string, byKind?: Need['byKind']) =>
    docket.refuse(
      'SQLITE_ERROR',
      {
        kind: 'object-in-use',
        object: 'column',
        name,
        table: table.name,
        by,
        ...(byKind === undefined ? {} : { byKind }),
      },
      message,
    );
  if (table.view === true) {
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, `cannot drop column from view "${table.name}"`);
    return catalog;
  }
  const column = lookUpColumn(context, table, name, `no such column: "${asWritten(context, name)}"`);
  if (column === undefined) return catalog;
  const single = table.indexes.some(
    (index) => index.constraint === true && keyColumns(index.parts).every((part) => same(part, name)),
  );
  const use = needing(table, column.name);
  const unreadable = unreadableTable(context);
  const constant = constantIndex(catalog);
  if (keyColumns(table.primaryKey?.parts ?? []).some((part) => same(part, name))) {
    inUse('the primary key', `cannot drop PRIMARY KEY column: "${name}"`);
  } else if (single) {
    inUse('the unique constraint over it', `cannot drop UNIQUE column: "${name}"`, 'index');
  } else if (table.columns.length <= 1 && table.open === undefined) {
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, `cannot drop column "${name}": no other columns exist`);
  } else if (unreadable !== undefined) {
    refuseUnreadable(context, unreadable, 'column', name, table.name, 'drop column');
  } else if (use !== undefined) {
    inUse(use.by, `error in ${use.what} after drop column: ${use.why}`, use.byKind);
  } else if (constant !== undefined) {
    refuseUnreadable(context, constant, 'column', name, table.name, 'drop column');
  } else if (table.open !== undefined) docket.unsure(table.open);
  // Where that is refused, what stood in the way is meant to go as well: nothing later is to stumble over it once more.
  const rest = (unreadable ?? constant)?.without ?? catalog;
  const { primaryKey, ...without } = removeColumn(rest.table(table) ?? table, name);
  const inKey = (columns: readonly string[]) => columns.some((other) => same(other, column.name));
  return rest.withTable({
    ...without,
    ...(primaryKey === undefined || inKey(keyColumns(primaryKey.parts)) ? {} : { primaryKey }),
    foreignKeys: table.foreignKeys.filter((foreignKey) => !inKey(foreignKey.columns)),
    indexes: without.indexes.filter((index) => !usedBy(index, column.name)),
  });
}

function rename(
  context: Context,
  table: Table,
  action: Extract<AlterAction, { kind: 'renameColumn' }>,
): Catalog {
  const { catalog, docket } = context;
  const { from, to, origin } = action;
  if (table.view === true) {
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, `cannot rename columns of view "${table.name}"`, origin);
    return catalog;
  }
  const column = lookUpColumn(context, table, from, `no such column: "${asWritten(context, from)}"`, origin);
  if (column === undefined) return catalog;
  const taken = findColumn(table, to);
  if (taken !== undefined && taken !== column) {
    const message = `error in table ${table.name} after rename: duplicate column name: ${to}`;
    refuseExisting(context, 'column', to, table.name, table.name, message, origin);
  }
  const unreadable = unreadableTable(context) ?? constantIndex(catalog);
  if (unreadable !== undefined) {
    refuseUnreadable(context, unreadable, 'column', from, table.name, 'rename');
  }
  // Where that is refused, nothing later is to stumble over it once more.
  const rest = unreadable?.without ?? catalog;
  let next = rest.withTable(
    withRenamedInText(renameColumn(rest.table(table) ?? table, column.name, to), column.name, to),
  );
  // Keys of other tables follow.
  for (const { child } of [...next.referencesTo(table)]) {
    next = next.withTable({
      ...child,
      foreignKeys: child.foreignKeys.map((foreignKey) =>
        same(foreignKey.parent.name, table.name)
          ? {
              ...foreignKey,
              parentColumns: foreignKey.parentColumns.map((name) => (same(name, column.name) ? to : name)),
            }
          : foreignKey,
      ),
    });
  }
  return next;
}

/** Expressions over the column are rewritten with it. */
function withRenamedInText(table: Table, from: string, to: string): Table {
  const quoted = `"${to.replaceAll('"', '""')}"`;
  const rewrite = (text: string) =>
    text.replace(/'(?:[^']|'')*'|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)(?!\s*\()/gu, (whole, a, b) =>
      same(a ?? b ?? '', from) ? quoted : whole,
    );
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      ...(column.check === undefined ? {} : { check: rewrite(column.check) }),
      ...(column.generated === undefined
        ? {}
        : { generated: { ...column.generated, expression: rewrite(column.generated.expression) } }),
    })),
    checks: table.checks.map((check) => ({ ...check, expression: rewrite(check.expression) })),
    indexes: table.indexes.map((index) => ({
      ...index,
      parts: index.parts.map((part) =>
        'expression' in part ? { expression: rewrite(part.expression) } : part,
      ),
      ...(index.where === undefined ? {} : { where: rewrite(index.where) }),
    })),
  };
}

export function renameTable(context: Context, from: TableName, to: TableName): Catalog {
  const { catalog, statement } = context;
  const table = lookUpTable(context, from);
  if (table?.view === true) {
    const message = `view ${from.name} may not be altered`;
    context.docket.refuse('SQLITE_ERROR', { kind: 'other' }, message, statement.origin);
    return catalog;
  }
  parseViews(context, from.name);
  const holder = catalog.named('relation', to.name);
  if (holder !== undefined) {
    const owner = catalog.table(holder.table);
    if (owner?.maybe !== undefined) context.docket.unsure(owner.maybe);
    else {
      const message = `there is already another table or index with this name: ${to.name}`;
      const kind = holder.kind === 'table' ? 'table' : 'index';
      refuseExisting(context, kind, to.name, from.name, owner?.name, message, statement.origin);
    }
  }
  if (table === undefined) return catalog;
  if (isSystemTable(from.name)) {
    const message = `table ${from.name} may not be altered`;
    context.docket.refuse('SQLITE_ERROR', { kind: 'other' }, message, statement.origin);
    return catalog;
  }
  checkReserved(context, to.name, statement.origin);
  const unreadable = unreadableTable(context);
  if (unreadable !== undefined) {
    refuseUnreadable(context, unreadable, 'table', from.name, from.name, 'rename');
  }
  if (same(from.name, to.name)) return catalog;
  const next = (unreadable?.without ?? catalog).withRenamed(from, to);
  const renamed = next.table(to);
  if (renamed === undefined) return next;
  // The indexes of constraints bear the table's name.
  const old = `sqlite_autoindex_${table.name}_`;
  return next.withTable({
    ...renamed,
    indexes: renamed.indexes.map((index) =>
      index.constraint === true && index.name.startsWith(old)
        ? { ...index, name: `sqlite_autoindex_${to.name}_${index.name.slice(old.length)}` }
        : index,
    ),
  });
}

function dropConstraint(context: Context, table: Table, name: string): Catalog {
  if (table.checks.some((check) => check.name !== undefined && same(check.name, name))) {
    const checks = table.checks.filter((check) => check.name === undefined || !same(check.name, name));
    return context.catalog.withTable({ ...table, checks });
  }
  if (table.open !== undefined) context.docket.unsure(table.open);
  else {
    context.docket.refuse(
      'SQLITE_ERROR',
      { kind: 'object-missing', object: 'constraint', name, table: table.name },
      `no such constraint: ${name}`,
    );
  }
  return context.catalog;
}
