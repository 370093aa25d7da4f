/** May this column have this default? Manual page data-type-defaults; the cases were tried on MySQL 9.7.4 and MariaDB 10.11.19. */

import { isIP } from 'node:net';
import type { Column, DefaultValue, Origin } from '../../schema/index.ts';
import type { Context } from './context.ts';
import { usesArrow } from './expressions.ts';
import { characters } from './names.ts';
import { isBlobLike, type ResolvedType, resolveType } from './types.ts';
import { syntaxError } from './words.ts';

const NOW = /^\(?\s*(?:current_timestamp|now|localtime|localtimestamp)\s*(?:\(\s*(\d*)\s*\))?\s*\)?$/i;

/** The fractional digits of CURRENT_TIMESTAMP(n); null: it is something else. */
export function nowDigits(sql: string): number | null {
  const match = NOW.exec(sql.trim());
  if (match === null) return null;
  return match[1] === undefined || match[1] === '' ? 0 : Number(match[1]);
}

export function judgeDefault(
  context: Context,
  table: string,
  column: Column,
  notNull: boolean,
  origin: Origin | undefined,
  /** ALTER COLUMN … SET DEFAULT, which takes one for an auto-increment column. */
  altering = false,
): void {
  const value = column.default;
  if (value === undefined) return;
  const { findings, traits, dialect } = context;
  const type = resolveType(column.type);
  const invalid = (stage: 'parse' | 'columns' | 'record') =>
    findings.refuse(
      stage,
      {
        kind: 'invalid-default',
        table,
        column: column.name,
        value: value.kind === 'literal' ? (value.value ?? 'NULL') : value.sql,
      },
      { code: '1067', message: `Invalid default value for '${column.name}'` },
      origin,
    );
  const notAllowed = () =>
    findings.refuse(
      'parse',
      { kind: 'default-not-allowed', table, column: column.name, type: column.type.name },
      dialect.words.literalDefault(column.name),
      origin,
    );

  if (value.kind === 'unknown') {
    if (isBlobLike(type.family) && !traits.literalBlobDefaults) {
      findings.uncertain(`the default of ${column.name} is not known`);
    }
    return;
  }
  if (value.kind === 'literal' && value.value === null) {
    // One that counts by itself has no default, whatever NULL would be.
    if (notNull && !column.autoIncrement) invalid('parse');
    return;
  }
  // Refused as such already.
  if (column.generated !== undefined) return;
  const isBoolean = value.kind === 'literal' && /^(?:true|false)$/i.test(value.sql);
  // MySQL takes TRUE and FALSE for functions here, and leaves them aside.
  if (column.autoIncrement && isBoolean && dialect.engine === 'mysql') return;
  if (column.autoIncrement && !altering) {
    invalid('parse');
    return;
  }
  // MariaDB works out what is the same for all rows while it reads the statement.
  const within = dialect.engine === 'mariadb' ? constantIn(value.sql) : null;
  if (within !== null && type.family === 'geometry') {
    if (within.value !== null) noGeometry(context, table, column, origin);
    else if (notNull) invalid('record');
    return;
  }
  if (within !== null && !isBlobLike(type.family)) {
    if (within.value === null ? notNull : !literalFits(context, within, column, type)) invalid('record');
    return;
  }
  if (value.kind === 'expression') {
    judgeExpression(context, value.sql, type, invalid, origin);
    return;
  }
  if (isBlobLike(type.family)) {
    if (type.family === 'geometry' && traits.literalBlobDefaults) {
      noGeometry(context, table, column, origin);
    } else if (!traits.literalBlobDefaults) {
      // Outside strict mode an empty default is dropped with a warning.
      if (context.strict || value.value !== '') notAllowed();
    }
    return;
  }
  if (!literalFits(context, value, column, type)) {
    const text = (value.value ?? '').trim();
    if (
      dialect.engine === 'mysql' &&
      type.family === 'decimal' &&
      /^[+-]?\d/.test(text) &&
      !NUMBER.test(text)
    ) {
      // What begins as a number is cut to it, which strict mode does not take.
      findings.refuse(
        'record',
        { kind: 'invalid-default', table, column: column.name, value: text },
        { code: '1366', message: `Incorrect decimal value: '${text}' for column '${column.name}' at row 1` },
        origin,
      );
      return;
    }
    invalid(type.family === 'enum' || type.family === 'set' ? 'columns' : 'record');
  }
}

/** MariaDB: no literal is a geometry. */
function noGeometry(context: Context, table: string, column: Column, origin: Origin | undefined): void {
  context.findings.refuse(
    'record',
    { kind: 'default-not-allowed', table, column: column.name, type: column.type.name },
    { code: '1416', message: 'Cannot get geometry object from data you send to the GEOMETRY field' },
    origin,
  );
}

/** A string, a number or a sum in parentheses, NULL, TRUE or FALSE; of functions, json_array() gives `[]`, json_object() `{}`. */
function constantIn(sql: string): Extract<DefaultValue, { kind: 'literal' }> | null {
  let text = sql.trim();
  if (!text.startsWith('(')) return null;
  while (/^\(.*\)$/s.test(text)) text = text.slice(1, -1).trim();
  const string = /^'((?:[^'\\]|'')*)'$/.exec(text)?.[1];
  if (string !== undefined) return { kind: 'literal', value: string.replaceAll("''", "'"), sql: text };
  if (/^null$/i.test(text)) return { kind: 'literal', value: null, sql: text };
  if (NUMBER.test(text) || /^(?:true|false)$/i.test(text)) return { kind: 'literal', value: text, sql: text };
  const sum = /^(\d{1,9})\s*([+*-])\s*(\d{1,9})$/.exec(text);
  if (sum !== null) {
    const [a, b] = [Number(sum[1]), Number(sum[3])];
    const value = String(sum[2] === '+' ? a + b : sum[2] === '-' ? a - b : a * b);
    return { kind: 'literal', value, sql: value };
  }
  const empty = /^json_(array|object)\s*\(\s*\)$/i.exec(text)?.[1]?.toLowerCase();
  if (empty === undefined) return null;
  const json = empty === 'array' ? '[]' : '{}';
  return { kind: 'literal', value: json, sql: `'${json}'` };
}

function judgeExpression(
  context: Context,
  sql: string,
  type: ResolvedType,
  invalid: (stage: 'parse' | 'columns') => void,
  origin: Origin | undefined,
): void {
  const { findings, traits, dialect } = context;
  const text = sql.trim();
  const parenthesised = text.startsWith('(');
  const digits = parenthesised ? null : nowDigits(text);
  if (digits !== null) {
    if (traits.looseNowDefaults) return;
    if (type.family !== 'datetime' && type.family !== 'timestamp') {
      invalid('parse');
    } else if (digits !== type.length) invalid('parse');
    return;
  }
  if (dialect.engine === 'mariadb' && usesArrow(text)) {
    const wording = syntaxError(dialect.title, `->${text.split('->')[1]}`);
    findings.refuse('parse', { kind: 'foreign-syntax' }, wording, origin);
    return;
  }
  const call = /^[a-z_]\w*\s*\(.*\)$/is.test(text) || /^(current_date|current_time|utc_\w+)$/i.test(text);
  if ((parenthesised || call) && !traits.expressionDefaults) {
    findings.refuse('parse', { kind: 'foreign-syntax' }, syntaxError(dialect.title, text), origin);
  } else if (call && dialect.engine === 'mysql') {
    // A function as a default stands in parentheses (manual page data-type-defaults).
    findings.refuse('parse', { kind: 'foreign-syntax' }, syntaxError(dialect.title, text), origin);
  }
}

function literalFits(
  context: Context,
  literal: Extract<DefaultValue, { kind: 'literal' }>,
  column: Column,
  type: ResolvedType,
): boolean {
  const written = literal.value ?? '';
  const keyword = literal.sql.trim().toLowerCase();
  // TRUE and FALSE are numbers; b'1' and 0x01 are bytes whose meaning follows the type.
  const text = keyword === 'true' ? '1' : keyword === 'false' ? '0' : written;
  if (/^(b'|x'|0x|0b)/i.test(keyword)) return true;
  const asNumber = !/^['"]/.test(keyword);
  switch (type.family) {
    case 'integer':
      return integerFits(text, type);
    case 'decimal':
      return decimalFits(context, text, type);
    case 'float':
      return NUMBER.test(text.trim());
    case 'char':
    case 'varchar': {
      const kept = context.traits.trimsDefaults ? text.replace(/ +$/, '') : text;
      return characters(kept) <= type.length;
    }
    case 'binary':
    case 'varbinary':
      return Buffer.byteLength(text) <= type.length;
    case 'enum':
      return isMember(column, text);
    case 'set':
      return text === '' || text.split(',').every((member) => isMember(column, member));
    case 'date':
    case 'datetime':
    case 'timestamp':
      return dateFits(context, text.trim(), type, asNumber);
    case 'bit':
      return bitsFit(text, type, asNumber);
    case 'time':
      return timeFits(text.trim());
    case 'year':
      return yearFits(text.trim());
    default:
      return addressFits(type.name, text.trim());
  }
}

/** MariaDB's UUID, INET4 and INET6; of other types nothing is certain. */
function addressFits(name: string, text: string): boolean {
  if (name === 'uuid') return /^(?:[0-9a-f]{2}-?){16}$/i.test(text);
  if (name === 'inet4') return isIP(text) === 4;
  return name !== 'inet6' || isIP(text) !== 0;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const INTEGER_BITS: Readonly<Record<string, bigint>> = {
  tinyint: 8n,
  smallint: 16n,
  mediumint: 24n,
  int: 32n,
  bigint: 64n,
};

function integerFits(text: string, type: ResolvedType): boolean {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return false;
  const bits = INTEGER_BITS[type.name] ?? 64n;
  const max = type.unsigned ? (1n << bits) - 1n : (1n << (bits - 1n)) - 1n;
  const min = type.unsigned ? 0n : -(1n << (bits - 1n));
  if (!/^[+-]?\d+$/.test(trimmed)) {
    const rounded = Math.round(Number(trimmed));
    return rounded >= Number(min) && rounded <= Number(max);
  }
  const value = BigInt(trimmed.replace('+', ''));
  return value >= min && value <= max;
}

function decimalFits(context: Context, text: string, type: ResolvedType): boolean {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return !context.strict && context.traits.lenientDecimalDefaults;
  const value = Number(trimmed);
  if (type.unsigned && value < 0) return false;
  // Fractions are rounded to the scale; what carries into one digit too many does not fit.
  const rounded = Number(Math.abs(value).toFixed(Math.min(type.scale, 20)));
  return rounded < 10 ** (type.length - type.scale);
}

function isMember(column: Column, text: string): boolean {
  const members = column.type.members;
  if (members === undefined) return true;
  if (members.includes(text)) return true;
  // Case counts in binary and case-sensitive collations only.
  if (/_(bin|cs|as_cs)$|^binary$/.test(column.collation ?? '')) return false;
  const folded = text.toLowerCase();
  return members.some((member) => member.toLowerCase() === folded);
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Date and time of day of digits without signs between them: two digits of the year, or four. */
function ofDigits(digits: string, asNumber: boolean): number[] {
  let text = digits;
  if (asNumber)
    text = digits.padStart(
      digits.length <= 6 ? 6 : digits.length <= 8 ? 8 : digits.length <= 12 ? 12 : 14,
      '0',
    );
  const year = text.length === 4 || text.length === 8 || text.length >= 14 ? 4 : 2;
  return [Number(text.slice(0, year)), ...(text.slice(year).match(/\d{1,2}/g) ?? []).map(Number)];
}

/** Only what is certainly wrong is refused: MySQL reads dates in many notations. */
export function dateFits(context: Context, text: string, type: ResolvedType, asNumber: boolean): boolean {
  if (asNumber && text.startsWith('-')) return false;
  let parts: number[];
  let short = false;
  if (/^\d+$/.test(text)) {
    parts = ofDigits(text, asNumber);
    short = !(text.length === 4 || text.length === 8 || text.length >= 14);
  } else if (/^\d+(?:[-:./]\d+)*(?:[ T]\d+(?:[:.]\d+)*)?$/.test(text)) {
    parts = (text.match(/\d+/g) ?? []).map(Number);
    short = /^\d{1,2}\D/.test(text);
  } else return /\d/.test(text);
  const [written = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (month > 12 || day > 31 || hour > 23 || minute > 59 || second > 59) return false;
  const zero = written === 0 && month === 0 && day === 0;
  // Laravel's strict mode sets NO_ZERO_DATE and NO_ZERO_IN_DATE.
  if (zero) return !context.strict;
  if (month === 0 || day === 0) return !context.strict && type.family !== 'timestamp';
  const year = short ? written + (written < 70 ? 2000 : 1900) : written;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (day > (month === 2 && !leap ? 28 : (DAYS[month - 1] ?? 31))) return false;
  // TIMESTAMP begins in 1970, wherever the session's time zone is; its end differs by version.
  return type.family !== 'timestamp' || (year >= 1969 && year <= 2106);
}

function timeFits(text: string): boolean {
  const digits = /^[+-]?(\d+)(?:\.\d*)?$/.exec(text)?.[1];
  if (digits !== undefined) {
    const value = Number(digits);
    return value % 100 <= 59 && Math.floor(value / 100) % 100 <= 59 && value / 10_000 < 839;
  }
  if (/^\d+-\d+-\d+$/.test(text)) return false;
  const match = /^[+-]?(\d+):(\d{1,2})(?::(\d{1,2}))?(?:\.\d*)?$/.exec(text);
  if (match === null) return /\d/.test(text);
  return Number(match[1]) <= 838 && Number(match[2]) <= 59 && Number(match[3] ?? 0) <= 59;
}

function yearFits(text: string): boolean {
  if (!/^\d+(?:\.\d*)?$/.test(text)) return false;
  const year = Math.round(Number(text));
  return year < 100 || (year >= 1901 && year <= 2155);
}

/** A number by its value, a string by its bytes. */
function bitsFit(text: string, type: ResolvedType, asNumber: boolean): boolean {
  if (asNumber) {
    if (!/^\+?\d+$/.test(text)) return !text.startsWith('-');
    return BigInt(text.replace('+', '')) < 1n << BigInt(type.length);
  }
  const hex = Buffer.from(text).toString('hex');
  return hex === '' || BigInt(`0x${hex}`) < 1n << BigInt(type.length);
}
