/**
 * What the library asks of a database before it sends a change, answered from the catalog in the rows that the engine
 * would give (lib/dialects/…/query-generator.js, sequelize 6.37).
 */

import {
  type Catalog,
  type Column,
  type EngineName,
  type ForeignKey,
  keyColumns,
  type Table,
  type TableName,
} from '../../schema/index.ts';
import { INTEGER_WIDTHS } from '../catalog-queries/display-widths.ts';
import type { SqliteTexts } from './sqlite-texts.ts';
import type { Row } from './wire.ts';

/** Something that the library asks is not known. */
export class NotKnown extends Error {
  readonly table: TableName | undefined;

  constructor(reason: string, table?: TableName) {
    super(reason);
    this.table = table;
  }
}

export interface Asked {
  readonly catalog: Catalog;
  readonly texts: SqliteTexts;
  readonly engine: EngineName;
  /** Does the call only look whether a column is there? */
  readonly needsColumnOnly: boolean;
  /** What stands for a value that is not known. */
  mark(reason: string): string;
}

interface Question {
  readonly pattern: RegExp;
  answer(found: RegExpExecArray, asked: Asked): readonly Row[];
}

/** The engine's answer; undefined: it is none of the library's questions. */
export function answerLibrary(sql: string, asked: Asked): readonly Row[] | undefined {
  for (const { pattern, answer } of QUESTIONS[asked.engine]) {
    const found = pattern.exec(sql);
    if (found !== null) return answer(found, asked);
  }
  return undefined;
}

function known({ catalog, needsColumnOnly }: Asked, name: string, schema?: string): Table | undefined {
  const named: TableName = { name, ...(schema === undefined || schema === 'public' ? {} : { schema }) };
  const table = catalog.table(named);
  if (table === undefined) {
    if (catalog.open !== null) throw new NotKnown(catalog.open, named);
    return undefined;
  }
  const unsure = table.maybe ?? (needsColumnOnly ? undefined : table.open);
  if (unsure !== undefined) throw new NotKnown(unsure, named);
  return table;
}

/** Does a table of that name exist? */
function exists({ catalog }: Asked, name: string): boolean {
  const table = catalog.table({ name });
  if (table === undefined && catalog.open !== null) throw new NotKnown(catalog.open, { name });
  if (table?.maybe !== undefined) throw new NotKnown(table.maybe, { name });
  return table !== undefined;
}

function listed({ catalog }: Asked): string[] {
  if (catalog.open !== null) throw new NotKnown(catalog.open);
  return catalog.tables().flatMap((table) => {
    if (table.maybe !== undefined) throw new NotKnown(table.maybe, table);
    return table.temporary || table.view === true ? [] : [table.name];
  });
}

const isPrimary = (table: Table, column: Pick<Column, 'name'>): boolean =>
  table.primaryKey !== undefined && keyColumns(table.primaryKey.parts).includes(column.name);

/** The default as text; `literal`: without quotes. */
function defaultText({ default: kept }: Column, asked: Asked, literal: boolean): string | null {
  if (kept === undefined) return null;
  if (kept.kind === 'unknown') return asked.mark('a default');
  if (kept.kind === 'literal' && literal) return kept.value;
  return kept.sql;
}

// ---- SQLite: https://www.sqlite.org/pragma.html

const SQLITE: readonly Question[] = [
  {
    pattern: /^PRAGMA table_info\(`(.+)`\);?$/i,
    answer: ([, name = ''], asked) => {
      const table = known(asked, name);
      const key = table?.primaryKey === undefined ? [] : keyColumns(table.primaryKey.parts);
      return (table?.columns ?? []).map((column, cid) => ({
        cid,
        name: column.name,
        type: column.type.text,
        notnull: isNotNullWritten(table!, column, asked) ? 1 : 0,
        dflt_value: defaultText(column, asked, false),
        pk: key.indexOf(column.name) + 1,
      }));
    },
  },
  {
    pattern: /^PRAGMA INDEX_LIST\(`(.+)`\);?$/i,
    // the newest first
    answer: ([, name = ''], asked) =>
      [...(known(asked, name)?.indexes ?? [])].reverse().map((index, seq) => ({
        seq,
        name: index.name,
        unique: index.kind === 'unique' ? 1 : 0,
        origin: index.constraint === true ? 'u' : 'c',
        partial: index.where === undefined ? 0 : 1,
      })),
  },
  {
    pattern: /^PRAGMA INDEX_INFO\(`(.+)`\);?$/i,
    answer: ([, name = ''], { catalog }) => {
      const index = catalog
        .tables()
        .flatMap(({ indexes }) => indexes)
        .find((one) => one.name === name);
      return (index === undefined ? [] : keyColumns(index.parts)).map((column, seqno) => ({
        seqno,
        cid: seqno,
        name: column,
      }));
    },
  },
  {
    pattern: /^PRAGMA foreign_key_list\(`(.+)`\);?$/i,
    answer: ([, name = ''], asked) =>
      [...(known(asked, name)?.foreignKeys ?? [])].reverse().flatMap((key, id) =>
        key.columns.map((column, seq) => ({
          ...{ id, seq, table: key.parent.name, from: column, to: key.parentColumns[seq] ?? null },
          ...{ on_update: key.onUpdate.toUpperCase(), on_delete: key.onDelete.toUpperCase(), match: 'NONE' },
        })),
      ),
  },
  {
    pattern: /^SELECT sql FROM sqlite_master WHERE tbl_name='(.+?)'(?: AND sql LIKE '%(.+)%')?\s*;?$/i,
    answer: ([, name = '', like = ''], asked) => {
      known(asked, name);
      const sql = asked.texts.of(name);
      if (sql === null) throw new NotKnown(`the definition of the table ${name} is not known`, { name });
      return sql?.toLowerCase().includes(like.toLowerCase()) === true ? [{ sql }] : [];
    },
  },
  {
    pattern: /^SELECT name FROM `?sqlite_master`? WHERE type='table' and name!='sqlite_sequence';$/i,
    answer: (_found, asked) => listed(asked).map((name) => ({ name })),
  },
  {
    pattern: /^SELECT name FROM sqlite_master WHERE type='table' AND name='(.+)';$/i,
    answer: ([, name = ''], asked) => (exists(asked, name) ? [{ name }] : []),
  },
];

/** An INTEGER PRIMARY KEY holds no NULL; PRAGMA table_info tells whether that was written. */
function isNotNullWritten(table: Table, { name, type, nullable }: Column, { texts }: Asked): boolean {
  const isRowid = type.name === 'integer' && table.primaryKey?.parts.length === 1;
  if (nullable || !isRowid || !isPrimary(table, { name })) return !nullable;
  const text = texts.of(table.name) ?? '';
  return text.split(',').some((part) => part.includes(`\`${name}\``) && /\bNOT NULL\b/i.test(part));
}

// ---- MySQL and MariaDB

const DATABASE = 'database';

const MYSQL: readonly Question[] = [
  {
    pattern: /^SHOW FULL COLUMNS FROM (?:`.+`\.)?`(.+)`;$/i,
    answer: ([, name = ''], asked) => {
      const table = known(asked, name);
      if (table === undefined)
        throw Object.assign(new Error(`Table '${DATABASE}.${name}' doesn't exist`), {
          code: 'ER_NO_SUCH_TABLE',
          errno: 1146,
          sqlState: '42S02',
        });
      return table.columns.map((column) => ({
        Field: column.name,
        Type: shownType(column, asked),
        Collation: column.collation ?? null,
        Null: column.nullable ? 'YES' : 'NO',
        Key: isPrimary(table, column) ? 'PRI' : '',
        Default: shownDefault(column, asked),
        Extra: column.autoIncrement ? 'auto_increment' : '',
        Comment: column.comment ?? '',
      }));
    },
  },
  {
    pattern:
      /FROM INFORMATION_SCHEMA\.KEY_COLUMN_USAGE WHERE \(REFERENCED_TABLE_NAME = '(.+?)'.* REFERENCED_COLUMN_NAME = '(.+?)'\) OR/i,
    answer: ([, name = '', column = ''], asked) => {
      known(asked, name);
      const rows: Row[] = [];
      for (const table of asked.catalog.tables())
        for (const key of table.foreignKeys)
          for (const [at, own] of key.columns.entries()) {
            const isParent = same(key.parent.name, name) && same(key.parentColumns[at] ?? '', column);
            const isOwn = same(table.name, name) && same(own, column);
            if (isParent || isOwn) rows.push(keyRow(table, key, at));
          }
      return rows;
    },
  },
  {
    pattern: /FROM INFORMATION_SCHEMA\.KEY_COLUMN_USAGE where TABLE_NAME = '(.+?)'/i,
    answer: ([, name = ''], asked) => {
      const table = known(asked, name);
      return (table?.foreignKeys ?? []).flatMap((key) => key.columns.map((_, at) => keyRow(table!, key, at)));
    },
  },
  {
    pattern:
      /from INFORMATION_SCHEMA\.TABLE_CONSTRAINTS WHERE table_name='(.+?)'(?: AND constraint_name = '(.+?)')?/i,
    answer: ([, name = '', constraint], asked) => {
      const table = known(asked, name);
      if (table === undefined) return [];
      const rows = [
        ...(table.primaryKey === undefined ? [] : [['PRIMARY', 'PRIMARY KEY']]),
        ...table.indexes.filter(({ kind }) => kind === 'unique').map((index) => [index.name, 'UNIQUE']),
        ...table.foreignKeys.map((key) => [key.name, 'FOREIGN KEY']),
        ...table.checks.map((check) => [check.name, 'CHECK']),
      ].map(([constraintName, constraintType]) => ({
        constraintName,
        constraintType,
        tableName: table.name,
        tableSchema: DATABASE,
      }));
      return constraint === undefined
        ? rows
        : rows.filter(({ constraintName }) => same(constraintName ?? '', constraint));
    },
  },
  {
    pattern: /^SELECT TABLE_NAME FROM INFORMATION_SCHEMA\.TABLES .*\bTABLE_NAME = '(.+?)' AND TABLE_SCHEMA/i,
    answer: ([, name = ''], asked) => (exists(asked, name) ? [{ TABLE_NAME: name }] : []),
  },
  {
    pattern:
      /^SELECT TABLE_NAME FROM INFORMATION_SCHEMA\.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA/i,
    answer: (_found, asked) => listed(asked).map((name) => ({ TABLE_NAME: name })),
  },
  {
    pattern: /^SHOW INDEX FROM `(.+?)`/i,
    answer: ([, name = ''], asked) => {
      const table = known(asked, name);
      const indexes = [
        ...(table?.primaryKey === undefined
          ? []
          : [{ name: 'PRIMARY', kind: 'unique', parts: table.primaryKey.parts }]),
        ...(table?.indexes ?? []),
      ];
      return indexes.flatMap((index) =>
        keyColumns(index.parts).map((column, at) => ({
          ...{ Table: name, Non_unique: index.kind === 'unique' ? 0 : 1, Key_name: index.name },
          ...{
            Seq_in_index: at + 1,
            Column_name: column,
            Collation: 'A',
            Sub_part: null,
            Index_type: 'BTREE',
          },
        })),
      );
    },
  },
];

/** SHOW COLUMNS tells a default as the column keeps it. */
function shownDefault(column: Column, asked: Asked): string | null {
  const text = defaultText(column, asked, true);
  if (text === null || column.default?.kind !== 'literal') return text;
  if (/^(?:true|false)$/i.test(column.default.sql)) return text.toLowerCase() === 'true' ? '1' : '0';
  const { name, scale = 0 } = column.type;
  return /^(?:decimal|numeric|dec|fixed)$/.test(name) && /^-?[\d.]+$/.test(text)
    ? Number(text).toFixed(scale)
    : text;
}

/** Names of types as SHOW COLUMNS has them, for those that may be written in another way. */
const SHOWN: Readonly<Record<string, string>> = {
  integer: 'int',
  numeric: 'decimal',
  dec: 'decimal',
  fixed: 'decimal',
  'double precision': 'double',
  real: 'double',
  boolean: 'tinyint(1)',
  bool: 'tinyint(1)',
};

function shownType({ type }: Column, { engine }: Asked): string {
  if (type.members !== undefined)
    return `${type.name}(${type.members.map((member) => `'${member.replaceAll("'", "''")}'`).join(',')})`;
  const [written = ''] = /^(?:double precision|\w+)/i.exec(type.text) ?? [];
  const name = SHOWN[written.toLowerCase()] ?? written.toLowerCase();
  const rest = type.text.slice(written.length);
  const widths = engine === 'mariadb' && !rest.startsWith('(') ? INTEGER_WIDTHS[name] : undefined;
  return widths === undefined ? name + rest : `${name}(${widths[type.unsigned === true ? 1 : 0]})${rest}`;
}

function keyRow(table: Table, key: ForeignKey, at: number): Row {
  const names = {
    constraint_name: key.name,
    table_name: table.name,
    column_name: key.columns[at],
    referenced_table_name: key.parent.name,
    referenced_column_name: key.parentColumns[at],
  };
  const schema = { constraint_schema: DATABASE, table_schema: DATABASE, referenced_table_schema: DATABASE };
  const camel = Object.fromEntries(
    Object.entries({ ...names, ...schema }).map(([name, value]) => [
      name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
  return { ...names, ...schema, ...camel };
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

// ---- PostgreSQL

/** Type names of information_schema.columns, for those that are written in another way. */
const POSTGRES_TYPES: Readonly<Record<string, string>> = {
  varchar: 'character varying',
  char: 'character',
  int4: 'integer',
  int8: 'bigint',
  int2: 'smallint',
  bool: 'boolean',
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  float8: 'double precision',
  float4: 'real',
  decimal: 'numeric',
};

const POSTGRES: readonly Question[] = [
  {
    pattern: /FROM pg_type t JOIN pg_enum e .*nspname = '(.+?)'(?: AND t\.typname='(.+?)')? GROUP BY 1/i,
    answer: ([, , name], { catalog, mark }) => {
      if (name === undefined) throw new NotKnown('which enumerated types there are');
      const type = catalog.enumType(name);
      // what is sent then makes the type unless it is there
      if (type === undefined) return [];
      const labels = type.labels.map((label) => `"${label.replaceAll('"', '\\"')}"`);
      return [
        { enum_name: name, enum_value: type.labels.length === 0 ? mark('labels') : `{${labels.join(',')}}` },
      ];
    },
  },
  {
    pattern:
      /^SELECT pk\.constraint_type as "Constraint".*c\.table_name = '(.+?)' AND c\.table_schema = '(.+?)'$/i,
    answer: ([, name = '', schema = ''], asked) => {
      const table = known(asked, name, schema);
      return (table?.columns ?? []).map((column) => {
        const { name: type, length, text } = column.type;
        return {
          Constraint: isPrimary(table!, column) ? 'PRIMARY KEY' : null,
          Field: column.name,
          Default: defaultText(column, asked, false),
          Null: column.nullable ? 'YES' : 'NO',
          Type: `${POSTGRES_TYPES[type] ?? (/\[\]$/.test(text) ? 'ARRAY' : type)}${length === undefined ? '' : `(${length})`}`,
          special: null,
          Comment: column.comment ?? null,
        };
      });
    },
  },
  {
    pattern:
      /^SELECT table_name FROM information_schema\.tables WHERE table_schema = '.+?' AND table_name = '(.+)'$/i,
    answer: ([, name = ''], asked) => (exists(asked, name) ? [{ table_name: name }] : []),
  },
  {
    pattern:
      /^SELECT table_name FROM information_schema\.tables WHERE table_schema = '.+?' AND table_type LIKE '%TABLE'/i,
    answer: (_found, asked) => listed(asked).map((name) => ({ table_name: name })),
  },
  {
    pattern: /^SELECT conname as constraint_name, .*relname = '(.+?)' LIMIT 1\) AND r\.contype = 'f'/i,
    answer: ([, name = ''], asked) =>
      (known(asked, name)?.foreignKeys ?? []).map((key) => ({
        constraint_name: key.name,
        condef: `FOREIGN KEY (${key.columns.join(', ')}) REFERENCES ${key.parent.name}(${key.parentColumns.join(', ')})`,
      })),
  },
  {
    pattern: /^SELECT DISTINCT tc\.constraint_name as constraint_name.*tc\.table_name = '(.+?)'/i,
    answer: ([, name = ''], asked) =>
      (known(asked, name)?.foreignKeys ?? []).flatMap((key) =>
        key.columns.map((column, at) => ({
          ...{ constraint_name: key.name, table_name: name, column_name: column, table_schema: 'public' },
          ...{ referenced_table_name: key.parent.name, referenced_column_name: key.parentColumns[at] },
          ...{ is_deferrable: 'NO', initially_deferred: 'NO' },
        })),
      ),
  },
  {
    pattern: /^SELECT constraint_catalog AS "constraintCatalog".*WHERE table_name='(.+?)';$/i,
    answer: ([, name = ''], asked) => {
      const table = known(asked, name);
      if (table === undefined) return [];
      return [
        ...(table.primaryKey === undefined
          ? []
          : [[table.primaryKey.name ?? `${table.name}_pkey`, 'PRIMARY KEY']]),
        ...table.indexes
          .filter(({ constraint, kind }) => constraint === true && kind === 'unique')
          .map((index) => [index.name, 'UNIQUE']),
        ...table.foreignKeys.map((key) => [key.name, 'FOREIGN KEY']),
        ...table.checks.map((check) => [check.name, 'CHECK']),
      ].map(([constraintName, constraintType]) => ({ constraintName, constraintType, tableName: name }));
    },
  },
  {
    pattern: /^SELECT i\.relname AS name, ix\.indisprimary AS primary.*t\.relname = '(.+?)'/i,
    answer: ([, name = ''], asked) => {
      const table = known(asked, name);
      const indexes = [
        ...(table?.primaryKey === undefined
          ? []
          : [
              {
                name: table.primaryKey.name ?? `${name}_pkey`,
                kind: 'unique',
                parts: table.primaryKey.parts,
                primary: true,
              },
            ]),
        ...(table?.indexes ?? []).map((index) => ({ ...index, primary: false })),
      ];
      return indexes.map((index) => {
        const columns = keyColumns(index.parts);
        return {
          ...{ name: index.name, primary: index.primary, unique: index.kind === 'unique' },
          indkey: columns.map((_, at) => at + 1).join(' '),
          column_indexes: columns.map((_, at) => at + 1),
          column_names: `{${columns.join(',')}}`,
          definition: `CREATE INDEX ${index.name} ON ${name} USING btree (${columns.join(', ')})`,
        };
      });
    },
  },
];

const QUESTIONS: Readonly<Record<EngineName, readonly Question[]>> = {
  sqlite: SQLITE,
  mysql: MYSQL,
  mariadb: MYSQL,
  postgres: POSTGRES,
};
