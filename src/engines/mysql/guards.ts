/** What foreign keys hold fast: their columns, at both ends, and the indexes that they need. */
import {
  type Column,
  type ForeignKey,
  findColumn,
  findIndex,
  type Origin,
  type Table,
} from '../../schema/index.ts';
import type { ColumnEdits } from './alter-columns.ts';
import type { KeyEdits } from './alter-keys.ts';
import type { Context } from './context.ts';
import {
  compatible,
  hasIndexFor,
  hasUniqueKeyBesides,
  mayCascadeNull,
  parentKeySuffices,
  refersToItself,
  refuseForeignKey,
  startsWith,
} from './foreign-keys.ts';
import { bytesPerUnit, resolveType } from './types.ts';

const fold = (name: string) => name.toLowerCase();

interface Held {
  readonly foreignKey: ForeignKey;
  /** The columns on this table's side, as they are called after the statement. */
  readonly columns: readonly string[];
  /** null: this table is the child. */
  readonly child: Table | null;
}

/** Foreign keys that end at this table, on either side, and that the statement does not drop. */
function heldKeys(context: Context, before: Table, columns: ColumnEdits, keys: KeyEdits): Held[] {
  const newName = (name: string) => columns.renamed.get(fold(name)) ?? name;
  const held: Held[] = keys.foreignKeys.map((foreignKey) => ({
    foreignKey,
    columns: foreignKey.columns,
    child: null,
  }));
  const self = context.catalog.key(before);
  for (const { child, foreignKey } of context.catalog.referencesTo(before)) {
    if (context.catalog.key(child) === self) {
      const kept = keys.foreignKeys.some((other) => fold(other.name ?? '') === fold(foreignKey.name ?? ''));
      if (!kept) continue;
    }
    held.push({ foreignKey, columns: foreignKey.parentColumns.map(newName), child });
  }
  return held;
}

export function judgeHeld(
  context: Context,
  before: Table,
  after: Table,
  columns: ColumnEdits,
  keys: KeyEdits,
  /** Is the table written anew row by row? */
  copiesRows: () => boolean,
  origin: Origin,
): void {
  // Only what goes, or becomes another, can be held fast.
  if (columns.dropped.size + columns.changed.length + columns.renamed.size + keys.droppedIndexes.length === 0)
    return;
  const held = heldKeys(context, before, columns, keys);
  if (held.length === 0) return;
  const copies = needsCopyOfTable(context, before, after, columns, keys);
  for (const one of held) judgeDroppedColumns(context, before, columns, one, copies, origin);
  judgeDroppedIndexes(context, before, after, keys, held, copies, origin);
  // Keys that refer to this table are looked at first: fk_check_copy_alter_table() in sql_table.cc.
  const parentsFirst = [
    ...held.filter(({ child }) => child !== null),
    ...held.filter(({ child }) => child === null),
  ];
  for (const one of parentsFirst) {
    judgeChangedColumns(context, after, columns, one);
    if (copiesRows()) judgeRenamedColumns(context, after, columns, one, origin);
  }
}

/**
 * Is the ALTER TABLE done by copying? The servers that leave foreign keys to InnoDB then refuse at another moment, with
 * another error. A new foreign key (while keys are checked), another type, and a lost clustered index need a copy.
 */
function needsCopyOfTable(
  context: Context,
  before: Table,
  after: Table,
  columns: ColumnEdits,
  keys: KeyEdits,
): boolean {
  if (context.catalog.foreignKeyChecks && after.foreignKeys.length > keys.foreignKeys.length) return true;
  if (columns.changed.some(({ from, to }) => !sameType(from, to))) return true;
  return after.primaryKey === undefined && keys.droppedIndexes.some((name) => isClustered(before, name));
}

function judgeDroppedColumns(
  context: Context,
  before: Table,
  columns: ColumnEdits,
  held: Held,
  copies: boolean,
  origin: Origin,
): void {
  const { traits, findings, dialect, catalog } = context;
  const lost = held.columns.find((name) => columns.dropped.has(fold(name)));
  if (lost === undefined) return;
  const name = held.foreignKey.name ?? '';
  const fact = {
    kind: 'object-in-use',
    object: 'column',
    name: lost,
    table: before.name,
    by: held.child === null ? name : `${held.child.name}.${name}`,
    byKind: 'foreignKey',
  } as const;
  // Dropping the column takes its index along; in place, InnoDB complains of the index first.
  const index = before.indexes.find((other) => startsWith(other.parts, held.columns));
  const clustered = index === undefined || isClustered(before, index.name);
  const wording =
    traits.dropColumnNamesIndex && catalog.foreignKeyChecks && index !== undefined && !clustered && !copies
      ? dialect.words.dropNeededIndex(index.name, before.name, false, traits)
      : dialect.words.dropColumnOfKey(lost, name, held.child?.name ?? null);
  // What other tables hold is looked at after what the statement itself does not find.
  const stage = traits.stages.heldColumn;
  const late = stage === 'heldColumns' && held.child !== null;
  findings.refuse(late ? 'heldParents' : stage, fact, wording, origin);
}

function isClustered(table: Table, index: string): boolean {
  if (fold(index) === 'primary') return true;
  if (table.primaryKey !== undefined) return false;
  const first = table.indexes.find(
    (other) =>
      other.kind === 'unique' &&
      other.method !== 'hash' &&
      other.parts.every(
        (part) =>
          'column' in part &&
          part.length === undefined &&
          table.columns.some((column) => fold(column.name) === fold(part.column) && !column.nullable),
      ),
  );
  return first !== undefined && fold(first.name) === fold(index);
}

function judgeDroppedIndexes(
  context: Context,
  before: Table,
  after: Table,
  keys: KeyEdits,
  held: readonly Held[],
  copies: boolean,
  origin: Origin,
): void {
  const { traits, catalog, findings, dialect } = context;
  if (keys.droppedIndexes.length === 0) return;
  if (!catalog.foreignKeyChecks && traits.dropNeededIndexUnchecked) return;
  for (const { foreignKey, columns, child } of held) {
    const suffices = (table: Table) =>
      child === null
        ? hasIndexFor(table, columns)
        : traits.foreignKeyParent === 'unique' &&
            catalog.key(child) === catalog.key(before) &&
            refersToItself(foreignKey)
          ? hasUniqueKeyBesides(table, columns)
          : parentKeySuffices(traits, table, columns);
    if (suffices(after) || !suffices(before)) continue;
    if (
      traits.replacesNeededPrimaryKey &&
      after.primaryKey !== undefined &&
      keys.droppedIndexes.includes('primary')
    ) {
      continue;
    }
    const dropped = keys.droppedIndexes.find((name) => {
      const parts = name === 'primary' ? before.primaryKey?.parts : findIndex(before, name)?.parts;
      return parts !== undefined && startsWith(parts, columns);
    });
    if (dropped === undefined) continue;
    if (before.open !== undefined) {
      findings.uncertain(before.open);
      continue;
    }
    const name = dropped === 'primary' ? 'PRIMARY' : (findIndex(before, dropped)?.name ?? dropped);
    findings.refuse(
      copies && traits.foreignKeyWording !== 'own'
        ? 'engineForeignKeys'
        : child !== null && traits.stages.neededIndex === 'neededIndexes'
          ? 'heldParents'
          : traits.stages.neededIndex,
      {
        kind: 'object-in-use',
        object: dropped === 'primary' ? 'primaryKey' : 'index',
        name,
        table: before.name,
        by: child === null ? (foreignKey.name ?? '') : `${child.name}.${foreignKey.name ?? ''}`,
        byKind: 'foreignKey',
      },
      dialect.words.dropNeededIndex(name, before.name, copies, traits),
      origin,
    );
    return;
  }
}

function judgeChangedColumns(context: Context, after: Table, columns: ColumnEdits, held: Held): void {
  const { foreignKey, child } = held;
  const { traits } = context;
  columns.changed.forEach(({ from, to, origin }) => {
    const position = held.columns.findIndex((name) => fold(name) === fold(to.name));
    if (position < 0) return;
    const setsNull = foreignKey.onDelete === 'set null' || foreignKey.onUpdate === 'set null';
    const losesNull = child === null && setsNull && !to.nullable && from.nullable;
    // MySQL 8 looks for NULL first; where InnoDB's rules stand alone, the type counts first.
    if (losesNull && traits.checksTypesAlways && traits.foreignKeyWording === 'own') {
      refuseSetNull(context, after, foreignKey, to, origin);
      return;
    }
    if (traits.modifyForeignKeyColumn === 'compare') {
      judgeAgainstOtherEnd(context, after, held, position, from, to, origin);
    } else if (!sameType(from, to)) {
      refuseChange(context, after, held, from, to, origin);
    } else if (judgeCascadedNull(context, after, held, position, from, to, origin)) return;
    if (losesNull) refuseSetNull(context, after, foreignKey, to, origin);
  });
}

/** MariaDB: NULL that comes or goes at one end of a key with ON UPDATE CASCADE. true: refused. */
function judgeCascadedNull(
  context: Context,
  after: Table,
  held: Held,
  position: number,
  from: Column,
  to: Column,
  origin: Origin | undefined,
): boolean {
  const { catalog } = context;
  const { foreignKey, child } = held;
  if (!catalog.foreignKeyChecks || from.nullable === to.nullable) return false;
  const there = child ?? catalog.table(foreignKey.parent);
  const table = there !== undefined && catalog.key(there) === catalog.key(after) ? after : there;
  const name = (child === null ? foreignKey.parentColumns : foreignKey.columns)[position];
  const other = table === undefined || name === undefined ? undefined : findColumn(table, name);
  if (other === undefined) return false;
  const may =
    child === null
      ? mayCascadeNull(context, foreignKey, to, other)
      : mayCascadeNull(context, foreignKey, other, to);
  if (!may) return false;
  if (child === null && fold(from.name) === fold(to.name))
    refuseSetNull(context, after, foreignKey, to, origin);
  else refuseChange(context, after, held, from, to, origin);
  return true;
}

/** No key follows its columns to other names while the table is copied. Measured on 5.6.24, 9.7.4, 10.11.19. */
function judgeRenamedColumns(
  context: Context,
  after: Table,
  columns: ColumnEdits,
  held: Held,
  origin: Origin,
): void {
  for (const [from, to] of columns.renamed) {
    if (from === fold(to) || held.columns.every((name) => fold(name) !== fold(to))) continue;
    const change = columns.changed.find((one) => fold(one.from.name) === from);
    // Another type is told already.
    if (change !== undefined && !sameType(change.from, change.to)) continue;
    refuseRename(context, after, held, from, change?.origin ?? origin);
    return;
  }
}

function refuseRename(
  context: Context,
  after: Table,
  held: Held,
  column: string,
  origin: Origin | undefined,
): void {
  const name = held.foreignKey.name ?? '';
  context.findings.refuse(
    'engine',
    {
      kind: 'object-in-use',
      object: 'column',
      name: column,
      table: after.name,
      by: held.child === null ? name : `${held.child.name}.${name}`,
    },
    {
      code: '1846',
      message:
        'ALGORITHM=COPY is not supported. Reason: Columns participating in a foreign key are renamed. Try ALGORITHM=INPLACE',
    },
    origin,
  );
}

function refuseSetNull(
  context: Context,
  table: Table,
  foreignKey: ForeignKey,
  column: Column,
  origin: Origin | undefined,
): void {
  const name = foreignKey.name ?? '';
  context.findings.refuse(
    // Before 8.0 it is InnoDB that finds it.
    context.traits.stages.neededIndex === 'neededIndexes' ? 'neededIndexes' : 'engine',
    {
      kind: 'foreign-key',
      name,
      table: table.name,
      parent: foreignKey.parent.name,
      reason: 'set-null-on-not-null',
      detail: column.name,
    },
    {
      code: '1830',
      message: `Column '${column.name}' cannot be NOT NULL: needed in a foreign key constraint '${name}' SET NULL`,
    },
    origin,
  );
}

function judgeAgainstOtherEnd(
  context: Context,
  after: Table,
  held: Held,
  position: number,
  from: Column,
  to: Column,
  origin: Origin | undefined,
): void {
  const { catalog, traits } = context;
  const { foreignKey, child } = held;
  const there = child ?? catalog.table(foreignKey.parent);
  const other = there !== undefined && catalog.key(there) === catalog.key(after) ? after : there;
  const otherName = (child === null ? foreignKey.parentColumns : foreignKey.columns)[position];
  const otherColumn = other?.columns.find((column) => fold(column.name) === fold(otherName ?? ''));
  const differs = otherColumn !== undefined && compatible(to, otherColumn) === false;
  if (differs && traits.checksTypesAlways) {
    const [referencing, referenced] =
      child === null ? [to.name, otherColumn.name] : [otherColumn.name, to.name];
    refuseForeignKey(
      context,
      child?.name ?? after.name,
      foreignKey,
      'type-mismatch',
      { kind: 'type-mismatch', column: referencing, parentColumn: referenced },
      origin,
      `${after.name}.${to.name} becomes ${to.type.text}, ${other?.name}.${otherColumn.name} is ${otherColumn.type.text}`,
      undefined,
      child !== null && traits.stages.neededIndex === 'neededIndexes'
        ? 'heldParents'
        : traits.stages.neededIndex,
    );
    return;
  }
  if (!catalog.foreignKeyChecks) return;
  // Outside strict mode a column that allows NULL becomes one that does not by a copy only.
  const stricter = from.nullable && !to.nullable && !context.strict;
  if (differs || stricter || needsCopy(from, to)) refuseChange(context, after, held, from, to, origin);
}

function refuseChange(
  context: Context,
  after: Table,
  held: Held,
  from: Column,
  to: Column,
  origin: Origin | undefined,
): void {
  if (fold(from.name) !== fold(to.name)) {
    refuseRename(context, after, held, from.name, origin);
    return;
  }
  const name = held.foreignKey.name ?? '';
  context.findings.refuse(
    'engine',
    {
      kind: 'object-in-use',
      object: 'column',
      name: from.name,
      table: after.name,
      by: held.child === null ? name : `${held.child.name}.${name}`,
    },
    context.dialect.words.changeColumnOfKey(to.name, name, held.child?.name ?? null),
    origin,
  );
}

const lengthBytes = (column: Column) =>
  resolveType(column.type).length * bytesPerUnit(column) > 255 ? 2 : 1;

/** MySQL: can the change not be done in place? Then values might change, and the foreign key is in the way. */
export function needsCopy(from: Column, to: Column): boolean {
  const old = resolveType(from.type);
  const next = resolveType(to.type);
  if (from.autoIncrement !== to.autoIncrement) return true;
  if (from.generated?.expression !== to.generated?.expression) return true;
  if (old.family !== next.family || old.name !== next.name || old.unsigned !== next.unsigned) return true;
  switch (next.family) {
    case 'integer':
    case 'year':
    case 'date':
      return false;
    case 'varchar':
    case 'varbinary':
      return next.length < old.length || lengthBytes(from) !== lengthBytes(to);
    case 'enum':
    case 'set':
      return !(from.type.members ?? []).every((member, i) => to.type.members?.[i] === member);
    default:
      return next.length !== old.length || next.scale !== old.scale;
  }
}

/** MariaDB: the type as it stands; digits of display do not count. */
function sameType(from: Column, to: Column): boolean {
  const old = resolveType(from.type);
  const next = resolveType(to.type);
  if (old.name !== next.name || old.unsigned !== next.unsigned) return false;
  if (from.collation !== to.collation) return false;
  if (next.family === 'integer') return true;
  if (next.family === 'enum' || next.family === 'set') {
    return (from.type.members ?? []).every((member, i) => to.type.members?.[i] === member);
  }
  return old.length === next.length && old.scale === next.scale;
}
