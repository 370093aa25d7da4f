/**
 * What SQLite cannot read any more, and what that stands in the way of: dropping and renaming columns, in any table, and
 * where names in double quotes are never strings also renaming tables, reads the whole schema anew (alter.c:
 * renameTestSchema).
 */
import { type Catalog, findColumn, type Index, type Table } from '../../schema/index.ts';
import { removeIndex } from '../catalog-edits.ts';
import { mentions, quotedColumns } from '../docket.ts';
import { type Context, same } from './context.ts';

export interface Unreadable {
  /** `index i`, `table t`: as messages tell it. */
  readonly what: string;
  /** The column that is not there. */
  readonly column: string;
  /** What would have to go first. */
  readonly by: string;
  /** Is it found before the statement does anything? Then the message does not tell after what. */
  readonly before: boolean;
  /** The catalog without it. */
  readonly without: Catalog;
}

const missingIn = (table: Table, expression: string | undefined) =>
  quotedColumns(expression ?? '').find((name) => findColumn(table, name) === undefined);

/** ADD COLUMN does not look for the columns that a check or a generated column names (measured on 3.53.2). */
export function unreadableTable({ catalog, target }: Context): Unreadable | undefined {
  if (target.settings.doubleQuotedStrings !== false) return undefined;
  const known = (table: Table) => table.open === undefined && table.maybe === undefined;
  const names = (table: Table) =>
    table.columns.map(
      (column) => missingIn(table, column.check) ?? missingIn(table, column.generated?.expression),
    );
  const table = catalog.find(
    (one) => known(one) && names(one).some((name) => name !== undefined),
    'irregular',
  );
  const column = table === undefined ? undefined : names(table).find((name) => name !== undefined);
  if (table === undefined || column === undefined) return undefined;
  const columns = table.columns.map(({ check, generated, ...rest }) => ({
    ...rest,
    ...(check === undefined || mentions(check, column) ? {} : { check }),
    ...(generated === undefined || mentions(generated.expression, column) ? {} : { generated }),
  }));
  return {
    what: `table ${table.name}`,
    column,
    by: `the check or generated column over "${column}"`,
    before: true,
    without: catalog.withTable({ ...table, columns }),
  };
}

/**
 * An index over a double-quoted name that is no column, anywhere in the database. Dropping and renaming a column reads
 * it once more, then without taking such names for strings (3.40, measured).
 */
export function constantIndex(catalog: Catalog): Unreadable | undefined {
  const table = catalog.find((one) => constantOf(one) !== null, 'irregular');
  const constant = table === undefined ? null : constantOf(table);
  if (table === undefined || constant === null) return undefined;
  const { index, column } = constant;
  return {
    what: `index ${index}`,
    column,
    by: `the index "${index}"`,
    before: false,
    without: catalog.withTable(removeIndex(table, index)),
  };
}

interface Constant {
  readonly index: string;
  readonly column: string;
}

/** Every table is asked by every statement that reads the schema anew, and most stay as they are. */
const CONSTANTS = new WeakMap<Table, Constant | null>();

/** The table's first index over a constant. */
function constantOf(table: Table): Constant | null {
  let constant = CONSTANTS.get(table);
  if (constant !== undefined) return constant;
  constant = null;
  if (table.open === undefined && table.maybe === undefined) {
    for (const index of table.indexes) {
      const column = constantPart(table, index);
      if (column !== undefined) constant ??= { index: index.name, column };
    }
  }
  CONSTANTS.set(table, constant);
  return constant;
}

function constantPart(table: Table, index: Index): string | undefined {
  for (const part of index.parts) {
    if (!('expression' in part)) continue;
    const column = /^"((?:[^"]|"")*)"$/.exec(part.expression)?.[1]?.replaceAll('""', '"');
    if (column !== undefined && findColumn(table, column) === undefined) return column;
  }
  return undefined;
}

/** `after`: what SQLite would have done by then. */
export function refuseUnreadable(
  { docket, statement }: Context,
  { what, column, by, before }: Unreadable,
  object: 'table' | 'column',
  name: string,
  table: string,
  after: 'drop column' | 'rename',
): void {
  docket.refuse(
    'SQLITE_ERROR',
    { kind: 'object-in-use', object, name, table, by },
    before
      ? `error in ${what}: no such column: "${column}"`
      : `error in ${what} after ${after}: no such column: ${column}`,
    statement.origin,
  );
}

/**
 * Generated columns that need their own values, or those of such. Whoever writes a row computes all of them
 * (sqlite3ComputeGeneratedColumns); whoever reads one, those that are not stored (sqlite3ExprCodeGetColumnOfTable).
 */
function looping({ columns }: Pick<Table, 'columns'>, writes: boolean): readonly string[] {
  let left = columns.filter(({ generated }) => generated !== undefined && (writes || !generated.stored));
  for (;;) {
    const waiting = left.filter((column) =>
      left.some((other) => mentions(column.generated?.expression ?? '', other.name)),
    );
    if (waiting.length === left.length) return waiting.map(({ name }) => name);
    left = waiting;
  }
}

/** `wanted`: a whole row is written, or all columns or these are read. */
export function checkLoop(
  context: Context,
  table: Table,
  wanted: 'written' | 'read' | readonly string[],
): void {
  const names = looping(table, wanted === 'written');
  const last = names.at(-1);
  if (last === undefined) return;
  if (typeof wanted === 'string' || wanted.some((name) => names.some((other) => same(name, other)))) {
    const message = `generated column loop on "${last}"`;
    context.docket.refuse('SQLITE_ERROR', { kind: 'other' }, message, context.statement.origin);
  }
}
