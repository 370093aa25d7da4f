/** What MySQL and MariaDB say of their own tables: INFORMATION_SCHEMA, as their manuals describe it. */
import {
  type CheckSpec,
  type Column,
  compareVersions,
  type DefaultValue,
  type EngineName,
  type ForeignKey,
  type Index,
  type IndexKind,
  type KeyPart,
  type PrimaryKey,
  type ReferentialAction,
  type Table,
} from '../../schema/index.ts';
import { describedType } from '../column-type.ts';
import { grouped, type Row } from '../grouped-rows.ts';

interface Query {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Runs queries, sent together, and gives the rows of each. */
export type MysqlQueries = (queries: readonly Query[]) => Promise<readonly (readonly Row[])[]>;

export interface MysqlServer {
  readonly engine: EngineName;
  readonly version: string;
}

/** `only`: the tables of these names; absent: all. */
export async function mysqlTables(
  ask: MysqlQueries,
  database: string,
  server: MysqlServer,
  only?: ReadonlySet<string>,
): Promise<Table[]> {
  const mariadb = server.engine === 'mariadb';
  const names = only === undefined ? [] : [[...only]];
  const these = (column: string) => (only === undefined ? '' : ` and ${column} in (?)`);
  const [tables = [], columns = [], statistics = [], references = [], checks = []] = await ask([
    {
      sql: `select table_name t, table_type y, engine e, table_collation k, row_format f, table_comment m
            from information_schema.tables where table_schema = ?${these('table_name')} order by binary table_name`,
      values: [database, ...names],
    },
    {
      sql: `select table_name t, column_name c, column_type y, is_nullable n, column_default d, extra e,
                   character_set_name s, collation_name k, column_comment m, generation_expression g
            from information_schema.columns where table_schema = ?${these('table_name')} order by ordinal_position`,
      values: [database, ...names],
    },
    {
      // Not by *: for CARDINALITY a server opens the table and counts.
      sql: `select table_name, index_name, seq_in_index, column_name, sub_part, collation, index_type, non_unique${
        keepsExpressions(server) ? ', expression' : ''
      }
            from information_schema.statistics where table_schema = ?${these('table_name')}
            order by index_name, seq_in_index`,
      values: [database, ...names],
    },
    {
      // Both views are told the schema and the tables: MariaDB reads every table of the server for one that is not.
      sql: `select k.table_name t, k.constraint_name n, k.column_name c, k.referenced_table_name pt,
                   k.referenced_column_name pc, lower(r.delete_rule) d, lower(r.update_rule) u
            from information_schema.key_column_usage k
            join information_schema.referential_constraints r
              on r.constraint_name = k.constraint_name and r.table_name = k.table_name
            where k.table_schema = ?${these('k.table_name')} and r.constraint_schema = ?${these('r.table_name')}
              and k.referenced_table_name is not null
            order by k.constraint_name, k.ordinal_position`,
      values: [database, ...names, database, ...names],
    },
    ...checksQuery(database, server, only),
  ]);
  const ofTable = (rows: readonly Row[]) => grouped(rows, 't');
  const [byColumns, byReferences, byChecks] = [ofTable(columns), ofTable(references), ofTable(checks)];
  const byStatistics = grouped(statistics.map(lowered), 'table_name');
  return tables.map((row) => {
    const name = String(row.t);
    const keys = grouped(byStatistics.get(name) ?? [], 'index_name');
    const primary = keys.get('PRIMARY');
    const view = String(row.y) === 'VIEW';
    const primaryKey: PrimaryKey | undefined = primary && { parts: primary.map(partOf) };
    return {
      name,
      columns: (byColumns.get(name) ?? []).map((column) => columnOf(column, mariadb)),
      ...(primaryKey === undefined ? {} : { primaryKey }),
      indexes: [...keys].filter(([key]) => key !== 'PRIMARY').map(([key, rows]) => indexOf(key, rows)),
      foreignKeys: [...grouped(byReferences.get(name) ?? [], 'n')].map(([key, rows]) =>
        foreignKeyOf(key, rows),
      ),
      checks: (byChecks.get(name) ?? []).map(
        (check): CheckSpec => ({ name: String(check.n), expression: String(check.x) }),
      ),
      ...(row.e === null || view ? {} : { engine: String(row.e).toLowerCase() }),
      ...(row.k === null ? {} : { collation: collationName(row.k) }),
      ...(row.f === null || view ? {} : { rowFormat: String(row.f).toLowerCase() }),
      ...(row.m === '' || view ? {} : { comment: String(row.m) }),
      temporary: false,
      ...(view ? { view: true } : {}),
    };
  });
}

/** Names of INFORMATION_SCHEMA's columns come in upper case from MySQL 8. */
function lowered(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key.toLowerCase(), value]));
}

/** STATISTICS.EXPRESSION: of a functional key part, which MariaDB does not have. */
function keepsExpressions({ engine, version }: MysqlServer): boolean {
  return engine === 'mysql' && compareVersions(version, '8.0.13') >= 0;
}

/** MySQL has CHECK_CONSTRAINTS from 8.0.16 on, MariaDB from 10.2.22, and in 10.3 from 10.3.10. */
function keepsChecks({ engine, version }: MysqlServer): boolean {
  if (engine === 'mysql') return compareVersions(version, '8.0.16') >= 0;
  return compareVersions(version, version.startsWith('10.3.') ? '10.3.10' : '10.2.22') >= 0;
}

/** MariaDB's view names the table itself, and a join with TABLE_CONSTRAINTS would read every table of the server. */
function checksQuery(database: string, server: MysqlServer, only?: ReadonlySet<string>): Query[] {
  if (!keepsChecks(server)) return [];
  const mariadb = server.engine === 'mariadb';
  const these = (column: string) => (only === undefined ? '' : ` and ${column} in (?)`);
  const sql = mariadb
    ? `select table_name t, constraint_name n, check_clause x from information_schema.check_constraints
       where constraint_schema = ?${these('table_name')} order by constraint_name`
    : `select c.table_name t, c.constraint_name n, k.check_clause x
       from information_schema.table_constraints c
       join information_schema.check_constraints k
         on k.constraint_schema = c.constraint_schema and k.constraint_name = c.constraint_name
       where c.constraint_type = 'CHECK' and c.table_schema = ?${these('c.table_name')} order by c.constraint_name`;
  return [{ sql, values: [database, ...(only === undefined ? [] : [[...only]])] }];
}

function collationName(value: unknown): string {
  // Older servers still say utf8 for utf8mb3.
  return String(value).replace(/^utf8_/, 'utf8mb3_');
}

function columnOf(row: Row, mariadb: boolean): Column {
  const extra = String(row.e ?? '');
  const generated = /\b(VIRTUAL|STORED|PERSISTENT) GENERATED\b/i.exec(extra);
  const onUpdate = /on update (.+)$/i.exec(extra);
  const value = defaultOf(row.d, extra, mariadb);
  return {
    name: String(row.c),
    type: describedType(String(row.y)),
    nullable: row.n === 'YES',
    ...(value === undefined ? {} : { default: value }),
    autoIncrement: /auto_increment/i.test(extra),
    ...(row.s === null ? {} : { charset: String(row.s) }),
    ...(row.k === null ? {} : { collation: collationName(row.k) }),
    ...(row.m === '' ? {} : { comment: String(row.m) }),
    ...(generated === null
      ? {}
      : {
          generated: {
            expression: String(row.g ?? ''),
            stored: generated[1]!.toUpperCase() !== 'VIRTUAL',
          },
        }),
    ...(onUpdate === null ? {} : { onUpdate: onUpdate[1]! }),
    ...(/\bINVISIBLE\b/i.test(extra) ? { invisible: true } : {}),
  };
}

/**
 * MariaDB 10.2.7 on gives the default as an expression, strings in quotes and NULL as a word; MySQL gives a string's
 * bare text, and marks expressions in EXTRA (DEFAULT_GENERATED, 8.0.13 on).
 */
function defaultOf(value: unknown, extra: string, mariadb: boolean): DefaultValue | undefined {
  if (value === null || value === undefined) return undefined;
  const text = String(value);
  if (mariadb) {
    if (text === 'NULL') return undefined;
    const quoted = /^'([\s\S]*)'$/.exec(text);
    if (quoted !== null) return { kind: 'literal', value: unquoted(quoted[1] ?? ''), sql: text };
    if (/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text)) return { kind: 'literal', value: text, sql: text };
    return { kind: 'expression', sql: text };
  }
  if (/DEFAULT_GENERATED/i.test(extra) || /^CURRENT_TIMESTAMP/i.test(text))
    return { kind: 'expression', sql: text };
  return { kind: 'literal', value: text, sql: text };
}

/** Measured on MariaDB 10.11: `'it\'s'`, `'a\\b'`, `'a\nb'`; a quote may stand twice as well. */
function unquoted(text: string): string {
  const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', 0: '\0' };
  return text.replaceAll(/''|\\(.)/gs, (_, escaped?: string) =>
    escaped === undefined ? "'" : (named[escaped] ?? escaped),
  );
}

function partOf(row: Row): KeyPart {
  if (row.column_name === null) return { expression: String(row.expression ?? '') };
  const spatial = String(row.index_type).toLowerCase() === 'spatial';
  return {
    column: String(row.column_name),
    // A spatial index says 32: the bytes of a bounding box, nobody's length.
    ...(row.sub_part === null || spatial ? {} : { length: Number(row.sub_part) }),
    ...(row.collation === 'D' ? { descending: true } : {}),
  };
}

function indexOf(name: string, rows: readonly Row[]): Index {
  const type = String(rows[0]?.index_type).toLowerCase();
  const unique = Number(rows[0]?.non_unique) === 0;
  const kind: IndexKind = type === 'fulltext' || type === 'spatial' ? type : unique ? 'unique' : 'index';
  return { name, kind, parts: rows.map(partOf), ...(type === 'hash' ? { method: 'hash' } : {}) };
}

function foreignKeyOf(name: string, rows: readonly Row[]): ForeignKey {
  const first = rows[0]!;
  return {
    name,
    columns: rows.map((row) => String(row.c)),
    parent: { name: String(first.pt) },
    parentColumns: rows.map((row) => String(row.pc)),
    onDelete: String(first.d) as ReferentialAction,
    onUpdate: String(first.u) as ReferentialAction,
  };
}
