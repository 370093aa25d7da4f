/**
 * MariaDB keeps no value whose meaning hangs on the session's sql_mode: the expression of a stored or indexed column may not
 * depend on PAD_CHAR_TO_FULL_LENGTH (CHAR columns) or TIME_ROUND_FRACTIONAL (more digits than the column holds).
 * Field::check_vcol_sql_mode_dependency() in sql/field.cc, Item::value_depends_on_sql_mode() in sql/item.h; tried on
 * 10.11.19. Knowledge base page generated-columns.
 */
import { type Column, findColumn, type Table } from '../../schema/index.ts';
import { mentions } from './expressions.ts';
import { resolveType } from './types.ts';

const PLAIN = /^\(*\s*(?:`((?:[^`]|``)+)`|([a-z_]\w*))\s*\)*$/i;
/** Comparisons, and functions that cut spaces, do not see the padding. */
const BLIND = /^\s*(?:(?:r?trim)\s*\(|[^()]*(?:<=>|<=|>=|<>|!=|<|>|=|\blike\b)[^()]*$)/i;

/** MariaDB's numbers and CHAR take padded text as they take any. */
const TAKES_PADDED = new Set(['integer', 'decimal', 'float', 'char', 'enum', 'set', 'year', 'date']);

function isPadded(column: Column): boolean {
  return resolveType(column.type).family === 'char' && column.charset !== 'binary';
}

export function dependsOnSqlMode(expression: string, column: Column, table: Table): boolean {
  const match = PLAIN.exec(expression);
  const plain = match === null ? undefined : findColumn(table, match[1] ?? match[2] ?? '');
  const target = resolveType(column.type);
  const padded = table.columns.some((other) => isPadded(other) && mentions(expression, other.name));
  if (plain === undefined ? padded && !BLIND.test(expression) : padded && !TAKES_PADDED.has(target.family))
    return true;
  const { family } = target;
  if (family !== 'time' && family !== 'datetime' && family !== 'timestamp') return false;
  return fractionOf(expression, plain, table) > target.length;
}

/** The digits behind the point that the expression may have. */
function fractionOf(expression: string, plain: Column | undefined, table: Table): number {
  if (plain !== undefined) return digitsOf(plain);
  if (/^\s*'/.test(expression) || /^\s*(?:concat|upper|lower|ucase|lcase|trim)\s*\(/i.test(expression))
    return MOST;
  const named = table.columns.filter((other) => mentions(expression, other.name));
  return Math.max(0, ...named.map(digitsOf));
}

/** Of text and FLOAT: as many as there may be. */
const MOST = 6;

function digitsOf(column: Column): number {
  const { family, length, scale } = resolveType(column.type);
  switch (family) {
    case 'integer':
    case 'year':
    case 'date':
    case 'bit':
    case 'enum':
    case 'set':
    case 'other':
      return 0;
    case 'decimal':
      return scale;
    case 'float':
      return scale > 0 ? scale : MOST;
    case 'time':
    case 'datetime':
    case 'timestamp':
      return length;
    default:
      return MOST;
  }
}
