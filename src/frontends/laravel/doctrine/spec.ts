/** The structured form of a column that doctrine/dbal writes. */
import { Unknown } from '../../../php/values.ts';
import type { ColumnSpec } from '../../../schema/index.ts';
import { columnType, defaultFromSql } from '../grammars/column-type.ts';
import type { DoctrineColumn } from './column.ts';
import { defaultSql } from './default.ts';
import { commentOf, type Platform, typeSql } from './platform.ts';

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
    // SQLite keeps the text; MySQL and PostgreSQL have names of their own for the types.
    type: columnType(
      counts && platform.kind === 'sqlite'
        ? 'INTEGER'
        : mysql
          ? type.toLowerCase().replace(/ null$/, '')
          : type,
    ),
    // NOT NULL is written, NULL is not.
    ...(column.notnull
      ? { nullable: false }
      : mysql && column.type === 'timestamp'
        ? { nullable: true }
        : {}),
    ...(value === ''
      ? {}
      : {
          default:
            column.default instanceof Unknown || value === '?'
              ? { kind: 'unknown', sql: '?' }
              : defaultFromSql(value),
        }),
    ...(counts ? { autoIncrement: true } : {}),
    ...(counts && platform.kind === 'sqlite' ? { primaryKey: true } : {}),
    ...(mysql && option('charset') !== '' ? { charset: option('charset').toLowerCase() } : {}),
    ...(option('collation') === '' ? {} : { collation: option('collation') }),
    ...(comment === null || comment === '' ? {} : { comment }),
    ...(origin === undefined ? {} : { origin }),
  };
}
