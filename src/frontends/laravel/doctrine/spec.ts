/** The structured form of a column that doctrine/dbal writes. */
import type { ColumnSpec, ColumnType, DefaultValue } from '../../../schema/index.ts';
import { columnType, defaultFromSql } from '../grammars/column-type.ts';
import type { DoctrineColumn } from './column.ts';
import { defaultSql } from './default.ts';
import { commentOf, type Platform, typeSql } from './platform.ts';

/** A type as dbal writes it. */
export function typeFromSql(platform: Platform, sql: string): ColumnType {
  if (platform.kind === 'mysql' || platform.kind === 'mariadb') {
    // As the engine calls it.
    const text = sql
      .toLowerCase()
      .replace(/^numeric/, 'decimal')
      .replace(/^double precision/, 'double');
    return columnType(text.replace(/ null$/, ''));
  }
  const type = columnType(sql);
  return /^double precision/i.test(sql) ? { ...type, name: 'double precision' } : type;
}

/** What stands behind DEFAULT. */
export function defaultFromDbal(sql: string): DefaultValue {
  if (sql === '?') return { kind: 'unknown', sql };
  return /^(true|false)$/.test(sql) ? { kind: 'literal', value: sql, sql } : defaultFromSql(sql);
}

export function specOf(platform: Platform, column: DoctrineColumn): ColumnSpec {
  const counts = column.autoincrement && /int/.test(column.type);
  const type = typeSql(platform, { ...column, autoincrement: false });
  const value = defaultSql(platform, column).replace(/^ DEFAULT /, '');
  const option = (name: 'charset' | 'collation'): string =>
    column.withoutCharacters || column.type === 'json' ? '' : String(column.options.get(name) ?? '');
  const comment = platform.kind === 'postgres' ? null : commentOf(platform, column);
  const mysql = platform.kind === 'mysql' || platform.kind === 'mariadb';
  const origin = column.origin ?? column.from?.origin;
  return {
    name: column.name,
    type: typeFromSql(platform, counts && platform.kind === 'sqlite' ? 'INTEGER' : type),
    // NOT NULL is written, NULL is not.
    ...(column.notnull
      ? { nullable: false }
      : mysql && column.type === 'timestamp'
        ? { nullable: true }
        : {}),
    ...(value === '' ? {} : { default: defaultFromDbal(value) }),
    ...(counts ? { autoIncrement: true } : {}),
    ...(counts && platform.kind === 'sqlite' ? { primaryKey: true } : {}),
    ...(mysql && option('charset') !== '' ? { charset: option('charset').toLowerCase() } : {}),
    ...(option('collation') === '' ? {} : { collation: option('collation') }),
    ...(comment === null || comment === '' ? {} : { comment }),
    ...(origin === undefined ? {} : { origin }),
  };
}
