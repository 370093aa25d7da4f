/** Foreign keys: what InnoDB asks of both ends. Manual page create-table-foreign-keys; tried on MySQL 9.7.4 and MariaDB 10.11.19. */
import {
  type Column,
  type ForeignKey,
  findColumn,
  type KeyPart,
  type Origin,
  type ProblemFact,
  type ReferentialAction,
  type Table,
} from '../../schema/index.ts';
import { charsetOfCollation } from './charsets.ts';
import type { Context } from './context.ts';
import type { ForeignKeyFault, Traits, Wording } from './dialect.ts';
import type { Stage } from './findings.ts';
import { characters } from './names.ts';
import { isInnodb } from './row-size.ts';
import { fixedBytes, isBlobLike, resolveType } from './types.ts';

export const DEFAULT_ACTION: ReferentialAction = 'restrict';

const AUTOMATIC = /_ibfk_(\d+)$/;

/** Automatic names are `<table>_ibfk_<n>`, counting on from the highest number that the table's keys bear. */
export function highestAutomaticNumber(table: string, foreignKeys: readonly ForeignKey[]): number {
  let highest = 0;
  const stem = `${table.toLowerCase()}_ibfk_`;
  for (const { name } of foreignKeys) {
    if (name === undefined || !name.toLowerCase().startsWith(stem)) continue;
    const number = AUTOMATIC.exec(name);
    if (number !== null) highest = Math.max(highest, Number(number[1]));
  }
  return highest;
}

/** Names that follow the table's own when it is renamed. */
export function renamedForeignKeys(table: Table, to: string): ForeignKey[] {
  const stem = `${table.name}_ibfk_`;
  return table.foreignKeys.map((foreignKey) => {
    const { name } = foreignKey;
    return name?.startsWith(stem) === true && AUTOMATIC.test(name)
      ? { ...foreignKey, name: `${to}_ibfk_${name.slice(stem.length)}` }
      : foreignKey;
  });
}

/** How InnoDB sees a type: what must be equal at both ends. */
function innodbType(column: Column): string | undefined {
  const type = resolveType(column.type);
  const bytes = fixedBytes(column);
  switch (type.family) {
    case 'integer':
      return `int ${bytes} ${type.unsigned || type.name === 'serial' ? 'unsigned' : 'signed'}`;
    case 'enum':
    case 'set':
    case 'year':
      return `int ${bytes} unsigned`;
    case 'float':
    case 'date':
      return type.name;
    case 'char':
    case 'varchar':
    case 'text':
      if (column.collation === undefined) return undefined;
      return column.collation === 'binary' ? 'bytes' : `string ${column.collation}`;
    // Lengths and digits need not agree; these are all strings of bytes to InnoDB.
    case 'decimal':
    case 'time':
    case 'datetime':
    case 'timestamp':
    case 'bit':
    case 'binary':
    case 'varbinary':
    case 'other':
      return 'bytes';
    default:
      return `blob ${type.family}`;
  }
}

/** undefined: it cannot be told (a collation that is not known). */
export function compatible(child: Column, parent: Column): boolean | undefined {
  const left = innodbType(child);
  const right = innodbType(parent);
  return left === undefined || right === undefined ? undefined : left === right;
}

/** An index in another character set is none to InnoDB; bytes are one of their own. */
function differInCharacterSet(child: Column, parent: Column): boolean {
  const [left, right] = [child, parent].map((column) => {
    const { family } = resolveType(column.type);
    if (family === 'binary' || family === 'varbinary') return 'binary';
    const isString = family === 'char' || family === 'varchar' || family === 'text';
    return isString && column.collation !== undefined ? charsetOfCollation(column.collation) : undefined;
  });
  return left !== undefined && right !== undefined && left !== right;
}

function describe(column: Column): string {
  return column.collation === undefined
    ? column.type.text
    : `${column.type.text} collate ${column.collation}`;
}

/** Do the parts begin with just these columns, in this order, each whole? */
export function startsWith(parts: readonly KeyPart[], columns: readonly string[]): boolean {
  if (parts.length < columns.length) return false;
  return columns.every((column, i) => {
    const part = parts[i];
    return (
      part !== undefined &&
      'column' in part &&
      part.length === undefined &&
      part.column.toLowerCase() === column.toLowerCase()
    );
  });
}

function usableKeys(table: Table): { parts: readonly KeyPart[]; unique: boolean; primary: boolean }[] {
  const keys = table.indexes
    .filter((index) => index.kind !== 'fulltext' && index.kind !== 'spatial' && index.method !== 'hash')
    .map((index) => ({ parts: index.parts, unique: index.kind === 'unique', primary: false }));
  if (table.primaryKey !== undefined) {
    keys.unshift({ parts: table.primaryKey.parts, unique: true, primary: true });
  }
  return keys;
}

/** An index that can find rows by these columns. InnoDB appends the primary key to every other index. */
export function hasIndexFor(table: Table, columns: readonly string[]): boolean {
  const suffix = table.primaryKey?.parts ?? [];
  return usableKeys(table).some((key) =>
    startsWith(key.primary ? key.parts : [...key.parts, ...suffix], columns),
  );
}

export function hasUniqueKeyOf(table: Table, columns: readonly string[]): boolean {
  return usableKeys(table).some(
    (key) => key.unique && key.parts.length === columns.length && startsWith(key.parts, columns),
  );
}

/**
 * MySQL: columns that refer to themselves need a unique key besides the one that serves them as child, which is the first
 * that begins with them. The server's order is that of sort_keys() in sql_table.cc: the primary key, unique keys over
 * columns that are NOT NULL, other unique keys, the rest. Measured on 9.7.4.
 */
export function hasUniqueKeyBesides(table: Table, columns: readonly string[]): boolean {
  const allowsNull = (parts: readonly KeyPart[]) =>
    parts.some((part) => !('column' in part) || findColumn(table, part.column)?.nullable !== false);
  const rank = ({ parts, unique, primary }: ReturnType<typeof usableKeys>[number]) =>
    primary ? 0 : unique ? (allowsNull(parts) ? 2 : 1) : 3;
  const [, ...others] = usableKeys(table)
    .filter(({ parts }) => startsWith(parts, columns))
    .sort((a, b) => rank(a) - rank(b));
  return others.some(({ unique, parts }) => unique && parts.length === columns.length);
}

export const refersToItself = ({ columns, parentColumns }: ForeignKey) =>
  columns.every((name, i) => name.toLowerCase() === parentColumns[i]?.toLowerCase());

export function parentKeySuffices(traits: Traits, parent: Table, columns: readonly string[]): boolean {
  return traits.foreignKeyParent === 'unique'
    ? hasUniqueKeyOf(parent, columns)
    : hasIndexFor(parent, columns);
}

type Reason = Extract<ProblemFact, { kind: 'foreign-key' }>['reason'];

/**
 * late: the parent is made after its child, with checks on: MySQL has no better words then than 1215. inPlace: MariaDB's
 * ALTER TABLE without checks, where InnoDB itself looks at the key and tells more than 1005 (handler0alter.cc). renamed: a
 * table gets the name that the key waits for, and it is the renaming that fails.
 */
export type Manner = 'late' | 'inPlace' | 'renamed';

function addsInPlace({ traits, catalog }: Context): boolean {
  return traits.foreignKeyWording === '1005' && !catalog.foreignKeyChecks;
}

/** innobase_get_foreign_key_info; measured on MariaDB 10.11.19. */
function inPlaceWording(fault: ForeignKeyFault, name: string, table: string): Wording {
  switch (fault.kind) {
    case 'parent-column-missing':
    case 'not-indexed':
    case 'not-unique':
      return {
        code: '1822',
        message: `Failed to add the foreign key constraint. Missing index for constraint '${name}' in the referenced table '${fault.parent}'`,
      };
    case 'virtual-column':
      return {
        code: '1821',
        message: `Failed to add the foreign key constraint. Missing index for constraint '${name}' in the foreign table '${table}'`,
      };
    default:
      return {
        code: '1825',
        message: `Failed to add the foreign key constraint on table '${table}'. Incorrect options in FOREIGN KEY constraint '${name}'`,
      };
  }
}

export function refuseForeignKey(
  context: Context,
  table: string,
  foreignKey: Pick<ForeignKey, 'name' | 'parent'>,
  reason: Reason,
  fault: ForeignKeyFault,
  origin: Origin | undefined,
  detail?: string,
  late: Manner | undefined = undefined,
  stage: Stage = context.traits.stages.foreignKey,
): void {
  const inPlace = late === 'inPlace' ? inPlaceWording(fault, foreignKey.name ?? '', table) : undefined;
  context.findings.refuse(
    // That an index is missing is found before the name is compared with others.
    inPlace !== undefined && inPlace.code !== '1825' ? 'engine' : stage,
    {
      kind: 'foreign-key',
      name: foreignKey.name ?? null,
      table,
      parent: foreignKey.parent.name,
      reason,
      ...(detail === undefined ? {} : { detail }),
    },
    late === 'late' && context.traits.foreignKeyWording === 'own'
      ? { code: '1215', message: 'Cannot add foreign key constraint' }
      : late === 'renamed'
        ? {
            code: '1025',
            message: `Error on rename of './…' to './${foreignKey.parent.name}' (errno: 150 "Foreign key constraint is incorrectly formed")`,
          }
        : (inPlace ?? context.dialect.words.foreignKey(fault, foreignKey.name ?? '', table, context.traits)),
    origin,
  );
}

/** Checks a new foreign key of `table`, which is complete but for its foreign keys. */
export function judgeForeignKey(
  context: Context,
  table: Table,
  foreignKey: ForeignKey,
  before: Table | undefined,
  copies: boolean,
): void {
  const { traits, findings } = context;
  const { origin } = foreignKey;
  const altering = before !== undefined;
  const manner = altering && !copies && addsInPlace(context) ? 'inPlace' : undefined;
  for (const name of foreignKey.columns) {
    const column = findColumn(table, name);
    if (column === undefined) continue;
    const isVirtual = column.generated !== undefined && !column.generated.stored;
    if (isVirtual && (!traits.virtualForeignKeys || manner === 'inPlace')) {
      refuseForeignKey(
        context,
        table.name,
        foreignKey,
        'column-not-allowed',
        { kind: 'virtual-column', column: name },
        origin,
        `${table.name}.${column.name} is a virtual column`,
        manner,
      );
    }
    const setsNull = foreignKey.onDelete === 'set null' || foreignKey.onUpdate === 'set null';
    if (setsNull && !column.nullable) {
      refuseForeignKey(
        context,
        table.name,
        foreignKey,
        'set-null-on-not-null',
        { kind: 'set-null', column: column.name },
        origin,
        column.name,
        manner,
      );
    }
  }
  if (foreignKey.columns.every((name) => findColumn(table, name) !== undefined) && table.open === undefined)
    judgeOwnIndex(context, table, foreignKey, manner);
  const wrong = foreignKey.parentColumns.find(
    (name) => name === '' || name.endsWith(' ') || characters(name) > context.limit('identifier'),
  );
  if (wrong !== undefined && traits.foreignKeyWording === 'own') {
    const message = `Incorrect column name '${wrong}'`;
    findings.refuse(traits.stages.foreignKey, { kind: 'other' }, { code: '1166', message }, origin);
    return;
  }
  const { catalog } = context;
  const self = catalog.key(foreignKey.parent) === catalog.key(table);
  const parent = self ? selfAsParent(context, table, before, manner) : catalog.table(foreignKey.parent);
  if (parent === undefined) {
    if (!catalog.foreignKeyChecks) {
      judgeBlobs(context, table, foreignKey, manner);
      return;
    }
    if (catalog.open !== null || foreignKey.parent.schema !== undefined) {
      findings.uncertain(
        catalog.open ?? `database ${foreignKey.parent.schema} is not the one that is migrated`,
      );
      return;
    }
    refuseForeignKey(
      context,
      table.name,
      foreignKey,
      'parent-missing',
      { kind: 'parent-missing', parent: foreignKey.parent.name },
      origin,
    );
    return;
  }
  if (parent.maybe !== undefined) findings.uncertain(parent.maybe);
  // Where keys are not checked, another storage engine's table is none to InnoDB.
  if (!catalog.foreignKeyChecks && parent.view !== true && !isInnodb(parent)) {
    judgeBlobs(context, table, foreignKey, manner);
    return;
  }
  if (parent.view === true || !isInnodb(parent)) {
    refuseForeignKey(
      context,
      table.name,
      foreignKey,
      parent.view === true ? 'parent-missing' : 'storage-engine',
      { kind: 'parent-missing', parent: foreignKey.parent.name },
      origin,
      parent.engine,
    );
    return;
  }
  const compares =
    catalog.foreignKeyChecks || traits.checksTypesAlways || traits.foreignKeyWording === '1005';
  judgeEnds(context, table, parent, foreignKey, origin, compares, manner);
  // For columns that refer to themselves another key must serve on MySQL 8; before, only one of CREATE TABLE does.
  const serves =
    traits.foreignKeyWording === '1005' ||
    (traits.foreignKeyParent === 'unique'
      ? hasUniqueKeyBesides(table, foreignKey.columns)
      : traits.foreignKeyWording === '1215' && !altering);
  const always = traits.foreignKeyParent === 'unique';
  if (self && !serves && (always || catalog.foreignKeyChecks) && refersToItself(foreignKey)) {
    const fault = traits.foreignKeyParent === 'unique' ? 'not-unique' : 'not-indexed';
    refuseForeignKey(
      context,
      table.name,
      foreignKey,
      'parent-not-unique',
      { kind: fault, parent: parent.name },
      origin,
    );
  }
  if (self && before !== undefined && !copies) judgeInPlace(context, before, foreignKey);
  judgeBlobs(context, table, foreignKey, manner);
}

/** MySQL's ALTER TABLE without checks, done in place, does not find the index that the same statement makes. */
function judgeInPlace(context: Context, before: Table, foreignKey: ForeignKey): void {
  if (context.traits.foreignKeyWording !== 'own' || context.catalog.foreignKeyChecks) return;
  if (hasIndexFor(before, foreignKey.parentColumns)) return;
  const { origin } = foreignKey;
  const fault = { kind: 'not-indexed', parent: before.name } as const;
  refuseForeignKey(
    context,
    before.name,
    foreignKey,
    'parent-not-indexed',
    fault,
    origin,
    undefined,
    'inPlace',
  );
}

/**
 * MariaDB's ALTER TABLE finds the table as it was under its name, and looks at the new one when it takes that name. In
 * place it has the new columns, but not the indexes that the same statement makes.
 */
function selfAsParent(
  { traits }: Context,
  table: Table,
  before: Table | undefined,
  manner: Manner | undefined,
): Table {
  if (traits.foreignKeyWording !== '1005' || before === undefined) return table;
  if (manner !== 'inPlace') return before;
  const { primaryKey: _primaryKey, ...rest } = table;
  const { indexes, primaryKey } = before;
  return { ...rest, indexes, ...(primaryKey === undefined ? {} : { primaryKey }) };
}

/** MariaDB: the table that an ALTER TABLE has made gets its name; its own new keys are looked at once more. */
export function judgeOwnKeys(context: Context, table: Table, foreignKeys: readonly ForeignKey[]): void {
  const { catalog, traits } = context;
  if (traits.foreignKeyWording !== '1005') return;
  for (const foreignKey of foreignKeys) {
    if (catalog.key(foreignKey.parent) !== catalog.key(table)) continue;
    judgeEnds(context, table, table, foreignKey, foreignKey.origin, catalog.foreignKeyChecks, 'renamed');
  }
}

/** MariaDB, strict mode: ON UPDATE CASCADE might write NULL to a column that is NOT NULL (MDEV-34392; measured). */
export function mayCascadeNull(
  context: Context,
  { onUpdate }: ForeignKey,
  child: Column,
  parent: Column,
): boolean {
  return (
    context.traits.cascadeLooksAtNull &&
    context.strict &&
    onUpdate === 'cascade' &&
    !child.nullable &&
    parent.nullable
  );
}

function judgeCascade(
  context: Context,
  child: Table,
  foreignKey: ForeignKey,
  column: Column,
  parentColumn: Column,
  origin: Origin | undefined,
  manner: Manner | undefined,
): void {
  if (manner === 'inPlace' || !mayCascadeNull(context, foreignKey, column, parentColumn)) return;
  refuseForeignKey(
    context,
    child.name,
    foreignKey,
    'cascades-null',
    { kind: 'type-mismatch', column: column.name, parentColumn: parentColumn.name },
    origin,
    `${child.name}.${column.name} is NOT NULL, ${foreignKey.parent.name}.${parentColumn.name} is not`,
    manner,
  );
}

/** A FULLTEXT index may have taken the place of the one that the key makes for itself. */
function judgeOwnIndex(
  context: Context,
  table: Table,
  foreignKey: ForeignKey,
  manner: Manner | undefined,
): void {
  if (hasIndexFor(table, foreignKey.columns)) return;
  if (
    !table.indexes.some((index) => index.kind === 'fulltext' && startsWith(index.parts, foreignKey.columns))
  )
    return;
  const name = foreignKey.name ?? '';
  if (context.traits.foreignKeyWording === 'own') {
    context.findings.refuse(
      context.traits.stages.foreignKey,
      {
        kind: 'foreign-key',
        name,
        table: table.name,
        parent: foreignKey.parent.name,
        reason: 'column-not-allowed',
        detail: foreignKey.columns.join(', '),
      },
      {
        code: '1821',
        message: `Failed to add the foreign key constraint. Missing index for constraint '${name}' in the foreign table '${table.name}'`,
      },
      foreignKey.origin,
    );
    return;
  }
  refuseForeignKey(
    context,
    table.name,
    foreignKey,
    'column-not-allowed',
    { kind: 'type-mismatch', column: foreignKey.columns[0] ?? '', parentColumn: '' },
    foreignKey.origin,
    foreignKey.columns.join(', '),
    manner,
  );
}

/** MariaDB: the index that a foreign key needs cannot be over a BLOB or TEXT. */
function judgeBlobs(
  context: Context,
  table: Table,
  foreignKey: ForeignKey,
  manner: Manner | undefined,
): void {
  if (context.traits.foreignKeyWording !== '1005') return;
  for (const name of foreignKey.columns) {
    const column = findColumn(table, name);
    if (column === undefined || !isBlobLike(resolveType(column.type).family)) continue;
    refuseForeignKey(
      context,
      table.name,
      foreignKey,
      'column-not-allowed',
      { kind: 'type-mismatch', column: name, parentColumn: foreignKey.parentColumns[0] ?? '' },
      foreignKey.origin,
      `${table.name}.${column.name} is ${column.type.text}`,
      manner,
    );
  }
}

/** Columns, types and keys of the parent; for a new key, and for a parent that comes after its children. */
export function judgeEnds(
  context: Context,
  child: Table,
  parent: Table,
  foreignKey: ForeignKey,
  origin: Origin | undefined,
  /** Are types and keys looked at, too? Without checks a missing column may be all that counts. */
  compares: boolean,
  late: Manner | undefined,
): void {
  const { traits, findings } = context;
  const unsure = parent.open ?? parent.maybe;
  const indexed = parentKeySuffices(traits, parent, foreignKey.parentColumns);
  const was = late === 'inPlace' ? context.catalog.table(child) : undefined;
  const childIndexed = was !== undefined && hasIndexFor(was, foreignKey.columns);
  let whole = true;
  foreignKey.columns.forEach((name, i) => {
    const parentName = foreignKey.parentColumns[i];
    if (parentName === undefined) return;
    const column = findColumn(child, name);
    const parentColumn = findColumn(parent, parentName);
    if (parentColumn === undefined) {
      whole = false;
      if (unsure !== undefined) {
        findings.uncertain(unsure);
        return;
      }
      refuseForeignKey(
        context,
        child.name,
        foreignKey,
        'parent-column-missing',
        { kind: 'parent-column-missing', column: parentName, parent: parent.name },
        origin,
        parentName,
        late,
      );
      return;
    }
    // In place the index is looked for first.
    if (column === undefined || !compares || (late === 'inPlace' && !indexed)) return;
    const fits = compatible(column, parentColumn);
    if (fits === undefined)
      findings.uncertain(
        `the collation of ${child.name}.${name} or ${parent.name}.${parentName} is not known`,
      );
    if (fits !== false) {
      judgeCascade(context, child, foreignKey, column, parentColumn, origin, late);
      return;
    }
    refuseForeignKey(
      context,
      child.name,
      foreignKey,
      'type-mismatch',
      // The parent's index is compared with the child's, where there is one.
      late === 'inPlace' && (childIndexed || differInCharacterSet(column, parentColumn))
        ? { kind: 'not-indexed', parent: parent.name }
        : { kind: 'type-mismatch', column: name, parentColumn: parentColumn.name },
      origin,
      `${child.name}.${name} is ${describe(column)}, ${parent.name}.${parentColumn.name} is ${describe(parentColumn)}`,
      late,
    );
  });
  if (!whole || !compares || indexed) return;
  if (unsure !== undefined) {
    findings.uncertain(unsure);
    return;
  }
  refuseForeignKey(
    context,
    child.name,
    foreignKey,
    hasIndexFor(parent, foreignKey.parentColumns) ? 'parent-not-unique' : 'parent-not-indexed',
    { kind: traits.foreignKeyParent === 'unique' ? 'not-unique' : 'not-indexed', parent: parent.name },
    origin,
    foreignKey.parentColumns.join(', '),
    late,
  );
}
