/**
 * Bytes of a key against the limits of a part and of the whole, and what becomes of a key that passes them: refused, cut to
 * a prefix, or kept as a hash. The limits stand in limits.ts; manual pages innodb-limits and create-index.
 */
import {
  type Column,
  findColumn,
  type KeyPart,
  type KeySize,
  type ProblemFact,
  type Table,
} from '../../schema/index.ts';
import type { Context } from './context.ts';
import { INDEX_OBJECT, type Traits } from './dialect.ts';
import type { KeptKey, Key } from './keys.ts';
import { isInnodb } from './row-size.ts';
import { bytesPerUnit, contentBytes, keyPartBytes, resolveType } from './types.ts';

interface KeyLimits {
  readonly total: number;
  /** What the server allows in one part. */
  readonly part: number;
  /** What the row format allows in one part, where that is less. */
  readonly format: number;
}

export function keyLimits(context: Context, table: Table): KeyLimits {
  if (!isInnodb(table)) {
    const total =
      table.engine === 'myisam' || table.engine === 'aria'
        ? context.limit('keyBytesMyisam')
        : context.limit('keyBytes');
    return { total, part: total, format: total };
  }
  const total = context.limit('keyBytes');
  const rowFormat = table.rowFormat ?? context.traits.defaultRowFormat;
  const old = rowFormat === 'compact' || rowFormat === 'redundant';
  const part = context.limit('keyPartBytes');
  const format = old ? Math.min(part, context.limit('keyPartBytesOldFormats')) : part;
  // The server asks the engine for the limit of a part; MySQL's InnoDB answers by row format, MariaDB's does not.
  return { total, part: context.traits.partTooLong === '1071' ? format : part, format };
}

/** Of a key as it was made, by its table's columns. */
export function keySize(context: Context, table: Table, parts: readonly KeyPart[]): KeySize {
  const { total, format } = keyLimits(context, table);
  const sizes = parts.map((part) => {
    const column = 'column' in part ? findColumn(table, part.column) : undefined;
    const bytes = column === undefined || !('column' in part) ? undefined : keyPartBytes(column, part.length);
    return bytes ?? Number.POSITIVE_INFINITY;
  });
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    bytes: finite(sizes.reduce((sum, size) => sum + size, 0)),
    limit: total,
    longestPart: finite(Math.max(0, ...sizes)),
    partLimit: format,
  };
}

interface MeasuredPart {
  readonly part: KeyPart;
  readonly column: Column;
  /** Infinite for TEXT and BLOB without a length, where the engine takes such a key at all. */
  readonly bytes: number;
}

const POINT_BYTES = 25;

/** Whether its type can stand in a key like this at all. */
export function judgePartType(
  context: Context,
  table: Table,
  key: Key,
  part: { readonly length?: number },
  column: Column,
): void {
  const { family, name } = resolveType(column.type);
  if (family === 'geometry' && context.traits.geometryKeys === 'spatial') return;
  if (family === 'json' && context.traits.json === 'native') refuseType(context, table, key, column);
  else if (keyPartBytes(column, part.length) === undefined && name !== 'point') {
    if (key.kind === 'primary' || !context.traits.blobKeys) refuseType(context, table, key, column);
  }
}

/** undefined: refused already, since the type cannot stand in a key like this. */
function measure(
  context: Context,
  key: Key,
  part: { readonly column: string; readonly length?: number },
  column: Column,
): MeasuredPart | undefined {
  const { traits } = context;
  const { family, name } = resolveType(column.type);
  const bytes = keyPartBytes(column, part.length);
  if (family === 'json' && traits.json === 'native') return undefined;
  if (bytes !== undefined) return { part, column, bytes };
  if (name === 'point') return { part: { ...part, length: POINT_BYTES }, column, bytes: POINT_BYTES };
  if (key.kind === 'primary' || !traits.blobKeys) return undefined;
  // The whole of a short one fits; it is kept with its length. A UNIQUE over text is a hash, however short.
  if (name.startsWith('tiny') && key.kind !== 'unique') {
    const short = contentBytes(column);
    // Counted as so many characters.
    return { part: { ...part, length: short }, column, bytes: short * bytesPerUnit(column) };
  }
  return { part, column, bytes: Number.POSITIVE_INFINITY };
}

function refuseType(context: Context, table: Table, key: Key, column: Column): void {
  const json = resolveType(column.type).family === 'json';
  context.findings.refuse(
    stageOf(context, key),
    typeFact(table, key, column),
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

const stageOf = ({ traits }: Context, key: Key) =>
  key.kind === 'primary' ? traits.stages.primaryKey : 'keys';

function typeFact(table: Table, key: Key, column: Column, instead?: string): ProblemFact {
  return {
    kind: 'key-on-unindexable-type',
    name: key.name,
    table: table.name,
    column: column.name,
    type: column.type.name,
    ...(instead === undefined ? {} : { instead }),
  };
}

/** Numbers for a report: a part without end counts as one byte more than the limit. */
function lengthFact(
  table: Table,
  key: Key,
  parts: readonly MeasuredPart[],
  bytes: number,
  limit: number,
  instead?: string,
): ProblemFact {
  const finite = (value: number) => (Number.isFinite(value) ? value : limit + 1);
  return {
    kind: 'key-too-long',
    object: INDEX_OBJECT[key.kind] ?? 'index',
    name: key.name,
    table: table.name,
    bytes: finite(bytes),
    limit,
    parts: parts.map((part) => ({ column: part.column.name, bytes: finite(part.bytes) })),
    ...(instead === undefined ? {} : { instead }),
  };
}

const tooLong = (limit: number) => ({
  code: '1071',
  message: `Specified key was too long; max key length is ${limit} bytes`,
});

function mayCut(key: Key, rule: Traits['longKey'], strict: boolean): boolean {
  return key.kind === 'index' && (rule === 'prefix' || (rule === 'prefix-unless-strict' && !strict));
}

/** `columns` by folded name; `whole`: are they all of the key's columns? */
export function judgeKeyLength(
  context: Context,
  table: Table,
  key: Key,
  parts: readonly KeyPart[],
  columns: ReadonlyMap<string, Column>,
  whole: boolean,
  /** Where among the findings the column's part was done with. */
  positionOf: (column: Column) => number | undefined,
): KeptKey {
  const { findings, traits } = context;
  const limits = keyLimits(context, table);
  const cuts = mayCut(key, traits.longKey, context.strict);
  const measured: MeasuredPart[] = [];
  const kept: KeyPart[] = [];
  const cut: MeasuredPart[] = [];
  let total = 0;
  let refused = false;
  for (const part of parts) {
    const column = 'column' in part ? columns.get(part.column.toLowerCase()) : undefined;
    if (!('column' in part) || column === undefined) {
      kept.push(part);
      continue;
    }
    const one = measure(context, key, part, column);
    if (one === undefined) {
      refused = true;
      continue;
    }
    measured.push(one);
    if (one.bytes > limits.part && cuts) {
      const unit = bytesPerUnit(column);
      const length = Math.floor(limits.part / unit);
      cut.push(one);
      kept.push({ ...part, length });
      total += length * unit;
    } else {
      kept.push(one.part);
      total += one.bytes;
    }
  }
  // Parts of other types are refused already; one that is too long may have come before them.
  if (refused && !(cut.length === 0 && measured.some((one) => one.bytes > limits.part))) return { parts };
  const longest = Math.max(0, ...measured.map((part) => part.bytes));
  const partPasses = cut.length === 0 && longest > limits.part;
  if (partPasses || total > limits.total) {
    const limit = partPasses ? limits.part : limits.total;
    const bytes = partPasses ? longest : total;
    if (key.kind === 'unique' && traits.hashUnique) {
      // A column that is not there is what it is refused for.
      if (!whole) return { parts };
      reportHash(context, table, key, measured, bytes, limit);
      judgeHashedColumns(context, key, measured);
      return { parts, method: 'hash' };
    }
    // One part's length is looked at before the next part; the whole key's at the end, on MariaDB with each part.
    let sum = 0;
    const passes = measured.find((one) => {
      sum += cut.includes(one) ? limits.part : one.bytes;
      return partPasses
        ? one.bytes > limits.part
        : context.dialect.engine === 'mariadb' && sum > limits.total;
    });
    findings.insertAt(
      (passes === undefined ? undefined : positionOf(passes.column)) ?? findings.position,
      () =>
        findings.refuse(
          stageOf(context, key),
          lengthFact(table, key, measured, bytes, limit),
          tooLong(limit),
          key.origin,
        ),
    );
    return { parts };
  }
  for (const one of cut) {
    const unit = bytesPerUnit(one.column);
    const instead = `an index over the first ${Math.floor(limits.part / unit)} ${unit === 1 ? 'bytes' : 'characters'}`;
    const fact = Number.isFinite(one.bytes)
      ? lengthFact(table, key, measured, one.bytes, limits.part, instead)
      : typeFact(table, key, one.column, instead);
    findings.change(stageOf(context, key), fact, tooLong(limits.part), key.origin);
  }
  if (Math.min(longest, limits.part) > limits.format) {
    findings.refuse(
      'engine',
      lengthFact(table, key, measured, longest, limits.format),
      {
        code: '1709',
        message: `Index column size too large. The maximum column size is ${limits.format} bytes`,
      },
      key.origin,
    );
  }
  return { parts: kept };
}

/** The hash is a generated column, which may not rest on one that counts by itself. */
function judgeHashedColumns(context: Context, key: Key, measured: readonly MeasuredPart[]): void {
  const automatic = measured.find(({ column }) => column.autoIncrement);
  if (automatic === undefined) return;
  context.findings.refuse(
    'keyCount',
    { kind: 'other' },
    {
      code: '4169',
      message: `AUTO_INCREMENT column \`${measured.at(-1)?.column.name}\` cannot be used in the UNIQUE index \`${key.name}\``,
    },
    key.origin,
  );
}

/** MariaDB says nothing at all when it makes a hash of a UNIQUE. */
function reportHash(
  context: Context,
  table: Table,
  key: Key,
  measured: readonly MeasuredPart[],
  bytes: number,
  limit: number,
): void {
  const instead = 'a hash index over the whole value';
  const endless = measured.find((part) => !Number.isFinite(part.bytes));
  const fact =
    endless === undefined
      ? lengthFact(table, key, measured, bytes, limit, instead)
      : typeFact(table, key, endless.column, instead);
  context.findings.change(
    stageOf(context, key),
    fact,
    { code: null, message: `UNIQUE KEY '${key.name}' is made USING HASH` },
    key.origin,
  );
}
