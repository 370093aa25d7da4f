/** ALTER TABLE's steps over keys that are there: dropped, renamed, shrunk with their columns, still needed by foreign keys. */
import {
  type AlterAction,
  type CheckSpec,
  type Column,
  type ForeignKey,
  findIndex,
  type Index,
  type KeyPart,
  type Origin,
  type PrimaryKey,
  type Table,
} from '../../schema/index.ts';
import { mapKeyColumns } from '../catalog-edits.ts';
import type { ColumnEdits } from './alter-columns.ts';
import { bytesPerCharacter } from './charsets.ts';
import type { Context } from './context.ts';
import { PRIMARY } from './dialect.ts';
import { mentions, withRenamed } from './expressions.ts';
import { judgeName, judgeReservedIndexName } from './names.ts';
import { splitEngine } from './options.ts';
import { isInnodb } from './row-size.ts';
import {
  bytesPerUnit,
  contentBytes,
  isBlobLike,
  isCharacter,
  keyPartBytes,
  resolveType,
  takesPrefix,
} from './types.ts';
import { WRONG_PREFIX } from './words.ts';

export interface KeyEdits {
  readonly primaryKey: PrimaryKey | undefined;
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly CheckSpec[];
  /** Names of indexes that the statement drops, as they were; PRIMARY for the primary key. */
  readonly droppedIndexes: readonly string[];
}

const fold = (name: string) => name.toLowerCase();

const KEY_ACTIONS = new Set<AlterAction['kind']>([
  'dropIndex',
  'dropPrimaryKey',
  'dropForeignKey',
  'dropConstraint',
  'renameIndex',
]);

export function editKeys(
  context: Context,
  table: Table,
  columns: ColumnEdits,
  actions: readonly AlterAction[],
  origin: Origin,
): KeyEdits {
  const staysAsItIs =
    columns.touched.size + columns.dropped.size + columns.renamed.size === 0 &&
    !actions.some(({ kind }) => KEY_ACTIONS.has(kind) || kind === 'renameColumn');
  if (staysAsItIs) {
    const { primaryKey, indexes, foreignKeys, checks } = table;
    return { primaryKey, indexes, foreignKeys, checks, droppedIndexes: [] };
  }
  const droppedIndexes = new Set<string>();
  const droppedForeignKeys = new Set<string>();
  const droppedChecks = new Set<string>();
  const renames = new Map<string, string>();
  const { findings, dialect } = context;

  const cannotDrop = (what: 'index' | 'foreignKey' | 'constraint', name: string) => {
    if (table.open !== undefined) {
      findings.uncertain(table.open);
      return;
    }
    const object = what === 'index' ? (name === PRIMARY ? 'primaryKey' : 'index') : what;
    findings.refuse(
      what === 'foreignKey'
        ? context.traits.stages.missingForeignKey
        : what === 'constraint' && dialect.engine === 'mysql'
          ? 'alterChecks'
          : 'alterDrops',
      { kind: 'object-missing', object, name, table: table.name },
      dialect.words.cannotDrop(what, name),
      origin,
    );
  };
  const dropIndex = (name: string): boolean => {
    const folded = fold(name);
    const there =
      folded === 'primary' ? table.primaryKey !== undefined : findIndex(table, name) !== undefined;
    if (!there || droppedIndexes.has(folded)) return false;
    droppedIndexes.add(folded);
    return true;
  };
  const dropForeignKey = (name: string): boolean => {
    const there = table.foreignKeys.some((foreignKey) => fold(foreignKey.name ?? '') === fold(name));
    if (!there || droppedForeignKeys.has(fold(name))) return false;
    droppedForeignKeys.add(fold(name));
    return true;
  };
  const dropCheck = (name: string): boolean => {
    if (!table.checks.some((check) => fold(check.name ?? '') === fold(name))) return false;
    droppedChecks.add(fold(name));
    return true;
  };

  // What the statement drops, wherever in it, is there no more when it is renamed.
  const goes = new Set(
    actions.flatMap((action) =>
      action.kind === 'dropIndex'
        ? [fold(action.name)]
        : action.kind === 'dropPrimaryKey'
          ? [fold(PRIMARY)]
          : [],
    ),
  );
  for (const action of actions) {
    switch (action.kind) {
      case 'dropIndex':
        if (!dropIndex(action.name) && action.ifExists !== true) cannotDrop('index', action.name);
        break;
      case 'dropPrimaryKey':
        if (!dropIndex(PRIMARY)) cannotDrop('index', PRIMARY);
        break;
      case 'dropForeignKey':
        // MySQL does not look for it where the storage engine that the table gets has none.
        if (dialect.engine === 'mysql' && !becomesInnodb(table, actions)) break;
        if (!dropForeignKey(action.name) && action.ifExists !== true) cannotDrop('foreignKey', action.name);
        break;
      case 'dropConstraint': {
        const { name } = action;
        const unique = findIndex(table, name)?.kind === 'unique' || fold(name) === 'primary';
        const done = dropForeignKey(name) || dropCheck(name) || (unique && dropIndex(name));
        if (!done && action.ifExists !== true) cannotDrop('constraint', name);
        break;
      }
      case 'renameIndex': {
        const at = action.origin ?? origin;
        const gone = goes.has(fold(action.from)) || renames.has(fold(action.from));
        const named = gone ? undefined : findIndex(table, action.from);
        // On MySQL one that goes with its columns is gone before it is renamed.
        const index = named !== undefined && goesWithColumns(context, columns, named) ? undefined : named;
        const isPrimary = fold(action.from) === fold(PRIMARY) && table.primaryKey !== undefined;
        if (index !== undefined) renames.set(fold(action.from), action.to);
        else if (isPrimary && !goes.has(fold(PRIMARY))) {
          // The primary key has no other name.
          findings.refuse(
            'oldKeys',
            { kind: 'other' },
            { code: '1280', message: `Incorrect index name '${action.from}'` },
            at,
          );
        } else if (table.open !== undefined) findings.uncertain(table.open);
        else {
          findings.refuse(
            'alterIndexes',
            { kind: 'object-missing', object: 'index', name: action.from, table: table.name },
            { code: '1176', message: `Key '${action.from}' doesn't exist in table '${table.name}'` },
            at,
          );
        }
        judgeRenamedIndex(context, table, index, action.to, at);
        break;
      }
      default:
    }
  }
  judgeRenames(context, table, columns, renames, droppedIndexes, actions, origin);

  const shrink = (name: string, kind: Index['kind'] | 'primary', parts: readonly KeyPart[]) =>
    shrunk(context, table, columns, name, kind, parts, origin);
  const indexes: Index[] = [];
  for (const index of table.indexes) {
    if (droppedIndexes.has(fold(index.name))) continue;
    const parts = shrink(index.name, index.kind, index.parts);
    if (parts.length === 0) continue;
    const name = renames.get(fold(index.name)) ?? index.name;
    const same = name === index.name && parts === index.parts;
    if (same) indexes.push(index);
    else {
      // Under a name of its own it no longer counts as made for a foreign key.
      const { implicit: _implicit, ...named } = index;
      indexes.push({ ...(name === index.name ? index : named), name, parts });
    }
  }
  let { primaryKey } = table;
  if (droppedIndexes.has('primary')) primaryKey = undefined;
  if (primaryKey !== undefined) {
    const parts = shrink(PRIMARY, 'primary', primaryKey.parts);
    primaryKey = parts.length === 0 ? undefined : { ...primaryKey, parts };
  }
  const newName = (name: string) => columns.renamed.get(fold(name)) ?? name;
  const foreignKeys = table.foreignKeys
    .filter((foreignKey) => !droppedForeignKeys.has(fold(foreignKey.name ?? '')))
    .map((foreignKey) =>
      columns.renamed.size === 0 ? foreignKey : { ...foreignKey, columns: foreignKey.columns.map(newName) },
    );
  const checks = keptChecks(
    context,
    table,
    columns,
    table.checks.filter((check) => !droppedChecks.has(fold(check.name ?? ''))),
    actions,
    origin,
  );
  judgeGenerated(context, columns, actions, origin);
  return { primaryKey, indexes, foreignKeys, checks, droppedIndexes: [...droppedIndexes] };
}

function becomesInnodb(table: Table, actions: readonly AlterAction[]): boolean {
  let engine = table.engine;
  for (const action of actions) {
    if (action.kind === 'setOptions') engine = splitEngine(action.options).engine ?? engine;
  }
  return isInnodb(engine === undefined ? table : { ...table, engine });
}

function goesWithColumns(context: Context, columns: ColumnEdits, index: Index): boolean {
  return (
    context.dialect.engine === 'mysql' &&
    index.parts.every((part) => 'column' in part && columns.dropped.has(fold(part.column)))
  );
}

function judgeRenamedIndex(
  context: Context,
  table: Table,
  index: Index | undefined,
  to: string,
  origin: Origin,
): void {
  const mysql = context.dialect.engine === 'mysql';
  const object = index?.kind === 'unique' ? 'unique' : 'index';
  judgeName(context, object, to, table.name, origin, mysql ? 'keys' : 'nameLengths');
  if (index === undefined) return;
  judgeReservedIndexName(context, to, mysql ? 'reservedIndexNames' : 'oldKeys', origin, isInnodb(table));
}

function judgeRenames(
  context: Context,
  table: Table,
  columns: ColumnEdits,
  renames: ReadonlyMap<string, string>,
  dropped: ReadonlySet<string>,
  actions: readonly AlterAction[],
  origin: Origin,
): void {
  for (const [from, to] of renames) {
    if (fold(to) === from) continue;
    const taken = table.indexes.some(
      (index) =>
        fold(index.name) === fold(to) &&
        !dropped.has(fold(to)) &&
        !renames.has(fold(index.name)) &&
        !index.parts.every((part) => 'column' in part && columns.dropped.has(fold(part.column))),
    );
    if (!taken) continue;
    const action = actions.find((other) => other.kind === 'renameIndex' && fold(other.from) === from);
    context.findings.refuse(
      context.traits.stages.duplicateKey,
      { kind: 'object-exists', object: 'index', name: to, table: table.name },
      { code: '1061', message: `Duplicate key name '${to}'` },
      (action?.kind === 'renameIndex' ? action.origin : undefined) ?? origin,
    );
  }
}

/** A key without its dropped columns, under their new names, with prefixes that still make sense. */
function shrunk(
  context: Context,
  table: Table,
  columns: ColumnEdits,
  name: string,
  kind: Index['kind'] | 'primary',
  parts: readonly KeyPart[],
  origin: Origin,
): readonly KeyPart[] {
  const isDropped = (part: KeyPart) => 'column' in part && columns.dropped.has(fold(part.column));
  // Dropped and added again under one name: the key goes on with the new column. One that only takes over the name is
  // another column (mysql_prepare_alter_table: Create_field::change).
  const isTaken = (part: KeyPart) =>
    'column' in part && [...columns.renamed.values()].some((name) => fold(name) === fold(part.column));
  const back = (part: KeyPart) =>
    'column' in part &&
    columns.columns.some((column) => fold(column.name) === fold(part.column)) &&
    !isTaken(part);
  const gone = parts.filter((part) => isDropped(part) && !back(part));
  let kept = gone.length === 0 ? parts : parts.filter((part) => !gone.includes(part));
  const unique = kind === 'unique' || kind === 'primary';
  const first = gone[0];
  if (unique && first !== undefined && 'column' in first && kept.length > 0) {
    if (context.traits.dropFromUnique === 'refuse') {
      context.findings.refuse(
        'oldKeys',
        {
          kind: 'object-in-use',
          object: 'column',
          name: first.column,
          table: table.name,
          by: name,
          byKind: 'index',
        },
        { code: '1072', message: `Key column '${first.column}' doesn't exist in table` },
        origin,
      );
    }
  }
  if (gone.length > 0 && kind === 'fulltext') kept = kept.filter((part) => 'column' in part);
  if (columns.renamed.size > 0)
    kept = mapKeyColumns(kept, (column) => columns.renamed.get(fold(column)) ?? column);
  if (columns.touched.size === 0) return kept;
  return kept.map((part) => {
    if ('column' in part && isDropped(part) && !isTaken(part))
      return readded(context, table, columns, kind, part, origin);
    if (!('column' in part) || part.length === undefined || !columns.touched.has(fold(part.column)))
      return part;
    const column = columns.columns.find((other) => fold(other.name) === fold(part.column));
    return column === undefined || prefixStays(column, part.length) ? part : withoutLength(part);
  });
}

/**
 * The server keeps a key's part over a dropped column by its bytes, and takes them for a prefix of the column that comes
 * under its name: mysql_prepare_alter_table(); measured on 9.7.4 and 10.11.19.
 */
function readded(
  context: Context,
  table: Table,
  columns: ColumnEdits,
  kind: Index['kind'] | 'primary',
  part: Extract<KeyPart, { column: string }>,
  origin: Origin,
): KeyPart {
  const old = table.columns.find((column) => fold(column.name) === fold(part.column));
  const column = columns.columns.find((other) => fold(other.name) === fold(part.column));
  const bare = withoutLength(part);
  if (old === undefined || column === undefined || kind === 'fulltext') return bare;
  const type = resolveType(column.type);
  const spatial = kind === 'spatial';
  if (spatial && context.dialect.engine === 'mariadb' && type.family !== 'geometry') return bare;
  const perCharacter = bytesPerCharacter(isCharacter(resolveType(old.type).family) ? old.charset : 'binary');
  const bytes = spatial ? SPATIAL_BYTES : (keyPartBytes(old, part.length) ?? 0);
  const length = Math.floor(bytes / perCharacter);
  if (length === 0 || !Number.isFinite(length)) return bare;
  if (!spatial && isBlobLike(type.family)) return { ...bare, length };
  const unit = bytesPerUnit(column);
  const whole = contentBytes(column);
  if (length * unit === whole) return bare;
  if (!spatial && takesPrefix(type.family) && length * unit < whole) return { ...bare, length };
  context.findings.refuse(
    kind === 'primary' ? context.traits.stages.primaryKey : 'keys',
    { kind: 'other' },
    WRONG_PREFIX,
    columns.touched.get(fold(column.name)) ?? origin,
  );
  return bare;
}

/** Of the four doubles around a geometry. */
const SPATIAL_BYTES = 32;

function prefixStays(column: Column, length: number): boolean {
  const type = resolveType(column.type);
  if (!takesPrefix(type.family)) return false;
  return isBlobLike(type.family) || length < type.length;
}

function withoutLength(part: {
  readonly column: string;
  readonly length?: number;
  readonly descending?: boolean;
}): KeyPart {
  const { length: _length, ...rest } = part;
  return rest;
}

/**
 * A CHECK over a dropped column goes with it if it names no other column; else it holds the column. One over a renamed
 * column holds it on MySQL, and follows it on MariaDB.
 */
function keptChecks(
  context: Context,
  table: Table,
  columns: ColumnEdits,
  checks: readonly CheckSpec[],
  actions: readonly AlterAction[],
  origin: Origin,
): CheckSpec[] {
  const follows = context.traits.checks !== 'schema';
  // MySQL looks at what the steps say, even where one of them no longer finds its column.
  const newNames = new Map(columns.renamed);
  for (const action of follows ? [] : actions) {
    if (action.kind === 'renameColumn') newNames.set(fold(action.from), action.to);
  }
  if (checks.length === 0 || (columns.dropped.size === 0 && newNames.size === 0)) return [...checks];
  return checks.flatMap((check) => {
    const named = table.columns.filter((column) => mentions(check.expression, column.name));
    const dropped = named.find((column) => columns.dropped.has(fold(column.name)));
    // Another case is no other name.
    const renamed = named.find((column) => {
      const to = newNames.get(fold(column.name));
      return to !== undefined && fold(to) !== fold(column.name);
    });
    const lost = dropped ?? (follows ? undefined : renamed);
    if (lost === undefined) {
      let { expression } = check;
      for (const { name } of named)
        expression = withRenamed(expression, name, columns.renamed.get(fold(name)) ?? name);
      return [expression === check.expression ? check : { ...check, expression }];
    }
    if (named.every((column) => columns.dropped.has(fold(column.name)))) return [];
    context.findings.refuse(
      context.traits.checks === 'schema' ? 'alterChecks' : 'heldColumns',
      {
        kind: 'object-in-use',
        object: 'column',
        name: lost.name,
        table: table.name,
        by: check.name ?? 'CHECK',
      },
      context.traits.checks === 'schema'
        ? {
            code: '3959',
            message: `Check constraint '${check.name ?? ''}' uses column '${lost.name}', hence column cannot be dropped or renamed.`,
          }
        : { code: '1054', message: `Unknown column '${lost.name}' in 'CHECK'` },
      origin,
    );
    return [];
  });
}

function judgeGenerated(
  context: Context,
  columns: ColumnEdits,
  actions: readonly AlterAction[],
  origin: Origin,
): void {
  const gone = [...columns.dropped];
  if (context.dialect.engine === 'mysql') {
    for (const [from, to] of columns.renamed) {
      // In another case only RENAME COLUMN gives a new name.
      const renames = actions.some((action) => action.kind === 'renameColumn' && fold(action.from) === from);
      if (fold(to) !== from || renames) gone.push(from);
    }
  }
  for (const name of gone) {
    const user = columns.columns.find(
      (column) => column.generated !== undefined && mentions(column.generated.expression, name),
    );
    if (user === undefined) continue;
    context.findings.refuse(
      context.dialect.engine === 'mysql' ? 'heldByGenerated' : 'expressions',
      { kind: 'object-in-use', object: 'column', name, table: '', by: user.name },
      context.dialect.words.generatedDependency(name),
      origin,
    );
  }
}
