/**
 * MariaDB's types that do not mix: geometries, UUID and the INETs are cast to and from text only, are compared with text and
 * with their own kind, and nothing is reckoned with them. Tried pair by pair on 10.11.19; Type_handler in sql/sql_type.h.
 */
import { type Column, findColumn, type Table } from '../../schema/index.ts';
import { resolveType } from './types.ts';

const TEXTS = new Set(['char', 'varchar', 'binary', 'varbinary', 'text', 'blob', 'json', 'enum', 'set']);

/** Its kind; undefined: an ordinary type. */
function specialKind(column: Column): string | undefined {
  const { family, name } = resolveType(column.type);
  if (family === 'geometry') return 'geometry';
  return name === 'uuid' || name === 'inet4' || name === 'inet6' ? name : undefined;
}

const isText = (column: Column) => TEXTS.has(resolveType(column.type).family);

/** Does ALTER TABLE refuse to bring the values of one column into the other? */
export function cannotCast(from: Column, to: Column): boolean {
  const [left, right] = [specialKind(from), specialKind(to)];
  if (left === right) return false;
  return (left === undefined ? !isText(from) : true) && (right === undefined ? !isText(to) : true);
}

const NAME = '(?:`(?:[^`]|``)+`|[a-z_]\\w*)';
const OPERAND = `(${NAME}|'(?:[^'\\\\]|'')*'|-?\\d+(?:\\.\\d+)?)`;
const OPERATION = new RegExp(`${OPERAND}\\s*(<=>|<=|>=|<>|!=|[<>=+*/%-])\\s*${OPERAND}(?!\\s*\\()`, 'gi');

/** The operator whose operands do not go together, and their types. */
export function illegalOperation(
  expression: string,
  table: Table,
): { readonly operator: string; readonly left: string; readonly right: string } | undefined {
  for (const [, left = '', operator = '', right = ''] of expression.matchAll(OPERATION)) {
    const one = operandOf(left, table);
    const other = operandOf(right, table);
    if (one === undefined || other === undefined) continue;
    if (one.kind === undefined && other.kind === undefined) continue;
    const reckons = /^[-+*/%]$/.test(operator);
    if (!reckons && (one.kind === other.kind || one.isText || other.isText)) continue;
    return { operator, left: one.type, right: other.type };
  }
  return undefined;
}

const COMPARED = new RegExp(
  `(?<![\\w.\`]|[-+*/%|&^.]\\s*)(${NAME})\\s*(<=>|<=|>=|<>|!=|[<>=]|\\bnot like\\b|\\blike\\b)\\s*(${NAME})(?!\\s*(?:[-+*/%|&^.(]|collate\\b))`,
  'gi',
);

/**
 * Two columns that are compared, of one character set and of collations of which neither gives way: `_bin` does. Tried on
 * MySQL 9.7.4 and MariaDB 10.11.19.
 */
export function mixedCollations(
  expression: string,
  table: Table,
): { readonly operator: string; readonly left: string; readonly right: string } | undefined {
  for (const [, left = '', operator = '', right = ''] of expression.matchAll(COMPARED)) {
    const [one, other] = [left, right].map((name) =>
      findColumn(table, name.startsWith('`') ? name.slice(1, -1).replaceAll('``', '`') : name),
    );
    if (one?.collation === undefined || other?.collation === undefined) continue;
    if (one.charset !== other.charset || one.collation === other.collation) continue;
    if ([one, other].some(({ collation }) => collation?.endsWith('_bin') === true)) continue;
    return { operator, left: one.collation, right: other.collation };
  }
  return undefined;
}

interface Operand {
  readonly type: string;
  readonly kind: string | undefined;
  readonly isText: boolean;
}

function operandOf(text: string, table: Table): Operand | undefined {
  if (text.startsWith("'")) return { type: 'varchar', kind: undefined, isText: true };
  if (/^-?\d/.test(text)) return { type: 'int', kind: undefined, isText: false };
  const column = findColumn(table, text.startsWith('`') ? text.slice(1, -1).replaceAll('``', '`') : text);
  if (column === undefined) return undefined;
  return { type: resolveType(column.type).name, kind: specialKind(column), isText: isText(column) };
}
