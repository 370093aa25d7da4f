/**
 * How doctrine/dbal 3.10 writes columns and names on each engine (Doctrine\DBAL\Platforms\*Platform), and which of its
 * own types it takes an engine's types for.
 */
import { compareVersions } from '../../../schema/index.ts';
import type { BlueprintConnection } from '../connection.ts';
import { FrameworkError } from '../framework-error.ts';
import type { DoctrineColumn } from './column.ts';
import { defaultSql } from './default.ts';
import { mariadbKeywords, mysqlKeywords, POSTGRES, SQLITE } from './keywords.ts';

export type PlatformKind = 'sqlite' | 'mysql' | 'mariadb' | 'postgres';

export interface Platform {
  readonly kind: PlatformKind;
  /** For messages: `MySQL84Platform`. */
  readonly className: string;
  readonly keywords: ReadonlySet<string>;
  /** MariaDB: is JSON a type, not LONGTEXT? */
  readonly jsonType: boolean;
  /** MariaDB: does it tell CURRENT_TIMESTAMP and quoted text apart (MariaDb1027Platform)? */
  readonly quotedDefaults: boolean;
  /** What the project maps beside dbal's own. */
  readonly mappings: ReadonlyMap<string, string>;
}

export function platformOf(connection: BlueprintConnection): Platform {
  const { serverVersion: version } = connection;
  const from = (wanted: string) => compareVersions(version, wanted) >= 0;
  const mappings = connection.doctrineMappings ?? new Map<string, string>();
  const plain = { jsonType: true, quotedDefaults: false, mappings };
  switch (connection.target.engine) {
    case 'sqlite':
      return { kind: 'sqlite', className: 'SqlitePlatform', keywords: SQLITE, ...plain };
    case 'postgres': {
      const className = from('12') ? 'PostgreSQL120Platform' : 'PostgreSQL100Platform';
      return { kind: 'postgres', className, keywords: POSTGRES, ...plain };
    }
    case 'mysql': {
      const release = from('8.4') ? '84' : from('8.0') ? '80' : from('5.7.9') ? '57' : '';
      const className = `MySQL${release}Platform`;
      return {
        kind: 'mysql',
        className,
        keywords: mysqlKeywords(version),
        ...plain,
        jsonType: release !== '',
      };
    }
    case 'mariadb': {
      const release = [
        ['12.3', '120300'],
        ['11.7', '110700'],
        ['10.10', '1010'],
        ['10.6', '1060'],
        ['10.5.2', '1052'],
        ['10.4.3', '1043'],
      ].find(([since]) => from(since!))?.[1];
      return {
        kind: 'mariadb',
        className: `MariaDb${release ?? '1027'}Platform`,
        keywords: mariadbKeywords(version),
        jsonType: release !== undefined,
        quotedDefaults: true,
        mappings,
      };
    }
  }
}

// ---- Names

export function quoteIdentifier(platform: Platform, name: string): string {
  const quote = platform.kind === 'mysql' || platform.kind === 'mariadb' ? '`' : '"';
  return `${quote}${name.replaceAll(quote, quote + quote)}${quote}`;
}

/** AbstractAsset::getQuotedName: only keywords are quoted, and what came quoted. */
export function quotedName(platform: Platform, name: string, quoted = false): string {
  return name
    .split('.')
    .map((part) =>
      quoted || platform.keywords.has(part.toLowerCase()) ? quoteIdentifier(platform, part) : part,
    )
    .join('.');
}

export function quoteText(platform: Platform, text: string): string {
  const mysql = platform.kind === 'mysql' || platform.kind === 'mariadb';
  return `'${(mysql ? text.replaceAll('\\', '\\\\') : text).replaceAll("'", "''")}'`;
}

// ---- Types

/** dbal's types, by the name under which Type::getType() gives them. */
const BUILT_IN: ReadonlySet<string> = new Set(
  (
    'array ascii_string bigint binary blob boolean date date_immutable dateinterval datetime datetime_immutable ' +
    'datetimetz datetimetz_immutable decimal float guid integer json object simple_array smallint string text time ' +
    'time_immutable'
  ).split(' '),
);

const WORDS: Readonly<Record<PlatformKind, Readonly<Record<string, string>>>> = {
  sqlite: words({
    bigint: 'bigint bigserial',
    blob: 'blob',
    boolean: 'boolean tinyint',
    string: 'char image longvarchar ntext nvarchar varchar varchar2',
    text: 'clob longtext mediumtext text tinytext',
    date: 'date',
    datetime: 'datetime timestamp',
    decimal: 'decimal numeric',
    float: 'double double-precision float real',
    integer: 'int integer mediumint serial',
    smallint: 'smallint',
    time: 'time',
  }),
  mysql: words(mysqlWords()),
  mariadb: words(mysqlWords()),
  postgres: words({
    bigint: 'bigint bigserial int8 serial8',
    boolean: 'bool boolean',
    string: 'bpchar char inet interval varchar _varchar',
    blob: 'bytea',
    date: 'date year',
    datetime: 'datetime timestamp',
    decimal: 'decimal money numeric',
    float: 'double double-precision float float4 float8 real',
    integer: 'int int4 integer serial serial4',
    smallint: 'int2 smallint',
    json: 'json jsonb',
    text: 'text tsvector',
    time: 'time timetz',
    datetimetz: 'timestamptz',
    guid: 'uuid',
  }),
};

function mysqlWords(): Readonly<Record<string, string>> {
  return {
    bigint: 'bigint',
    binary: 'binary varbinary',
    blob: 'blob longblob mediumblob tinyblob',
    string: 'char string varchar',
    date: 'date year',
    datetime: 'datetime timestamp',
    decimal: 'decimal numeric',
    float: 'double float real',
    integer: 'int integer mediumint',
    text: 'longtext mediumtext text tinytext',
    simple_array: 'set',
    smallint: 'smallint',
    time: 'time',
    boolean: 'tinyint',
    json: 'json',
  };
}

function words(byType: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [type, list] of Object.entries(byType)) {
    for (const word of list.split(' ')) found[word.replace('-', ' ')] = type;
  }
  return found;
}

/** AbstractPlatform::getDoctrineTypeMapping. Laravel itself maps `enum`, except where it drops columns. */
export function typeOfWord(platform: Platform, word: string, enumIsMapped: boolean): string {
  const found = Object.hasOwn(WORDS[platform.kind], word) ? WORDS[platform.kind][word] : undefined;
  const type =
    found ?? platform.mappings.get(word) ?? (enumIsMapped && word === 'enum' ? 'string' : undefined);
  if (type === undefined) {
    throw new FrameworkError(
      `Unknown database type ${word} requested, Doctrine\\DBAL\\Platforms\\${platform.className} may not support it.`,
    );
  }
  return type;
}

/** Types whose SQL is known: dbal's own, and Laravel's TimestampType. */
export function isTypeOf(name: string, what: 'dbal' | 'known'): boolean {
  return BUILT_IN.has(name) || (what === 'known' && name === 'timestamp');
}

/** Type::getType; `registered` are the types that the project adds to dbal's own. */
export function typeNamed(name: string, registered: ReadonlySet<string>): string {
  if (BUILT_IN.has(name) || registered.has(name)) return name;
  throw new FrameworkError(
    `Unknown column type "${name}" requested. Any Doctrine type that you use has ` +
      'to be registered with \\Doctrine\\DBAL\\Types\\Type::addType(). You can get a list of all the ' +
      'known types with \\Doctrine\\DBAL\\Types\\Type::getTypesMap(). If this error occurs during database ' +
      'introspection then you might have forgotten to register all database types for a Doctrine Type. Use ' +
      'AbstractPlatform#registerDoctrineTypeMapping() or have your custom types implement ' +
      'Type#getMappedDatabaseTypes(). If the type name is empty you might ' +
      'have a problem with the cache or forgot some mapping information.',
  );
}

// ---- Columns

const HINTED = /^(array|object|simple_array|dateinterval|.*_immutable)$/;

/** AbstractPlatform::getColumnComment: types that the engine does not have leave their name in the comment. */
export function commentOf(platform: Platform, column: DoctrineColumn): string | null {
  const { type, comment } = column;
  const hinted =
    HINTED.test(type) ||
    (type === 'guid' && platform.kind !== 'postgres') ||
    (type === 'json' && (platform.kind === 'sqlite' || platform.kind === 'mariadb' || !platform.jsonType));
  return hinted ? `${comment ?? ''}(DC2Type:${type})` : comment;
}

function clob(platform: Platform, length: number | null): string {
  if (platform.kind === 'sqlite') return 'CLOB';
  if (platform.kind === 'postgres') return 'TEXT';
  if (length === null || length === 0 || length > 16_777_215) return 'LONGTEXT';
  return length <= 255 ? 'TINYTEXT' : length <= 65_535 ? 'TEXT' : 'MEDIUMTEXT';
}

function blob(platform: Platform, length: number | null): string {
  if (platform.kind === 'sqlite') return 'BLOB';
  if (platform.kind === 'postgres') return 'BYTEA';
  if (length === null || length === 0 || length > 16_777_215) return 'LONGBLOB';
  return length <= 255 ? 'TINYBLOB' : length <= 65_535 ? 'BLOB' : 'MEDIUMBLOB';
}

function characters(platform: Platform, given: number | null, fixed: boolean): string {
  const length = given ?? 255;
  const most = platform.kind === 'sqlite' ? 4000 : 65_535;
  if (length > most) return clob(platform, length);
  if (fixed) return `CHAR(${length > 0 ? length : 255})`;
  if (length > 0) return `VARCHAR(${length})`;
  return platform.kind === 'sqlite' ? 'TEXT' : 'VARCHAR(255)';
}

function binary(platform: Platform, { length, fixed }: DoctrineColumn): string {
  if (platform.kind === 'sqlite' || platform.kind === 'postgres') return blob(platform, length);
  const bytes = length ?? 255;
  if (bytes > 65_535) return blob(platform, bytes);
  return `${fixed ? 'BINARY' : 'VARBINARY'}(${bytes > 0 ? bytes : 255})`;
}

function integer(platform: Platform, word: 'INT' | 'BIGINT' | 'SMALLINT', column: DoctrineColumn): string {
  const { autoincrement, unsigned } = column;
  switch (platform.kind) {
    case 'sqlite':
      if (autoincrement) return 'INTEGER PRIMARY KEY AUTOINCREMENT';
      return `${word === 'INT' ? 'INTEGER' : word}${unsigned ? ' UNSIGNED' : ''}`;
    case 'postgres':
      if (!autoincrement) return word;
      return word === 'INT' ? 'SERIAL' : word === 'BIGINT' ? 'BIGSERIAL' : 'SMALLSERIAL';
    default:
      return `${word}${unsigned ? ' UNSIGNED' : ''}${autoincrement ? ' AUTO_INCREMENT' : ''}`;
  }
}

/** Type::getSQLDeclaration. */
export function typeSql(platform: Platform, column: DoctrineColumn): string {
  const { kind } = platform;
  const mysql = kind === 'mysql' || kind === 'mariadb';
  const unsigned = mysql && column.unsigned ? ' UNSIGNED' : '';
  switch (column.type.replace(/_immutable$/, '')) {
    case 'string':
    case 'ascii_string':
      return characters(platform, column.length, column.fixed);
    case 'guid':
      return kind === 'postgres' ? 'UUID' : characters(platform, 36, true);
    case 'text':
    case 'simple_array':
    case 'array':
    case 'object':
      return clob(platform, column.length);
    case 'json':
      if (kind === 'postgres') return column.options.get('jsonb') === true ? 'JSONB' : 'JSON';
      if (kind === 'mysql' || (kind === 'mariadb' && platform.jsonType)) {
        return platform.jsonType ? 'JSON' : clob(platform, column.length);
      }
      return kind === 'mariadb' ? 'LONGTEXT' : clob(platform, column.length);
    case 'integer':
      return integer(platform, 'INT', column);
    case 'bigint':
      return integer(platform, 'BIGINT', column);
    case 'smallint':
      return integer(platform, 'SMALLINT', column);
    case 'boolean':
      return mysql ? 'TINYINT(1)' : 'BOOLEAN';
    case 'decimal':
      return `NUMERIC(${column.precision === 0 ? 10 : column.precision}, ${column.scale})${unsigned}`;
    case 'float':
      return `DOUBLE PRECISION${unsigned}`;
    case 'date':
      return 'DATE';
    case 'time':
      return kind === 'postgres' ? 'TIME(0) WITHOUT TIME ZONE' : 'TIME';
    case 'datetime':
      return kind === 'postgres' ? 'TIMESTAMP(0) WITHOUT TIME ZONE' : 'DATETIME';
    case 'datetimetz':
      return kind === 'postgres' ? 'TIMESTAMP(0) WITH TIME ZONE' : 'DATETIME';
    case 'blob':
      return blob(platform, column.length);
    case 'binary':
      return binary(platform, column);
    case 'dateinterval':
      return characters(platform, 255, false);
    case 'timestamp':
      return timestamp(platform, column);
    default:
      // A type of the project's own.
      return '?';
  }
}

/** Illuminate\Database\DBAL\TimestampType, where the project registers it. */
function timestamp(platform: Platform, column: DoctrineColumn): string {
  const precision = Math.min(column.precision, 6);
  if (platform.kind === 'sqlite') return 'DATETIME';
  if (platform.kind === 'postgres') return `TIMESTAMP(${precision})`;
  return `TIMESTAMP${column.precision === 0 ? '' : `(${precision})`}${column.notnull ? '' : ' NULL'}`;
}

/** AbstractPlatform::getColumnDeclarationSQL, without the name. */
export function declaration(platform: Platform, column: DoctrineColumn): string {
  const value = defaultSql(platform, column);
  const forced = platform.kind === 'mariadb' && platform.jsonType && column.type === 'json';
  const option = (name: 'charset' | 'collation'): string =>
    forced || column.withoutCharacters ? '' : String(column.options.get(name) ?? '');
  const mysql = platform.kind === 'mysql' || platform.kind === 'mariadb';
  const charset = option('charset');
  const collation = option('collation');
  const comment = platform.kind === 'postgres' ? null : commentOf(platform, column);
  let sql = typeSql(platform, column);
  if (charset !== '') sql += mysql ? ` CHARACTER SET ${charset}` : ' ';
  sql += value;
  if (column.notnull) sql += ' NOT NULL';
  if (collation !== '') sql += ` COLLATE ${quoteIdentifier(platform, collation)}`;
  if (comment !== null && comment !== '') {
    sql +=
      platform.kind === 'sqlite'
        ? ` --${comment.replaceAll('\n', '\n--')}\n`
        : ` COMMENT ${quoteText(platform, comment)}`;
  }
  return sql;
}
