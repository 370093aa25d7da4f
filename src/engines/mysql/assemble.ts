/**
 * Makes a whole table of columns, keys and foreign keys: what the server does for CREATE TABLE and for the new
 * definition that an ALTER TABLE comes to (mysql_prepare_create_table() serves both). Keys that were there before and
 * that the statement does not touch are taken as they are.
 */
import {
  type Column,
  type ForeignKey,
  type ForeignKeySpec,
  type Index,
  type IndexSpec,
  keyColumns,
  type Origin,
  type PrimaryKeySpec,
  type Table,
} from '../../schema/index.ts';
import type { Context } from './context.ts';
import { PRIMARY } from './dialect.ts';
import {
  automaticForeignKeyName,
  DEFAULT_ACTION,
  judgeForeignKey,
  stageOf,
  startsWith,
} from './foreign-keys.ts';
import { automaticName, judgeKey, judgeKeyName } from './keys.ts';
import { judgeName } from './names.ts';
import { isInnodb, judgeRow, rowFits } from './row-size.ts';

export interface Additions {
  readonly primaryKeys: readonly PrimaryKeySpec[];
  readonly indexes: readonly IndexSpec[];
  readonly foreignKeys: readonly ForeignKeySpec[];
  /** New or changed columns (folded to lower case), and who asked for them: keys over them are judged anew. */
  readonly touched: ReadonlyMap<string, Origin | undefined>;
  /** Columns whose definition says NULL; a primary key over them is refused or makes them NOT NULL. */
  readonly saysNull: ReadonlySet<string>;
  /** The call to blame for what no part of the statement bears alone. */
  readonly origin: Origin | undefined;
  /** The table as it was; absent for a new one. */
  readonly before: Table | undefined;
}

/** A key on its way into the table. */
interface Wanted {
  readonly kind: Index['kind'];
  readonly name: string | undefined;
  readonly parts: Index['parts'];
  readonly method: string | undefined;
  readonly implicit: boolean;
  readonly origin: Origin | undefined;
  /** The index as it stands in the table already. */
  readonly old: Index | undefined;
}

export function assemble(context: Context, base: Table, additions: Additions): Table {
  let table = addPrimaryKey(context, base, additions);
  const foreignKeys = namedForeignKeys(context, table, additions.foreignKeys);
  table = addIndexes(context, table, additions, foreignKeys);
  judgeAutoIncrement(context, table, additions);
  table = addForeignKeys(context, table, foreignKeys);
  const { before } = additions;
  // What was too large before is not reported again.
  const widened = before === undefined || (additions.touched.size > 0 && rowFits(context, before));
  if (widened && table.open === undefined) judgeRow(context, table, additions.origin);
  return table;
}

function addPrimaryKey(context: Context, base: Table, additions: Additions): Table {
  const { findings, traits } = context;
  let table = base;
  const count = additions.primaryKeys.length + (base.primaryKey === undefined ? 0 : 1);
  const last = additions.primaryKeys.at(-1);
  for (const spec of additions.primaryKeys) {
    if (spec.name !== undefined) judgeName(context, 'primaryKey', spec.name, table.name, spec.origin);
  }
  if (count > 1 && last !== undefined) {
    findings.refuse(
      'primaryKey',
      { kind: 'object-exists', object: 'primaryKey', name: PRIMARY, table: table.name },
      { code: '1068', message: 'Multiple primary key defined' },
      last.origin,
    );
  }
  const spec = additions.primaryKeys[0];
  const kept = spec ?? base.primaryKey;
  if (kept === undefined) return table;
  const isNew = spec !== undefined;
  const touched = keyColumns(kept.parts).some((name) => additions.touched.has(name.toLowerCase()));
  if (!isNew && !touched) return table;
  const key = {
    kind: 'primary' as const,
    name: PRIMARY,
    parts: kept.parts,
    origin: (isNew ? kept.origin : touching(additions, kept)) ?? additions.origin,
  };
  const { parts } = judgeKey(context, table, key);
  const columns = table.columns.map((column) => {
    const named = keyColumns(kept.parts).some((name) => name.toLowerCase() === column.name.toLowerCase());
    if (!named) return column;
    const folded = column.name.toLowerCase();
    if (additions.saysNull.has(folded)) {
      const fact = { kind: 'nullable-primary-key', table: table.name, column: column.name } as const;
      const origin = key.origin ?? column.origin;
      if (traits.nullablePrimaryKey === 'refuse') {
        findings.refuse(
          'primaryKey',
          fact,
          {
            code: '1171',
            message:
              'All parts of a PRIMARY KEY must be NOT NULL; if you need NULL in a key, use UNIQUE instead',
          },
          origin,
        );
      } else {
        findings.change(
          'primaryKey',
          fact,
          { code: '1171', message: `column '${column.name}' is made NOT NULL for the primary key` },
          origin,
        );
      }
    }
    if (column.generated !== undefined && !column.generated.stored) {
      findings.refuse(
        'primaryKey',
        { kind: 'other' },
        {
          code: '3106',
          message:
            "'Defining a virtual generated column as primary key' is not supported for generated columns.",
        },
        key.origin,
      );
    }
    return notNull(column);
  });
  table = {
    ...table,
    columns,
    primaryKey: { parts, ...(kept.origin === undefined ? {} : { origin: kept.origin }) },
  };
  return table;
}

function notNull(column: Column): Column {
  const { default: value, ...rest } = column;
  const wasNull = value?.kind === 'literal' && value.value === null;
  return {
    ...rest,
    nullable: false,
    ...(value === undefined || wasNull ? {} : { default: value }),
  };
}

function namedForeignKeys(
  context: Context,
  table: Table,
  specs: readonly ForeignKeySpec[],
): { foreignKey: ForeignKey; given: string | undefined }[] {
  const named: { foreignKey: ForeignKey; given: string | undefined }[] = [];
  for (const spec of specs) {
    if (spec.name !== undefined) judgeName(context, 'foreignKey', spec.name, table.name, spec.origin);
    if (spec.parentColumns.length > 0 && spec.columns.length !== spec.parentColumns.length) {
      context.findings.refuse(
        'keys',
        { kind: 'other' },
        {
          code: '1239',
          message: `Incorrect foreign key definition for '${spec.name ?? 'foreign key without name'}': Key reference and table reference don't match`,
        },
        spec.origin,
      );
    }
    const all = [...table.foreignKeys, ...named.map((entry) => entry.foreignKey)];
    named.push({
      given: spec.name,
      foreignKey: {
        name: spec.name ?? automaticForeignKeyName(table.name, all),
        columns: spec.columns,
        parent: spec.parent,
        parentColumns: spec.parentColumns,
        onDelete: spec.onDelete ?? DEFAULT_ACTION,
        onUpdate: spec.onUpdate ?? DEFAULT_ACTION,
        ...(spec.origin === undefined ? {} : { origin: spec.origin }),
      },
    });
  }
  return named;
}

function addIndexes(
  context: Context,
  table: Table,
  additions: Additions,
  foreignKeys: readonly { foreignKey: ForeignKey; given: string | undefined }[],
): Table {
  const { findings } = context;
  const wanted: Wanted[] = [
    ...table.indexes.map((index) => ({
      ...index,
      method: index.method,
      implicit: index.implicit === true,
      origin: index.origin,
      old: index,
    })),
    ...additions.indexes.map((spec) => ({
      kind: spec.kind,
      name: spec.name,
      parts: spec.parts,
      method: spec.method,
      implicit: false,
      origin: spec.origin,
      old: undefined,
    })),
    ...foreignKeys.map(({ foreignKey, given }) => ({
      kind: 'index' as const,
      name: given,
      parts: foreignKey.columns.map((column) => ({ column })),
      method: undefined,
      implicit: true,
      origin: foreignKey.origin,
      old: undefined,
    })),
  ];
  const changesKeys = additions.indexes.length + additions.primaryKeys.length + foreignKeys.length > 0;
  const kept = changesKeys ? wanted.filter((key, i) => !isCovered(table, wanted, key, i)) : wanted;
  const names = new Set<string>();
  for (const key of kept) if (key.old !== undefined) names.add(key.old.name.toLowerCase());
  const indexes: Index[] = [];
  for (const key of kept) {
    const { old } = key;
    const name = old?.name ?? key.name ?? automaticName(key.parts, (taken) => names.has(taken.toLowerCase()));
    const origin = (old === undefined ? key.origin : touching(additions, key)) ?? additions.origin;
    const entry = { kind: key.kind, name, parts: key.parts, origin };
    if (old === undefined) {
      if (key.name !== undefined && !key.implicit) judgeKeyName(context, entry, table.name);
      if (names.has(name.toLowerCase())) {
        findings.refuse(
          'keys',
          {
            kind: 'object-exists',
            object: key.implicit ? 'foreignKey' : key.kind === 'unique' ? 'unique' : 'index',
            name,
            table: table.name,
          },
          { code: '1061', message: `Duplicate key name '${name}'` },
          key.origin,
        );
      }
      names.add(name.toLowerCase());
    } else if (!keyColumns(key.parts).some((column) => additions.touched.has(column.toLowerCase()))) {
      indexes.push(old);
      continue;
    }
    const { parts, method } = judgeKey(context, table, entry);
    const { method: _method, ...rest } = old ?? { method: undefined };
    const keptMethod = method ?? (key.method === 'hash' ? undefined : key.method);
    indexes.push({
      ...rest,
      name,
      kind: key.kind,
      parts,
      ...(keptMethod === undefined ? {} : { method: keptMethod }),
      ...(key.implicit ? { implicit: true } : {}),
      ...(key.origin === undefined ? {} : { origin: key.origin }),
    });
  }
  const count = indexes.length + (table.primaryKey === undefined ? 0 : 1);
  const limit = context.limit('keysPerTable');
  if (count > limit && changesKeys) {
    const last = indexes.at(-1);
    findings.refuse(
      'primaryKey',
      { kind: 'other' },
      { code: '1069', message: `Too many keys specified; max ${limit} keys allowed` },
      last?.origin ?? additions.origin,
    );
  }
  return { ...table, indexes };
}

/** Who changed a column of a key that was there before. */
function touching(additions: Additions, key: Pick<Wanted, 'parts'>): Origin | undefined {
  for (const column of keyColumns(key.parts)) {
    const origin = additions.touched.get(column.toLowerCase());
    if (origin !== undefined) return origin;
  }
  return undefined;
}

/**
 * An index made for a foreign key gives way to any other that begins with its columns; of two that were made so, the
 * longer stays, and of equal ones the later (foreign_key_prefix() in sql_table.cc; measured).
 */
function isCovered(table: Table, all: readonly Wanted[], key: Wanted, position: number): boolean {
  if (!key.implicit) return false;
  const columns = keyColumns(key.parts);
  if (table.primaryKey !== undefined && startsWith(table.primaryKey.parts, columns)) return true;
  return all.some((other, i) => {
    if (other === key || other.kind === 'fulltext' || other.kind === 'spatial') return false;
    if (!startsWith(other.parts, columns)) return false;
    return !other.implicit || other.parts.length > key.parts.length || i > position;
  });
}

function isLeadingColumn(table: Table, column: Column): boolean {
  const folded = column.name.toLowerCase();
  const keys = table.indexes
    .filter((index) => index.kind === 'index' || index.kind === 'unique')
    .map((index) => index.parts);
  if (table.primaryKey !== undefined) keys.push(table.primaryKey.parts);
  // MyISAM counts within a group: the column may stand anywhere in a key.
  return keys.some((parts) => {
    const names = isInnodb(table) ? keyColumns(parts).slice(0, 1) : keyColumns(parts);
    return names.some((name) => name.toLowerCase() === folded);
  });
}

function breaksAutoIncrement(table: Table): boolean {
  const automatic = table.columns.filter((column) => column.autoIncrement);
  return automatic.length > 1 || automatic.some((column) => !isLeadingColumn(table, column));
}

function judgeAutoIncrement(context: Context, table: Table, additions: Additions): void {
  if (!breaksAutoIncrement(table)) return;
  if (table.open !== undefined) {
    context.findings.uncertain(table.open);
    return;
  }
  if (additions.before !== undefined && breaksAutoIncrement(additions.before)) return;
  const last = table.columns.filter((column) => column.autoIncrement).at(-1);
  const fresh = last !== undefined && additions.touched.has(last.name.toLowerCase());
  context.findings.refuse(
    'autoIncrement',
    { kind: 'other' },
    {
      code: '1075',
      message:
        'Incorrect table definition; there can be only one auto column and it must be defined as a key',
    },
    (fresh ? last.origin : undefined) ?? additions.origin,
  );
}

function addForeignKeys(
  context: Context,
  table: Table,
  named: readonly { foreignKey: ForeignKey; given: string | undefined }[],
): Table {
  if (named.length === 0) return table;
  const { catalog, findings } = context;
  if (!isInnodb(table)) {
    for (const { foreignKey } of named) {
      findings.change(
        'foreignKeys',
        {
          kind: 'foreign-key',
          name: foreignKey.name ?? null,
          table: table.name,
          parent: foreignKey.parent.name,
          reason: 'storage-engine',
          detail: table.engine ?? '',
        },
        {
          code: null,
          message: `storage engine ${table.engine} has no foreign keys: the constraint is not made`,
        },
        foreignKey.origin,
      );
    }
    return table;
  }
  let next = table;
  for (const { foreignKey, given } of named) {
    const name = foreignKey.name ?? '';
    const folded = name.toLowerCase();
    const here = next.foreignKeys.some((other) => other.name?.toLowerCase() === folded);
    const owner = catalog.named('foreignKey', name);
    const elsewhere = owner !== undefined && owner.table !== catalog.key(table);
    if (here || elsewhere) {
      const ownerTable = here
        ? table.name
        : (catalog.table(owner?.table ?? '')?.name ?? owner?.table ?? table.name);
      findings.refuse(
        stageOf(context),
        { kind: 'object-exists', object: 'foreignKey', name, table: table.name, owner: ownerTable },
        context.dialect.words.foreignKey({ kind: 'duplicate-name' }, name, table.name, context.traits),
        foreignKey.origin,
      );
    } else if (given === undefined && name.length > 0) {
      judgeAutomaticName(context, table, foreignKey);
    }
    judgeForeignKey(context, next, foreignKey);
    next = { ...next, foreignKeys: [...next.foreignKeys, foreignKey] };
  }
  return next;
}

/** A long table's `<table>_ibfk_1` may itself be too long. */
function judgeAutomaticName(context: Context, table: Table, foreignKey: ForeignKey): void {
  const name = foreignKey.name ?? '';
  if ([...name].length <= context.limit('identifier')) return;
  if (context.traits.foreignKeyWording === 'own') {
    judgeName(context, 'foreignKey', name, table.name, foreignKey.origin, 'foreignKeys');
  }
}
