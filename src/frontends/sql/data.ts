/** Statements that read and write rows. Only their heads are read: which rows, into which columns of which table. */
import { compareVersions, type StatementOf, type TableName } from '../../schema/index.ts';
import { type Cursor, NotRead } from './cursor.ts';
import { lockIn } from './lock.ts';
import { readTables } from './reads.ts';
import type { Unsent } from './statement.ts';

type Data = Unsent<StatementOf<'data'>>;
type Value = string | number | boolean | null;

/** undefined: no such statement begins here. */
export function readData(cursor: Cursor): Data | undefined {
  const data = dataIn(cursor);
  const [first] = cursor.tokens;
  if (data === undefined || !/^(?:select|with|insert|replace|update|delete|\()$/.test(first?.key ?? ''))
    return data;
  const { table } = data;
  const reads = readTables(cursor).filter(({ name }) => name !== table?.name);
  return reads.length === 0 ? data : { ...data, reads };
}

function dataIn(cursor: Cursor): Data | undefined {
  if (cursor.take('insert')) return insert(cursor);
  if (cursor.take('replace')) {
    cursor.only(cursor.engine !== 'postgres', 'REPLACE', 1);
    return insert(cursor);
  }
  if (cursor.take('update')) return update(cursor);
  if (cursor.take('delete')) return remove(cursor);
  if (cursor.take('truncate')) return truncate(cursor);
  if (cursor.take('with')) return withQueries(cursor);
  if (cursor.isOneOf('select', 'values', '(')) return select(cursor);
  if (cursor.isOneOf('show', 'describe', 'desc', 'explain', 'table')) return show(cursor);
  return undefined;
}

function rest(cursor: Cursor): void {
  for (const [i, token] of cursor.tokens.slice(cursor.at).entries()) {
    if (token.kind === 'unread') cursor.fail('a quote that is not closed, or not decoded');
    if (cursor.engine === 'postgres' && token.key === '`') cursor.refuse('backticks', -i);
  }
  cursor.checkShape(0, cursor.tokens.length);
  cursor.at = cursor.tokens.length;
}

// ---- INSERT, REPLACE

function insert(cursor: Cursor): Data {
  const { isMySql, engine } = cursor;
  while (isMySql && cursor.takeOneOf('low_priority', 'delayed', 'high_priority') !== undefined);
  if (cursor.is('ignore')) {
    cursor.only(isMySql, 'INSERT IGNORE');
    cursor.next();
  }
  if (cursor.is('or')) {
    cursor.only(engine === 'sqlite', 'INSERT OR …');
    cursor.next();
    if (cursor.takeOneOf('replace', 'rollback', 'abort', 'fail', 'ignore') === undefined) cursor.fail();
  }
  if (!cursor.take('into')) cursor.only(isMySql, 'INSERT without INTO');
  const table = cursor.tableName();
  if (cursor.take('as')) cursor.identifier();
  if (cursor.take('default', 'values')) {
    cursor.only(!isMySql, 'DEFAULT VALUES', 2);
    return end(cursor, { kind: 'data', verb: 'insert', table });
  }
  if (cursor.is('set')) {
    cursor.only(isMySql, 'INSERT … SET');
    cursor.next();
    const columns = assignments(cursor);
    return end(cursor, {
      kind: 'data',
      verb: 'insert',
      table,
      ...(columns === undefined ? {} : { columns }),
    });
  }
  let columns: string[] | undefined;
  if (cursor.is('(') && !['select', 'with', '(', 'values'].includes(cursor.peek(1)?.key ?? '')) {
    columns = cursor.is('(', ')') ? undefined : cursor.names();
    if (columns === undefined) cursor.at += 2;
  }
  if (engine === 'postgres' && cursor.take('overriding')) {
    if (cursor.takeOneOf('system', 'user') === undefined) cursor.fail();
    cursor.expect('value');
  }
  const named = columns === undefined ? {} : { columns };
  const values = cursor.take('values') || (isMySql && cursor.take('value'));
  if (!values) {
    const nested =
      cursor.is('(') && ['select', 'with', '(', 'values', 'table'].includes(cursor.peek(1)?.key ?? '');
    if (!cursor.isOneOf('select', 'with', 'table') && !(nested && engine !== 'sqlite')) cursor.fail();
    return end(cursor, { kind: 'data', verb: 'insert', table, ...named });
  }
  const rows = literalRows(cursor, columns?.length);
  return end(cursor, {
    kind: 'data',
    verb: 'insert',
    table,
    ...named,
    ...(rows === undefined ? {} : { rows }),
  });
}

/** ON CONFLICT and its like, whose syntax tells the engines apart. */
function end(cursor: Cursor, statement: Data): Data {
  const { engine, isMySql } = cursor;
  let depth = 0;
  for (let i = cursor.at; i < cursor.tokens.length; i++) {
    const key = cursor.tokens[i]!.key;
    if (key === '(') depth += 1;
    else if (key === ')') depth -= 1;
    else if (depth === 0 && key === 'on' && cursor.tokens[i + 1]?.key === 'duplicate') {
      cursor.only(isMySql, 'ON DUPLICATE KEY UPDATE', cursor.at - i - 1);
    } else if (depth === 0 && key === 'on' && cursor.tokens[i + 1]?.key === 'conflict') {
      cursor.only(!isMySql, 'ON CONFLICT', cursor.at - i - 1);
    } else if (depth === 0 && key === 'returning') {
      const maria = compareVersions(cursor.target.version, '10.5') >= 0 || statement.verb === 'delete';
      cursor.only(
        engine !== 'mysql' && (engine !== 'mariadb' || (maria && statement.verb !== 'update')),
        'RETURNING',
        cursor.at - i,
      );
    }
  }
  if (depth !== 0) cursor.fail('parentheses that are not closed');
  rest(cursor);
  return statement;
}

/** The rows of VALUES; undefined: not all of their values are literals. */
function literalRows(cursor: Cursor, width: number | undefined): Value[][] | undefined {
  const rows: Value[][] = [];
  let known = true;
  do {
    const from = cursor.at;
    if (cursor.isMySql) cursor.take('row');
    const start = cursor.at;
    const row = cursor.attempt(() => literalRow(cursor));
    if (row === undefined) {
      known = false;
      cursor.at = start;
      if (!cursor.is('(')) cursor.fail();
      cursor.skipParenthesised();
    } else if (row.length !== (width ?? rows[0]?.length ?? row.length)) {
      cursor.at = from;
      cursor.refuseLater('a row with another number of values than columns');
    } else rows.push(row);
  } while (cursor.take(','));
  return known ? rows : undefined;
}

function literalRow(cursor: Cursor): Value[] {
  const row: Value[] = [];
  cursor.expect('(');
  do row.push(literal(cursor));
  while (cursor.take(','));
  cursor.expect(')');
  return row;
}

function literal(cursor: Cursor): Value {
  const sign = cursor.takeOneOf('+', '-');
  const token = cursor.next();
  if (token.kind === 'number' && !/^0x/i.test(token.text)) {
    const text = sign === '-' ? `-${token.text}` : token.text;
    const number = Number(text);
    return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
  }
  if (sign === undefined) {
    if (token.kind === 'string') return token.value;
    if (token.key === 'null') return null;
    if (token.key === 'true' || token.key === 'false') return token.key === 'true';
  }
  return cursor.fail();
}

// ---- UPDATE, DELETE

/** A table that stands alone: no second one beside it. */
function single(cursor: Cursor, ...ends: readonly string[]): TableName | undefined {
  // SQLite and MariaDB want AS before another name of the only table that is written to.
  const bare = cursor.engine === 'postgres' || cursor.engine === 'mysql' || ends.includes('group');
  return cursor.attempt(() => {
    if (cursor.engine === 'postgres') cursor.take('only');
    const table = cursor.tableName();
    if (cursor.take('as')) cursor.identifier();
    else if (bare && !cursor.done && !cursor.isOneOf(...ends) && !cursor.isOneOf(',')) cursor.identifier();
    if (!cursor.done && !cursor.isOneOf(...ends)) cursor.fail();
    return table;
  });
}

function update(cursor: Cursor): Data {
  const { engine, isMySql } = cursor;
  if (isMySql) {
    cursor.take('low_priority');
    cursor.take('ignore');
  }
  if (engine === 'sqlite' && cursor.take('or')) cursor.next();
  const table = single(cursor, 'set');
  if (table === undefined) {
    cursor.only(isMySql, severalTables(cursor), -1);
    if (!cursor.isIdentifier() && !cursor.is('(')) cursor.fail();
    if (!cursor.tokens.some((token) => token.key === 'set')) cursor.fail('UPDATE without SET');
    return end(cursor, { kind: 'data', verb: 'update', table: null });
  }
  cursor.expect('set');
  const columns = assignments(cursor);
  if (cursor.is('from')) {
    cursor.only(!isMySql, 'UPDATE … FROM');
    return end(cursor, { kind: 'data', verb: 'update', table: null });
  }
  return end(cursor, { kind: 'data', verb: 'update', table, ...(columns === undefined ? {} : { columns }) });
}

/** `UPDATE t x SET`: only some engines take a second name without AS. */
function severalTables(cursor: Cursor): string {
  return cursor.peek(1)?.kind === 'word' && cursor.peek(2)?.key === 'set'
    ? 'another name for the table without AS'
    : 'several tables in UPDATE';
}

/** `a = …, b = …`: the names on the left; undefined: they are not all plain. Stops before FROM, WHERE and their like. */
function assignments(cursor: Cursor): string[] | undefined {
  const columns: string[] = [];
  let plain = true;
  do {
    if (cursor.is('(')) {
      cursor.skipParenthesised();
      plain = false;
    } else {
      let name = cursor.identifier();
      while (cursor.take('.')) {
        // `table.column`; on PostgreSQL a field of the column.
        if (cursor.isMySql) name = cursor.label();
        else {
          cursor.label();
          plain = false;
        }
      }
      if (cursor.is('[')) plain = false;
      else columns.push(name);
    }
    while (cursor.is('[')) while (!cursor.take(']')) cursor.next();
    if (!cursor.take(':=')) cursor.expect('=');
    if (cursor.done || cursor.is(',')) cursor.fail();
    while (!cursor.done && !cursor.isOneOf(',', 'from', 'where', 'order', 'limit', 'returning', 'on')) {
      if (cursor.is('(')) cursor.skipParenthesised();
      else if (cursor.is('[')) cursor.skipBracketed();
      else if (cursor.is(')')) cursor.fail();
      else cursor.next();
    }
  } while (cursor.take(','));
  return plain ? columns : undefined;
}

function remove(cursor: Cursor): Data {
  const { isMySql } = cursor;
  while (isMySql && cursor.takeOneOf('low_priority', 'quick', 'ignore') !== undefined);
  if (!cursor.take('from')) {
    cursor.only(isMySql, 'DELETE without FROM');
    do {
      cursor.tableName();
      if (cursor.take('.')) cursor.expect('*');
    } while (cursor.take(','));
    cursor.expect('from');
    return end(cursor, { kind: 'data', verb: 'delete', table: null });
  }
  const table = single(cursor, 'where', 'order', 'limit', 'returning');
  if (table === undefined) {
    if (!cursor.isIdentifier() && !cursor.is('only')) cursor.fail();
    const using = cursor.tokens.findIndex((token) => token.key === 'using');
    if (using < 0) cursor.fail();
    cursor.only(cursor.engine !== 'sqlite', 'DELETE … USING', cursor.at - using);
  }
  return end(cursor, { kind: 'data', verb: 'delete', table: table ?? null });
}

function truncate(cursor: Cursor): Data {
  const { engine } = cursor;
  cursor.take('table');
  if (engine === 'postgres') cursor.take('only');
  const table = cursor.tableName();
  let several = false;
  while (engine === 'postgres' && cursor.take(',')) {
    cursor.tableName();
    several = true;
  }
  if (cursor.isOneOf('restart', 'continue', 'cascade', 'restrict')) {
    cursor.only(engine === 'postgres', cursor.peek()!.text.toUpperCase());
  }
  if (cursor.takeOneOf('restart', 'continue') !== undefined) cursor.expect('identity');
  if (engine === 'postgres') cursor.takeOneOf('cascade', 'restrict');
  return { kind: 'data', verb: 'truncate', table: several ? null : table };
}

// ---- SELECT

function select(cursor: Cursor): Data {
  const { engine } = cursor;
  const lock = lockIn(cursor.tokens);
  lockSyntax(cursor);
  const into = topLevel(cursor, 'into');
  if (into !== undefined && engine !== 'mysql' && engine !== 'mariadb') {
    cursor.only(engine === 'postgres', 'SELECT … INTO');
    cursor.at = into + 1;
    for (const word of ['temporary', 'temp', 'unlogged', 'table']) cursor.take(word);
    throw new NotRead('SELECT … INTO makes a table', [cursor.tableName()]);
  }
  const words = cursor.tokens.map((token) => token.key);
  if (words.includes('set_config')) throw new NotRead('set_config() changes a setting', null);
  const selects = words.filter((word) => word === 'select').length;
  const from = topLevel(cursor, 'from');
  let table: TableName | null = null;
  if (from !== undefined && selects === 1 && !words.includes('join')) {
    const { at } = cursor;
    cursor.at = from + 1;
    const ends = ['where', 'order', 'limit', 'group', 'having', 'for', 'lock', 'offset', 'fetch', 'window'];
    table = single(cursor, ...ends) ?? null;
    cursor.at = at;
  }
  return end(cursor, { kind: 'data', verb: 'select', table, ...(lock === undefined ? {} : { lock }) });
}

/** Where the engines' words for locks differ. SQLite has none at all, which its judge says. */
function lockSyntax(cursor: Cursor): void {
  const { engine, isMySql, tokens, target } = cursor;
  /** How far back the word behind the first of these is; undefined: they are not there. */
  const behind = (...words: readonly string[]) => {
    const at = tokens.findIndex((_, i) => words.every((word, j) => tokens[i + j]?.key === word));
    return at < 0 ? undefined : cursor.at - at - 1;
  };
  // LOCK is another name of the table to those who do not know the clause.
  const lock = behind('lock', 'in', 'share', 'mode');
  if (lock !== undefined) cursor.only(isMySql, 'LOCK IN SHARE MODE', lock);
  const share = behind('for', 'share');
  if (share !== undefined) {
    const eight = engine === 'mysql' && compareVersions(target.version, '8.0') >= 0;
    cursor.only(eight || !isMySql, 'FOR SHARE', share);
  }
  const key = behind('for', 'no', 'key', 'update') ?? behind('for', 'key', 'share');
  if (key !== undefined) cursor.only(engine === 'postgres', 'FOR … KEY …', key);
}

/** The first place of a word outside parentheses. */
function topLevel(cursor: Cursor, word: string): number | undefined {
  let depth = 0;
  for (let i = cursor.at; i < cursor.tokens.length; i++) {
    const { key } = cursor.tokens[i]!;
    if (key === '(') depth += 1;
    else if (key === ')') depth -= 1;
    else if (key === word && depth === 0) return i;
  }
  return undefined;
}

/** WITH … : what stands behind the queries decides. */
function withQueries(cursor: Cursor): Data {
  cursor.take('recursive');
  do {
    cursor.identifier();
    if (cursor.is('(')) cursor.skipParenthesised();
    cursor.expect('as');
    if (cursor.engine !== 'mysql' && cursor.engine !== 'mariadb') {
      if (!cursor.take('materialized')) cursor.take('not', 'materialized');
    }
    cursor.skipParenthesised();
  } while (cursor.take(','));
  const verb = cursor.takeOneOf('select', 'insert', 'update', 'delete');
  if (verb === undefined) return cursor.fail();
  const lock = lockIn(cursor.tokens);
  return end(cursor, {
    kind: 'data',
    verb: verb as 'select' | 'insert' | 'update' | 'delete',
    table: null,
    ...(lock === undefined ? {} : { lock }),
  });
}

const MYSQL_SHOWS =
  /^(?:tables|databases|schemas|columns|create|keys|index|indexes|processlist|status|variables|engines|triggers|warnings|grants)$/;

/** PostgreSQL shows settings only. */
function showSetting(cursor: Cursor): void {
  if (MYSQL_SHOWS.test(cursor.peek()?.key ?? '')) {
    // One word is taken for the name of a setting.
    const name = cursor.peek(1) === undefined;
    cursor.refuse(`SHOW ${cursor.peek()!.text.toUpperCase()}`, name ? 0 : -1, name ? 'setting' : 'syntax');
  }
  if (!cursor.take('time', 'zone')) cursor.label();
  while (cursor.take('.')) cursor.label();
  if (!cursor.done) cursor.fail();
}

function show(cursor: Cursor): Data {
  const { engine, isMySql } = cursor;
  const { key } = cursor.next();
  if (key === 'show') cursor.only(engine !== 'sqlite', 'SHOW', 1);
  if (key === 'show' && engine === 'postgres') showSetting(cursor);
  if (key === 'describe' || key === 'desc') {
    cursor.only(isMySql, key.toUpperCase(), 1);
    cursor.tableName();
    if (!cursor.done) cursor.label();
    return { kind: 'data', verb: 'select', table: null };
  }
  if (key === 'table') {
    cursor.only(engine === 'postgres' || engine === 'mysql', 'TABLE', 1);
    const table = cursor.tableName();
    if (!cursor.done && !cursor.isOneOf('order', 'limit')) cursor.fail();
    return end(cursor, { kind: 'data', verb: 'select', table });
  }
  if (key === 'explain' && cursor.tokens.some((token) => token.key === 'analyze')) {
    throw new NotRead('EXPLAIN ANALYZE runs the statement', null);
  }
  return end(cursor, { kind: 'data', verb: 'select', table: null });
}
