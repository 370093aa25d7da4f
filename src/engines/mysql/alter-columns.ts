/** ALTER TABLE's steps over columns: which come, go, change and move. All names are those before the statement. */
import {
  type AlterAction,
  type Column,
  type ColumnSpec,
  type DefaultValue,
  findColumn,
  type Origin,
  type Table,
} from '../../schema/index.ts';
import { judgeColumn, resolveColumn } from './columns.ts';
import type { Context } from './context.ts';
import { judgeDefault } from './defaults.ts';
import { withRenamed } from './expressions.ts';
import { judgeName } from './names.ts';
import { characterSetOf, tableCharacterSet } from './options.ts';
import { cannotCast } from './special-types.ts';
import { promoteTimestamps } from './timestamps.ts';
import { resolveType } from './types.ts';

export interface ColumnEdits {
  readonly columns: readonly Column[];
  /** Folded names of columns that are gone. */
  readonly dropped: ReadonlySet<string>;
  /** Folded old name → new name. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Folded new name → who asked for the new or changed column. */
  readonly touched: ReadonlyMap<string, Origin | undefined>;
  /** Old and new definition of changed columns. */
  readonly changed: readonly {
    readonly from: Column;
    readonly to: Column;
    readonly origin: Origin | undefined;
  }[];
  readonly specs: readonly ColumnSpec[];
}

const fold = (name: string) => name.toLowerCase();

interface Change {
  column: Column;
  readonly position: ColumnSpec['position'];
  readonly origin: Origin | undefined;
  readonly redefined: boolean;
  /** The part of the statement that asks for it. */
  readonly by: object;
}

const COLUMN_ACTIONS = new Set<AlterAction['kind']>([
  'addColumn',
  'dropColumn',
  'modifyColumn',
  'renameColumn',
  'alterColumnDefault',
]);

/** Most statements of Laravel's add an index or a key. */
function noEdits(columns: readonly Column[]): ColumnEdits {
  return { columns, dropped: NONE, renamed: NOT_RENAMED, touched: NOT_TOUCHED, changed: [], specs: [] };
}

const NONE: ColumnEdits['dropped'] = new Set();
const NOT_RENAMED: ColumnEdits['renamed'] = new Map();
const NOT_TOUCHED: ColumnEdits['touched'] = new Map();

export function editColumns(
  context: Context,
  table: Table,
  actions: readonly AlterAction[],
  origin: Origin,
): ColumnEdits {
  const { findings } = context;
  if (!actions.some(({ kind }) => COLUMN_ACTIONS.has(kind))) return noEdits(table.columns);
  // New definitions follow the character set that the table gets.
  const options = actions.findLast(
    (action) =>
      action.kind === 'setOptions' &&
      (action.options.charset !== undefined || action.options.collation !== undefined),
  );
  const around =
    options?.kind === 'setOptions'
      ? tableCharacterSet(context, options.options)
      : characterSetOf(context, table);
  const dropped = new Set<string>();
  const changes = new Map<string, Change>();
  const added: { column: Column; spec: ColumnSpec }[] = [];
  const specs: ColumnSpec[] = [];

  const missing = (name: string, at: Origin | undefined) => {
    if (table.open !== undefined) {
      findings.uncertain(table.open);
      return;
    }
    findings.refuse(
      'alterColumns',
      { kind: 'object-missing', object: 'column', name, table: table.name },
      { code: '1054', message: `Unknown column '${name}' in '${table.name}'` },
      at ?? origin,
    );
  };

  for (const action of actions) {
    if (action.kind !== 'dropColumn') continue;
    const folded = fold(action.column);
    if (findColumn(table, action.column) !== undefined && !dropped.has(folded)) {
      dropped.add(folded);
    } else if (action.ifExists !== true) {
      if (table.open !== undefined && !dropped.has(folded)) findings.uncertain(table.open);
      else {
        findings.refuse(
          'alterDrops',
          { kind: 'object-missing', object: 'column', name: action.column, table: table.name },
          context.dialect.words.cannotDrop('column', action.column),
          origin,
        );
      }
    }
  }

  // Of two steps that change one column, the second no longer finds it.
  const repeated = new Set<AlterAction>();
  const changing = new Set<string>();
  for (const action of [...actions].sort(
    (a, b) => Number(a.kind === 'alterColumnDefault') - Number(b.kind === 'alterColumnDefault'),
  )) {
    if (
      action.kind !== 'modifyColumn' &&
      action.kind !== 'renameColumn' &&
      action.kind !== 'alterColumnDefault'
    )
      continue;
    const name = fold(action.kind === 'alterColumnDefault' ? action.column : action.from);
    if (changing.has(name)) repeated.add(action);
    changing.add(name);
  }
  const find = (action: AlterAction, name: string) =>
    dropped.has(fold(name)) || repeated.has(action) ? undefined : findColumn(table, name);

  const mariadb = context.dialect.engine === 'mariadb';
  // mysql_prepare_alter_table() comes by the columns that are placed once more, under their new names.
  const adds = (name: string) =>
    actions.some(
      (action) =>
        (action.kind === 'addColumn' ||
          (action.kind === 'modifyColumn' && action.column.position !== undefined)) &&
        fold(action.column.name) === fold(name),
    );
  const isRenamed = (name: string) =>
    findColumn(table, name) !== undefined &&
    actions.some((action) => action.kind === 'renameColumn' && fold(action.from) === fold(name));
  /** Does an added column stand before others that get its name? */
  const comesFirst = (fresh: number, name: string) =>
    added[fresh]?.spec.position === 'first' ||
    table.columns.every((column) => {
      const old = fold(column.name);
      return dropped.has(old) || fold(changes.get(old)?.column.name ?? old) !== fold(name);
    });
  const ofAdded: Extract<AlterAction, { kind: 'alterColumnDefault' }>[] = [];
  for (const action of actions) {
    if (action.kind === 'modifyColumn') {
      const { column: spec, from } = action;
      specs.push(spec);
      const column = resolveColumn(context, spec, around);
      findings.during(spec, () => judgeColumn(context, table.name, spec, column));
      const old = find(action, from);
      const fresh = added.findIndex((one) => fold(one.column.name) === fold(spec.name));
      if (old === undefined && mariadb && fresh >= 0 && !isRenamed(from) && comesFirst(fresh, spec.name)) {
        // It takes the place of the column that the statement has added under its name (mysql_prepare_alter_table).
        added.splice(fresh, 1, { column, spec });
        continue;
      }
      if (old === undefined) missing(from, spec.origin);
      else {
        judgeStoredStatus(context, old, column, spec.origin);
        judgeCast(context, table.name, old, column, spec.origin);
      }
      changes.set(fold(from), {
        column,
        position: spec.position,
        origin: spec.origin,
        redefined: true,
        by: spec,
      });
    } else if (action.kind === 'renameColumn') {
      findings.during(action, () =>
        judgeName(context, 'column', action.to, table.name, action.origin ?? origin, 'columns'),
      );
      const old = find(action, action.from);
      if (old === undefined) {
        missing(action.from, action.origin);
        continue;
      }
      changes.set(fold(action.from), {
        column: {
          ...old,
          name: action.to,
          ...(old.check === undefined ? {} : { check: withRenamed(old.check, old.name, action.to) }),
        },
        position: undefined,
        origin: action.origin,
        redefined: false,
        by: action,
      });
    } else if (action.kind === 'alterColumnDefault') {
      const old = find(action, action.column);
      if (old === undefined && mariadb && adds(action.column) && !isRenamed(action.column)) {
        ofAdded.push(action);
        continue;
      }
      if (old === undefined) {
        missing(action.column, undefined);
        continue;
      }
      const { default: _default, ...rest } = changes.get(fold(action.column))?.column ?? old;
      const column = action.default === null ? rest : { ...rest, default: action.default };
      findings.during(action, () => judgeDefault(context, table.name, column, !old.nullable, origin, true));
      changes.set(fold(action.column), {
        column,
        position: undefined,
        origin: undefined,
        redefined: false,
        by: action,
      });
    } else if (action.kind === 'addColumn') {
      const { column: spec } = action;
      const column = resolveColumn(context, spec, around);
      if (action.ifNotExists === true && findColumn(table, spec.name) !== undefined) {
        // It is read, and left out.
        findings.onlyBefore('newChecks', () =>
          findings.during(spec, () => judgeColumn(context, table.name, spec, column)),
        );
        continue;
      }
      specs.push(spec);
      findings.during(spec, () => judgeColumn(context, table.name, spec, column));
      added.push({ column, spec });
    }
  }
  for (const action of ofAdded) {
    // MariaDB finds a column that this very statement adds or places.
    const wanted = ({ column }: { readonly column: Column }) => fold(column.name) === fold(action.column);
    const placed = [...changes.values()].find((change) => change.position !== undefined && wanted(change));
    const fresh = added.find(wanted) ?? placed;
    if (fresh === undefined) continue;
    const { default: _default, ...rest } = fresh.column;
    fresh.column = action.default === null ? rest : { ...rest, default: action.default };
    judgeDefault(context, table.name, fresh.column, !fresh.column.nullable, origin, true);
  }

  judgeUnsafeDefaults(context, actions, added);
  const columns: Column[] = [];
  const moved: { column: Column; position: ColumnSpec['position']; origin: Origin | undefined }[] = [];
  const placed = new Map<object, Change>();
  for (const old of table.columns) {
    if (dropped.has(fold(old.name))) continue;
    const change = changes.get(fold(old.name));
    columns.push(change === undefined ? old : change.column);
    if (change?.position !== undefined) placed.set(change.by, change);
  }
  // Those that are to stand elsewhere stay until it is their turn, so that others find them.
  for (const action of actions) {
    if (action.kind !== 'addColumn' && action.kind !== 'modifyColumn') continue;
    const change = placed.get(action.column);
    const fresh = added.find(({ spec }) => spec === action.column);
    if (change !== undefined) moved.push(change);
    else if (fresh !== undefined)
      moved.push({ column: fresh.column, position: fresh.spec.position, origin: fresh.spec.origin });
  }
  for (const entry of moved) {
    const place = columns.indexOf(entry.column);
    if (place >= 0) columns.splice(place, 1);
    if (entry.position === undefined) columns.push(entry.column);
    else if (entry.position === 'first') columns.unshift(entry.column);
    else {
      const { after } = entry.position;
      const i = columns.findIndex((column) => fold(column.name) === fold(after));
      if (i < 0) missing(after, entry.origin);
      columns.splice(i < 0 ? columns.length : i + 1, 0, entry.column);
    }
  }
  // A missing column's new definition is put at the end, so that what comes later finds it.
  for (const [from, change] of changes) {
    if (change.redefined && findColumn(table, from) === undefined) columns.push(change.column);
  }
  judgeResult(context, table, columns, added, changes, dropped, origin);

  const touched = new Map<string, Origin | undefined>();
  for (const { column, spec } of added) touched.set(fold(column.name), spec.origin);
  const renamed = new Map<string, string>();
  const changed: { from: Column; to: Column; origin: Origin | undefined }[] = [];
  for (const [from, change] of changes) {
    if (change.redefined) touched.set(fold(change.column.name), change.origin);
    const old = findColumn(table, from);
    if (old === undefined) continue;
    if (old.name !== change.column.name) renamed.set(from, change.column.name);
    if (change.redefined) changed.push({ from: old, to: change.column, origin: change.origin });
  }
  return {
    columns: promoteTimestamps(context, table.name, columns, touched),
    dropped,
    renamed,
    touched,
    changed,
    specs,
  };
}

/** Refused since rows would get another value on a replica: manual page replication-rbr-safe-unsafe. */
const UNSAFE =
  /(?<![\w`'".])(?:found_rows|get_lock|is_free_lock|is_used_lock|load_file|rand|release_lock|row_count|session_user|sleep|sysdate|system_user|user|uuid|uuid_short)\s*\(/i;

/**
 * Rows that are there get the new column's default, so that no function in the statement may be unsafe once one is
 * computed. Measured on MySQL 9.7.4 without a binary log.
 */
function judgeUnsafeDefaults(
  context: Context,
  actions: readonly AlterAction[],
  added: readonly { readonly spec: ColumnSpec }[],
): void {
  const defined = actions.flatMap((action) =>
    action.kind === 'addColumn' || action.kind === 'modifyColumn' ? [action.column] : [],
  );
  // Of a changed column it counts, too, once the statement adds another.
  const computed =
    added.length === 0 ? undefined : defined.find(({ default: value }) => value?.kind === 'expression');
  if (context.dialect.engine !== 'mysql' || computed === undefined) return;
  const expressions = actions.flatMap((action) => {
    if (action.kind === 'addCheck') return [action.check.expression];
    if (action.kind === 'alterColumnDefault') return action.default === null ? [] : [textOf(action.default)];
    if (action.kind !== 'addColumn' && action.kind !== 'modifyColumn') return [];
    const { column } = action;
    return [column.check ?? '', column.default === undefined ? '' : textOf(column.default)];
  });
  if (!expressions.some((expression) => UNSAFE.test(expression))) return;
  context.findings.refuse(
    'parse',
    { kind: 'other' },
    {
      code: '1674',
      message:
        'Statement is unsafe because it uses a system function that may return a different value on the replica.',
    },
    computed.origin,
  );
}

const textOf = (value: DefaultValue) => (value.kind === 'expression' ? value.sql : '');

/** MariaDB: values of some types have no counterpart in others. */
function judgeCast(
  context: Context,
  table: string,
  from: Column,
  to: Column,
  origin: Origin | undefined,
): void {
  if (context.dialect.engine !== 'mariadb' || to.generated !== undefined || !cannotCast(from, to)) return;
  const [left, right] = [from, to].map(({ type }) => resolveType(type).name);
  const message = `Cannot cast '${left}' as '${right}' in assignment of \`${table}\`.\`${to.name}\``;
  context.findings.refuse('engine', { kind: 'other' }, { code: '4078', message }, origin);
}

/** A virtual column has no place in the rows, so that none becomes one, or stops to be one, by a new definition. */
function judgeStoredStatus(context: Context, from: Column, to: Column, origin: Origin | undefined): void {
  const isVirtual = ({ generated }: Column) => generated !== undefined && !generated.stored;
  if (isVirtual(from) === isVirtual(to)) return;
  context.findings.refuse(
    'alterColumns',
    { kind: 'other' },
    context.dialect.engine === 'mysql'
      ? { code: '3106', message: "'Changing the STORED status' is not supported for generated columns." }
      : { code: '1907', message: 'This is not yet supported for generated columns' },
    origin,
  );
}

function judgeResult(
  context: Context,
  table: Table,
  columns: readonly Column[],
  added: readonly { column: Column; spec: ColumnSpec }[],
  changes: ReadonlyMap<string, Change>,
  dropped: ReadonlySet<string>,
  origin: Origin,
): void {
  const { findings } = context;
  if (columns.length === 0 && dropped.size > 0 && table.open === undefined) {
    findings.refuse(
      'alterColumns',
      { kind: 'other' },
      { code: '1090', message: "You can't delete all columns with ALTER TABLE; use DROP TABLE instead" },
      origin,
    );
  }
  const count = new Map<string, number>();
  for (const column of columns) count.set(fold(column.name), (count.get(fold(column.name)) ?? 0) + 1);
  const duplicate = (name: string, part: object, at: Origin | undefined) => {
    if ((count.get(fold(name)) ?? 0) < 2) return;
    count.set(fold(name), 1);
    const refuse = () =>
      findings.during(part, () =>
        findings.refuse(
          context.traits.stages.duplicateColumn,
          { kind: 'object-exists', object: 'column', name, table: table.name },
          { code: '1060', message: `Duplicate column name '${name}'` },
          at ?? origin,
        ),
      );
    // Members that are there twice are looked at later than all else.
    const { type, default: value } = part as Partial<ColumnSpec>;
    if (type?.members !== undefined && value === undefined) findings.insertAt(0, refuse);
    else refuse();
  };
  for (const [from, change] of changes) {
    if (fold(change.column.name) !== from) duplicate(change.column.name, change.by, change.origin);
  }
  for (const { column, spec } of [...added].reverse()) duplicate(column.name, spec, spec.origin);
}
