/** MysqlQueryRunner's questions: INFORMATION_SCHEMA (typeorm 1.1). */
import {
  type Column,
  type EngineName,
  hasReached,
  keyColumns,
  type Table,
  type Target,
} from '../../../schema/index.ts';
import { DATABASE } from '../data-source.ts';
import { type Asked, certain, type Row, upper } from './rows.ts';

/** undefined: it is none of these questions. */
export function answerMysql(asked: Asked): readonly Row[] | undefined {
  const { sql, parameters, target } = asked;
  if (/^SELECT (?:DATABASE|SCHEMA)\(\)/i.test(sql)) return [{ db_name: DATABASE, schema_name: DATABASE }];
  if (/^SELECT version\(\)/i.test(sql)) return [{ version: target.version }];
  if (!/INFORMATION_SCHEMA/i.test(sql)) return undefined;
  if (/FROM `INFORMATION_SCHEMA`\.`SCHEMATA`$/.test(sql)) return [serverDefaults(target)];
  if (/`TABLE_NAME` = \?/.test(sql)) {
    const table = certain(asked, String(parameters[1]));
    if (table === undefined) return [];
    const wanted = parameters[2] === undefined ? undefined : String(parameters[2]).toLowerCase();
    return columnsOf(table, target.engine).filter(
      ({ COLUMN_NAME }) => wanted === undefined || String(COLUMN_NAME).toLowerCase() === wanted,
    );
  }
  const names = [...sql.matchAll(/`TABLE_NAME` = '((?:[^']|'')*)'/g)].map(([, name = '']) => name);
  const tables = [...new Set(names)].flatMap((name) => certain(asked, name) ?? []);
  if (/^SELECT `TABLE_SCHEMA`, `TABLE_NAME`, `TABLE_COMMENT`/.test(sql))
    return tables.map(({ name, comment = '' }) => ({
      TABLE_SCHEMA: DATABASE,
      TABLE_NAME: name,
      TABLE_COMMENT: comment,
    }));
  if (/`CONSTRAINT_NAME` = 'PRIMARY'$/.test(sql)) return tables.flatMap(primaryKey);
  if (sql.startsWith('SELECT `s`.*')) return tables.flatMap((table) => statistics(table, target.engine));
  if (sql.includes('`DELETE_RULE`')) return tables.flatMap((table) => foreignKeys(table, target));
  if (/^SELECT \* FROM `INFORMATION_SCHEMA`\.`COLUMNS`/.test(sql))
    return tables.flatMap((table) => columnsOf(table, target.engine));
  return undefined;
}

/** What a new database has. */
function serverDefaults({ engine, version, settings }: Target): Row {
  const isNew = hasReached(version, engine === 'mysql' ? '8.0' : '11.6');
  const charset = settings.charset ?? (isNew ? 'utf8mb4' : 'latin1');
  const own: Readonly<Record<string, string>> = {
    latin1: 'latin1_swedish_ci',
    utf8mb4: !isNew
      ? 'utf8mb4_general_ci'
      : engine === 'mysql'
        ? 'utf8mb4_0900_ai_ci'
        : 'utf8mb4_uca1400_ai_ci',
  };
  return {
    SCHEMA_NAME: DATABASE,
    CHARSET: charset,
    COLLATION: settings.collation ?? own[charset] ?? `${charset}_general_ci`,
  };
}

function columnsOf(table: Table, engine: EngineName): Row[] {
  return table.columns.map((column) => ({
    TABLE_SCHEMA: DATABASE,
    TABLE_NAME: table.name,
    COLUMN_NAME: column.name,
    DATA_TYPE: dataType(column),
    COLUMN_TYPE: column.type.text,
    COLUMN_DEFAULT: defaultOf(column, engine),
    IS_NULLABLE: column.nullable ? 'YES' : 'NO',
    EXTRA: extraOf(column),
    GENERATION_EXPRESSION: column.generated?.expression ?? '',
    CHARACTER_SET_NAME: column.charset ?? null,
    COLLATION_NAME: column.collation ?? null,
    CHARACTER_MAXIMUM_LENGTH: column.type.length ?? null,
    NUMERIC_PRECISION: numericPrecision(column),
    NUMERIC_SCALE: column.type.name === 'decimal' ? (column.type.scale ?? 0) : (column.type.scale ?? null),
    DATETIME_PRECISION: /^(?:datetime|timestamp|time)$/.test(column.type.name)
      ? (column.type.precision ?? 0)
      : null,
    COLUMN_COMMENT: column.comment ?? '',
  }));
}

const SPELLED: Readonly<Record<string, string>> = {
  integer: 'int',
  bool: 'tinyint',
  boolean: 'tinyint',
  numeric: 'decimal',
  dec: 'decimal',
  real: 'double',
  'double precision': 'double',
};

function dataType({ type }: Column): string {
  return SPELLED[type.name] ?? type.name;
}

function numericPrecision(column: Column): number | null {
  const type = dataType(column);
  if (type === 'decimal') return column.type.precision ?? 10;
  if (type === 'double') return column.type.precision ?? 22;
  return type === 'float' ? (column.type.precision ?? 12) : null;
}

/** MariaDB quotes literals, and writes NULL where there is no other default. */
function defaultOf(column: Column, engine: EngineName): string | null {
  const kept = column.default;
  const none = engine === 'mariadb' && column.nullable ? 'NULL' : null;
  if (kept === undefined) return none;
  if (kept.kind !== 'literal') {
    const now = /^\(?\s*(?:current_timestamp|now|localtime(?:stamp)?)\s*(?:\((\d*)\))?\s*\)?$/i.exec(
      kept.sql,
    );
    if (now === null) return kept.sql;
    const digits = now[1] ?? '';
    if (engine === 'mariadb') return `current_timestamp(${digits})`;
    return `CURRENT_TIMESTAMP${digits === '' ? '' : `(${digits})`}`;
  }
  if (kept.value === null) return none;
  if (engine !== 'mariadb') return kept.value;
  return /int|decimal|float|double|bit|bool|numeric|year/.test(column.type.name) && kept.value !== ''
    ? kept.value
    : `'${kept.value.replaceAll("'", "''")}'`;
}

function extraOf({ autoIncrement, generated, default: kept, onUpdate }: Column): string {
  if (autoIncrement) return 'auto_increment';
  if (generated !== undefined) return generated.stored ? 'STORED GENERATED' : 'VIRTUAL GENERATED';
  const made = kept?.kind === 'expression' ? 'DEFAULT_GENERATED' : '';
  return [made, onUpdate === undefined ? '' : `on update ${upper(onUpdate)}`]
    .filter((text) => text !== '')
    .join(' ');
}

function primaryKey(table: Table): Row[] {
  if (table.primaryKey === undefined) return [];
  return keyColumns(table.primaryKey.parts).map((COLUMN_NAME) => ({
    TABLE_SCHEMA: DATABASE,
    TABLE_NAME: table.name,
    CONSTRAINT_NAME: 'PRIMARY',
    COLUMN_NAME,
  }));
}

const INDEX_TYPES = { index: 'BTREE', unique: 'BTREE', fulltext: 'FULLTEXT', spatial: 'SPATIAL' } as const;

/** Indexes, but for those that are called as a foreign key is. */
function statistics(table: Table, engine: EngineName): Row[] {
  const keys = new Set(table.foreignKeys.map(({ name }) => name));
  const nullable = new Set(table.columns.flatMap((column) => (column.nullable ? [column.name] : [])));
  // MariaDB keeps unique keys before the others, those first that hold no NULL (sort_keys in sql/sql_table.cc)
  const rank = ({ kind, parts }: Table['indexes'][number]): number =>
    engine === 'mysql'
      ? 0
      : kind !== 'unique'
        ? 2
        : keyColumns(parts).some((name) => nullable.has(name))
          ? 1
          : 0;
  return table.indexes
    .filter(({ name }) => !keys.has(name))
    .sort((a, b) => rank(a) - rank(b))
    .flatMap(({ name, kind, parts }) =>
      keyColumns(parts).map((COLUMN_NAME, at) => ({
        TABLE_SCHEMA: DATABASE,
        TABLE_NAME: table.name,
        NON_UNIQUE: kind === 'unique' ? '0' : '1',
        INDEX_NAME: name,
        SEQ_IN_INDEX: at + 1,
        COLUMN_NAME,
        INDEX_TYPE: INDEX_TYPES[kind],
      })),
    );
}

function foreignKeys(table: Table, { engine, version }: Target): Row[] {
  // the same thing, which MySQL 8 calls NO ACTION unless RESTRICT was written
  const isNew = engine === 'mysql' && hasReached(version, '8.0');
  const action = (own: string): string => (isNew && own === 'restrict' ? 'NO ACTION' : upper(own));
  return table.foreignKeys.flatMap((key) =>
    key.columns.map((COLUMN_NAME, at) => ({
      TABLE_SCHEMA: DATABASE,
      TABLE_NAME: table.name,
      CONSTRAINT_NAME: key.name,
      COLUMN_NAME,
      REFERENCED_TABLE_SCHEMA: key.parent.schema ?? DATABASE,
      REFERENCED_TABLE_NAME: key.parent.name,
      REFERENCED_COLUMN_NAME: key.parentColumns[at],
      ON_DELETE: action(key.onDelete),
      ON_UPDATE: action(key.onUpdate),
    })),
  );
}
