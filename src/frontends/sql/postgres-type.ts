/** PostgreSQL's types as its grammar has them: `Typename` and `SimpleTypename` in src/backend/parser/gram.y. */
import type { ColumnType } from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';
import { withArguments, words } from './type-parts.ts';

/** Words of the grammar, by what it takes in parentheses behind them; any other name is a type's, with anything. */
const BARE = words('int integer smallint bigint real boolean');
const ONE_NUMBER = words('float char character varchar nchar national time timestamp interval');
/** Reserved words that may name a type all the same: appendix sql-keywords-appendix.html. */
const NAMES = words(
  'authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join left like natural notnull outer overlaps right similar tablesample verbose',
);

const INTERVALS: Readonly<Record<string, readonly string[]>> = {
  year: ['month'],
  month: [],
  day: ['hour', 'minute', 'second'],
  hour: ['minute', 'second'],
  minute: ['second'],
  second: [],
};

export function postgresType(cursor: Cursor): ColumnType {
  const from = cursor.at;
  const token = cursor.peek();
  const word = token?.kind === 'word' && cursor.peek(1)?.key !== '.' ? token.key : '';
  let name = typeWords(cursor);
  const numbers = word === 'interval' ? intervalArguments(cursor) : typeArguments(cursor, word);
  if (word === 'time' || word === 'timestamp') {
    const zone = ['with', 'without'].find((word) => cursor.take(word, 'time', 'zone'));
    if (zone !== undefined) name += ` ${zone} time zone`;
  }
  const type = withArguments(name.replace(/^pg_catalog\./, ''), '', numbers);
  if (cursor.take('array')) {
    if (cursor.is('[')) {
      arrayBounds(cursor, true);
      cursor.only(!cursor.is('['), 'a second dimension behind ARRAY');
    }
  } else while (cursor.is('[')) arrayBounds(cursor, false);
  return { ...type, text: cursor.slice(from, cursor.at) };
}

function typeArguments(cursor: Cursor, word: string): number[] {
  if (!cursor.is('(')) return [];
  cursor.only(
    !BARE.has(word) && !(word === 'double' && cursor.peek(-1)?.key === 'precision'),
    `anything in parentheses behind ${word}`,
  );
  if (ONE_NUMBER.has(word)) return [oneNumber(cursor)];
  const empty = cursor.peek(1)?.key === ')' || cursor.peek(1)?.key === ',';
  cursor.only(!empty, 'empty parentheses behind a type', -1);
  const read = cursor.attempt(() => numbersIn(cursor));
  if (read !== undefined) return read;
  // numeric('5') is a number to the type, too; geometry(point, 4326): the arguments are the type's own affair.
  cursor.skipParenthesised();
  return [];
}

function oneNumber(cursor: Cursor): number {
  cursor.expect('(');
  const number = wholeNumber(cursor);
  cursor.only(cursor.take(')'), 'more than one number in these parentheses');
  return number;
}

/** The token Iconst: what is longer is a number with a point to the scanner. */
function wholeNumber(cursor: Cursor): number {
  const token = cursor.peek();
  if (token?.kind === 'parameter') return cursor.fail();
  const reads = token?.kind === 'number' && /^\d+$/.test(token.text) && Number(token.text) < 2 ** 31;
  cursor.only(reads, 'anything but a whole number here');
  cursor.at += 1;
  return Number(token!.text);
}

function numbersIn(cursor: Cursor): number[] {
  const numbers: number[] = [];
  cursor.expect('(');
  do {
    const sign = cursor.takeOneOf('-', '+');
    numbers.push((sign === '-' ? -1 : 1) * cursor.integer());
  } while (cursor.take(','));
  cursor.expect(')');
  return numbers;
}

/** `interval year to month`, `interval day to second (3)`, `interval (3)`. */
function intervalArguments(cursor: Cursor): number[] {
  let last = cursor.takeOneOf(...Object.keys(INTERVALS));
  const first = last;
  const ends = INTERVALS[last ?? ''] ?? [];
  if (ends.length > 0 && cursor.take('to')) {
    last = cursor.takeOneOf(...ends);
    cursor.only(last !== undefined, `this behind ${first?.toUpperCase()} TO`);
  }
  if (!cursor.is('(')) return [];
  cursor.only(last === undefined || last === 'second', `a number behind ${last?.toUpperCase()}`);
  return [oneNumber(cursor)];
}

function arrayBounds(cursor: Cursor, needed: boolean): void {
  cursor.expect('[');
  if (needed || !cursor.is(']')) wholeNumber(cursor);
  cursor.only(cursor.take(']'), 'this as the size of an array');
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
      if (cursor.take('precision')) return 'double precision';
      // By itself it is a name like any other.
      return 'double';
    case 'character':
    case 'char':
    case 'bit':
      return cursor.take('varying') ? `${token.key} varying` : token.key;
    case 'national':
      cursor.only(cursor.takeOneOf('character', 'char') !== undefined, 'NATIONAL without CHARACTER');
      return cursor.take('varying') ? 'character varying' : 'character';
    case 'nchar':
      return cursor.take('varying') ? 'character varying' : 'character';
    case 'setof':
      return cursor.fail(`the type ${token.text} …`);
    default:
      if (NAMES.has(token.key)) return token.key;
      cursor.at -= 1;
  }
  const { name, schema } = cursor.tableName();
  return schema === undefined ? name : `${schema}.${name}`;
}
