/** Reads the type in a column's definition. */
import type { ColumnType } from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';
import { RESERVED_WORDS } from './reserved-words.ts';

export interface ReadType {
  readonly type: ColumnType;
  readonly charset?: string;
  /** The attribute BINARY. */
  readonly binary?: boolean;
}

/** Types that have a collation. */
const COLLATED = /^(?:char|varchar|character|character varying|char varying|(?:tiny|medium|long)?text)$/;

export function readType(cursor: Cursor): ReadType {
  if (cursor.isMySql) return mysqlType(cursor);
  if (cursor.engine === 'postgres') return { type: postgresType(cursor) };
  return { type: sqliteType(cursor) };
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Lengths count characters, bytes or bits. */
const LENGTHS = words('char varchar character binary varbinary nchar nvarchar bit varbit bpchar');

/** What stands in a type's parentheses. */
function withArguments(name: string, text: string, numbers: readonly number[]): ColumnType {
  const [first, second] = numbers;
  const type = { name, text };
  if (first === undefined) return type;
  if (LENGTHS.has(name) || /^(?:national |bit |char(?:acter)? )/.test(name))
    return { ...type, length: first };
  if (/^(?:tiny|small|medium|big)?int(?:eger)?\d?$|text$|blob$|^year$|^bool/.test(name)) return type;
  return { ...type, precision: first, ...(second === undefined ? {} : { scale: second }) };
}

function numbersIn(cursor: Cursor): number[] {
  const numbers: number[] = [];
  cursor.expect('(');
  do numbers.push(cursor.integer());
  while (cursor.take(','));
  cursor.expect(')');
  return numbers;
}

// ---- MySQL, MariaDB

const MYSQL_TYPES = words(
  'bit tinyint smallint mediumint int integer bigint middleint int1 int2 int3 int4 int8 bool boolean decimal dec numeric ' +
    'fixed float double real float4 float8 date time datetime timestamp year char varchar character nchar nvarchar binary ' +
    'varbinary tinytext text mediumtext longtext tinyblob blob mediumblob longblob long json enum set geometry point ' +
    'linestring polygon multipoint multilinestring multipolygon geometrycollection geomcollection serial vector uuid national ' +
    'inet4 inet6 xmltype',
);

/** Words that go on with a type. */
const MYSQL_SECOND: Readonly<Record<string, readonly string[]>> = {
  double: ['precision'],
  character: ['varying'],
  char: ['varying'],
  nchar: ['varying', 'varchar'],
  long: ['varchar', 'varbinary'],
  national: ['char', 'character', 'varchar'],
};

/** The character set of NCHAR and its kin: manual page charset-national. */
const NATIONAL = 'utf8mb3';

function mysqlType(cursor: Cursor): ReadType {
  const from = cursor.at;
  const token = cursor.peek();
  if (token?.kind !== 'word') return cursor.fail();
  let name: string = token.key;
  if (!MYSQL_TYPES.has(name)) cursor.refuse(`the type ${token.text}`, 0, 'type');
  cursor.at += 1;
  const second = cursor.takeOneOf(...(MYSQL_SECOND[name] ?? []));
  if (name === 'national' && second === undefined) cursor.fail();
  if (second !== undefined) name += ` ${second}`;
  const national = /^(?:national|nchar)/.test(name);
  if (national) {
    if (/^national ch/.test(name) && cursor.take('varying')) name += ' varying';
    name = /var/.test(name) ? 'varchar' : 'char';
  }
  let members: string[] | undefined;
  let numbers: number[] = [];
  if (name === 'enum' || name === 'set') {
    members = [];
    cursor.expect('(');
    do members.push(cursor.string());
    while (cursor.take(','));
    cursor.expect(')');
  } else if (cursor.is('(')) numbers = numbersIn(cursor);
  let unsigned = false;
  while (cursor.isOneOf('unsigned', 'signed', 'zerofill')) {
    // ZEROFILL makes a column unsigned: manual page numeric-type-attributes.
    if (cursor.next().key !== 'signed') unsigned = true;
  }
  // MariaDB's SRID.
  if (cursor.engine === 'mariadb' && cursor.take('ref_system_id', '=')) cursor.integer();
  const text = cursor.slice(from, cursor.at);
  const first = COLLATED.test(name) && cursor.take('binary');
  // ASCII, UNICODE and BYTE stand for character sets, too.
  if (cursor.isOneOf('binary', 'ascii', 'unicode', 'byte')) cursor.fail();
  const charset = national ? NATIONAL : characterSet(cursor);
  const binary = first || (COLLATED.test(name) && cursor.take('binary'));
  return {
    type: {
      ...withArguments(name, text, numbers),
      ...(unsigned ? { unsigned } : {}),
      ...(members === undefined ? {} : { members }),
    },
    ...(charset === undefined ? {} : { charset }),
    ...(binary ? { binary } : {}),
  };
}

/** `CHARACTER SET x`, `CHARSET x`. */
export function characterSet(cursor: Cursor): string | undefined {
  if (
    !cursor.take('character', 'set') &&
    !cursor.take('char', 'set') &&
    !(cursor.isMySql && cursor.take('charset'))
  )
    return undefined;
  cursor.only(cursor.isMySql, 'CHARACTER SET', 2);
  cursor.take('=');
  return charsetName(cursor);
}

/** The name of a character set or collation: a word or a string. */
export function charsetName(cursor: Cursor): string {
  const token = cursor.next();
  const reserved = RESERVED_WORDS[cursor.engine].has(token.key) && token.key !== 'binary';
  if (token.kind === 'word' && !reserved) return token.key;
  if (token.kind === 'string' || token.kind === 'quoted') return token.value.toLowerCase();
  cursor.at -= 1;
  return cursor.fail();
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
