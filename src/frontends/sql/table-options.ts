/** What stands behind the columns of CREATE TABLE, and as a step of ALTER TABLE. */
import type { TableOptions, Writable } from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';
import { charsetName } from './type-parts.ts';

type Draft = Writable<TableOptions>;

/** Options of MySQL and MariaDB that no later statement depends on. */
const HARMLESS = new Set(
  (
    'auto_increment avg_row_length checksum delay_key_write max_rows min_rows pack_keys stats_auto_recalc ' +
    'stats_persistent stats_sample_pages page_checksum insert_method autoextend_size'
  ).split(' '),
);

/** MySQL's and MariaDB's, separated by blanks or commas; `what`: those that change nothing. */
export function mysqlOption(cursor: Cursor, options: Draft, what: string[]): boolean {
  const { at } = cursor;
  const byDefault = cursor.take('default');
  if (cursor.take('character', 'set') || cursor.take('charset') || cursor.take('char', 'set')) {
    cursor.take('=');
    options.charset = charsetName(cursor);
    return true;
  }
  if (cursor.take('collate')) {
    cursor.take('=');
    options.collation = charsetName(cursor);
    return true;
  }
  if (byDefault) {
    cursor.at = at;
    return false;
  }
  const token = cursor.peek();
  if (token?.kind !== 'word') return false;
  switch (token.key) {
    case 'engine':
      cursor.next();
      cursor.take('=');
      options.engine = charsetName(cursor);
      return true;
    case 'row_format': {
      cursor.next();
      cursor.take('=');
      options.rowFormat = cursor.next().key;
      if (!/^(?:default|dynamic|fixed|compressed|redundant|compact|page)$/.test(options.rowFormat)) {
        cursor.at -= 1;
        cursor.fail();
      }
      return true;
    }
    case 'comment':
      cursor.next();
      cursor.take('=');
      options.comment = cursor.string();
      return true;
    default:
      if (!HARMLESS.has(token.key)) return false;
      cursor.next();
      cursor.take('=');
      if (cursor.takeOneOf('default', 'no', 'first', 'last') === undefined) cursor.integer();
      what.push(token.text);
      return true;
  }
}

/** From behind CONVERT TO on. */
export function converted(cursor: Cursor): TableOptions {
  if (!cursor.take('character', 'set') && !cursor.take('charset')) cursor.fail();
  if (cursor.is('default')) cursor.fail('CONVERT TO CHARACTER SET DEFAULT');
  const charset = charsetName(cursor);
  const collation = cursor.take('collate') ? { collation: charsetName(cursor) } : {};
  return { charset, ...collation, convert: true };
}

/** All options behind CREATE TABLE's columns. */
export function tableOptions(cursor: Cursor, temporary: boolean): TableOptions {
  const options: Draft = {};
  if (cursor.isMySql) {
    const ignored: string[] = [];
    while (mysqlOption(cursor, options, ignored)) cursor.take(',');
    if (cursor.isOneOf('partition')) cursor.fail('a partitioned table');
    return options;
  }
  if (cursor.isOneOf('engine', 'row_format', 'auto_increment', 'charset', 'comment', 'default', 'collate')) {
    // SQLite takes any word that is free for an option at first.
    const free = cursor.engine === 'sqlite' && !cursor.isOneOf('default', 'collate');
    cursor.refuse(`the table option ${cursor.peek()!.text.toUpperCase()}`, free ? -1 : 0);
  }
  if (cursor.engine === 'sqlite') {
    if (cursor.done) return options;
    do {
      if (cursor.take('without')) {
        if (cursor.next().key !== 'rowid') cursor.fail();
        options.withoutRowid = true;
      } else if (cursor.take('strict')) options.strict = true;
      else cursor.fail();
    } while (cursor.take(','));
    return options;
  }
  for (;;) {
    if (cursor.take('with')) cursor.skipParenthesised();
    else if (cursor.take('tablespace')) cursor.identifier();
    else if (temporary && cursor.take('on', 'commit')) {
      // DROP and DELETE ROWS at the end of the transaction are beyond what is followed here.
      cursor.expect('preserve', 'rows');
    } else return options;
  }
}
