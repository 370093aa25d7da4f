/**
 * A table as doctrine/dbal reads it from the engine (Doctrine\DBAL\Schema\Table and the *SchemaManager), here from what
 * the catalog says that the engine would answer.
 */
import { crc32 } from 'node:zlib';
import type { PhpValue } from '../../../php/values.ts';
import type { Column, ForeignKey, Index, Table } from '../../../schema/index.ts';
import { keyColumns } from '../../../schema/index.ts';
import { withoutParentheses } from '../blueprint-state.ts';
import { FrameworkError } from '../framework-error.ts';
import { blankColumn, type DoctrineColumn } from './column.ts';
import { quotedByPostgres } from './keywords.ts';
import { type Platform, typeOfWord } from './platform.ts';

export interface DoctrineIndex {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly primary: boolean;
  /** Absent: dbal makes it up for a foreign key. */
  readonly from?: Index;
}

export interface DoctrineTable {
  readonly name: string;
  /** In the engine's order, by name in lower case. */
  readonly columns: ReadonlyMap<string, DoctrineColumn>;
  readonly indexes: readonly DoctrineIndex[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly charset?: string;
  readonly collation?: string;
}

/** Table::getColumns: the primary key's columns, those of foreign keys, the rest; each in the table's order. */
export function orderedColumns(
  columns: ReadonlyMap<string, DoctrineColumn>,
  indexes: readonly DoctrineIndex[],
  foreignKeys: readonly { readonly columns: readonly string[] }[],
): Map<string, DoctrineColumn> {
  // Names are compared as they are with keys in lower case: a name in another case is none of them.
  const primary = new Set(indexes.find((index) => index.primary)?.columns);
  const foreign = new Set(foreignKeys.flatMap((key) => key.columns));
  const all = [...columns];
  return new Map([
    ...all.filter(([key]) => primary.has(key)),
    ...all.filter(([key]) => foreign.has(key)),
    ...all.filter(([key]) => !primary.has(key) && !foreign.has(key)),
  ]);
}

export function columnNamed(table: DoctrineTable, name: string): DoctrineColumn {
  const found = table.columns.get(name.toLowerCase().replace(/[`"[\]]/g, ''));
  if (found === undefined) {
    throw new FrameworkError(
      `There is no column with name "${name.toLowerCase().replace(/[`"[\]]/g, '')}" on table "${table.name}".`,
    );
  }
  return found;
}

export function readTable(
  platform: Platform,
  name: string,
  table: Table,
  enumIsMapped: boolean,
): DoctrineTable {
  // SQLite does not list generated columns.
  const listed =
    platform.kind === 'sqlite'
      ? table.columns.filter((column) => column.generated === undefined)
      : table.columns;
  const columns = new Map(
    listed.map((column) => [column.name.toLowerCase(), readColumn(platform, table, column, enumIsMapped)]),
  );
  const indexes = [...readIndexes(platform, table)];
  for (const foreignKey of table.foreignKeys) {
    // An index for each foreign key that no other serves: only a rebuild of SQLite's makes it.
    const fulfilled = indexes.some(
      (index) =>
        index.columns.length === foreignKey.columns.length &&
        index.columns.every(
          (column, position) => column.toLowerCase() === foreignKey.columns[position]!.toLowerCase(),
        ),
    );
    if (fulfilled) continue;
    indexes.push({
      name: generatedName(name, foreignKey.columns),
      columns: foreignKey.columns,
      unique: false,
      primary: false,
    });
  }
  return {
    name,
    columns,
    indexes,
    foreignKeys: table.foreignKeys,
    ...(table.charset === undefined ? {} : { charset: table.charset }),
    ...(table.collation === undefined ? {} : { collation: table.collation }),
  };
}

/** AbstractAsset::_generateIdentifierName. */
function generatedName(table: string, columns: readonly string[]): string {
  const hash = [table, ...columns].map((text) => crc32(text).toString(16)).join('');
  return `idx_${hash}`.slice(0, 63).toUpperCase();
}

/** As the schema manager lists them. */
export function readIndexes(platform: Platform, table: Table): DoctrineIndex[] {
  const found: DoctrineIndex[] = [];
  if (table.primaryKey !== undefined) {
    found.push({
      name: table.primaryKey.name ?? 'primary',
      columns: keyColumns(table.primaryKey.parts),
      unique: true,
      primary: true,
    });
  }
  // SQLite lists the newest index first.
  const indexes = platform.kind === 'sqlite' ? [...table.indexes].reverse() : table.indexes;
  for (const index of indexes) {
    if (platform.kind === 'sqlite' && index.name.startsWith('sqlite_')) continue;
    if (index.parts.some((part) => 'expression' in part) && platform.kind !== 'postgres') {
      throw new FrameworkError(
        'Doctrine\\DBAL\\Schema\\Index::_addColumn(): Argument #1 ($column) must be of type string, null given',
      );
    }
    const columns = keyColumns(index.parts);
    if (columns.length === 0) continue;
    found.push({ name: index.name, columns, unique: index.kind === 'unique', primary: false, from: index });
  }
  return found;
}

function readColumn(platform: Platform, table: Table, column: Column, enumIsMapped: boolean): DoctrineColumn {
  switch (platform.kind) {
    case 'sqlite':
      return readSqlite(platform, table, column);
    case 'postgres':
      return readPostgres(platform, column, enumIsMapped);
    default:
      return readMysql(platform, table, column, enumIsMapped);
  }
}

/** A comment tells the type where the engine has none of that name. */
function hinted(column: DoctrineColumn, comment: string | undefined): void {
  if (comment === undefined || comment === '') return;
  const match = /\(DC2Type:((?:(?!\)).)+)\)/.exec(comment);
  if (match !== null) column.type = match[1]!;
  const text = match === null ? comment : comment.replaceAll(`(DC2Type:${match[1]})`, '');
  column.comment = text === '' ? null : text;
}

const FLOATING = /^(float|double|real|numeric|decimal)$/;

function readMysql(platform: Platform, table: Table, from: Column, enumIsMapped: boolean): DoctrineColumn {
  const text = from.type.text.toLowerCase();
  const asJson = platform.kind === 'mariadb' && platform.jsonType && isMariadbJson(table, from);
  const word = asJson
    ? 'json'
    : from.type.name === 'double precision'
      ? 'double'
      : (/^[^(), ]+/.exec(text)?.[0] ?? text);
  const column: DoctrineColumn = {
    ...blankColumn(from.name, typeOfWord(platform, word, enumIsMapped)),
    from,
  };
  hinted(column, from.comment);
  column.fixed = word === 'char' || word === 'binary';
  column.length = mysqlLength(word, text);
  if (FLOATING.test(word)) {
    const match = /[a-z]+\((\d+),\s*(\d+)\)/.exec(text);
    if (match !== null) {
      column.precision = Number(match[1]);
      column.scale = Number(match[2]);
      column.length = null;
    }
  }
  column.unsigned = text.includes('unsigned') || from.type.unsigned === true;
  column.notnull = !from.nullable;
  column.autoincrement = from.autoIncrement;
  column.default = mysqlDefault(platform, from);
  const options = new Map<string, PhpValue>();
  // JSON of MySQL has none; of MariaDB it is a text.
  const characters = platform.kind === 'mariadb' || from.type.name !== 'json';
  if (characters && from.charset !== undefined) options.set('charset', from.charset);
  if (characters && from.collation !== undefined) options.set('collation', from.collation);
  column.options = options;
  return column;
}

/**
 * JSON of MariaDB is a LONGTEXT with a check, by which dbal knows it (MariaDb1043Platform). A catalog that does not keep
 * the check still has the collation that only JSON gets unasked.
 */
function isMariadbJson(table: Table, { type, check, collation }: Column): boolean {
  if (type.name !== 'longtext') return type.name === 'json';
  if (check !== undefined) return /^json_valid\(`.*`\)$/i.test(check);
  return collation === 'utf8mb4_bin' && table.collation !== 'utf8mb4_bin';
}

const TEXT_LENGTHS: Readonly<Record<string, number>> = {
  tinytext: 255,
  text: 65_535,
  mediumtext: 16_777_215,
  tinyblob: 255,
  blob: 65_535,
  mediumblob: 16_777_215,
};

function mysqlLength(word: string, text: string): number | null {
  if (Object.hasOwn(TEXT_LENGTHS, word)) return TEXT_LENGTHS[word]!;
  if (/^(tiny|small|medium|big)?int(eger)?$|^year$/.test(word)) return null;
  // What stands behind the word, as a number: nothing is 0.
  const next = /^[^(), ]+[(), ]+([^(), ]+)/.exec(text)?.[1];
  return next === undefined ? 0 : Number.parseInt(next, 10) || 0;
}

function mysqlDefault(platform: Platform, { default: value, type }: Column): PhpValue {
  if (value === undefined) return null;
  if (value.kind === 'unknown') return '?';
  if (value.kind === 'literal') {
    return value.value === null ? null : mysqlLiteral(value.value, type);
  }
  const text = withoutParentheses(value.sql);
  const current = /^(?:current_timestamp|now)(?:\((\d*)\))?$/i.exec(text);
  if (current !== null) {
    const precision = current[1] ?? '';
    if (precision === '' || precision === '0') return 'CURRENT_TIMESTAMP';
    return `${platform.kind === 'mariadb' ? 'current_timestamp' : 'CURRENT_TIMESTAMP'}(${precision})`;
  }
  if (platform.kind === 'mariadb') {
    const quoted = /^'(.*)'$/s.exec(text);
    if (quoted !== null) return quoted[1]!.replaceAll("''", "'");
  }
  // MySQL shows the character set of each text in an expression.
  return platform.kind === 'mysql' ? text.replace(/'((?:[^']|'')*)'/g, "_utf8mb4\\'$1\\'") : text;
}

/** The literal as the engine keeps it: numbers with the column's decimals. */
function mysqlLiteral(text: string, { name, scale, precision }: Column['type']): string {
  const decimals = name === 'decimal' || name === 'numeric' || scale !== undefined;
  if (decimals && /^[+-]?\d*\.?\d*$/.test(text)) {
    return Number(text).toFixed(scale ?? 0);
  }
  if ((name === 'datetime' || name === 'timestamp' || name === 'time') && (precision ?? 0) > 0) {
    return text.includes('.') ? text : `${text}.${'0'.repeat(precision!)}`;
  }
  return text;
}

// ---- SQLite

function readSqlite(platform: Platform, table: Table, from: Column): DoctrineColumn {
  const [head = '', rest] = from.type.text.split('(');
  let word = head.trim().toLowerCase();
  const unsigned = word.includes(' unsigned');
  if (unsigned) word = word.replace(' unsigned', '');
  const inside = rest?.replace(/\)+$/, '');
  const column: DoctrineColumn = { ...blankColumn(from.name, typeOfWord(platform, word, true)), from };
  // The collation is looked for before the comment says what else it is.
  const characters = column.type === 'string' || column.type === 'text' || column.type === 'guid';
  hinted(column, from.comment);
  column.unsigned = unsigned;
  column.fixed = word === 'char';
  if (/^(float|double|real|decimal|numeric)$/.test(word)) {
    if (inside !== undefined) {
      const [precision = '', scale = '0'] = inside.split(',').map((part) => part.trim());
      column.precision = Number.parseInt(precision, 10) || 10;
      column.scale = Number.parseInt(scale, 10) || 0;
    }
  } else if (inside !== undefined) column.length = Number.parseInt(inside, 10) || 0;
  column.notnull = !from.nullable;
  column.default = sqliteDefault(from);
  const key = keyColumns(table.primaryKey?.parts ?? []);
  column.autoincrement =
    key.length === 1 && key[0]!.toLowerCase() === from.name.toLowerCase() && word === 'integer' && !unsigned;
  if (characters) {
    column.options = new Map([['collation', from.collation ?? 'BINARY']]);
  }
  return column;
}

function sqliteDefault({ default: value }: Column): PhpValue {
  if (value === undefined) return null;
  if (value.kind === 'unknown') return '?';
  const text = withoutParentheses(value.sql);
  if (text === 'NULL') return null;
  const quoted = /^'(.*)'$/s.exec(text);
  return quoted === null ? text : quoted[1]!.replaceAll("''", "'");
}

// ---- PostgreSQL

/** pg_type.typname, where it is not the type's name itself. */
const TYPNAMES: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  char: 'bpchar',
  character: 'bpchar',
  integer: 'int4',
  int: 'int4',
  serial: 'int4',
  smallint: 'int2',
  smallserial: 'int2',
  bigint: 'int8',
  bigserial: 'int8',
  boolean: 'bool',
  decimal: 'numeric',
  real: 'float4',
  float: 'float8',
  'double precision': 'float8',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
};

function readPostgres(platform: Platform, from: Column, enumIsMapped: boolean): DoctrineColumn {
  const name = from.type.name.toLowerCase();
  const word = TYPNAMES[name] ?? name;
  const column: DoctrineColumn = {
    ...blankColumn(from.name, typeOfWord(platform, word, enumIsMapped)),
    from,
    quoted: quotedByPostgres(from.name),
  };
  hinted(column, from.comment);
  if (word === 'varchar' || word === 'bpchar') {
    const length = from.type.length ?? (word === 'bpchar' ? 1 : 0);
    column.length = length > 0 ? length : null;
  }
  column.fixed = word === 'bpchar';
  if (word === 'numeric' && from.type.precision !== undefined) {
    column.precision = from.type.precision;
    column.scale = from.type.scale ?? 0;
  }
  column.notnull = !from.nullable;
  const value = from.default;
  // An identity column has no default; a serial's is its sequence.
  const serial = from.autoIncrement && from.sequence !== undefined;
  column.autoincrement = serial || (value !== undefined && /^nextval\('.*'(::.*)?\)$/.test(value.sql));
  if (value !== undefined && !column.autoincrement) column.default = postgresDefault(word, value);
  const options = new Map<string, PhpValue>();
  if (from.collation !== undefined) options.set('collation', from.collation);
  if (column.type === 'json') options.set('jsonb', word === 'jsonb' ? true : null);
  column.options = options;
  return column;
}

/** The default as pg_get_expr() shows it, and what dbal takes from that. */
function postgresDefault(word: string, value: NonNullable<Column['default']>): PhpValue {
  if (value.kind === 'unknown') return '?';
  if (value.kind === 'expression') {
    const text = withoutParentheses(value.sql);
    if (word === 'bool' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
    const quoted = /^'(.*)'(::.*)?$/s.exec(text);
    return quoted === null ? text : quoted[1]!.replaceAll("''", "'");
  }
  if (value.value === null) return null;
  if (word === 'bool') return /^(t|true|y|yes|on|1)$/i.test(value.value.trim());
  return value.value;
}
