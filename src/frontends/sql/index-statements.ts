/** CREATE INDEX, DROP INDEX, ALTER INDEX. */
import type { IndexKind, IndexSpec, StatementOf } from '../../schema/index.ts';
import { type Cursor, NotRead } from './cursor.ts';
import { keyParts, mysqlKeyOptions, online } from './keys.ts';
import type { Part, Unsent } from './statement.ts';

/** From behind CREATE on. */
export function createIndex(cursor: Cursor): Unsent<StatementOf<'createIndex'>> {
  const { engine, isMySql, origin } = cursor;
  const word = cursor.takeOneOf('unique', 'fulltext', 'spatial');
  if (word !== undefined && word !== 'unique') cursor.only(isMySql, `${word.toUpperCase()} INDEX`, 1);
  cursor.expect('index');
  const concurrently = cursor.is('concurrently');
  if (concurrently) {
    // It is a name to the others, which stop behind it.
    cursor.only(engine === 'postgres', 'CONCURRENTLY', -1);
    cursor.next();
  }
  const ifNotExists = cursor.is('if', 'not', 'exists');
  if (ifNotExists) {
    cursor.only(engine !== 'mysql', 'CREATE INDEX IF NOT EXISTS');
    cursor.take('if', 'not', 'exists');
  }
  const options: { method?: string; include?: string[] } = {};
  let name: string | undefined;
  if (!cursor.is('on')) name = engine === 'sqlite' ? cursor.objectName() : cursor.identifier();
  else cursor.only(engine === 'postgres' && !ifNotExists, 'an index without a name');
  if (isMySql) mysqlKeyOptions(cursor, options);
  cursor.expect('on');
  if (engine === 'postgres' && cursor.is('only')) cursor.fail();
  const table = cursor.tableName();
  if (cursor.is('using')) {
    cursor.only(engine === 'postgres', 'USING behind the table of an index');
    cursor.next();
    options.method = cursor.identifier();
  }
  const from = cursor.at;
  const parts = keyParts(cursor);
  if (options.method !== undefined && options.method !== 'btree' && engine === 'postgres') {
    const ordered = cursor.tokens.slice(from, cursor.at).some(({ key }) => /^(?:asc|desc|nulls)$/.test(key));
    if (ordered) cursor.refuseLater(`an order in an index of method ${options.method}`);
  }
  if (isMySql) {
    mysqlKeyOptions(cursor, options);
    while (online(cursor) !== undefined);
  }
  if (engine === 'postgres') {
    if (cursor.take('include')) options.include = cursor.names();
    if (cursor.is('nulls')) cursor.fail('NULLS of an index');
    if (cursor.take('with')) cursor.skipParenthesised();
    if (cursor.take('tablespace')) cursor.identifier();
  }
  if (cursor.is('where')) cursor.only(!isMySql, 'WHERE in an index');
  const where = condition(cursor);
  const kind: IndexKind = (word as IndexKind | undefined) ?? 'index';
  const index: IndexSpec = {
    kind,
    parts,
    ...(name === undefined ? {} : { name }),
    ...options,
    ...(where === undefined ? {} : { where }),
    origin,
  };
  return {
    kind: 'createIndex',
    table,
    index,
    ifNotExists,
    ...(concurrently ? { concurrently } : {}),
  };
}

/** WHERE, up to the end of the statement. */
function condition(cursor: Cursor): string | undefined {
  if (!cursor.take('where')) return undefined;
  const from = cursor.at;
  while (!cursor.done) {
    if (cursor.is('(')) cursor.skipParenthesised();
    else if (cursor.is(')')) cursor.fail();
    else cursor.next();
  }
  if (cursor.at === from) cursor.fail();
  cursor.checkShape(from, cursor.at);
  return cursor.slice(from, cursor.at);
}

/** From behind DROP INDEX on. */
export function dropIndex(cursor: Cursor): Part[] {
  const { engine, isMySql } = cursor;
  const concurrently = cursor.is('concurrently');
  if (concurrently) {
    // It is a name to the others, which stop behind it.
    cursor.only(engine === 'postgres', 'CONCURRENTLY', -1);
    cursor.next();
  }
  const ifExists = cursor.is('if', 'exists');
  if (ifExists) {
    cursor.only(engine !== 'mysql', 'DROP INDEX IF EXISTS');
    cursor.take('if', 'exists');
  }
  const head = cursor.slice(0, cursor.at);
  if (isMySql) return [onTable(cursor, ifExists)];
  const names: { readonly name: string; readonly text: string }[] = [];
  let elsewhere = false;
  do {
    const from = cursor.at;
    if (ifExists && !isOfDefaultSchema(cursor)) {
      // whatever is there or not, nothing of the default schema goes
      cursor.tableName();
      elsewhere = true;
      continue;
    }
    const name = cursor.objectName();
    names.push({ name, text: cursor.slice(from, cursor.at) });
  } while (engine === 'postgres' && cursor.take(','));
  if (cursor.is('on')) cursor.refuse('DROP INDEX … ON');
  if (cursor.is('cascade')) {
    cursor.only(engine === 'postgres', 'CASCADE');
    throw new NotRead('DROP INDEX … CASCADE takes along what depends on the index', null);
  }
  if (engine === 'postgres') cursor.take('restrict');
  if (concurrently && names.length > 1) cursor.refuseLater('DROP INDEX CONCURRENTLY of several indexes');
  const [only] = names;
  if (names.length === 0 && elsewhere) return [{ kind: 'noSchemaChange', what: 'DROP INDEX' }];
  if (names.length === 1) return [{ kind: 'dropIndex', name: only!.name, ifExists }];
  return names.map(({ name, text }) => ({ kind: 'dropIndex', name, ifExists, sql: `${head} ${text}` }));
}

function isOfDefaultSchema(cursor: Cursor): boolean {
  if (cursor.peek(1)?.key !== '.') return true;
  const schema = cursor.peek()?.value.toLowerCase();
  return schema === (cursor.engine === 'sqlite' ? 'main' : 'public');
}

function onTable(cursor: Cursor, ifExists: boolean): Part {
  const name = cursor.identifier();
  if (cursor.done) return { kind: 'dropIndex', name, ifExists };
  cursor.expect('on');
  const table = cursor.tableName();
  while (cursor.engine === 'mysql' && online(cursor) !== undefined);
  return { kind: 'dropIndex', name, table, ifExists };
}

/** From behind ALTER INDEX on. */
export function alterIndex(cursor: Cursor): Unsent {
  cursor.only(cursor.engine === 'postgres', 'ALTER INDEX', 1);
  if (cursor.is('if', 'exists')) throw new NotRead('ALTER INDEX IF EXISTS', null);
  const from = cursor.objectName();
  if (!cursor.take('rename', 'to')) throw new NotRead('ALTER INDEX beyond RENAME', []);
  return { kind: 'renameIndex', from, to: cursor.identifier() };
}
