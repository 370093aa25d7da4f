/** What indexes and keys have in common: their parts, what they refer to, the words behind them. */
import {
  type ForeignKeySpec,
  hasReached,
  type IndexKind,
  type IndexSpec,
  type KeyPart,
  type ReferentialAction,
} from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';

/** `(a, b(10) desc, (lower(c)))` */
export function keyParts(cursor: Cursor): KeyPart[] {
  cursor.expect('(');
  const parts: KeyPart[] = [];
  do parts.push(keyPart(cursor));
  while (cursor.take(','));
  cursor.expect(')');
  return parts;
}

function keyPart(cursor: Cursor): KeyPart {
  if (cursor.isMySql) return mysqlPart(cursor);
  const from = cursor.at;
  const plain = cursor.attempt(() => plainPart(cursor));
  if (plain !== undefined) return plain;
  cursor.at = from;
  if (
    cursor.is('(') === false &&
    cursor.peek(1)?.key === '(' &&
    cursor.peek(2)?.kind === 'number' &&
    cursor.peek(3)?.key === ')'
  ) {
    // It reads as a call of a function, which the engine looks for after the table.
    const column = cursor.identifier();
    cursor.expect('(');
    const length = cursor.integer();
    cursor.expect(')');
    return { column, length };
  }
  if (cursor.engine === 'postgres') return postgresExpression(cursor);
  return sqliteExpression(cursor);
}

function mysqlPart(cursor: Cursor): KeyPart {
  if (cursor.is('(')) {
    const supports = cursor.engine === 'mysql' && hasReached(cursor.target.version, '8.0.13');
    cursor.only(supports, 'an expression as a part of a key');
    const expression = cursor.parenthesised();
    cursor.takeOneOf('asc', 'desc');
    return { expression };
  }
  const column = cursor.identifier();
  let length: number | undefined;
  if (cursor.take('(')) {
    length = cursor.integer();
    cursor.expect(')');
  }
  const order = cursor.takeOneOf('asc', 'desc');
  return {
    column,
    ...(length === undefined ? {} : { length }),
    ...(order === 'desc' ? { descending: true } : {}),
  };
}

/** Operator classes that change neither what can be indexed nor what a key may serve for. */
const USUAL_CLASSES =
  /^(?:(?:text|varchar|bpchar)_(?:pattern_)?ops|jsonb_(?:path_)?ops|array_ops|tsvector_ops|(?:int[248]|float[48]|numeric|date|timestamp|timestamptz|uuid|bool)_ops)$/;

/** SQLite, PostgreSQL: a column with its collation and order. */
function plainPart(cursor: Cursor): KeyPart {
  const column = cursor.identifier();
  if (cursor.take('collate')) collationOfPart(cursor);
  let operatorClass: string | undefined;
  if (cursor.engine === 'postgres' && cursor.isIdentifier() && !cursor.isOneOf('asc', 'desc', 'nulls')) {
    const { name } = cursor.tableName();
    if (!USUAL_CLASSES.test(name)) operatorClass = name;
  }
  const order = cursor.takeOneOf('asc', 'desc');
  nullsOrder(cursor);
  if (!cursor.isOneOf(',', ')')) cursor.fail();
  return {
    column,
    ...(order === 'desc' ? { descending: true } : {}),
    ...(operatorClass === undefined ? {} : { operatorClass }),
  };
}

function nullsOrder(cursor: Cursor): void {
  if (cursor.engine !== 'postgres' || !cursor.take('nulls')) return;
  if (cursor.takeOneOf('first', 'last') === undefined) cursor.fail();
}

function collationOfPart(cursor: Cursor): void {
  const name = cursor.label();
  if (
    cursor.engine === 'sqlite'
      ? !/^(?:binary|nocase|rtrim)$/i.test(name)
      : !/^(?:C|POSIX|default)$/.test(name)
  ) {
    cursor.fail(`the collation ${name}`);
  }
}

/** A function, or anything in parentheses. */
function postgresExpression(cursor: Cursor): KeyPart {
  const from = cursor.at;
  if (cursor.is('(')) {
    const expression = cursor.parenthesised();
    endOfPart(cursor);
    return { expression };
  }
  cursor.tableName();
  if (!cursor.is('(')) cursor.fail();
  cursor.skipParenthesised();
  const expression = cursor.slice(from, cursor.at);
  endOfPart(cursor);
  return { expression };
}

function endOfPart(cursor: Cursor): void {
  if (cursor.take('collate')) collationOfPart(cursor);
  cursor.takeOneOf('asc', 'desc');
  nullsOrder(cursor);
  if (!cursor.isOneOf(',', ')')) cursor.fail('an operator class of an expression');
}

/** Any expression, up to the comma or parenthesis that ends it. */
function sqliteExpression(cursor: Cursor): KeyPart {
  const from = cursor.at;
  let to = from;
  while (!cursor.isOneOf(',', ')')) {
    if (cursor.is('(')) cursor.skipParenthesised();
    else if (cursor.takeOneOf('asc', 'desc') !== undefined) {
      if (!cursor.isOneOf(',', ')')) cursor.fail();
      break;
    } else cursor.next();
    to = cursor.at;
  }
  if (to === from) cursor.fail();
  cursor.checkShape(from, to);
  const text = cursor.slice(from, to);
  return { expression: /^\([\s\S]*\)$/.test(text) && balanced(text.slice(1, -1)) ? text.slice(1, -1) : text };
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const character of text.replace(/'(?:[^']|'')*'/g, '')) {
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Plain columns only. */
export function columnParts(cursor: Cursor): KeyPart[] {
  if (cursor.isMySql) return keyParts(cursor);
  if (cursor.engine === 'postgres') return cursor.names().map((column) => ({ column }));
  const parts = keyParts(cursor);
  if (parts.some((part) => 'length' in part)) cursor.refuseLater('a prefix length in a constraint');
  return parts;
}

/** `USING btree` and the other words behind a key in MySQL and MariaDB. */
export function mysqlKeyOptions(cursor: Cursor, into: { method?: string }): void {
  for (;;) {
    if (cursor.takeOneOf('using', 'type') !== undefined) {
      const method = cursor.takeOneOf('btree', 'hash', 'rtree');
      if (method === undefined) cursor.fail();
      into.method = method;
    } else if (cursor.take('comment')) cursor.string();
    else if (cursor.take('key_block_size')) {
      cursor.take('=');
      cursor.integer();
    } else if (cursor.take('with', 'parser')) cursor.identifier();
    else if (cursor.engine === 'mysql' && cursor.takeOneOf('visible', 'invisible') !== undefined) continue;
    else if (cursor.engine === 'mariadb' && (cursor.take('ignored') || cursor.take('not', 'ignored')))
      continue;
    else return;
  }
}

/** `ALGORITHM = INPLACE`, `LOCK = NONE`: how MySQL and MariaDB go about it. */
export function online(cursor: Cursor): string | undefined {
  const word = cursor.takeOneOf('algorithm', 'lock');
  if (word === undefined) return undefined;
  cursor.take('=');
  const values =
    word === 'lock'
      ? ['default', 'none', 'shared', 'exclusive']
      : ['default', 'copy', 'inplace', 'instant', ...(cursor.engine === 'mariadb' ? ['nocopy'] : [])];
  if (cursor.takeOneOf(...values) === undefined) cursor.fail();
  return word.toUpperCase();
}

/** `name (a, b) USING btree`: what stands behind INDEX, KEY, UNIQUE, FULLTEXT, SPATIAL in MySQL and MariaDB. */
export function mysqlKey(cursor: Cursor, kind: IndexKind, symbol?: string): IndexSpec {
  const options: { method?: string } = {};
  let name = symbol;
  if (cursor.engine === 'mariadb' && cursor.take('if', 'not', 'exists')) {
    cursor.fail('IF NOT EXISTS of a key');
  }
  if (!cursor.is('(') && !cursor.isOneOf('using', 'type')) name = cursor.identifier();
  mysqlKeyOptions(cursor, options);
  const parts = keyParts(cursor);
  mysqlKeyOptions(cursor, options);
  return {
    kind,
    parts,
    ...(name === undefined ? {} : { name }),
    ...options,
    origin: cursor.origin,
  };
}

const ACTIONS: readonly ReferentialAction[] = ['cascade', 'restrict', 'set null', 'set default', 'no action'];

function referentialAction(cursor: Cursor): ReferentialAction {
  const action = ACTIONS.find((words) => cursor.take(...words.split(' ')));
  if (action === undefined) return cursor.fail();
  if (cursor.is('(')) cursor.fail('SET NULL of some columns only');
  return action;
}

/** `REFERENCES t (a, b) ON DELETE …`, from REFERENCES on. */
export function references(cursor: Cursor, columns: readonly string[], name?: string): ForeignKeySpec {
  cursor.expect('references');
  const parent = cursor.tableName();
  const parentColumns = cursor.is('(') ? cursor.names() : [];
  let onDelete: ReferentialAction | undefined;
  let onUpdate: ReferentialAction | undefined;
  for (;;) {
    if (cursor.take('on', 'delete') && onDelete === undefined) onDelete = referentialAction(cursor);
    else if (cursor.take('on', 'update') && onUpdate === undefined) onUpdate = referentialAction(cursor);
    else if (cursor.take('match')) {
      if (cursor.takeOneOf('full', 'partial', 'simple') === undefined) cursor.fail();
      if (cursor.engine === 'postgres' && cursor.tokens[cursor.at - 1]?.key === 'partial') cursor.fail();
    } else break;
  }
  deferrable(cursor);
  return {
    columns,
    parent,
    parentColumns,
    ...(name === undefined ? {} : { name }),
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    origin: cursor.origin,
  };
}

/** [NOT] DEFERRABLE, INITIALLY …: when a foreign key is checked. true: something was written. */
export function deferrable(cursor: Cursor): boolean {
  if (cursor.isMySql) return false;
  const { at } = cursor;
  if (!cursor.take('deferrable')) cursor.take('not', 'deferrable');
  if (cursor.take('initially') && cursor.takeOneOf('deferred', 'immediate') === undefined) cursor.fail();
  if (cursor.engine === 'postgres' && at === cursor.at) return false;
  if (cursor.engine === 'postgres' && !cursor.take('deferrable')) cursor.take('not', 'deferrable');
  return at !== cursor.at;
}

/** SQLite: what a violated constraint does to the statement. */
export function onConflict(cursor: Cursor): void {
  if (cursor.engine !== 'sqlite' || !cursor.take('on', 'conflict')) return;
  if (cursor.takeOneOf('rollback', 'abort', 'fail', 'ignore', 'replace') === undefined) cursor.fail();
}
