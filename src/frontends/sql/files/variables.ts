/**
 * Values of MySQL's and MariaDB's variables, as far as texts, numbers and questions about the schema tell them: what
 * `SET @sql = IF((SELECT COUNT(*) FROM information_schema.columns …) > 0, 'SELECT 1', 'ALTER TABLE …')` comes to.
 * https://dev.mysql.com/doc/refman/8.4/en/user-variables.html
 */
import type { Catalog } from '../../../schema/index.ts';
import { answerFromCatalog } from '../../catalog-queries/query.ts';
import type { Cursor } from '../cursor.ts';

/** The name of the database at hand, which is not known, and only ever compared with. */
export const DATABASE: unique symbol = Symbol('DATABASE()');

export type Value = string | number | null | typeof DATABASE;

export interface Scope {
  readonly catalog: Catalog;
  /** User variables with their `@`, others without, all in lower case. */
  readonly values: ReadonlyMap<string, Value>;
}

/** Reads an expression where the cursor stands. Throws NotRead where it is more than what is worked out here. */
export function evaluated(cursor: Cursor, scope: Scope): Value {
  let left = conjunction(cursor, scope);
  while (cursor.take('or')) {
    const right = conjunction(cursor, scope);
    left = isTrue(left) || isTrue(right) ? 1 : 0;
  }
  return left;
}

/** As a condition takes it: NULL and zero are not true. */
export function isTrue(value: Value): boolean {
  return typeof value === 'number'
    ? value !== 0
    : typeof value === 'string' && Number.parseFloat(value) !== 0;
}

function conjunction(cursor: Cursor, scope: Scope): Value {
  let left = negation(cursor, scope);
  while (cursor.take('and')) {
    const right = negation(cursor, scope);
    left = isTrue(left) && isTrue(right) ? 1 : 0;
  }
  return left;
}

function negation(cursor: Cursor, scope: Scope): Value {
  if (!cursor.take('not')) return comparison(cursor, scope);
  return isTrue(negation(cursor, scope)) ? 0 : 1;
}

function comparison(cursor: Cursor, scope: Scope): Value {
  const left = term(cursor, scope);
  if (cursor.take('is')) {
    const negated = cursor.take('not');
    cursor.expect('null');
    return (left === null) !== negated ? 1 : 0;
  }
  let operator = '';
  while (cursor.isOneOf('=', '<', '>', '!', '<=', '>=', '<>', '!=')) operator += cursor.next().key;
  if (operator === '') return left;
  const right = term(cursor, scope);
  if (left === null || right === null) return null;
  if (left === DATABASE || right === DATABASE)
    return cursor.fail('a comparison with the name of the database');
  const order =
    typeof left === 'number' || typeof right === 'number'
      ? Number(left) - Number(right)
      : left.toLowerCase() === right.toLowerCase()
        ? 0
        : left.toLowerCase() < right.toLowerCase()
          ? -1
          : 1;
  switch (operator) {
    case '=':
      return order === 0 ? 1 : 0;
    case '<>':
    case '!=':
      return order === 0 ? 0 : 1;
    case '<':
      return order < 0 ? 1 : 0;
    case '>':
      return order > 0 ? 1 : 0;
    case '<=':
      return order <= 0 ? 1 : 0;
    case '>=':
      return order >= 0 ? 1 : 0;
    default:
      return cursor.fail();
  }
}

function term(cursor: Cursor, scope: Scope): Value {
  const token = cursor.peek();
  if (token === undefined) return cursor.fail();
  if (cursor.is('(')) return inParentheses(cursor, scope);
  if (cursor.is('exists', '(')) {
    cursor.next();
    return rowsOf(cursor, scope).length > 0 ? 1 : 0;
  }
  if (token.kind === 'string') return cursor.string();
  if (token.kind === 'number') return Number(cursor.next().text);
  if (token.kind === 'variable') return known(cursor, scope, cursor.next().text.toLowerCase());
  if (token.kind !== 'word') return cursor.fail();
  if (cursor.take('null')) return null;
  if (cursor.take('true')) return 1;
  if (cursor.take('false')) return 0;
  if (cursor.peek(1)?.key === '(') return call(cursor, scope);
  return known(cursor, scope, cursor.next().key);
}

function known(cursor: Cursor, { values }: Scope, name: string): Value {
  const value = values.get(name);
  return value === undefined ? cursor.fail(`what ${name} holds is not known`) : value;
}

function call(cursor: Cursor, scope: Scope): Value {
  const name = cursor.next().key;
  cursor.expect('(');
  const args: Value[] = [];
  if (!cursor.is(')')) {
    do args.push(evaluated(cursor, scope));
    while (cursor.take(','));
  }
  cursor.expect(')');
  const [first = null, second = null, third = null] = args;
  switch (name) {
    case 'database':
    case 'schema':
      return DATABASE;
    case 'if':
      return isTrue(first) ? second : third;
    case 'ifnull':
    case 'coalesce':
      return args.find((value): value is Exclude<Value, null> => value !== null) ?? null;
    case 'concat':
      if (args.includes(DATABASE)) return cursor.fail('a text with the name of the database');
      return args.includes(null) ? null : args.map(String).join('');
    default:
      return cursor.fail(`what ${name.toUpperCase()}() gives`);
  }
}

/** `( expression )`, `(SELECT expression)`, or the first value of a query. */
function inParentheses(cursor: Cursor, scope: Scope): Value {
  const from = cursor.at;
  const direct = cursor.attempt((): { readonly value: Value } => {
    cursor.expect('(');
    cursor.take('select');
    const value = evaluated(cursor, scope);
    cursor.expect(')');
    return { value };
  });
  if (direct !== undefined) return direct.value;
  cursor.at = from;
  const [row] = rowsOf(cursor, scope);
  if (row === undefined) return null;
  const [value = undefined] = Object.values(row);
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return cursor.fail('what a query gives');
}

/** What the query in parentheses gives, asked of the catalog with the variables' values in it. */
function rowsOf(cursor: Cursor, { catalog, values }: Scope): readonly Readonly<Record<string, unknown>>[] {
  const from = cursor.at + 1;
  cursor.skipParenthesised();
  const tokens = cursor.tokens.slice(from, cursor.at - 1);
  const sql = tokens
    .map(({ kind, key, text }, at) => {
      // a variable that is no user's goes before a column's name only where a value stands
      const isValue = kind === 'variable' || (kind === 'word' && tokens[at - 1]?.key === '=');
      const value = isValue ? values.get(kind === 'variable' ? text.toLowerCase() : key) : undefined;
      if (kind === 'variable' && value === undefined) return cursor.fail(`what ${text} holds is not known`);
      return value === undefined ? text : written(value);
    })
    .join(' ');
  const { target, whole: origin } = cursor;
  const answer = answerFromCatalog({ sql, target, origin, catalog, bindings: new Map(), open: catalog.open });
  if (answer === undefined) return cursor.fail('a question that is not about the schema');
  if (answer.kind === 'unknown') return cursor.fail(answer.reason);
  return answer.rows;
}

function written(value: Value): string {
  if (value === DATABASE) return 'DATABASE()';
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : quoted(value);
}

export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
