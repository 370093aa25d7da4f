/** Which columns doctrine/dbal finds to differ, and in what (Doctrine\DBAL\Schema\Comparator). */
import type { PhpValue } from '../../../php/values.ts';
import type { ForeignKey } from '../../../schema/index.ts';
import type { DoctrineColumn } from './column.ts';
import { looselyEqual } from './default.ts';
import { declaration, type Platform } from './platform.ts';
import { type DoctrineTable, orderedColumns } from './table.ts';

export type Property =
  | 'type'
  | 'notnull'
  | 'unsigned'
  | 'autoincrement'
  | 'default'
  | 'length'
  | 'fixed'
  | 'precision'
  | 'scale'
  | 'comment'
  | 'other';

export interface ColumnDiff {
  readonly old: DoctrineColumn;
  readonly column: DoctrineColumn;
  readonly changed: ReadonlySet<Property>;
}

/** What an engine's own comparator takes off: what is the table's, or the engine's, by default. */
function normalized(platform: Platform, table: DoctrineTable, column: DoctrineColumn): DoctrineColumn {
  const options = new Map(column.options);
  switch (platform.kind) {
    case 'sqlite':
      if (String(options.get('collation') ?? '').toLowerCase() === 'binary') options.delete('collation');
      break;
    case 'mysql':
    case 'mariadb': {
      const collation = options.get('collation');
      if (typeof collation === 'string' && (options.get('charset') ?? null) === null) {
        options.set('charset', collation.split('_')[0]!);
      }
      for (const name of ['charset', 'collation'] as const) {
        if (table[name] !== undefined && options.get(name) === table[name]) options.delete(name);
      }
      break;
    }
    case 'postgres':
      break;
  }
  return { ...column, options };
}

/** The table without what compares as default, as dbal goes on with it. */
export function normalizedTable(platform: Platform, table: DoctrineTable): DoctrineTable {
  const columns = new Map(
    [...table.columns].map(([key, column]) => [key, normalized(platform, table, column)]),
  );
  return { ...table, columns };
}

/** Comparator::compareTables, for two tables that differ in their columns' definitions only. */
export function compareColumns(
  platform: Platform,
  from: DoctrineTable,
  to: ReadonlyMap<string, DoctrineColumn>,
): ColumnDiff[] {
  const diffs: ColumnDiff[] = [];
  for (const [key, old] of orderedColumns(from.columns, from.indexes, from.foreignKeys)) {
    const column = normalized(platform, from, to.get(key)!);
    // Looked at first, as the exceptions of a default come from the declarations.
    const changed = changedProperties(old, column);
    if (equal(platform, old, column)) continue;
    diffs.push({ old, column, changed });
  }
  return diffs;
}

/**
 * The same before Laravel 10.5, which has a comparator without a platform compare the columns' properties: nothing is
 * taken off. `ownOptions`: `change` itself is an option of the column's own then, which the table's does not have, so that
 * each column differs that is changed.
 */
export function compareProperties(
  from: DoctrineTable,
  to: ReadonlyMap<string, DoctrineColumn>,
  ownOptions: boolean,
): ColumnDiff[] {
  const diffs: ColumnDiff[] = [];
  for (const [key, old] of orderedColumns(from.columns, from.indexes, from.foreignKeys)) {
    const column = to.get(key)!;
    if (column === from.columns.get(key)) continue;
    const changed = changedProperties(old, column);
    for (const [name, value] of column.options) {
      if (ownOptions || (old.options.has(name) && old.options.get(name) !== value)) changed.add('other');
    }
    if (changed.size > 0) diffs.push({ old, column, changed });
  }
  return diffs;
}

/** AbstractPlatform::columnsEqual. */
function equal(platform: Platform, a: DoctrineColumn, b: DoctrineColumn): boolean {
  if (declaration(platform, a) !== declaration(platform, b)) return false;
  return platform.kind !== 'postgres' || (a.comment === b.comment && a.type === b.type);
}

/** Comparator::diffColumn. */
function changedProperties(a: DoctrineColumn, b: DoctrineColumn): Set<Property> {
  const changed = new Set<Property>();
  const when = (property: Property, differs: boolean) => {
    if (differs) changed.add(property);
  };
  when('type', a.type !== b.type);
  for (const property of ['notnull', 'unsigned', 'autoincrement'] as const) {
    when(property, a[property] !== b[property]);
  }
  when('default', defaultsDiffer(a.default, b.default));
  if (['string', 'ascii_string', 'binary'].includes(a.type)) {
    when('length', (a.length ?? 255) !== (b.length ?? 255));
    when('fixed', a.fixed !== b.fixed);
  } else if (a.type === 'decimal') {
    when('precision', a.precision !== b.precision);
    when('scale', a.scale !== b.scale);
  }
  when('comment', (a.comment ?? '') !== (b.comment ?? ''));
  when('other', a.withoutCharacters !== b.withoutCharacters);
  return changed;
}

function defaultsDiffer(a: PhpValue, b: PhpValue): boolean {
  return (a === null) !== (b === null) || !looselyEqual(a, b);
}

/**
 * Does Comparator::compareTables find keys to differ that are the same? Keys without a name (SQLite) are compared each
 * with each, and two that differ count as one that was changed.
 */
export function unnamedKeysDiffer(keys: readonly ForeignKey[]): boolean {
  const left = new Set(keys.keys());
  for (const from of keys) {
    for (const position of [...left]) {
      const to = keys[position]!;
      if (!sameKey(from, to)) return true;
      left.delete(position);
    }
  }
  return false;
}

function sameKey(a: ForeignKey, b: ForeignKey): boolean {
  const text = (key: ForeignKey): string =>
    JSON.stringify([
      key.columns.map((name) => name.toLowerCase()),
      key.parentColumns.map((name) => name.toLowerCase()),
      key.parent.name.toLowerCase(),
      [key.onUpdate, key.onDelete].map((action) => (action === 'restrict' ? 'no action' : action)),
    ]);
  return text(a) === text(b);
}
