/** Keys: which columns they may hold, how long they may be, and what the engine silently makes of them. */
import {
  type Column,
  findColumn,
  type IndexKind,
  type KeyPart,
  type Origin,
  type Table,
} from '../../schema/index.ts';
import type { Context } from './context.ts';
import { INDEX_OBJECT, PRIMARY } from './dialect.ts';
import { isReservedIndexName, judgeName } from './names.ts';
import { isInnodb } from './row-size.ts';
import { bytesPerUnit, contentBytes, isBlobLike, keyPartBytes, resolveType, takesPrefix } from './types.ts';

export interface Key {
  readonly kind: IndexKind | 'primary';
  readonly name: string;
  readonly parts: readonly KeyPart[];
  readonly method?: string;
  readonly origin?: Origin | undefined;
}

export interface KeptKey {
  readonly parts: readonly KeyPart[];
  readonly method?: string;
}

/** The name that the engine gives to an index without one: its first column's, numbered if taken. */
export function automaticName(parts: readonly KeyPart[], taken: (name: string) => boolean): string {
  const first = parts[0];
  const base = first !== undefined && 'column' in first ? first.column : 'functional_index';
  if (!taken(base) && base.toUpperCase() !== PRIMARY) return base;
  for (let number = 2; ; number++) {
    if (!taken(`${base}_${number}`)) return `${base}_${number}`;
  }
}

/** The name as it was written, before anything else of the statement is looked at. */
export function judgeKeyName(context: Context, key: Key, table: string): void {
  if (key.kind === 'primary') return;
  const stage = context.traits.stages.indexName;
  judgeName(context, key.kind === 'unique' ? 'unique' : 'index', key.name, table, key.origin, stage);
  if (isReservedIndexName(key.name)) {
    context.findings.refuse(
      'keys',
      { kind: 'other' },
      { code: '1280', message: `Incorrect index name '${key.name}'` },
      key.origin,
    );
  }
}

/** Checks a key over the table's columns, and gives the key as the engine keeps it. */
export function judgeKey(context: Context, table: Table, key: Key): KeptKey {
  const { findings } = context;
  const stage = key.kind === 'primary' ? 'primaryKey' : 'keys';
  const object = INDEX_OBJECT[key.kind] ?? 'index';
  const columns = new Map<string, Column>();
  const limit = context.limit('keyParts');
  if (key.parts.length > limit && key.kind !== 'spatial') {
    findings.refuse(
      'columns',
      { kind: 'too-many-key-parts', name: key.name, table: table.name, count: key.parts.length, limit },
      { code: '1070', message: `Too many key parts specified; max ${limit} parts allowed` },
      key.origin,
    );
  }
  let whole = true;
  for (const part of key.parts) {
    if (!('column' in part)) {
      whole = false;
      continue;
    }
    const column = findColumn(table, part.column);
    if (column === undefined) {
      whole = false;
      if (table.open !== undefined) {
        findings.uncertain(table.open);
        continue;
      }
      findings.refuse(
        stage,
        { kind: 'object-missing', object: 'column', name: part.column, table: table.name },
        { code: '1072', message: `Key column '${part.column}' doesn't exist in table` },
        key.origin,
      );
      continue;
    }
    const folded = part.column.toLowerCase();
    if (columns.has(folded)) {
      findings.refuse(
        stage,
        { kind: 'object-exists', object: 'column', name: part.column, table: table.name },
        { code: '1060', message: `Duplicate column name '${part.column}'` },
        key.origin,
      );
    }
    columns.set(folded, column);
  }
  if (key.kind === 'fulltext' || key.kind === 'spatial') {
    judgeSpecial(context, key, [...columns.values()]);
    return { parts: key.parts };
  }
  const parts = normalised(context, table, key, columns);
  if (columns.size === 0) return { parts };
  return judgeLengths(context, table, key, parts, columns, stage, object, whole);
}

/** Prefix lengths: refused where there is nothing to cut, dropped where they span the whole column. */
function normalised(
  context: Context,
  table: Table,
  key: Key,
  columns: ReadonlyMap<string, Column>,
): KeyPart[] {
  return key.parts.map((part) => {
    if (!('column' in part) || part.length === undefined) return part;
    const column = columns.get(part.column.toLowerCase());
    if (column === undefined) return part;
    const type = resolveType(column.type);
    const blob = isBlobLike(type.family);
    const { length: _length, ...bare } = part;
    if (!takesPrefix(type.family) || (!blob && part.length > type.length)) {
      context.findings.refuse(
        key.kind === 'primary' ? 'primaryKey' : 'keys',
        { kind: 'other' },
        {
          code: '1089',
          message:
            "Incorrect prefix key; the used key part isn't a string, the used length is longer than the key part, or the storage engine doesn't support unique prefix keys",
        },
        key.origin ?? table.origin,
      );
      return bare;
    }
    return !blob && part.length === type.length ? bare : part;
  });
}

interface KeyLimits {
  /** What the server allows in one part and in the whole. */
  readonly total: number;
  readonly part: number;
  /** What the row format allows in one part, where that is less. */
  readonly format: number;
}

function keyLimits(context: Context, table: Table): KeyLimits {
  if (!isInnodb(table)) {
    const total =
      table.engine === 'myisam' || table.engine === 'aria'
        ? context.limit('keyBytesMyisam')
        : context.limit('keyBytes');
    return { total, part: total, format: total };
  }
  const total = context.limit('keyBytes');
  const format = table.rowFormat ?? context.traits.defaultRowFormat;
  const part = context.limit('keyPartBytes');
  const old = format === 'compact' || format === 'redundant';
  return { total, part, format: old ? Math.min(part, context.limit('keyPartBytesOldFormats')) : part };
}

function judgeLengths(
  context: Context,
  table: Table,
  key: Key,
  parts: readonly KeyPart[],
  columns: ReadonlyMap<string, Column>,
  stage: 'primaryKey' | 'keys',
  object: ReturnType<typeof objectOf>,
  whole: boolean,
): KeptKey {
  const { findings, traits, strict } = context;
  const limits = keyLimits(context, table);
  // The server asks the engine for the limit of a part; MySQL's InnoDB answers by row format.
  const partLimit = traits.partTooLong === '1071' ? limits.format : limits.part;
  const measured: { column: string; bytes: number }[] = [];
  const kept: KeyPart[] = [];
  let total = 0;
  let refusedHere = false;
  let prefixed: { column: Column; bytes: number; units: number; limit: number } | undefined;
  const single = parts.length === 1;

  for (const part of parts) {
    const column = 'column' in part ? columns.get(part.column.toLowerCase()) : undefined;
    if (!('column' in part) || column === undefined) {
      kept.push(part);
      continue;
    }
    const { family, name } = resolveType(column.type);
    let bytes = keyPartBytes(column, part.length);
    if (family === 'json' && traits.json === 'native') {
      unindexable(context, key, table, column, stage, undefined);
      refusedHere = true;
      continue;
    }
    if (bytes === undefined) {
      // A point needs no length; other geometry types do not either.
      if (family === 'geometry') bytes = 25;
      else if (!traits.blobKeys || key.kind === 'primary') {
        unindexable(context, key, table, column, stage, undefined);
        refusedHere = true;
        continue;
      } else bytes = name.startsWith('tiny') ? contentBytes(column) : Number.POSITIVE_INFINITY;
    }
    measured.push({ column: column.name, bytes });
    if (bytes > partLimit && canPrefix(key, traits.longKey, strict)) {
      const units = Math.floor(partLimit / bytesPerUnit(column));
      prefixed = { column, bytes, units, limit: partLimit };
      kept.push({ ...part, length: units });
      total += units * bytesPerUnit(column);
      continue;
    }
    kept.push(part);
    total += bytes;
  }
  if (refusedHere) return { parts: kept };
  const worst = Math.max(0, ...measured.map((part) => part.bytes));
  const length = (bytes: number, limit: number, instead?: string) =>
    ({
      kind: 'key-too-long',
      object,
      name: key.name,
      table: table.name,
      bytes: Number.isFinite(bytes) ? bytes : limit + 1,
      limit,
      parts: measured.map((part) => ({
        ...part,
        bytes: Number.isFinite(part.bytes) ? part.bytes : limit + 1,
      })),
      ...(instead === undefined ? {} : { instead }),
    }) as const;
  const tooLong = (limit: number) => ({
    code: '1071',
    message: `Specified key was too long; max key length is ${limit} bytes`,
  });

  if (total > limits.total || (prefixed === undefined && worst > partLimit)) {
    const limit = worst > partLimit && partLimit < limits.total ? partLimit : limits.total;
    const bytes = worst > partLimit ? Math.max(worst, Math.min(total, worst)) : total;
    if (key.kind === 'unique' && traits.hashUnique && whole) {
      if (single && !Number.isFinite(worst)) {
        unindexableInstead(context, key, table, columns, stage, 'a hash index over the whole value');
      } else {
        findings.change(
          stage,
          length(total > limits.total ? total : bytes, limit, 'a hash index over the whole value'),
          tooLong(limit),
          key.origin,
        );
      }
      return { parts, method: 'hash' };
    }
    const counted = total > limits.total && worst <= partLimit ? total : bytes;
    findings.refuse(stage, length(counted, limit), tooLong(limit), key.origin);
    return { parts };
  }
  if (prefixed !== undefined) {
    const { column, units } = prefixed;
    const unit = bytesPerUnit(column) === 1 ? 'bytes' : 'characters';
    const instead = `an index over the first ${units} ${unit}`;
    if (!Number.isFinite(prefixed.bytes)) {
      findings.change(
        stage,
        {
          kind: 'key-on-unindexable-type',
          name: key.name,
          table: table.name,
          column: column.name,
          type: column.type.name,
          instead,
        },
        tooLong(prefixed.limit),
        key.origin,
      );
    } else {
      findings.change(
        stage,
        length(prefixed.bytes, prefixed.limit, instead),
        tooLong(prefixed.limit),
        key.origin,
      );
    }
  }
  // MariaDB's server does not know the row format; InnoDB refuses what it was handed.
  if (traits.partTooLong === '1709' && limits.format < limits.part) {
    const handed = Math.min(worst, limits.part);
    if (handed > limits.format) {
      findings.refuse(
        'engine',
        length(worst, limits.format),
        {
          code: '1709',
          message: `Index column size too large. The maximum column size is ${limits.format} bytes`,
        },
        key.origin,
      );
    }
  }
  return { parts: kept };
}

function objectOf(kind: Key['kind']) {
  return INDEX_OBJECT[kind] ?? 'index';
}

function canPrefix(key: Key, rule: 'refuse' | 'prefix' | 'prefix-unless-strict', strict: boolean): boolean {
  if (key.kind !== 'index') return false;
  return rule === 'prefix' || (rule === 'prefix-unless-strict' && !strict);
}

function unindexable(
  context: Context,
  key: Key,
  table: Table,
  column: Column,
  stage: 'primaryKey' | 'keys',
  instead: string | undefined,
): void {
  const json = resolveType(column.type).family === 'json';
  context.findings.refuse(
    stage,
    {
      kind: 'key-on-unindexable-type',
      name: key.name,
      table: table.name,
      column: column.name,
      type: column.type.name,
      ...(instead === undefined ? {} : { instead }),
    },
    json
      ? {
          code: '3152',
          message: `JSON column '${column.name}' supports indexing only via generated columns on a specified JSON path.`,
        }
      : {
          code: '1170',
          message: `BLOB/TEXT column '${column.name}' used in key specification without a key length`,
        },
    key.origin,
  );
}

function unindexableInstead(
  context: Context,
  key: Key,
  table: Table,
  columns: ReadonlyMap<string, Column>,
  stage: 'primaryKey' | 'keys',
  instead: string,
): void {
  for (const column of columns.values()) {
    context.findings.change(
      stage,
      {
        kind: 'key-on-unindexable-type',
        name: key.name,
        table: table.name,
        column: column.name,
        type: column.type.name,
        instead,
      },
      {
        code: '1170',
        message: `BLOB/TEXT column '${column.name}' used in key specification without a key length`,
      },
      key.origin,
    );
  }
}

function judgeSpecial(context: Context, key: Key, columns: readonly Column[]): void {
  const { findings, dialect, traits } = context;
  const refuse = (code: string | null, message: string) =>
    findings.refuse('keys', { kind: 'other' }, { code, message }, key.origin);
  if (key.kind === 'spatial' && !traits.spatialIndexes) {
    refuse('1464', "The used table type doesn't support SPATIAL indexes");
    return;
  }
  if (key.kind === 'spatial' && key.parts.length > 1) {
    const { code, message } = dialect.words.spatialParts(traits);
    findings.refuse('columns', { kind: 'other' }, { code, message }, key.origin);
    return;
  }
  for (const column of columns) {
    const { family } = resolveType(column.type);
    if (key.kind === 'spatial') {
      if (family !== 'geometry') {
        const { code, message } = dialect.words.spatialType();
        refuse(code, message);
      } else if (column.nullable) refuse('1252', 'All parts of a SPATIAL index must be NOT NULL');
    } else if (family === 'json' && traits.json === 'native') {
      refuse(
        '3152',
        `JSON column '${column.name}' supports indexing only via generated columns on a specified JSON path.`,
      );
    } else if (family !== 'char' && family !== 'varchar' && family !== 'text') {
      refuse('1283', `Column '${column.name}' cannot be part of FULLTEXT index`);
    }
  }
}
