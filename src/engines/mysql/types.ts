/** Column types: what they are to an index, to a foreign key and to a row. Storage sizes: manual page storage-requirements. */
import type { Column, ColumnType } from '../../schema/index.ts';
import { bytesPerCharacter } from './charsets.ts';

export type Family =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'bit'
  | 'date'
  | 'time'
  | 'datetime'
  | 'timestamp'
  | 'year'
  | 'char'
  | 'varchar'
  | 'binary'
  | 'varbinary'
  | 'text'
  | 'blob'
  | 'json'
  | 'enum'
  | 'set'
  | 'geometry'
  | 'vector'
  | 'other';

const INTEGER_BYTES: Readonly<Record<string, number>> = {
  tinyint: 1,
  smallint: 2,
  mediumint: 3,
  int: 4,
  bigint: 8,
};

const SYNONYMS: Readonly<Record<string, string>> = {
  bool: 'tinyint',
  boolean: 'tinyint',
  int1: 'tinyint',
  int2: 'smallint',
  int3: 'mediumint',
  int4: 'int',
  int8: 'bigint',
  middleint: 'mediumint',
  integer: 'int',
  serial: 'bigint',
  dec: 'decimal',
  numeric: 'decimal',
  fixed: 'decimal',
  real: 'double',
  'double precision': 'double',
  float4: 'float',
  float8: 'double',
  character: 'char',
  'character varying': 'varchar',
  'char varying': 'varchar',
  long: 'mediumtext',
  'long varchar': 'mediumtext',
  'long varbinary': 'mediumblob',
  geomcollection: 'geometrycollection',
};

const FAMILIES: Readonly<Record<string, Family>> = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  bigint: 'integer',
  decimal: 'decimal',
  float: 'float',
  double: 'float',
  bit: 'bit',
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  timestamp: 'timestamp',
  year: 'year',
  char: 'char',
  varchar: 'varchar',
  binary: 'binary',
  varbinary: 'varbinary',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  tinyblob: 'blob',
  blob: 'blob',
  mediumblob: 'blob',
  longblob: 'blob',
  json: 'json',
  enum: 'enum',
  set: 'set',
  vector: 'vector',
  geometry: 'geometry',
  point: 'geometry',
  linestring: 'geometry',
  polygon: 'geometry',
  multipoint: 'geometry',
  multilinestring: 'geometry',
  multipolygon: 'geometry',
  geometrycollection: 'geometry',
};

/** Types of other engines: each refused by MySQL 9.7.4 (1064) and MariaDB 10.11.19 (4161). */
export const FOREIGN_TYPES: ReadonlySet<string> = new Set(
  (
    'citext jsonb tsvector tsquery bytea money inet cidr macaddr macaddr8 smallserial bigserial serial8 timestamptz ' +
    'timetz interval hstore ltree xml name oid int4range int8range numrange tstzrange tsrange daterange box circle ' +
    'path lseg line bpchar uniqueidentifier datetime2 ntext image'
  ).split(' '),
);

/** MariaDB's fixed-width types. */
const OTHER_BYTES: Readonly<Record<string, number>> = { uuid: 16, inet6: 16, inet4: 4 };

export interface ResolvedType {
  readonly family: Family;
  /** The canonical word. */
  readonly name: string;
  /** Characters, bytes or bits; digits of a decimal; fractional digits of a time. */
  readonly length: number;
  readonly scale: number;
  readonly unsigned: boolean;
}

/** Arguments that a frontend left in the text only. Of a number with a point the grammars keep what stands before it. */
function argumentsIn(text: string): readonly number[] {
  const match = /\(\s*(\d+\.?\d*|\.\d+)\s*(?:,\s*(\d+)\s*)?\)/.exec(text);
  if (match === null) return [];
  const first = Math.trunc(Number(match[1]));
  return match[2] === undefined ? [first] : [first, Number(match[2])];
}

const DEFAULT_LENGTHS: Partial<Record<Family, number>> = { char: 1, binary: 1, bit: 1, decimal: 10 };

const resolved = new WeakMap<ColumnType, ResolvedType>();

export function resolveType(type: ColumnType): ResolvedType {
  const known = resolved.get(type);
  if (known !== undefined) return known;
  const word = type.name.toLowerCase();
  let name = SYNONYMS[word] ?? word;
  const family = FAMILIES[name] ?? 'other';
  const written = family === 'enum' || family === 'set' ? [] : argumentsIn(type.text);
  const length = type.length ?? type.precision ?? written[0];
  // FLOAT(25) and more is a DOUBLE.
  if (name === 'float' && written.length < 2 && type.scale === undefined && (length ?? 0) > 24)
    name = 'double';
  const result: ResolvedType = {
    family,
    name,
    length: length ?? DEFAULT_LENGTHS[family] ?? 0,
    scale: type.scale ?? written[1] ?? 0,
    unsigned: word === 'serial' || (type.unsigned ?? /\b(unsigned|zerofill)\b/i.test(type.text)),
  };
  resolved.set(type, result);
  return result;
}

/** Was a length, a precision or a display width written? */
export function hasArguments(type: ColumnType): boolean {
  return (type.length ?? type.precision ?? argumentsIn(type.text)[0]) !== undefined;
}

export function isBlobLike(family: Family): boolean {
  return (
    family === 'text' ||
    family === 'blob' ||
    family === 'json' ||
    family === 'geometry' ||
    family === 'vector'
  );
}

export function isCharacter(family: Family): boolean {
  return (
    family === 'char' || family === 'varchar' || family === 'text' || family === 'enum' || family === 'set'
  );
}

/** May a key hold a prefix of it? */
export function takesPrefix(family: Family): boolean {
  return (
    family === 'char' ||
    family === 'varchar' ||
    family === 'text' ||
    family === 'binary' ||
    family === 'varbinary' ||
    family === 'blob' ||
    family === 'json' ||
    family === 'geometry'
  );
}

/** Bytes of one unit of a prefix length: a character, or a byte. */
export function bytesPerUnit(column: Column): number {
  const { family } = resolveType(column.type);
  return family === 'char' || family === 'varchar' || family === 'text' || family === 'json'
    ? bytesPerCharacter(column.charset)
    : 1;
}

/** Digits are packed nine to four bytes (manual page precision-math-decimal-characteristics). */
function decimalBytes(precision: number, scale: number): number {
  const left = [0, 1, 1, 2, 2, 3, 3, 4, 4];
  const part = (digits: number) => Math.floor(digits / 9) * 4 + (left[digits % 9] ?? 4);
  return part(precision - scale) + part(scale);
}

const fractionBytes = (digits: number) => Math.ceil(digits / 2);

/** Bytes of a value of fixed width; undefined: the width varies, or is not known. */
export function fixedBytes(column: Column): number | undefined {
  const type = resolveType(column.type);
  switch (type.family) {
    case 'integer':
      return INTEGER_BYTES[type.name] ?? 8;
    case 'decimal':
      return decimalBytes(type.length, type.scale);
    case 'float':
      return type.name === 'double' ? 8 : 4;
    case 'bit':
      return Math.ceil(type.length / 8);
    case 'date':
      return 3;
    case 'time':
      return 3 + fractionBytes(type.length);
    case 'datetime':
      return 5 + fractionBytes(type.length);
    case 'timestamp':
      return 4 + fractionBytes(type.length);
    case 'year':
      return 1;
    case 'enum':
      return (column.type.members?.length ?? 0) > 255 ? 2 : 1;
    case 'set': {
      const bytes = Math.ceil((column.type.members?.length ?? 1) / 8);
      return bytes > 4 ? 8 : bytes;
    }
    case 'other':
      return OTHER_BYTES[type.name];
    default:
      return undefined;
  }
}

const BLOB_LENGTH_BYTES: Readonly<Record<string, number>> = {
  tinytext: 1,
  tinyblob: 1,
  text: 2,
  blob: 2,
  mediumtext: 3,
  mediumblob: 3,
};

const TINY_MAX = 255;

/** The most bytes of its content. */
export function contentBytes(column: Column): number {
  const type = resolveType(column.type);
  const fixed = fixedBytes(column);
  if (fixed !== undefined) return fixed;
  if (isBlobLike(type.family)) return type.name.startsWith('tiny') ? TINY_MAX : Number.POSITIVE_INFINITY;
  return type.length * bytesPerUnit(column);
}

/**
 * Bytes of a key part: content only, neither length bytes nor the byte for NULL count towards 3072 (measured).
 * `undefined`: TEXT or BLOB without a prefix length.
 */
export function keyPartBytes(column: Column, prefix: number | undefined): number | undefined {
  const { family } = resolveType(column.type);
  if (prefix !== undefined && takesPrefix(family)) return prefix * bytesPerUnit(column);
  if (isBlobLike(family)) return undefined;
  return contentBytes(column);
}

/** Bytes in the server's row format, which the limit of 65,535 counts (manual page column-count-limit). */
export function rowBytes(column: Column): number {
  const type = resolveType(column.type);
  const fixed = fixedBytes(column);
  if (fixed !== undefined) return fixed;
  if (isBlobLike(type.family)) return (BLOB_LENGTH_BYTES[type.name] ?? 4) + 8;
  const content = contentBytes(column);
  if (type.family === 'varchar' || type.family === 'varbinary') return content + (content > 255 ? 2 : 1);
  return content;
}
