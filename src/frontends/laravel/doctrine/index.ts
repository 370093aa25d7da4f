/**
 * What doctrine/dbal does where it changes, renames and (on SQLite) drops columns: Laravel 8 to 10 with the package
 * installed (Illuminate\Database\Schema\Grammars\ChangeColumn and RenameColumn, SQLiteGrammar::compileDropColumn).
 * Ported from doctrine/dbal 3.10, and held against what it sends to real servers (fixtures/recorded/laravel-10.50-dbal).
 */
import type { Statement } from '../../../schema/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { arrayCast } from '../expression.ts';
import { type ColumnDefinition, type Fluent, textOf } from '../fluent.ts';
import {
  blankColumn,
  type ChangeSettings,
  changedColumn,
  type DoctrineColumn,
  doctrineTypeName,
} from './column.ts';
import {
  type ColumnDiff,
  compareColumns,
  compareProperties,
  normalizedTable,
  type Property,
  unnamedKeysDiffer,
} from './compare.ts';
import { changeMysql } from './mysql.ts';
import { isTypeOf } from './platform.ts';
import { changePostgres, renamePostgres } from './postgres.ts';
import { type Source, sourceOf } from './source.ts';
import { rebuildSqlite, withoutCounters } from './sqlite.ts';
import { columnNamed, type DoctrineTable, readTable } from './table.ts';

/** change(): all changed columns of the blueprint at once. */
export function changeWithDoctrine(blueprint: Blueprint, command: Fluent): Statement[] {
  const { origin } = command;
  const asked = blueprint.changedColumns().filter((column) => column.isKnown());
  const source = sourceOf(
    blueprint,
    origin,
    asked.map((column) => column.text('name')),
  );
  const changes = blueprint
    .changedColumns()
    .filter((column) => column.isKnown() && hasKnownType(blueprint, column));
  const { doctrineTypes } = blueprint.connection;
  const settings: ChangeSettings = {
    can: blueprint.can,
    registered: doctrineTypes === 'unknown' || doctrineTypes === undefined ? new Set() : doctrineTypes,
  };
  if (!source.whole) return changeUnknown(source, changes, settings, command);
  const { platform } = source;
  const table = readTable(platform, source.name, source.known!, true);
  const to = new Map(table.columns);
  for (const change of changes) {
    const name = change.text('name');
    const old = columnNamed({ ...table, columns: to }, name);
    to.set(old.name.toLowerCase(), changedColumn(old, change, settings));
  }
  const byDeclaration = blueprint.can.doctrineComparesDeclarations;
  const from = byDeclaration ? normalizedTable(platform, table) : table;
  const diffs = byDeclaration
    ? compareColumns(platform, from, to)
    : compareProperties(from, to, !blueprint.can.doctrinePlatformOptions);
  switch (platform.kind) {
    case 'sqlite': {
      const modified = withoutCounters(diffs);
      const idle = modified.length === 0 && !unnamedKeysDiffer(table.foreignKeys);
      return idle ? [] : rebuildSqlite(source, from, { modified }, origin);
    }
    case 'postgres':
      return changePostgres(source, diffs, origin);
    default:
      return changeMysql(
        source,
        diffs.map(({ old, column }) => ({ from: old.name, column })),
        origin,
      );
  }
}

/** Types that the project adds to dbal write what they like; which there are may not be known either. */
function hasKnownType(blueprint: Blueprint, column: ColumnDefinition): boolean {
  const { doctrineTypes } = blueprint.connection;
  const type = doctrineTypeName(column, blueprint.can);
  if (isTypeOf(type, 'dbal')) return true;
  if (doctrineTypes !== 'unknown' && (doctrineTypes?.has(type) !== true || isTypeOf(type, 'known')))
    return true;
  blueprint.note(`the type "${type}" of doctrine/dbal is the project's own`, column.origin);
  return false;
}

/** A table that is not known whole: what the migration says is all there is, unless the column itself is known. */
function changeUnknown(
  source: Source,
  changes: readonly ColumnDefinition[],
  settings: ChangeSettings,
  command: Fluent,
): Statement[] {
  const { platform } = source;
  if (platform.kind === 'sqlite') return [];
  const known = source.known && readKnownColumns(source);
  const diffs = changes.map((change): ColumnDiff => {
    const name = change.text('name');
    const old = known?.columns.get(name.toLowerCase());
    const column = changedColumn(old ?? blankColumn(name, 'string'), change, settings);
    const changed = new Set<Property>(['type']);
    if (change.attributes.has('nullable')) changed.add('notnull');
    if (change.attributes.has('default')) changed.add('default');
    return { old: old ?? { ...column, origin: change.origin }, column, changed };
  });
  if (platform.kind === 'postgres') return changePostgres(source, diffs, command.origin);
  return changeMysql(
    source,
    diffs.map(({ old, column }) => ({ from: old.name, column })),
    command.origin,
  );
}

/** Of a table that may hold more, the columns that are known. */
function readKnownColumns(source: Source): DoctrineTable {
  const { foreignKeys: _keys, ...known } = source.known!;
  return readTable(source.platform, source.name, { ...known, foreignKeys: [], indexes: [] }, true);
}

/** renameColumn(). */
export function renameWithDoctrine(blueprint: Blueprint, command: Fluent): Statement[] {
  const { origin } = command;
  if (!command.isKnown()) return [];
  const [from, to] = [command.text('from'), command.text('to')];
  const source = sourceOf(blueprint, origin, [from]);
  const { platform } = source;
  if (platform.kind === 'postgres') {
    if (source.whole) columnNamed(readTable(platform, source.name, source.known!, true), from);
    return renamePostgres(source, from, to, origin);
  }
  const known = source.known;
  if (known === undefined || (!source.whole && platform.kind === 'sqlite')) return [];
  const table = source.whole ? readTable(platform, source.name, known, true) : readKnownColumns(source);
  const old = source.whole ? columnNamed(table, from) : table.columns.get(from.toLowerCase());
  if (old === undefined) return [];
  // RenameColumn::getWritableColumnOptions: charset and collation are none.
  const column: DoctrineColumn = { ...old, name: to, quoted: false, options: new Map(), origin };
  if (platform.kind === 'sqlite') return rebuildSqlite(source, table, { renamed: { from, column } }, origin);
  return changeMysql(source, [{ from, column }], origin);
}

/** dropColumn() on SQLite. */
export function dropWithDoctrine(blueprint: Blueprint, command: Fluent): Statement[] {
  const { origin } = command;
  if (!command.isKnown()) return [];
  const dropped = arrayCast(command.get('columns')).map(textOf);
  const source = sourceOf(blueprint, origin, dropped);
  if (!source.whole) return [];
  const table = readTable(source.platform, source.name, source.known!, false);
  for (const name of dropped) columnNamed(table, name);
  return rebuildSqlite(source, table, { dropped }, origin);
}
