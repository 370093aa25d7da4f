/**
 * What a migration does to tables, as its author means it: a change of a column is one whether the engine is sent MODIFY,
 * three ALTER COLUMN, or a new table that takes the old one's place.
 */
import {
  type Column,
  type ColumnSpec,
  type Direction,
  type ForeignKeySpec,
  findColumn,
  findIndex,
  type IndexKind,
  type KeyPart,
  type Origin,
  type Statement,
  type Step,
  type Table,
  type TableName,
  type Target,
} from '../schema/index.ts';
import { placeKey } from './groups.ts';
import { rebuildBegun, rebuildEnded, rebuiltTable } from './ownership.ts';
import { allSteps, type Steps } from './reach.ts';
import type { MigrationView } from './rule.ts';
import { withoutPrefix } from './table-prefix.ts';
import { touchesEveryRow } from './written-rows.ts';

interface Common {
  readonly target: Target;
  readonly direction: Direction;
  readonly step: Step;
  /** The author's call. */
  readonly origin: Origin;
  /** Without the connection's prefix. */
  readonly table: string;
  readonly tableName: TableName;
  /** Has this migration made the table itself? Then it is empty, and nobody uses it yet. */
  readonly isNew: boolean;
  /** Is it certain that the table holds no rows: since it is new, or since this migration has emptied it? */
  readonly isEmpty: boolean;
  /** The table as it was; undefined: it is not known. */
  readonly before: Table | undefined;
}

export type Change = Common &
  (
    | { readonly kind: 'createTable' }
    | { readonly kind: 'dropTable' }
    | { readonly kind: 'renameTable'; readonly to: string }
    | { readonly kind: 'addColumn'; readonly column: ColumnSpec }
    /** `from` and `to`: the column before and after; undefined: that is not known. */
    | {
        readonly kind: 'changeColumn';
        readonly name: string;
        readonly from: Column | undefined;
        readonly to: Column | undefined;
      }
    | { readonly kind: 'dropColumn'; readonly name: string }
    | { readonly kind: 'renameColumn'; readonly from: string; readonly to: string }
    | { readonly kind: 'addKey'; readonly key: AddedKey }
    | { readonly kind: 'dropKey'; readonly name: string }
    | { readonly kind: 'addForeignKey'; readonly foreignKey: ForeignKeySpec }
    | { readonly kind: 'read' }
    | { readonly kind: 'write'; readonly verb: 'insert' | 'update' | 'delete' | 'truncate' }
  );

export type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

/** An index, a unique constraint or a primary key. */
export interface AddedKey {
  readonly kind: IndexKind | 'primary';
  readonly name?: string;
  readonly parts: readonly KeyPart[];
  readonly where?: string;
}

/** All changes of a migration, up before down on each target; what a fresh database does not reach comes last. */
export function changesOf(view: MigrationView): readonly Change[] {
  let known = changes.get(view);
  if (known === undefined) {
    known = allSteps(view).flatMap((run) => [...changesIn(run, view.migration.file)]);
    changes.set(view, known);
  }
  return known;
}

/** Many rules ask. */
const changes = new WeakMap<MigrationView, readonly Change[]>();

function* changesIn(run: Steps, file: string): IterableIterator<Change> {
  const { direction, target, steps } = run;
  const made = new Set<string>();
  const emptied = new Set<string>();
  /** What is known of a table's rows stays with them. */
  const renamed = (from: string, to: string): void => {
    for (const tables of [made, emptied]) if (tables.delete(from)) tables.add(to);
  };
  /** Tables that are being made anew, as they were. */
  const rebuilt = new Map<string, Table | undefined>();
  /** Those that have been, as they were before. */
  const over = new Map<string, Table | undefined>();
  for (const step of steps) {
    const { statement, before } = step;
    const common = (table: TableName, origin: Origin | undefined): Common => ({
      target,
      direction,
      step,
      origin: origin ?? statement.origin,
      table: withoutPrefix(table.name, target),
      tableName: table,
      isNew: made.has(before.key(table)),
      isEmpty: made.has(before.key(table)) || emptied.has(before.key(table)),
      before: before.table(table),
    });
    const begun = rebuildBegun(statement, target);
    if (begun !== undefined) {
      const name = { name: begun };
      const old = before.table(name);
      rebuilt.set(before.key(name), old);
      if (old !== undefined && statement.kind === 'createTable')
        yield* rebuilding(statement, old, common(name, undefined), file);
      continue;
    }
    const ended = rebuildEnded(statement, target);
    if (ended !== undefined) {
      const key = before.key({ name: ended });
      over.set(key, rebuilt.get(key));
      rebuilt.delete(key);
      continue;
    }
    switch (statement.kind) {
      case 'createTable': {
        if (statement.temporary) break;
        const old = rebuilt.get(before.key(statement.table));
        if (old !== undefined) {
          yield* rebuilding(statement, old, common(statement.table, undefined), file);
          break;
        }
        if (before.table(statement.table) === undefined) made.add(before.key(statement.table));
        yield { ...common(statement.table, undefined), kind: 'createTable' };
        break;
      }
      case 'dropTable':
        for (const table of statement.tables) {
          if (rebuilt.has(before.key(table))) continue;
          yield { ...common(table, undefined), kind: 'dropTable' };
          made.delete(before.key(table));
        }
        break;
      case 'renameTable':
        yield {
          ...common(statement.from, undefined),
          kind: 'renameTable',
          to: withoutPrefix(statement.to.name, target),
        };
        renamed(before.key(statement.from), before.key(statement.to));
        break;
      case 'createIndex': {
        const { index, table } = statement;
        const old = rebuilt.get(before.key(table)) ?? over.get(before.key(table));
        // A table that is made anew gets back what it had.
        if (old !== undefined && index.name !== undefined && findIndex(old, index.name) !== undefined) break;
        yield { ...common(table, index.origin), kind: 'addKey', key: index };
        break;
      }
      case 'dropIndex': {
        const table = statement.table ?? ownerOf(step, statement.name);
        if (table !== undefined) yield { ...common(table, undefined), kind: 'dropKey', name: statement.name };
        break;
      }
      case 'alterTable':
        for (const change of altering(step, common)) {
          yield change;
          if (change.kind === 'renameTable')
            renamed(before.key(statement.table), before.key({ name: target.settings.prefix + change.to }));
        }
        break;
      case 'data':
        if (statement.table === null || rebuiltTable(statement.table.name, target) !== undefined) break;
        if (rebuilt.has(before.key(statement.table)) || /^sqlite_/i.test(statement.table.name)) break;
        if (statement.verb === 'select') {
          yield { ...common(statement.table, undefined), kind: 'read' };
          break;
        }
        yield { ...common(statement.table, undefined), kind: 'write', verb: statement.verb };
        if (touchesEveryRow(statement) && statement.verb !== 'update')
          emptied.add(before.key(statement.table));
        else if (statement.verb === 'insert') emptied.delete(before.key(statement.table));
        break;
      default:
        break;
    }
  }
}

/** The table that an index belongs to, where the statement names the index alone. */
function ownerOf({ before }: Step, index: string): TableName | undefined {
  const key = before.named('relation', index)?.table;
  return key === undefined ? undefined : before.tableAt(key);
}

function* altering(
  step: Step,
  common: (table: TableName, origin: Origin | undefined) => Common,
): IterableIterator<Change> {
  const { statement, before, verdict } = step;
  if (statement.kind !== 'alterTable') return;
  const { table } = statement;
  const old = before.table(table);
  const columnIn = (known: Table | undefined, name: string): Column | undefined =>
    known === undefined ? undefined : findColumn(known, name);
  const changed = (name: string, newName: string, origin: Origin | undefined): Change => ({
    ...common(table, origin),
    kind: 'changeColumn',
    name,
    from: columnIn(old, name),
    to: columnIn(verdict.after.table(table), newName),
  });
  /** One statement may change a column several times: its type, its default and whether it may be NULL. */
  const seen = new Set<string>();
  const once = function* (change: Change & { readonly kind: 'changeColumn' }): IterableIterator<Change> {
    const key = change.name.toLowerCase();
    if (seen.has(key)) return;
    seen.add(key);
    yield change;
  };
  for (const action of statement.actions) {
    switch (action.kind) {
      case 'addColumn':
        yield { ...common(table, action.column.origin), kind: 'addColumn', column: action.column };
        break;
      case 'modifyColumn':
        if (action.from.toLowerCase() !== action.column.name.toLowerCase())
          yield {
            ...common(table, action.column.origin),
            kind: 'renameColumn',
            from: action.from,
            to: action.column.name,
          };
        yield* once(
          changed(action.from, action.column.name, action.column.origin) as ChangeOf<'changeColumn'>,
        );
        break;
      case 'alterColumnType':
        yield* once(changed(action.column, action.column, action.origin) as ChangeOf<'changeColumn'>);
        break;
      case 'alterColumnDefault':
      case 'alterColumnNull':
        yield* once(changed(action.column, action.column, undefined) as ChangeOf<'changeColumn'>);
        break;
      case 'dropColumn':
        yield { ...common(table, undefined), kind: 'dropColumn', name: action.column };
        break;
      case 'renameColumn':
        yield { ...common(table, action.origin), kind: 'renameColumn', from: action.from, to: action.to };
        break;
      case 'addIndex':
        yield { ...common(table, action.index.origin), kind: 'addKey', key: action.index };
        break;
      case 'addPrimaryKey':
        yield {
          ...common(table, action.primaryKey.origin),
          kind: 'addKey',
          key: { ...action.primaryKey, kind: 'primary' },
        };
        break;
      case 'dropIndex':
        yield { ...common(table, undefined), kind: 'dropKey', name: action.name };
        break;
      case 'dropConstraint':
        if (old !== undefined && findIndex(old, action.name) !== undefined)
          yield { ...common(table, undefined), kind: 'dropKey', name: action.name };
        break;
      case 'addForeignKey':
        yield {
          ...common(table, action.foreignKey.origin),
          kind: 'addForeignKey',
          foreignKey: action.foreignKey,
        };
        break;
      case 'renameTo':
        yield {
          ...common(table, action.origin),
          kind: 'renameTable',
          to: withoutPrefix(action.to.name, step.target),
        };
        break;
      default:
        break;
    }
  }
}

/** SQLite: a new table takes the old one's place; only what this migration says of it is a change. */
function* rebuilding(
  statement: Extract<Statement, { kind: 'createTable' }>,
  old: Table,
  common: Common,
  file: string,
): IterableIterator<Change> {
  const kept = new Set<string>();
  let isNamedAnew = false;
  for (const column of statement.columns) {
    const from = findColumn(old, column.name);
    if (from === undefined) isNamedAnew = true;
    else kept.add(from.name.toLowerCase());
    const { origin } = column;
    if (from === undefined || origin?.redefinedWith === undefined || origin.file !== file) continue;
    if (from.origin !== undefined && placeKey(from.origin) === placeKey(origin)) continue;
    const to = common.step.verdict.after.table(statement.table);
    yield {
      ...common,
      origin,
      kind: 'changeColumn',
      name: column.name,
      from,
      to: to === undefined ? undefined : findColumn(to, column.name),
    };
  }
  if (!isNamedAnew)
    for (const { name } of old.columns)
      if (!kept.has(name.toLowerCase())) yield { ...common, kind: 'dropColumn', name };
  const known = new Set(old.foreignKeys.map(({ columns }) => columns.join().toLowerCase()));
  for (const foreignKey of statement.foreignKeys) {
    if (known.has(foreignKey.columns.join().toLowerCase()) || foreignKey.origin?.file !== file) continue;
    yield { ...common, origin: foreignKey.origin, kind: 'addForeignKey', foreignKey };
  }
}

/** The columns that up() adds to tables that are there, as `table column` in lower case. */
export function columnsAdded(some: readonly Change[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const change of some) {
    if (change.kind === 'addColumn' && change.direction === 'up')
      names.add(`${change.table} ${change.column.name}`.toLowerCase());
  }
  return names;
}
