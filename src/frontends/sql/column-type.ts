/** Reads the type in a column's definition. */
import type { ColumnType } from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';
import { mysqlType } from './mysql-type.ts';
import { type ReadType, withArguments, words } from './type-parts.ts';

export function readType(cursor: Cursor): ReadType {
  if (cursor.isMySql) return mysqlType(cursor);
  if (cursor.engine === 'postgres') return { type: postgresType(cursor) };
  return { type: sqliteType(cursor) };
}

function numbersIn(cursor: Cursor): number[] {
  const numbers: number[] = [];
  cursor.expect('(');
  do numbers.push(cursor.integer());
  while (cursor.take(','));
  cursor.expect(')');
  return numbers;
}

// ---- PostgreSQL

/** Their arguments are numbers. */
const SIZED = words(
  'char character varchar bpchar numeric decimal dec float time timestamp timetz timestamptz bit varbit',
);

const INTERVAL_FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second'];

export function postgresType(cursor: Cursor): ColumnType {
  const from = cursor.at;
  let name: string = typeWords(cursor);
  let numbers: number[] = [];
  if (name === 'interval') {
    if (cursor.takeOneOf(...INTERVAL_FIELDS) !== undefined && cursor.take('to')) {
      if (cursor.takeOneOf(...INTERVAL_FIELDS) === undefined) cursor.fail();
    }
    if (cursor.is('(')) numbers = numbersIn(cursor);
  } else if (cursor.is('(')) {
    const sized = SIZED.has(name.replace(' varying', ''));
    const read = sized ? numbersIn(cursor) : cursor.attempt(() => numbersIn(cursor));
    // geometry(point, 4326): the arguments are the type's own affair.
    if (read === undefined) cursor.skipParenthesised();
    else numbers = read;
  }
  if (name === 'time' || name === 'timestamp') {
    for (const zone of ['with', 'without'])
      if (cursor.take(zone, 'time', 'zone')) name += ` ${zone} time zone`;
  }
  const type = withArguments(name, '', numbers);
  if (cursor.take('array')) {
    if (cursor.is('[')) arrayBounds(cursor);
  } else while (cursor.is('[')) arrayBounds(cursor);
  return { ...type, text: cursor.slice(from, cursor.at) };
}

function arrayBounds(cursor: Cursor): void {
  cursor.expect('[');
  if (!cursor.is(']')) cursor.integer();
  cursor.expect(']');
}

function typeWords(cursor: Cursor): string {
  const token = cursor.next();
  if (token.kind === 'quoted') {
    if (token.value === 'char') cursor.fail('the type "char"');
    return cursor.take('.') ? `${token.value}.${cursor.label()}` : token.value;
  }
  if (token.kind !== 'word') {
    cursor.at -= 1;
    return cursor.fail();
  }
  switch (token.key) {
    case 'double':
      cursor.expect('precision');
      return 'double precision';
    case 'character':
    case 'char':
    case 'bit':
      return cursor.take('varying') ? `${token.key} varying` : token.key;
    case 'national':
    case 'setof':
      return cursor.fail(`the type ${token.text} …`);
    default:
      cursor.at -= 1;
  }
  const { name, schema } = cursor.tableName();
  return schema === undefined ? name : `${schema}.${name}`;
}

// ---- SQLite

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
      const token = cursor.next();
      if (token.kind !== 'number') {
        cursor.at -= 1;
        cursor.fail();
      }
      numbers.push(Number(token.text));
    } while (numbers.length < 2 && cursor.take(','));
    cursor.expect(')');
  }
  numbers = numbers.filter(Number.isInteger);
  const [only] = cursor.tokens.slice(from, cursor.at);
  const quoted = cursor.at === from + 1 && only?.kind !== 'word';
  return withArguments(name, quoted ? only!.value : cursor.slice(from, cursor.at), numbers);
}
