/** The indexes of a table that is being put together, and those that foreign keys make for themselves. */
import {
  type Column,
  type ForeignKey,
  findColumn,
  type Index,
  type IndexSpec,
  type KeyPart,
  keyColumns,
  type Origin,
  type Table,
  type Writable,
} from '../../schema/index.ts';
import { type Additions, touching } from './additions.ts';
import type { Context } from './context.ts';
import { PRIMARY } from './dialect.ts';
import { startsWith } from './foreign-keys.ts';
import { keyLimits, keySize } from './key-length.ts';
import { automaticName, judgeKey, judgeKeyName } from './keys.ts';
import { isInnodb } from './row-size.ts';

/** A key on its way into the table; or an index that stands there already. */
interface Wanted {
  readonly kind: Index['kind'];
  readonly name: string | undefined;
  readonly parts: Index['parts'];
  readonly method?: string | undefined;
  readonly implicit?: boolean;
  readonly origin?: Origin | undefined;
}

export function addIndexes(
  context: Context,
  table: Table,
  additions: Additions,
  foreignKeys: readonly { foreignKey: ForeignKey; given: string | undefined }[],
  /** Tells of what is wrong with the primary key, in its turn. */
  ofPrimaryKey: () => void,
): Table {
  const { findings } = context;
  const changesKeys = additions.indexes.length + additions.primaryKeys.length + foreignKeys.length > 0;
  if (!changesKeys && additions.touched.size === 0) {
    ofPrimaryKey();
    return table;
  }
  // each statement of a long history comes by here: the indexes that stay are not copied
  const wanted: Wanted[] = [...table.indexes, ...inOrder(additions, foreignKeys)];
  const covered = new Set<Wanted>();
  if (changesKeys)
    wanted.forEach((key, i) => {
      if (isCovered(context, table, additions, wanted, key, i)) covered.add(key);
    });
  const names = new Set<string>();
  if (changesKeys) for (const old of table.indexes) if (!covered.has(old)) names.add(old.name.toLowerCase());
  const tried = new Map<string, number>();
  const indexes: Index[] = [];
  let fresh = 0;
  for (let i = 0; i < wanted.length; i++) {
    const key = wanted[i]!;
    if (covered.has(key)) continue;
    const old = table.indexes[i];
    if (old === undefined && fresh++ === additions.keysBeforePrimary) {
      ofPrimaryKey();
      judgeSecondPrimary(context, table, additions);
    }
    const name =
      old?.name ??
      key.name ??
      automaticName(asNamed(table, key.parts), (taken) => names.has(taken.toLowerCase()), tried);
    const origin = (old === undefined ? key.origin : touching(additions, key.parts)) ?? additions.origin;
    const entry = { kind: key.kind, name, parts: key.parts, origin };
    // MariaDB looks at a key's parts before it looks at its name.
    let ofName: (() => void) | undefined;
    if (old === undefined) {
      const { name: given } = key;
      if (given !== undefined) {
        ofName = findings.capture(() =>
          judgeKeyName(context, { ...entry, name: given }, table.name, {
            altering: additions.before !== undefined,
            implicit: key.implicit === true,
            innodb: isInnodb(table),
          }),
        );
        if (context.dialect.engine === 'mysql') ofName();
      }
      if (names.has(name.toLowerCase())) {
        findings.refuse(
          context.traits.stages.duplicateKey,
          {
            kind: 'object-exists',
            object: key.implicit === true ? 'foreignKey' : key.kind === 'unique' ? 'unique' : 'index',
            name,
            table: table.name,
          },
          { code: '1061', message: `Duplicate key name '${name}'` },
          key.origin,
        );
      }
      names.add(name.toLowerCase());
    } else if (
      additions.touched.size === 0 ||
      !keyColumns(key.parts).some((column) => additions.touched.has(column.toLowerCase()))
    ) {
      indexes.push(old);
      continue;
    }
    const { parts, method, kind } = judgeKey(context, table, entry);
    ofName?.();
    const keptMethod = method ?? (key.method === 'hash' ? undefined : key.method);
    const index: Writable<Index> = { ...old, name, kind: kind ?? key.kind, parts };
    if (keptMethod !== undefined) index.method = keptMethod;
    else if (old?.method !== undefined) delete index.method;
    if (key.implicit === true) index.implicit = true;
    if (key.origin !== undefined) index.origin = key.origin;
    indexes.push(index);
  }
  if (fresh <= additions.keysBeforePrimary) {
    ofPrimaryKey();
    judgeSecondPrimary(context, table, additions);
  }
  const count = indexes.length + (table.primaryKey === undefined ? 0 : 1);
  const limit = context.limit('keysPerTable');
  if (count > limit && changesKeys) {
    const last = indexes.at(-1);
    findings.refuse(
      context.dialect.engine === 'mysql' ? 'primaryKey' : 'keyCount',
      { kind: 'other' },
      { code: '1069', message: `Too many keys specified; max ${limit} keys allowed` },
      last?.origin ?? additions.origin,
    );
  }
  return { ...table, indexes };
}

const asWanted = ({ kind, name, parts, method, origin }: IndexSpec): Wanted => ({
  kind,
  name,
  parts,
  method,
  origin,
});

/** The new indexes, and those that foreign keys want, as they are written. */
function inOrder(
  { indexes, indexesBeforeForeign }: Additions,
  foreignKeys: readonly { foreignKey: ForeignKey; given: string | undefined }[],
): Wanted[] {
  if (foreignKeys.length === 0) return indexes.map(asWanted);
  const ofForeignKeys = (before: number): Wanted[] =>
    foreignKeys
      .filter((_, i) => indexesBeforeForeign[i] === before)
      .map(({ foreignKey, given }) => ({
        kind: 'index' as const,
        name: given,
        parts: foreignKey.columns.map((column) => ({ column })),
        method: undefined,
        implicit: true,
        origin: foreignKey.origin,
      }));
  const written = indexes.flatMap((spec, i): Wanted[] => [...ofForeignKeys(i), asWanted(spec)]);
  return [...written, ...ofForeignKeys(indexes.length)];
}

/** The parts under the names that the columns were given, which may be written otherwise in a key. */
function asNamed(table: Table, parts: readonly KeyPart[]): readonly KeyPart[] {
  return parts.map((part) => {
    if (!('column' in part)) return part;
    const name = findColumn(table, part.column)?.name;
    return name === undefined || name === part.column ? part : { ...part, column: name };
  });
}

/**
 * An index made for a foreign key gives way to any other that begins with its columns; of two that were made so, the
 * longer stays, and of equal ones the later (foreign_key_prefix() in sql_table.cc; measured). A new FULLTEXT index takes
 * its place, too, on MySQL only if it is written after it; the foreign key is then without an index that serves it.
 */
function isCovered(
  context: Context,
  table: Table,
  { primaryKeys }: Additions,
  all: readonly Wanted[],
  key: Wanted,
  position: number,
): boolean {
  if (key.implicit !== true) return false;
  const columns = keyColumns(key.parts);
  if (table.primaryKey !== undefined && startsWith(table.primaryKey.parts, columns)) return true;
  // Of a primary key that is refused as the second, too.
  if (primaryKeys.some(({ parts }) => startsWith(parts, columns))) return true;
  return all.some((other, i) => {
    if (other === key || other.kind === 'spatial') return false;
    const from = context.dialect.engine === 'mysql' ? position : table.indexes.length;
    if (other.kind === 'fulltext' && i < from) return false;
    if (!startsWith(other.parts, columns)) return false;
    if (other.kind === 'unique' && becomesHash(context, table, other)) return false;
    return other.implicit !== true || other.parts.length > key.parts.length || i > position;
  });
}

/** A UNIQUE that MariaDB makes a hash of finds no rows for a foreign key. */
function becomesHash(context: Context, table: Table, { parts, method }: Wanted): boolean {
  if (!context.traits.hashUnique) return false;
  if (method === 'hash') return true;
  if (keyColumns(parts).some((name) => findColumn(table, name) === undefined)) return false;
  const { bytes, longestPart } = keySize(context, table, parts);
  const { total, part } = keyLimits(context, table);
  return bytes === null || longestPart === null || bytes > total || longestPart > part;
}

function isLeadingColumn(table: Table, column: Column): boolean {
  const folded = column.name.toLowerCase();
  // MyISAM counts within a group: the column may stand anywhere in a key.
  const deep = !isInnodb(table);
  const leads = (parts: readonly KeyPart[]) => {
    for (const part of parts) {
      if (!('column' in part)) continue;
      if (part.column.toLowerCase() === folded) return true;
      if (!deep) return false;
    }
    return false;
  };
  return (
    (table.primaryKey !== undefined && leads(table.primaryKey.parts)) ||
    table.indexes.some(({ kind, parts }) => (kind === 'index' || kind === 'unique') && leads(parts))
  );
}

function breaksAutoIncrement(table: Table): boolean {
  let found = false;
  for (const column of table.columns) {
    if (!column.autoIncrement) continue;
    if (found || !isLeadingColumn(table, column)) return true;
    found = true;
  }
  return false;
}

export function judgeAutoIncrement(context: Context, table: Table, additions: Additions): void {
  if (!breaksAutoIncrement(table)) return;
  if (table.open !== undefined) {
    context.findings.uncertain(table.open);
    return;
  }
  if (additions.before !== undefined && breaksAutoIncrement(additions.before)) return;
  const all = table.columns.filter((column) => column.autoIncrement);
  const last = all.at(-1);
  const fresh = last !== undefined && additions.touched.has(last.name.toLowerCase());
  context.findings.refuse(
    all.length > 1 ? 'duplicateColumns' : 'autoIncrement',
    { kind: 'other' },
    {
      code: '1075',
      message:
        'Incorrect table definition; there can be only one auto column and it must be defined as a key',
    },
    (fresh ? last.origin : undefined) ?? additions.origin,
  );
}

/** MySQL finds a second primary key in its turn among the other keys. */
function judgeSecondPrimary(context: Context, table: Table, additions: Additions): void {
  const { primaryKeys, hadPrimaryKey } = additions;
  const last = primaryKeys.at(-1);
  if (last === undefined || primaryKeys.length + (hadPrimaryKey ? 1 : 0) < 2) return;
  context.findings.refuse(
    context.traits.stages.secondPrimary,
    { kind: 'object-exists', object: 'primaryKey', name: PRIMARY, table: table.name },
    { code: '1068', message: 'Multiple primary key defined' },
    last.origin,
  );
}
