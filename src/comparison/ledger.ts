/**
 * Known differences between engines: what a project need not worry about (harmless), and what its tests cannot see
 * (biting). A difference that no entry explains is unexplained, and fails the replay.
 */
import type {
  Column,
  DifferenceClass,
  DifferenceKind,
  EngineName,
  FrameworkName,
  Index,
  KeyPart,
  Table,
  Target,
} from '../schema/index.ts';
import type { TypeFacts } from './type-class.ts';

/** One engine's side of a difference. */
export interface Side {
  readonly target: Target;
  /** null: the engine does not have the table. */
  readonly table: Table | null;
  /** null: it does not have the column, or the difference is about something else. */
  readonly column: Column | null;
  readonly type: TypeFacts | null;
  /** What the difference shows of this engine. */
  readonly value: string;
  /** Of an index or foreign key: the columns. */
  readonly columns?: readonly string[];
  /** Of an index: itself; absent: the engine does not have it. */
  readonly index?: Index;
}

export interface LedgerEntry {
  readonly id: string;
  readonly class: Exclude<DifferenceClass, 'unexplained'>;
  readonly kinds: readonly DifferenceKind[];
  /** In one sentence, for the user. */
  readonly what: string;
  /** Where it is written, or how it was measured. */
  readonly source: string;
  /** The framework whose ways it is due to; absent: it holds whoever writes the statements. */
  readonly ofFramework?: FrameworkName;
  /** Does it explain that `a` and `b` differ? Asked in both orders. */
  holds(a: Side, b: Side): boolean;
}

const is = (side: Side, ...engines: readonly EngineName[]): boolean => engines.includes(side.target.engine);
const mysqlLike = (side: Side): boolean => is(side, 'mysql', 'mariadb');

/** The first that holds for a pair counts: the narrow ones stand before the wide ones. */
export const LEDGER: readonly LedgerEntry[] = [
  {
    id: 'sqlite-integer-width',
    class: 'harmless',
    kinds: ['type'],
    what: 'SQLite has one integer type of 64 bits; bigint fits into it as it is',
    source: 'https://www.sqlite.org/datatype3.html',
    holds: (a, b) =>
      is(a, 'sqlite') && a.type?.class === 'integer' && b.type?.class === 'integer' && b.type.bits === 64,
  },
  {
    id: 'sqlite-range-not-enforced',
    class: 'biting',
    kinds: ['type'],
    what: 'SQLite keeps integers of 64 bits in every column of numbers; the server refuses those beyond the type’s range, and negative ones in unsigned columns',
    source: 'https://www.sqlite.org/datatype3.html',
    holds: (a, b) =>
      is(a, 'sqlite') &&
      ((a.type?.class === 'integer' &&
        (b.type?.class === 'integer' || (mysqlLike(b) && b.type?.class === 'boolean'))) ||
        // the smallest integer is what a boolean is there
        (a.type?.class === 'boolean' && mysqlLike(b) && b.type?.class === 'integer' && b.type.bits === 8)),
  },
  {
    id: 'postgres-no-unsigned',
    class: 'harmless',
    kinds: ['type'],
    what: 'PostgreSQL has no unsigned integers; of bigint half the range is left',
    source: 'https://www.postgresql.org/docs/current/datatype-numeric.html',
    holds: (a, b) =>
      is(a, 'postgres') &&
      a.type?.class === 'integer' &&
      b.type?.class === 'integer' &&
      a.type.bits === 64 &&
      b.type.bits === 64,
  },
  {
    id: 'postgres-integer-range',
    class: 'biting',
    kinds: ['type'],
    what: 'PostgreSQL has no unsigned, tiny or medium integers: other values fit than on MySQL and MariaDB',
    source: 'https://www.postgresql.org/docs/current/datatype-numeric.html',
    holds: (a, b) => is(a, 'postgres') && a.type?.class === 'integer' && b.type?.class === 'integer',
  },
  {
    id: 'boolean-as-integer',
    class: 'biting',
    kinds: ['type'],
    what: 'only PostgreSQL has booleans: it refuses other numbers than 0 and 1, and a comparison of the column with a number',
    source: 'https://www.postgresql.org/docs/current/datatype-boolean.html',
    holds: (a, b) =>
      is(a, 'postgres') &&
      a.type?.class === 'boolean' &&
      (b.type?.class === 'boolean' || b.type?.class === 'integer'),
  },
  {
    id: 'sqlite-length-not-enforced',
    class: 'biting',
    kinds: ['length', 'type'],
    what: 'SQLite keeps strings of any length; the server refuses what is longer than the column',
    source: 'https://www.sqlite.org/datatype3.html ("numeric arguments in parentheses … are ignored")',
    holds: (a, b) =>
      is(a, 'sqlite') &&
      (a.type?.class === 'string' || a.type?.class === 'text') &&
      (b.type?.class === 'string' || b.type?.class === 'char'),
  },
  {
    id: 'string-without-limit',
    class: 'biting',
    kinds: ['length', 'type'],
    what: 'one engine keeps strings of any length; the other refuses what is longer than the column',
    source: 'https://www.postgresql.org/docs/current/datatype-character.html',
    holds: (a, b) =>
      (a.type?.class === 'text' || a.type?.class === 'string') &&
      a.type.length === undefined &&
      (b.type?.class === 'string' || b.type?.class === 'char') &&
      b.type.length !== undefined,
  },
  {
    id: 'text-size',
    class: 'biting',
    kinds: ['type', 'length'],
    what: 'MySQL and MariaDB cap text and blob at 65,535 bytes (mediumtext at 16 MB); the others do not',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/storage-requirements.html',
    holds: (a, b) =>
      mysqlLike(a) &&
      a.type?.bytes !== undefined &&
      a.type.bytes < 4_294_967_295 &&
      (a.type.class === b.type?.class || (isUnlimitedString(a) && isUnlimitedString(b))),
  },
  {
    id: 'unbounded-text',
    class: 'harmless',
    kinds: ['type', 'length'],
    what: 'a text or blob of the largest size on one engine, without a size on the other; a varchar without a length is a text',
    source:
      'https://dev.mysql.com/doc/refman/8.4/en/storage-requirements.html, ' +
      'https://www.postgresql.org/docs/current/datatype-character.html, https://www.sqlite.org/datatype3.html',
    holds: (a, b) =>
      (a.type?.class === 'binary' && b.type?.class === 'binary') ||
      (isUnlimitedString(a) && isUnlimitedString(b)),
  },
  {
    id: 'sqlite-json-is-text',
    class: 'biting',
    kinds: ['type'],
    what: 'SQLite keeps JSON as text: what is no JSON is kept too, and comes back letter by letter',
    source: 'https://www.sqlite.org/json1.html',
    holds: (a, b) => is(a, 'sqlite') && a.type?.class === 'text' && b.type?.class === 'json',
  },
  {
    id: 'json-as-text',
    class: 'biting',
    kinds: ['type', 'length'],
    what: 'only one of the engines checks that a value is JSON',
    source: 'https://www.postgresql.org/docs/current/datatype-json.html',
    holds: (a, b) => a.type?.class === 'json' && ['string', 'text'].includes(b.type?.class ?? ''),
  },
  {
    id: 'json-kinds',
    class: 'harmless',
    kinds: ['type'],
    what: 'JSON is a type of its own, or text that is checked (MariaDB)',
    source: 'https://mariadb.com/kb/en/json-data-type/',
    holds: (a, b) => a.type?.class === 'json' && b.type?.class === 'json',
  },
  {
    id: 'sqlite-decimal-is-binary',
    class: 'biting',
    kinds: ['type'],
    what: 'SQLite keeps decimals as floating-point numbers, and neither rounds to the scale nor refuses too many digits',
    source: 'https://www.sqlite.org/floatingpoint.html',
    holds: (a, b) =>
      is(a, 'sqlite') &&
      (a.type?.class === 'decimal' || a.type?.class === 'float') &&
      b.type?.class === 'decimal',
  },
  {
    id: 'float-kinds',
    class: 'harmless',
    kinds: ['type'],
    what: 'floating-point numbers of different width or name',
    source: 'https://www.sqlite.org/datatype3.html',
    holds: (a, b) => a.type?.class === 'float' && b.type?.class === 'float',
  },
  {
    id: 'sqlite-dates-are-text',
    class: 'biting',
    kinds: ['type'],
    what: 'SQLite keeps dates and times as the text that it is given: also one that is no date',
    source: 'https://www.sqlite.org/lang_datefunc.html',
    holds: (a, b) =>
      is(a, 'sqlite') && (isTime(a) || a.type?.class === 'text' || a.type?.class === 'string') && isTime(b),
  },
  {
    id: 'timestamp-range',
    class: 'biting',
    kinds: ['type'],
    what: 'timestamp of MySQL and MariaDB ends in 2038 (MariaDB 11.5: 2106) and is turned into the session’s time zone; PostgreSQL’s does neither',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/datetime.html',
    holds: (a, b) => mysqlLike(a) && a.type?.class === 'timestamp' && isTime(b),
  },
  {
    id: 'datetime-kinds',
    class: 'harmless',
    kinds: ['type'],
    what: 'datetime is called timestamp on PostgreSQL',
    source: 'https://www.postgresql.org/docs/current/datatype-datetime.html',
    holds: (a, b) => isTime(a) && isTime(b) && a.target.engine !== b.target.engine,
  },
  {
    id: 'year-as-integer',
    class: 'biting',
    kinds: ['type'],
    what: 'only MySQL and MariaDB have years, from 1901 to 2155; the others keep any integer',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/year.html',
    holds: (a, b) => a.type?.class === 'year' && b.type?.class === 'integer',
  },
  {
    id: 'enum-as-check',
    class: 'harmless',
    kinds: ['type', 'length', 'check'],
    what: 'an enum is a type on MySQL and MariaDB, and a string with a check on SQLite and PostgreSQL; the members are the same',
    source: 'Illuminate\\Database\\Schema\\Grammars\\{SQLite,Postgres}Grammar::typeEnum()',
    holds: (a, b) =>
      a.type?.class === 'enum' && b.type?.class === 'enum' && same(a.type.members, b.type.members),
  },
  {
    id: 'enum-not-checked',
    class: 'biting',
    kinds: ['type', 'length'],
    what: 'only one of the engines checks that a value is a member',
    source: 'measured: a table rebuild of SQLite loses the check of an enum',
    holds: (a, b) => a.type?.class === 'enum' && (b.type?.class === 'string' || b.type?.class === 'text'),
  },
  {
    id: 'set-as-text',
    class: 'biting',
    kinds: ['type'],
    what: 'only MySQL and MariaDB check the members of a set',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/set.html',
    holds: (a, b) => a.type?.class === 'set' && (b.type?.class === 'string' || b.type?.class === 'text'),
  },
  {
    id: 'uuid-as-text',
    class: 'biting',
    kinds: ['type', 'length'],
    what: 'PostgreSQL and MariaDB refuse in a uuid column what is none; elsewhere it is a string',
    source: 'https://www.postgresql.org/docs/current/datatype-uuid.html',
    holds: (a, b) => a.type?.class === 'uuid' && ['char', 'string', 'text'].includes(b.type?.class ?? ''),
  },
  {
    id: 'address-as-text',
    class: 'biting',
    kinds: ['type', 'length'],
    what: 'PostgreSQL refuses in an inet or macaddr column what is no address; elsewhere it is a string',
    source: 'https://www.postgresql.org/docs/current/datatype-net-types.html',
    holds: (a, b) => a.type?.class === 'network' && b.type?.class !== 'network',
  },
  {
    id: 'char-padding',
    class: 'biting',
    kinds: ['type', 'length'],
    what: 'char is filled with blanks on PostgreSQL, and loses those at its end on MySQL and MariaDB; SQLite keeps strings as they are',
    source: 'https://www.postgresql.org/docs/current/datatype-character.html',
    holds: (a, b) => a.type?.class === 'char' && (b.type?.class === 'char' || b.type?.class === 'string'),
  },
  {
    id: 'binary-kinds',
    class: 'harmless',
    kinds: ['type', 'length'],
    what: 'bytes without a limit on one engine, with one on the other',
    source: 'https://www.postgresql.org/docs/current/datatype-binary.html',
    holds: (a, b) => a.type?.class === 'binary' && b.type?.class === 'binary',
  },
  {
    id: 'spatial-kinds',
    class: 'harmless',
    kinds: ['type'],
    what: 'spatial types are called and kept differently',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/spatial-types.html',
    holds: (a, b) => a.type?.class === 'spatial' && b.type?.class === 'spatial',
  },
  {
    id: 'sqlite-null-in-primary-key',
    class: 'biting',
    kinds: ['nullability'],
    what: 'SQLite takes NULL in a primary key that is not declared NOT NULL',
    source: 'https://www.sqlite.org/lang_createtable.html#the_primary_key',
    holds: (a) => is(a, 'sqlite') && a.column?.nullable === true && inPrimaryKey(a),
  },
  {
    id: 'identifiers-made-by-engine',
    class: 'harmless',
    kinds: ['default'],
    what: 'each engine makes a new identifier in its own way: with its function for UUIDs, or on SQLite, which has none, of random bytes',
    source:
      'https://dev.mysql.com/doc/refman/8.4/en/miscellaneous-functions.html#function_uuid, ' +
      'https://www.postgresql.org/docs/current/functions-uuid.html, https://www.sqlite.org/lang_corefunc.html#randomblob',
    holds: (a, b) => a.target.engine !== b.target.engine && makesIdentifier(a) && makesIdentifier(b),
  },
  {
    id: 'typeorm-uuid-in-database',
    class: 'biting',
    ofFramework: 'typeorm',
    kinds: ['default'],
    what: 'TypeORM has PostgreSQL make generated UUIDs, and makes them itself for the other engines: there an INSERT of another hand lacks them',
    source:
      'measured on TypeORM 1.1.1: Driver.isUUIDGenerationSupported() is true for PostgreSQL alone, and InsertQueryBuilder makes the others’',
    holds: (a, b) => is(a, 'postgres') && makesIdentifier(a) && !is(b, 'postgres') && b.value === '',
  },
  {
    id: 'sqlite-rowid-is-automatic',
    class: 'biting',
    kinds: ['auto-increment'],
    what: 'an INTEGER PRIMARY KEY of SQLite numbers itself without AUTOINCREMENT too, and may take the number of a deleted row again',
    source: 'https://www.sqlite.org/autoinc.html',
    holds: (a) =>
      is(a, 'sqlite') &&
      a.value === '' &&
      a.column?.type.name.toLowerCase() === 'integer' &&
      a.table?.primaryKey?.parts.length === 1 &&
      inPrimaryKey(a),
  },
  {
    id: 'comparison-ignores-case',
    class: 'biting',
    kinds: ['collation'],
    what: 'the collation takes Bob and bob for the same, in unique keys and comparisons; the other engine tells them apart',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/charset-collation-names.html',
    holds: (a, b) => ignoresCase(a) && !ignoresCase(b),
  },
  {
    id: 'collation-names',
    class: 'harmless',
    kinds: ['collation'],
    what: 'collations of different names that agree on case',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/charset-collation-names.html',
    holds: (a, b) => ignoresCase(a) === ignoresCase(b),
  },
  {
    id: 'column-order',
    class: 'harmless',
    kinds: ['column-order'],
    what: 'SQLite and PostgreSQL add columns at the end; after() and first() are for MySQL and MariaDB',
    source: 'https://www.postgresql.org/docs/current/sql-altertable.html',
    holds: (a) => !mysqlLike(a),
  },
  {
    id: 'implicit-foreign-key-index',
    class: 'harmless',
    kinds: ['index'],
    what: 'MySQL and MariaDB make an index for a foreign key whose columns have none',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
    holds: (a, b) => mysqlLike(a) && !mysqlLike(b) && a.value !== '' && b.value === '' && coversForeignKey(a),
  },
  {
    id: 'foreign-key-has-its-index',
    class: 'harmless',
    kinds: ['index'],
    what: 'MySQL and MariaDB have an index for each foreign key anyway; the others are given one',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
    holds: (a, b) =>
      mysqlLike(a) &&
      !mysqlLike(b) &&
      // it bears the name of its foreign key
      (a.value === '' || a.table?.foreignKeys.some(({ name }) => name === a.value) === true) &&
      b.index?.kind === 'index' &&
      coversForeignKey({ ...a, columns: b.columns ?? [] }),
  },
  {
    id: 'name-made-by-engine',
    class: 'harmless',
    kinds: ['index', 'foreign-key'],
    what: 'nobody has named the key, and each engine makes a name of its own',
    source:
      'https://dev.mysql.com/doc/refman/8.4/en/create-index.html, https://www.sqlite.org/fileformat2.html#intschema, ' +
      'ChooseIndexName() of PostgreSQL',
    holds: (a, b) => a.value !== '' && b.value !== '' && isMadeByEngine(a),
  },
  {
    id: 'sqlite-no-fulltext',
    class: 'biting',
    kinds: ['index'],
    what: 'SQLite has no full-text and no spatial indexes here: what searches through them cannot be tested on it',
    source: 'Illuminate\\Database\\Schema\\Grammars\\SQLiteGrammar::compileFulltext() throws',
    holds: (a, b) => is(a, 'sqlite') && a.index === undefined && isSearchIndex(b.index),
  },
  {
    id: 'postgres-name-cut',
    class: 'biting',
    kinds: ['index', 'foreign-key', 'table', 'column'],
    what: 'PostgreSQL has cut the name to 63 bytes',
    source: 'https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS',
    holds: (a, b) => is(a, 'postgres') && Buffer.byteLength(a.value) === 63 && b.value.startsWith(a.value),
  },
  {
    id: 'prefix-in-names',
    class: 'harmless',
    kinds: ['index', 'foreign-key'],
    what: 'the connection’s table prefix enters the names on one engine only (prefix_indexes)',
    source: 'Illuminate\\Database\\Schema\\Blueprint::createIndexName()',
    holds: (a, b) => {
      const prefix = a.target.settings.prefix || b.target.settings.prefix;
      return prefix !== '' && a.value.replace(prefix, '') === b.value.replace(prefix, '');
    },
  },
  {
    id: 'table-in-foreign-key-name',
    class: 'harmless',
    kinds: ['foreign-key'],
    what: 'names of foreign keys are unique in the whole database on MySQL and MariaDB, in their table on PostgreSQL: only one of the two bears the table’s name',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
    holds: (a, b) =>
      mysqlLike(a) && is(b, 'postgres') && namesWithoutTable(a).includes(b.value.toLowerCase()),
  },
  {
    id: 'beginnings-in-own-words',
    class: 'harmless',
    kinds: ['index-parts'],
    what: 'an index over the beginning of a column: a prefix length on MySQL and MariaDB, an expression on the others',
    source:
      'https://dev.mysql.com/doc/refman/8.4/en/column-indexes.html, https://www.postgresql.org/docs/current/indexes-expressional.html',
    holds: (a, b) => a.target.engine !== b.target.engine && sameBeginnings(a.index, b.index),
  },
  {
    id: 'mariadb-silent-prefix',
    class: 'biting',
    kinds: ['index-parts'],
    what: 'MariaDB has put only the beginning of the column into the index',
    source: 'measured on MariaDB 10.11: a key that is too long becomes a prefix index, with a warning',
    holds: (a, b) =>
      is(a, 'mariadb') && a.value.replaceAll(/\(\d+\)/g, '') === b.value.replaceAll(/\(\d+\)/g, ''),
  },
  {
    id: 'prefix-length',
    class: 'biting',
    kinds: ['index-parts'],
    what: 'only MySQL and MariaDB index the beginning of a column',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/column-indexes.html',
    holds: (a, b) =>
      mysqlLike(a) && a.value.replaceAll(/\(\d+\)/g, '') === b.value.replaceAll(/\(\d+\)/g, ''),
  },
  {
    id: 'fulltext-kinds',
    class: 'harmless',
    kinds: ['index-parts', 'unique'],
    what: 'a full-text index is one over an expression on PostgreSQL',
    source: 'Illuminate\\Database\\Schema\\Grammars\\PostgresGrammar::compileFulltext()',
    holds: (a, b) => is(a, 'postgres') && a.value.includes('to_tsvector') && mysqlLike(b),
  },
  {
    id: 'sqlite-foreign-key-not-added',
    class: 'biting',
    ofFramework: 'laravel',
    kinds: ['foreign-key'],
    what: 'below Laravel 11 a foreign key that is added to a table of SQLite is silently not made',
    source: 'Illuminate\\Database\\Schema\\Grammars\\SQLiteGrammar::compileForeign() (10.x)',
    holds: (a, b) => is(a, 'sqlite') && a.value === '' && b.value !== '',
  },
  {
    id: 'foreign-key-names',
    class: 'harmless',
    kinds: ['foreign-key'],
    what: 'SQLite keeps no names of foreign keys',
    source: 'https://www.sqlite.org/pragma.html#pragma_foreign_key_list',
    holds: (a, b) => is(a, 'sqlite') && a.value !== '' && b.value !== '',
  },
  {
    id: 'restrict-no-action',
    class: 'harmless',
    kinds: ['foreign-key-actions'],
    what: 'RESTRICT and NO ACTION differ only where checks are deferred',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
    holds: (a, b) =>
      a.value.replaceAll('no action', 'restrict') === b.value.replaceAll('no action', 'restrict'),
  },
];

function same(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return (
    a !== undefined && b !== undefined && a.length === b.length && a.every((member, i) => member === b[i])
  );
}

function isTime({ type }: Side): boolean {
  return type !== null && ['date', 'datetime', 'timestamp', 'time'].includes(type.class);
}

/** varchar without a length is text: on PostgreSQL by its manual, on SQLite since it looks at no length. */
function isUnlimitedString({ type }: Side): boolean {
  return type?.class === 'text' || (type?.class === 'string' && type.length === undefined);
}

/** By PostgreSQL (also 18, and with uuid-ossp), MySQL, MariaDB (also 11.7); SQLite has no function, but random bytes. */
const IDENTIFIERS: Readonly<Record<EngineName, RegExp>> = {
  postgres: /^\(*(?:gen_random_uuid|uuid_generate_v(?:1|1mc|4)|uuidv[47])\(\)\)*(?:::\w+)?$/i,
  mysql: /^\(*uuid\(\)\)*$/i,
  mariadb: /^\(*uuid(?:_v[47])?\(\)\)*$/i,
  sqlite: /\brandomblob\s*\(/i,
};

function makesIdentifier({ target, column }: Side): boolean {
  return column?.default?.kind === 'expression' && IDENTIFIERS[target.engine].test(column.default.sql.trim());
}

/** `fk_user_role` of the table `user`: `fk_role`. */
function namesWithoutTable({ table, value }: Side): string[] {
  const name = value.toLowerCase();
  const own = (table?.name ?? '').toLowerCase();
  if (own === '') return [];
  return [`${own}_`, `_${own}`].flatMap((part) =>
    [...name].flatMap((_, at) =>
      name.startsWith(part, at) ? [name.slice(0, at) + name.slice(at + part.length)] : [],
    ),
  );
}

/** How much of which column a part covers; undefined: it is no beginning. PostgreSQL up to 13 writes `"substring"((a)::text, 1, 9)`. */
function beginningOf(part: KeyPart): { readonly column: string; readonly length: number } | undefined {
  if ('column' in part)
    return part.length === undefined ? undefined : { column: part.column, length: part.length };
  const column = String.raw`\(*"?(\w+)"?\)*(?:::[a-z ]+)?\)*`;
  const match =
    new RegExp(
      String.raw`^\(*"?substr(?:ing)?"?\s*\(\s*${column}\s*(?:,|\bfrom\b)\s*1\s*(?:,|\bfor\b)\s*(\d+)\s*\)+$`,
      'i',
    ).exec(part.expression.trim()) ??
    new RegExp(String.raw`^\(*"?left"?\s*\(\s*${column}\s*,\s*(\d+)\s*\)+$`, 'i').exec(
      part.expression.trim(),
    );
  return match === null ? undefined : { column: match[1]!, length: Number(match[2]) };
}

/** Of a unique key the length decides what is taken twice; of others it does not matter. */
function sameBeginnings(a: Index | undefined, b: Index | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind || a.parts.length !== b.parts.length)
    return false;
  return a.parts.every((part, at) => {
    const other = b.parts[at]!;
    if ('column' in part && 'column' in other && part.length === undefined && other.length === undefined)
      return part.column === other.column && part.descending === other.descending;
    const [one, two] = [beginningOf(part), beginningOf(other)];
    return (
      one !== undefined && one.column === two?.column && (a.kind !== 'unique' || one.length === two.length)
    );
  });
}

function inPrimaryKey({ table, column }: Side): boolean {
  return table?.primaryKey?.parts.some((part) => 'column' in part && part.column === column?.name) === true;
}

/** MySQL's and MariaDB's names tell it; PostgreSQL's and SQLite's own collations do not ignore case, but for NOCASE. */
function ignoresCase({ value }: Side): boolean {
  return /_ci$|^nocase$/i.test(value);
}

function isSearchIndex(index: Index | undefined): boolean {
  return (
    index !== undefined &&
    (index.kind === 'fulltext' || index.kind === 'spatial' || ['gin', 'gist'].includes(index.method ?? ''))
  );
}

/** SQLite: `sqlite_autoindex_t_1`; PostgreSQL: `t_a_b_key`, `t_a_fkey`; MySQL and MariaDB: `a`, `a_2`, `t_ibfk_1`. */
function isMadeByEngine({ target, table, value, columns }: Side): boolean {
  switch (target.engine) {
    case 'sqlite':
      return value.startsWith('sqlite_autoindex_');
    case 'postgres':
      return /_(?:key|fkey)\d*$/.test(value) && value.startsWith((table?.name ?? '').slice(0, 20));
    default:
      return (
        new RegExp(`^${columns?.[0] ?? ''}(?:_\\d+)?$`, 'i').test(value) ||
        /_ibfk_\d+$/.test(value) ||
        /^\d+$/.test(value)
      );
  }
}

function coversForeignKey({ table, columns = [] }: Side): boolean {
  return (
    table?.foreignKeys.some(
      (key) => key.columns.length === columns.length && key.columns.every((name, i) => name === columns[i]),
    ) === true
  );
}

/** The entry that explains why two engines differ; undefined: none does. `framework`: see `Comparison`. */
export function explanation(
  kind: DifferenceKind,
  a: Side,
  b: Side,
  framework?: FrameworkName,
): LedgerEntry | undefined {
  return LEDGER.find(
    (entry) =>
      entry.kinds.includes(kind) &&
      (entry.ofFramework === undefined || entry.ofFramework === framework) &&
      (entry.holds(a, b) || entry.holds(b, a)),
  );
}

export function entryById(id: string): LedgerEntry | undefined {
  return LEDGER.find((entry) => entry.id === id);
}
