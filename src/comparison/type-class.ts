/** Column types of different engines in common terms, so that they can be compared. */
import type { CheckSpec, Column, EngineName, Table } from '../schema/index.ts';

export type TypeClass =
  | 'integer'
  | 'boolean'
  | 'decimal'
  | 'float'
  | 'char'
  | 'string'
  | 'text'
  | 'json'
  | 'date'
  | 'datetime'
  | 'timestamp'
  | 'time'
  | 'year'
  | 'binary'
  | 'bit'
  | 'enum'
  | 'set'
  | 'uuid'
  | 'network'
  | 'spatial'
  | 'vector'
  | 'other';

export interface TypeFacts {
  readonly class: TypeClass;
  /** Of an integer; SQLite's have 64 whatever is declared. */
  readonly bits?: number;
  readonly unsigned?: boolean;
  /** Characters (char, string) or bytes (binary) that fit; absent: there is no limit of its own. */
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  /** Of an enum, or of the check that stands for one. */
  readonly members?: readonly string[];
  /** Bytes that a text or binary of MySQL and MariaDB may have (manual: "String Type Storage Requirements"). */
  readonly bytes?: number;
}

const BITS: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  mediumint: 24,
  int: 32,
  integer: 32,
  bigint: 64,
};

const SIZES: Readonly<Record<string, number>> = {
  tiny: 255,
  '': 65_535,
  medium: 16_777_215,
  long: 4_294_967_295,
};

const DECIMAL_DIGITS = 10;

const isMySql = (engine: EngineName): boolean => engine === 'mysql' || engine === 'mariadb';

/** What authors write, in the words in which the servers give it back. */
const MYSQL_WORDS: Readonly<Record<string, string>> = {
  bool: 'boolean',
  dec: 'decimal',
  numeric: 'decimal',
  fixed: 'decimal',
  'double precision': 'double',
  real: 'double',
  float8: 'double',
  float4: 'float',
  character: 'char',
  nchar: 'char',
  'national char': 'char',
  'national character': 'char',
  nvarchar: 'varchar',
  'character varying': 'varchar',
  'char varying': 'varchar',
  'nchar varying': 'varchar',
  'nchar varchar': 'varchar',
  'national varchar': 'varchar',
  int1: 'tinyint',
  int2: 'smallint',
  int3: 'mediumint',
  middleint: 'mediumint',
  int4: 'int',
  int8: 'bigint',
  long: 'mediumtext',
  'long varchar': 'mediumtext',
  'long varbinary': 'mediumblob',
};

const POSTGRES_WORDS: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  dec: 'numeric',
  decimal: 'numeric',
  float: 'double precision',
  float4: 'real',
  float8: 'double precision',
  varchar: 'character varying',
  char: 'character',
  bpchar: 'character',
  varbit: 'bit varying',
};

function plainWord(engine: EngineName, word: string, text: string): string {
  if (engine === 'postgres') return POSTGRES_WORDS[word] ?? word;
  if (!isMySql(engine)) return word;
  return /^tinyint\s*\(\s*1\s*\)\s*$/i.test(text) ? 'boolean' : (MYSQL_WORDS[word] ?? word);
}

const SPATIAL =
  /^(geometry|geography|point|linestring|polygon|multipoint|multilinestring|multipolygon|geometrycollection|geomcollection)\b/;

export function typeFacts(engine: EngineName, table: Table, column: Column): TypeFacts {
  const { name, length, scale, unsigned, members, text } = column.type;
  const word = plainWord(engine, name.toLowerCase(), text);
  // DECIMAL alone is DECIMAL(10,0) (manual: fixed-point-types)
  const precision =
    column.type.precision ?? (word === 'decimal' && isMySql(engine) ? DECIMAL_DIGITS : undefined);
  const sized = length === undefined ? {} : { length };
  const fraction = precision === undefined ? {} : { precision };
  if (SPATIAL.test(word)) return { class: 'spatial' };
  if (engine === 'sqlite') return sqliteFacts(word, text, table, column);
  if (engine === 'postgres') {
    const check = membersOfCheck(table.checks, column.name);
    switch (word) {
      case 'character varying':
        return check === undefined ? { class: 'string', ...sized } : { class: 'enum', members: check };
      case 'character':
        return { class: 'char', ...sized };
      case 'numeric':
        return { class: 'decimal', ...fraction, ...(scale === undefined ? {} : { scale }) };
      case 'real':
      case 'double precision':
        return { class: 'float' };
      case 'bytea':
        return { class: 'binary' };
      case 'jsonb':
        return { class: 'json' };
      case 'inet':
      case 'cidr':
      case 'macaddr':
        return { class: 'network' };
      case 'bit':
      case 'bit varying':
        return { class: 'bit', ...sized };
      default:
        if (word.startsWith('timestamp')) return { class: 'timestamp', ...fraction };
        if (word.startsWith('time')) return { class: 'time', ...fraction };
    }
  }
  if (word === 'tinyint' && precision === 1) return { class: 'boolean' };
  const bits = BITS[word];
  if (bits !== undefined) return { class: 'integer', bits, ...(unsigned === true ? { unsigned } : {}) };
  const sizedText = /^(tiny|medium|long|)text$/.exec(word);
  if (sizedText !== null) {
    if (isJsonCheck(table.checks, column.name)) return { class: 'json' };
    return { class: 'text', ...(engine === 'postgres' ? {} : { bytes: SIZES[sizedText[1]!]! }) };
  }
  const blob = /^(tiny|medium|long|)blob$/.exec(word);
  if (blob !== null) return { class: 'binary', bytes: SIZES[blob[1]!]! };
  switch (word) {
    case 'boolean':
      return { class: 'boolean' };
    case 'decimal':
      return { class: 'decimal', ...fraction, ...(scale === undefined ? {} : { scale }) };
    case 'float':
    case 'double':
      return { class: 'float' };
    case 'char':
      return { class: 'char', ...sized };
    case 'varchar':
      return { class: 'string', ...sized };
    case 'binary':
    case 'varbinary':
      return { class: 'binary', ...sized };
    case 'inet4':
    case 'inet6':
      return { class: 'network' };
    case 'enum':
      return { class: 'enum', ...(members === undefined ? {} : { members }) };
    case 'datetime':
    case 'timestamp':
    case 'time':
      return { class: word, ...fraction };
    case 'json':
    case 'date':
    case 'year':
    case 'set':
    case 'uuid':
    case 'vector':
    case 'bit':
      return { class: word };
    default:
      return { class: 'other' };
  }
}

/** SQLite keeps whatever is declared, and looks at little of it: https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
function sqliteFacts(word: string, text: string, table: Table, column: Column): TypeFacts {
  const members = membersOfCheck(table.checks, column.name);
  if (members !== undefined) return { class: 'enum', members };
  if (/^tinyint\s*\(\s*1\s*\)/i.test(text)) return { class: 'boolean' };
  switch (word) {
    case 'date':
    case 'time':
    case 'datetime':
      return { class: word };
    case 'timestamp':
      return { class: 'datetime' };
    case 'numeric':
    case 'decimal':
      return { class: 'decimal' };
    case 'boolean':
    case 'bool':
      return { class: 'boolean' };
    case 'uuid':
      return { class: 'string' };
    case 'json':
    case 'jsonb':
      return { class: 'json' };
  }
  if (/int/.test(word)) return { class: 'integer', bits: 64 };
  if (/clob|text/.test(word)) return { class: 'text' };
  if (/char/.test(word)) return { class: 'string' };
  if (/real|floa|doub/.test(word)) return { class: 'float' };
  if (/blob/.test(word) || word === '') return { class: 'binary' };
  return { class: 'other' };
}

/** `"state" in ('a', 'b')` (SQLite), `state = ANY (ARRAY['a'::character varying, …])` (PostgreSQL). */
export function membersOfCheck(checks: readonly CheckSpec[], column: string): string[] | undefined {
  const name = column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  for (const { expression } of checks) {
    const match =
      new RegExp(`^\\(*["'\`]?${name}["'\`]?\\)*\\s+in\\s*\\(([\\s\\S]*)\\)$`, 'i').exec(expression.trim()) ??
      new RegExp(
        `^\\(*"?${name}"?\\)*(?:::[\\w ]+\\)?)?\\s*=\\s*ANY\\s*\\(\\(?ARRAY\\[([\\s\\S]*)\\]`,
        'i',
      ).exec(expression.trim());
    if (match === null) continue;
    return [...(match[1] ?? '').matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) =>
      text.replaceAll("''", "'"),
    );
  }
  return undefined;
}

/** MariaDB makes json a longtext with a check: https://mariadb.com/kb/en/json-data-type/ */
export function isJsonCheck(checks: readonly CheckSpec[], column: string): boolean {
  return checks.some(
    ({ expression }) =>
      expression.toLowerCase().replaceAll(/[`()\s]/g, '') === `json_valid${column.toLowerCase()}`,
  );
}

/** Equal for types in which engines, or two moments of one engine, agree. */
export function typeKey(type: TypeFacts): string {
  const { class: kind, ...rest } = type;
  // A fraction of zero digits is what all of them have by default.
  const { precision, ...others } = rest;
  const digits =
    kind === 'datetime' || kind === 'timestamp' || kind === 'time' ? precision || undefined : precision;
  return JSON.stringify([kind, digits, Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/**
 * Without brackets around the whole, a cast around or behind it, and what MySQL writes before a text in an expression
 * (`_utf8mb4\'[]\'`); of a text alone, what it says.
 */
function plainExpression(sql: string): string {
  let text = sql.trim();
  for (;;) {
    const inner =
      /^\(([^()]*(?:\([^()]*\)[^()]*)*)\)$/.exec(text)?.[1] ??
      /^(.+)::[\w\s."]+(?:\(\d+\))?$/s.exec(text)?.[1] ??
      /^cast\s*\((.+)\sas\s+json\s*\)$/is.exec(text)?.[1] ??
      /^_\w+\s*(\\?'.*')$/s.exec(text)?.[1]?.replaceAll(/\\(.)/gs, '$1');
    if (inner === undefined) break;
    text = inner.trim();
  }
  // MySQL and MariaDB give a quote in it back with a backslash
  return /^'((?:[^']|''|\\')*)'$/.exec(text)?.[1]?.replaceAll(/''|\\'/g, "'") ?? text;
}

/** Equal for equal defaults: `'0'`, `0` and `0.00`; `true` and `1`; CURRENT_TIMESTAMP in its spellings; `'[]'` and `json_array()`. */
export function defaultKey({ default: value, autoIncrement }: Column, type: TypeFacts): string {
  // the next value of a sequence is what makes it automatic
  if (autoIncrement) return '';
  if (value === undefined || (value.kind === 'literal' && value.value === null)) return '';
  const text = value.kind === 'literal' ? String(value.value) : plainExpression(value.sql);
  if (/^(current_timestamp|now|localtimestamp)(\(\d*\))?$/i.test(text)) return 'current_timestamp';
  if (/^(?:datetime|strftime\s*\(\s*'[^']*'\s*,)\s*\(?\s*'now'\s*\)$/i.test(text)) return 'current_timestamp';
  if (/^json(?:b?_build)?_array\(\s*\)$/i.test(text)) return '[]';
  if (/^json(?:b?_build)?_object\(\s*\)$/i.test(text)) return '{}';
  if (type.class === 'boolean' || type.class === 'integer') {
    if (/^true$/i.test(text)) return '1';
    if (/^false$/i.test(text)) return '0';
  }
  if (
    /^[+-]?\d+(\.\d+)?$/.test(text) &&
    ['integer', 'boolean', 'decimal', 'float', 'year'].includes(type.class)
  )
    return String(Number(text));
  return text;
}
