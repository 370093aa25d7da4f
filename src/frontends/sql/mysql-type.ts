/**
 * The types of MySQL and MariaDB as their grammars have them: `type` in MySQL 9's sql/sql_yacc.yy, `field_type_all` in
 * MariaDB 10.11's. What a type does not take is where the parser stops.
 */

import type { Cursor } from './cursor.ts';
import { characterSet, type ReadType, withArguments, words } from './type-parts.ts';

/** What stands in the parentheses behind a type. */
type Arguments =
  | 'none'
  /** One number, or nothing. */
  | 'length'
  | 'length needed'
  /** A whole number, or nothing. */
  | 'digits'
  /** Two numbers, or nothing. */
  | 'pair'
  /** One number, two, or nothing. */
  | 'precision'
  | 'members';

interface Grammar {
  readonly arguments: Arguments;
  /** UNSIGNED, SIGNED and ZEROFILL may follow. */
  readonly number?: true;
  /** A character set may follow, or BINARY, ASCII and the like. */
  readonly text?: true;
  /** Its character set is that of NCHAR and its kin: nothing but BINARY may follow. */
  readonly national?: true;
}

const GRAMMAR: Readonly<Record<string, Grammar>> = Object.fromEntries(
  (
    [
      [
        'tinyint smallint mediumint int integer bigint middleint int1 int2 int3 int4 int8 year',
        { arguments: 'length', number: true },
      ],
      ['decimal dec numeric fixed float float4', { arguments: 'precision', number: true }],
      ['double real float8', { arguments: 'pair', number: true }],
      ['bit binary blob', { arguments: 'length' }],
      ['varbinary', { arguments: 'length needed' }],
      ['bool boolean date tinyblob mediumblob longblob json serial', { arguments: 'none' }],
      ['time datetime timestamp', { arguments: 'digits' }],
      ['char character text', { arguments: 'length', text: true }],
      ['varchar varcharacter', { arguments: 'length needed', text: true }],
      ['nchar', { arguments: 'length', national: true }],
      ['nvarchar', { arguments: 'length needed', national: true }],
      ['tinytext mediumtext longtext long', { arguments: 'none', text: true }],
      ['enum set', { arguments: 'members', text: true }],
    ] satisfies [string, Grammar][]
  ).flatMap(([names, grammar]) => names.split(' ').map((name) => [name, grammar])),
);

const GEOMETRIES = words(
  'geometry point linestring polygon multipoint multilinestring multipolygon geometrycollection',
);

/** MariaDB's types that are no words of the grammar: it takes numbers behind any of them. */
const NAMED: Grammar = { arguments: 'precision' };
const MARIADB_NAMED = words('uuid inet4 inet6 vector');

/** Two words that are one type. */
const SECOND: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  double: { precision: 'double' },
  character: { varying: 'varchar' },
  char: { varying: 'varchar' },
  nchar: { varying: 'nvarchar', varchar: 'nvarchar', varcharacter: 'nvarchar' },
  long: { varchar: 'long', varcharacter: 'long', varbinary: 'mediumblob' },
  national: { char: 'nchar', character: 'nchar', varchar: 'nvarchar', varcharacter: 'nvarchar' },
};

const KEPT: Readonly<Record<string, string>> = {
  nchar: 'char',
  nvarchar: 'varchar',
  varcharacter: 'varchar',
};

/** Types whose collation the attribute BINARY may tell. */
const COLLATED = /^(?:char|varchar|character|character varying|char varying|(?:tiny|medium|long)?text)$/;

/** The character set of NCHAR and its kin: manual page charset-national. */
const NATIONAL = 'utf8mb3';

function grammarOf(name: string, cursor: Cursor): Grammar | undefined {
  if (cursor.engine === 'mariadb') {
    if (GEOMETRIES.has(name) || MARIADB_NAMED.has(name)) return NAMED;
  } else if (GEOMETRIES.has(name) || name === 'geomcollection') return { arguments: 'none' };
  else if (name === 'vector') return { arguments: 'length' };
  return GRAMMAR[name];
}

export function mysqlType(cursor: Cursor): ReadType {
  const from = cursor.at;
  const token = cursor.peek();
  if (token?.kind !== 'word') return cursor.fail();
  let name: string = token.key;
  if (name !== 'national' && grammarOf(name, cursor) === undefined) return unknownType(cursor);
  cursor.at += 1;
  const second = SECOND[name]?.[cursor.peek()?.key ?? ''];
  if (second !== undefined) {
    name = second;
    cursor.at += 1;
  } else if (name === 'national') cursor.refuse('NATIONAL without CHAR or VARCHAR');
  if (token.key === 'national' && name === 'nchar' && cursor.take('varying')) name = 'nvarchar';
  const grammar = grammarOf(name, cursor)!;
  const members = grammar.arguments === 'members' ? readMembers(cursor) : undefined;
  const numbers = members === undefined ? readNumbers(cursor, grammar.arguments, token.text) : [];
  cursor.only(!cursor.is('('), `a second pair of parentheses behind ${token.text}`);
  const unsigned = readSign(cursor, grammar, token.text);
  // MariaDB's SRID.
  if (cursor.engine === 'mariadb' && cursor.take('ref_system_id', '=')) cursor.integer();
  const text = cursor.slice(from, cursor.at);
  const kept = KEPT[name] ?? name;
  const collated = COLLATED.test(kept) && grammar.text === true;
  const first = collated && cursor.take('binary');
  const charset = readCharset(cursor, grammar, token.text);
  const binary = first || (collated && cursor.take('binary'));
  return {
    type: {
      ...withArguments(kept, text, numbers),
      ...(unsigned ? { unsigned } : {}),
      ...(members === undefined ? {} : { members }),
    },
    ...(charset === undefined ? {} : { charset }),
    ...(binary ? { binary } : {}),
  };
}

/** May be repeated on MySQL; MariaDB takes one of each kind, and no SIGNED beside ZEROFILL. */
function readSign(cursor: Cursor, grammar: Grammar, type: string): boolean {
  const seen: string[] = [];
  while (cursor.isOneOf('unsigned', 'signed', 'zerofill')) {
    const { key, text } = cursor.peek()!;
    cursor.only(grammar.number === true, `${text.toUpperCase()} behind ${type}`);
    const both = seen.length === 1 && key !== seen[0] && key !== 'signed' && seen[0] !== 'signed';
    cursor.only(cursor.engine === 'mysql' || seen.length === 0 || both, `${text.toUpperCase()} here`);
    cursor.at += 1;
    seen.push(key);
  }
  // ZEROFILL makes a column unsigned: manual page numeric-type-attributes.
  return seen.some((key) => key !== 'signed');
}

/** MariaDB's words that are no names of types, though they are not reserved. */
const NO_TYPES = words('number varchar2 raw clob row signed');

/** MariaDB reads numbers behind a name before it looks the name up. */
function unknownType(cursor: Cursor): never {
  const from = cursor.at;
  const token = cursor.next();
  if (cursor.engine === 'mariadb' && NO_TYPES.has(token.key)) cursor.refuse(`the type ${token.text}`);
  if (token.key === 'unsigned') cursor.refuse(`the type ${token.text}`, 1);
  if (cursor.engine === 'mariadb') readNumbers(cursor, NAMED.arguments, token.text);
  return cursor.refuse(`the type ${token.text}`, cursor.at - from, 'type');
}

function readCharset(cursor: Cursor, grammar: Grammar, type: string): string | undefined {
  if (cursor.isOneOf('binary', 'ascii', 'unicode', 'byte')) {
    // They stand for character sets and collations.
    const known = grammar.text === true || (grammar.national === true && cursor.is('binary'));
    if (known) cursor.fail();
    cursor.refuse(`${cursor.peek()!.text.toUpperCase()} behind ${type}`);
  }
  // Behind a number or a date it is refused when other things have been looked at.
  const named = grammar === NAMED && cursor.engine === 'mysql';
  if (grammar.national !== true && !named) return characterSet(cursor);
  if (cursor.isOneOf('charset', 'character', 'char')) cursor.refuse(`a character set behind ${type}`);
  return grammar.national === true ? NATIONAL : undefined;
}

function readMembers(cursor: Cursor): string[] {
  const members: string[] = [];
  const open = cursor.is('(');
  cursor.only(open, 'this type without its members');
  cursor.at += 1;
  do {
    const token = cursor.peek();
    // Bytes as members: 0x41.
    if (token?.kind === 'bits' || token?.kind === 'unread' || /^0[xb]/.test(token?.text ?? '')) cursor.fail();
    cursor.only(token?.kind === 'string', 'members that are no strings');
    members.push(cursor.string());
  } while (cursor.take(','));
  cursor.only(cursor.take(')'), 'this among the members of a type');
  return members;
}

/** A number, as the grammars have one: of what follows its point nothing is kept. */
const NUMBER = /^(?:\d+\.?\d*|\.\d+)$/;
/** The token NUM, which a longer number is not. */
const isNum = (text: string) => /^\d+$/.test(text) && Number(text) < 2 ** 31;

function readNumbers(cursor: Cursor, kind: Arguments, type: string): number[] {
  if (!cursor.is('(')) {
    cursor.only(kind !== 'length needed', `${type} without a length`);
    return [];
  }
  cursor.only(kind !== 'none', `anything in parentheses behind ${type}`);
  cursor.at += 1;
  const whole = kind === 'digits' && cursor.engine === 'mysql';
  const numbers = [readNumber(cursor, type, whole)];
  if (kind === 'pair') cursor.only(cursor.is(','), `${type} with one number`);
  if ((kind === 'pair' || kind === 'precision') && cursor.take(',')) {
    numbers.push(readNumber(cursor, type, true));
  }
  cursor.only(cursor.take(')'), `this in the parentheses of ${type}`);
  return numbers;
}

function readNumber(cursor: Cursor, type: string, whole: boolean): number {
  const token = cursor.peek();
  if (token?.kind === 'parameter') return cursor.fail();
  const reads = token?.kind === 'number' && (whole ? isNum(token.text) : NUMBER.test(token.text));
  cursor.only(reads, `anything but a number in the parentheses of ${type}`);
  cursor.at += 1;
  return Math.trunc(Number(token!.text));
}
