/**
 * MySQL turns a literal that is compared with a date into a date, once, and keeps the expression with that date in it. A
 * literal that is none is refused. 0 becomes DATE'0000-00-00', which strict mode (NO_ZERO_DATE) does not read again: such
 * a CHECK or generated column is taken, and no ALTER TABLE after it. Tried on 9.7.4.
 */
import type { Column, Origin, Table } from '../../schema/index.ts';
import type { Context } from './context.ts';
import { dateFits } from './defaults.ts';
import type { Stage } from './findings.ts';
import { resolveType } from './types.ts';

interface Comparison {
  readonly column: Column;
  readonly literal: string;
}

const NAME = '(?:`((?:[^`]|``)+)`|([a-z_]\\w*))';
const LITERAL = "(?:'((?:[^'\\\\]|'')*)'|\\(?\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*\\)?)";
const OPERATOR = '(?:<=>|<=|>=|<>|!=|<|>|=)';
const AHEAD = new RegExp(`${NAME}\\s*${OPERATOR}\\s*${LITERAL}(?!\\s*[-+*/(\\w])`, 'gi');
const BEHIND = new RegExp(`(?<![-+*/\\w]\\s*)${LITERAL}\\s*${OPERATOR}\\s*${NAME}(?!\\s*[-+*/(\\w])`, 'gi');

function comparisons(expression: string, { columns }: Table): Comparison[] {
  const found: Comparison[] = [];
  const add = (name: string | undefined, literal: string | undefined) => {
    if (name === undefined || literal === undefined) return;
    const column = columns.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (column !== undefined && isDate(column)) found.push({ column, literal });
  };
  for (const [, quoted, bare, text, number] of expression.matchAll(AHEAD))
    add(quoted ?? bare, text === undefined ? number : `'${text}'`);
  for (const [, text, number, quoted, bare] of expression.matchAll(BEHIND))
    add(quoted ?? bare, text === undefined ? number : `'${text}'`);
  return found;
}

function isDate({ type }: Column): boolean {
  const { family } = resolveType(type);
  return family === 'date' || family === 'datetime' || family === 'timestamp';
}

const isZero = (literal: string) => /^[+-]?0+(?:\.0+)?$/.test(literal);

function wordingOf(column: Column, value: string): { code: string; message: string } {
  const type = resolveType(column.type).family === 'date' ? 'date' : 'datetime';
  return {
    code: '1292',
    message: `Incorrect ${type} value: '${value}' for column '${column.name}' at row 1`,
  };
}

/** A new CHECK or generated column: its literals must be dates. */
export function judgeComparedDates(
  context: Context,
  table: Table,
  expression: string,
  stage: Stage,
  origin: Origin | undefined,
): void {
  if (context.traits.checks !== 'schema') return;
  for (const { column, literal } of comparisons(expression, table)) {
    if (isZero(literal)) continue;
    const asNumber = !literal.startsWith("'");
    const text = asNumber ? literal : literal.slice(1, -1).replaceAll("''", "'");
    if (dateFits(context, text.trim(), resolveType(column.type), asNumber)) continue;
    context.findings.refuse(stage, { kind: 'other' }, wordingOf(column, text), origin);
    return;
  }
}

/** ALTER TABLE reads the table's expressions again, as they were kept. `kept`: those that it does not drop. */
export function judgeZeroDates(
  context: Context,
  before: Table,
  after: Table,
  kept: readonly string[],
  origin: Origin | undefined,
): void {
  if (context.traits.checks !== 'schema' || !context.strict) return;
  for (const expression of kept) {
    const zero = comparisons(expression, before).find(({ literal }) => isZero(literal));
    if (zero === undefined) continue;
    const { family, length } = resolveType(zero.column.type);
    const now = after.columns.find(({ name }) => name.toLowerCase() === zero.column.name.toLowerCase());
    if (family !== 'date' && now !== undefined && !isDate(now)) continue;
    const digits = length > 0 ? `.${'0'.repeat(length)}` : '';
    context.findings.refuse(
      'reopen',
      { kind: 'other' },
      family === 'date'
        ? { code: '1525', message: "Incorrect DATE value: '0000-00-00'" }
        : wordingOf(zero.column, `0000-00-00 00:00:00${digits}`),
      origin,
    );
    return;
  }
}

/** The expressions of `before` that are in `after`, too: of checks, and of generated columns with no new definition. */
export function keptExpressions(before: Table, after: Table): string[] {
  const kept: string[] = [];
  for (const { name, expression } of before.checks)
    if (after.checks.some((check) => check.name === name)) kept.push(expression);
  // Few columns are generated, and a table may have thousands.
  for (const column of before.columns)
    if (column.generated !== undefined && after.columns.includes(column))
      kept.push(column.generated.expression);
  return kept;
}
