/** What stands beside columns in CREATE TABLE, and behind ADD in ALTER TABLE: constraints and keys. */
import type { CheckSpec, ForeignKeySpec, IndexKind, IndexSpec, PrimaryKeySpec } from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';
import { columnParts, deferrable, mysqlKey, mysqlKeyOptions, onConflict, references } from './keys.ts';

export type TableElement =
  | { readonly kind: 'primaryKey'; readonly primaryKey: PrimaryKeySpec }
  | { readonly kind: 'index'; readonly index: IndexSpec; readonly ifNotExists: boolean }
  | { readonly kind: 'foreignKey'; readonly foreignKey: ForeignKeySpec }
  | { readonly kind: 'check'; readonly check: CheckSpec };

/** undefined: no constraint begins here, so that it must be a column. */
export function tableElement(cursor: Cursor): TableElement | undefined {
  let name: string | undefined;
  const constraint = cursor.take('constraint');
  if (constraint && !(cursor.isMySql && cursor.isOneOf('primary', 'unique', 'foreign', 'check'))) {
    if (cursor.engine === 'mariadb' && cursor.is('if', 'not', 'exists')) cursor.fail();
    name = cursor.identifier();
  }
  const named = name === undefined ? {} : { name };
  if (cursor.take('primary', 'key')) return { kind: 'primaryKey', primaryKey: primaryKey(cursor, name) };
  if (cursor.take('unique')) return { kind: 'index', ...unique(cursor, name) };
  if (cursor.take('foreign', 'key')) return { kind: 'foreignKey', foreignKey: foreignKey(cursor, name) };
  if (cursor.take('check')) {
    const expression = cursor.parenthesised();
    if (cursor.engine === 'mysql') cursor.take('not', 'enforced') || cursor.take('enforced');
    onConflict(cursor);
    return { kind: 'check', check: { expression, ...named, origin: cursor.origin } };
  }
  if (constraint) cursor.fail();
  if (cursor.isOneOf('exclude') && (cursor.is('exclude', 'using') || cursor.is('exclude', '('))) {
    cursor.fail('an EXCLUDE constraint');
  }
  if (!cursor.isMySql) return undefined;
  if (cursor.is('vector', 'index') || cursor.is('vector', 'key')) cursor.fail('a VECTOR index');
  const kind = cursor.takeOneOf('index', 'key', 'fulltext', 'spatial');
  if (kind === undefined) return undefined;
  if (kind === 'fulltext' || kind === 'spatial') cursor.takeOneOf('index', 'key');
  const ifNotExists = cursor.engine === 'mariadb' && cursor.take('if', 'not', 'exists');
  const indexKind: IndexKind = kind === 'fulltext' || kind === 'spatial' ? kind : 'index';
  return { kind: 'index', index: mysqlKey(cursor, indexKind), ifNotExists };
}

function primaryKey(cursor: Cursor, symbol: string | undefined): PrimaryKeySpec {
  let name = symbol;
  const options: { method?: string } = {};
  if (cursor.isMySql) {
    mysqlKeyOptions(cursor, options);
    // A name is read and forgotten.
    if (!cursor.is('(')) name = cursor.identifier();
    mysqlKeyOptions(cursor, options);
  }
  if (cursor.is('using')) cursor.fail('USING INDEX');
  const parts = columnParts(cursor);
  if (cursor.isMySql) mysqlKeyOptions(cursor, options);
  const deferred = indexParameters(cursor);
  return { parts, ...(name === undefined ? {} : { name }), ...deferred, origin: cursor.origin };
}

function unique(
  cursor: Cursor,
  symbol: string | undefined,
): { readonly index: IndexSpec; readonly ifNotExists: boolean } {
  if (cursor.isMySql) {
    cursor.takeOneOf('index', 'key');
    const ifNotExists = cursor.engine === 'mariadb' && cursor.take('if', 'not', 'exists');
    return { index: mysqlKey(cursor, 'unique', symbol), ifNotExists };
  }
  if (cursor.is('using')) cursor.fail('USING INDEX');
  const parts = columnParts(cursor);
  const deferred = indexParameters(cursor);
  const named = symbol === undefined ? {} : { name: symbol };
  const { origin } = cursor;
  const index: IndexSpec = { kind: 'unique', parts, constraint: true, ...named, ...deferred, origin };
  return { index, ifNotExists: false };
}

/** What follows the columns of PRIMARY KEY and UNIQUE on SQLite and PostgreSQL. */
function indexParameters(cursor: Cursor): { readonly deferrable?: true } {
  onConflict(cursor);
  if (cursor.engine !== 'postgres') return {};
  if (cursor.is('include')) cursor.fail('INCLUDE');
  if (cursor.take('with')) cursor.skipParenthesised();
  if (cursor.take('using', 'index', 'tablespace')) cursor.identifier();
  if (!cursor.take('not', 'deferrable')) return deferrable(cursor) ? { deferrable: true } : {};
  cursor.take('initially', 'immediate');
  return {};
}

function foreignKey(cursor: Cursor, symbol: string | undefined): ForeignKeySpec {
  if (cursor.isMySql) {
    if (cursor.is('if', 'not', 'exists')) cursor.fail('IF NOT EXISTS of a foreign key');
    // The name of the key's index, which counts where there is no name of the constraint.
    if (!cursor.is('(')) {
      if (symbol === undefined || cursor.engine === 'mariadb') cursor.fail('a name behind FOREIGN KEY');
      cursor.identifier();
    }
  }
  return references(cursor, cursor.names(), symbol);
}
