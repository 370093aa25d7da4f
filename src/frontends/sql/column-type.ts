/** Reads the type in a column's definition. */
import type { ColumnType } from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';
import { mysqlType } from './mysql-type.ts';
import { postgresType } from './postgres-type.ts';
import { type ReadType, withArguments, words } from './type-parts.ts';

export function readType(cursor: Cursor): ReadType {
  if (cursor.isMySql) return mysqlType(cursor);
  if (cursor.engine === 'postgres') return { type: postgresType(cursor) };
  return { type: sqliteType(cursor) };
}

/** Words that end a type; any others belong to it: https://www.sqlite.org/syntax/type-name.html */
const SQLITE_ENDS = words(
  'constraint primary not null unique check default collate references generated as on deferrable',
);

function sqliteType(cursor: Cursor): ColumnType {
  const from = cursor.at;
  for (;;) {
    const token = cursor.peek();
    if (token?.kind === 'word') {
      if (SQLITE_ENDS.has(token.key)) break;
      cursor.identifier();
    } else if (token?.kind === 'quoted' || token?.kind === 'string') cursor.next();
    else break;
  }
  const name = cursor.slice(from, cursor.at).toLowerCase();
  let numbers: number[] = [];
  if (name !== '' && cursor.take('(')) {
    do {
      cursor.takeOneOf('+', '-');
      const token = cursor.peek();
      if (token === undefined || token.kind === 'unread' || token.kind === 'parameter') return cursor.fail();
      cursor.only(token.kind === 'number', 'anything but a number in the parentheses of a type');
      cursor.at += 1;
      numbers.push(Number(token.text));
    } while (numbers.length < 2 && cursor.take(','));
    cursor.only(cursor.take(')'), 'this in the parentheses of a type');
  }
  numbers = numbers.filter(Number.isInteger);
  const [only] = cursor.tokens.slice(from, cursor.at);
  const quoted = cursor.at === from + 1 && only?.kind !== 'word';
  return withArguments(name, quoted ? only!.value : cursor.slice(from, cursor.at), numbers);
}
