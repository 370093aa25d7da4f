/** Default values as doctrine/dbal compares and writes them (AbstractPlatform::getDefaultValueDeclarationSQL). */
import { toText } from '../../../php/operators.ts';
import { type PhpValue, Unknown } from '../../../php/values.ts';
import { Expression } from '../expression.ts';
import { FrameworkError } from '../framework-error.ts';
import type { DoctrineColumn } from './column.ts';
import { type Platform, quoteText } from './platform.ts';

/** What PHP's string functions make of it. */
function text(value: PhpValue): string {
  if (value instanceof Expression) {
    throw new FrameworkError(
      'str_replace(): Argument #3 ($subject) must be of type array|string, Illuminate\\Database\\Query\\Expression given',
    );
  }
  const found = toText(value);
  return found instanceof Unknown ? '?' : found;
}

function joined(value: PhpValue): string {
  if (value instanceof Expression) {
    throw new FrameworkError(
      'Object of class Illuminate\\Database\\Query\\Expression could not be converted to string',
    );
  }
  return text(value);
}

const FALSE = new Set(['f', 'false', 'n', 'no', 'off', '0']);
const TRUE = new Set(['t', 'true', 'y', 'yes', 'on', '1']);

/** PostgreSQLPlatform::convertBooleans. */
function postgresBoolean(value: PhpValue): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && !/^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) {
    const word = value.trim().toLowerCase();
    if (FALSE.has(word)) return 'false';
    if (TRUE.has(word)) return 'true';
    throw new FrameworkError(`Unrecognized boolean literal '${value}'`);
  }
  if (value instanceof Unknown) return '?';
  const number = Number(typeof value === 'object' ? Number.NaN : value);
  return number === 0 ? 'false' : 'true';
}

/** ` DEFAULT …`, or nothing. */
export function defaultSql(platform: Platform, column: DoctrineColumn): string {
  if (platform.kind === 'postgres' && column.autoincrement) return '';
  const none = platform.kind === 'mysql' && (column.type === 'text' || column.type === 'blob');
  const value = none ? null : column.default;
  if (value === null) return column.notnull ? '' : ' DEFAULT NULL';
  if (value instanceof Unknown) return ' DEFAULT ?';
  const plain = column.defaultIsObject !== true;
  switch (column.type) {
    case 'integer':
    case 'bigint':
    case 'smallint':
      return ` DEFAULT ${joined(value)}`;
    case 'datetime':
    case 'datetimetz':
    case 'timestamp':
      if (plain && value === 'CURRENT_TIMESTAMP') return ` DEFAULT ${value}`;
      break;
    case 'time':
      if (plain && value === 'CURRENT_TIME') return ` DEFAULT ${value}`;
      break;
    case 'date':
      if (plain && value === 'CURRENT_DATE') return ` DEFAULT ${value}`;
      break;
    case 'boolean':
      if (platform.kind === 'postgres') return ` DEFAULT ${plain ? postgresBoolean(value) : 'true'}`;
      return ` DEFAULT ${typeof value === 'boolean' ? Number(value) : joined(value)}`;
  }
  return ` DEFAULT ${quoteText(platform, text(value))}`;
}

const numeric = (value: string): boolean => /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value);

/** PHP's `==` between two defaults. */
export function looselyEqual(a: PhpValue, b: PhpValue): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a === 'object' || typeof b === 'object') return false;
  if (typeof a === 'boolean' || typeof b === 'boolean') return truth(a) === truth(b);
  const [left, right] = [String(a), String(b)];
  if (numeric(left) && numeric(right)) return Number(left) === Number(right);
  return left === right;
}

function truth(value: string | number | boolean): boolean {
  return value !== '0' && Boolean(value);
}
