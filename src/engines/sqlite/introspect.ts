/** What SQLite says of its own tables: https://www.sqlite.org/pragma.html (table_xinfo, index_list, foreign_key_list). */
import type {
  CheckSpec,
  Column,
  DefaultValue,
  ForeignKey,
  Index,
  KeyPart,
  PrimaryKey,
  ReferentialAction,
  Table,
} from '../../schema/index.ts';
import { describedType } from '../column-type.ts';

/** Runs a query and gives its rows. */
export type SqliteQuery = (sql: string, ...values: unknown[]) => unknown[];

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
  /** 2: virtual generated column, 3: stored. */
  readonly hidden: number;
}

/** `only`: the tables of these names; absent: all. */
export function sqliteTables(query: SqliteQuery, only?: ReadonlySet<string>): Table[] {
  const rows = query(
    `select name, type, sql from sqlite_master where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by name`,
  ) as { name: string; type: string; sql: string | null }[];
  const wanted = only === undefined ? rows : rows.filter(({ name }) => only.has(name));
  return wanted.map(({ name, type, sql }) => tableOf(query, name, type === 'view', sql ?? ''));
}

function tableOf(query: SqliteQuery, name: string, view: boolean, sql: string): Table {
  const columns = query('select * from pragma_table_xinfo(?)', name) as ColumnRow[];
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const only = key.length === 1 ? key[0] : undefined;
  // An INTEGER PRIMARY KEY is the rowid: it fills itself, and is never NULL.
  const rowid = only !== undefined && /^integer$/i.test(only.type) ? only.name : undefined;
  const primaryKey: PrimaryKey | undefined =
    key.length === 0 ? undefined : { parts: key.map((column) => ({ column: column.name })) };
  return {
    name,
    columns: columns
      .filter(({ hidden }) => hidden !== 1)
      .map((row) => columnOf(row, row.name === rowid, sql)),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    indexes: view ? [] : indexesOf(query, name),
    foreignKeys: view ? [] : foreignKeysOf(query, name),
    checks: checksOf(sql),
    temporary: false,
    ...(view ? { view: true } : {}),
  };
}

function columnOf(row: ColumnRow, isRowid: boolean, sql: string): Column {
  return {
    name: row.name,
    type: describedType(row.type),
    nullable: row.notnull === 0 && !isRowid,
    ...(row.dflt_value === null ? {} : { default: defaultOf(row.dflt_value) }),
    autoIncrement: isRowid && row.pk === 1,
    collation: collationOf(sql, row.name),
    ...(row.hidden > 1
      ? { generated: { expression: generatedOf(sql, row.name), stored: row.hidden === 3 } }
      : {}),
  };
}

/** The pragma gives the text as it was written. */
function defaultOf(sql: string): DefaultValue {
  const text = sql.trim();
  const quoted = /^'((?:[^']|'')*)'$/.exec(text);
  if (quoted !== null) return { kind: 'literal', value: (quoted[1] ?? '').replaceAll("''", "'"), sql: text };
  if (/^null$/i.test(text)) return { kind: 'literal', value: null, sql: text };
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return { kind: 'literal', value: text, sql: text };
  return { kind: 'expression', sql: text };
}

/** No pragma tells a column's collation; BINARY where none is written. */
function collationOf(sql: string, column: string): string {
  const quoted = column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const match = new RegExp(`["'\`[]?${quoted}["'\`\\]]?\\s+[^,]*?\\bcollate\\s+["'\`]?(\\w+)`, 'i').exec(sql);
  return (match?.[1] ?? 'binary').toLowerCase();
}

/** No pragma tells what a generated column is made of; nothing where the text is not understood. */
function generatedOf(sql: string, column: string): string {
  const quoted = column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const match = new RegExp(
    `(?<!\\w)["'\`[]?${quoted}["'\`\\]]?\\s+(?:[^,()]|\\([^()]*\\))*?\\bas\\s*\\(`,
    'i',
  ).exec(sql);
  if (match === null) return '';
  const start = match.index + match[0].length;
  return sql.slice(start, closing(sql, start) ?? start).trim();
}

function indexesOf(query: SqliteQuery, table: string): Index[] {
  const list = query('select * from pragma_index_list(?)', table) as {
    name: string;
    unique: number;
    origin: string;
    partial: number;
  }[];
  return list
    .filter(({ origin }) => origin !== 'pk')
    .map(({ name, unique, origin, partial }) => {
      const columns = query('select * from pragma_index_xinfo(?) where key = 1 order by seqno', name) as {
        name: string | null;
        desc: number;
      }[];
      return {
        name,
        kind: unique === 1 ? ('unique' as const) : ('index' as const),
        parts: columns.map(
          ({ name: column, desc }): KeyPart =>
            column === null ? { expression: '' } : { column, ...(desc === 1 ? { descending: true } : {}) },
        ),
        ...(origin === 'u' ? { constraint: true } : {}),
        ...(partial === 1 ? { where: '' } : {}),
      };
    })
    .reverse();
}

function foreignKeysOf(query: SqliteQuery, table: string): ForeignKey[] {
  const rows = query('select * from pragma_foreign_key_list(?) order by id desc, seq', table) as {
    id: number;
    table: string;
    from: string;
    to: string | null;
    on_update: string;
    on_delete: string;
  }[];
  return [...new Set(rows.map(({ id }) => id))].map((id) => {
    const own = rows.filter((row) => row.id === id);
    const first = own[0]!;
    return {
      columns: own.map(({ from }) => from),
      parent: { name: first.table },
      // NULL stands for the parent's primary key.
      parentColumns: own.flatMap(({ to }) => (to === null ? [] : [to])),
      onDelete: first.on_delete.toLowerCase() as ReferentialAction,
      onUpdate: first.on_update.toLowerCase() as ReferentialAction,
    };
  });
}

/** No pragma lists them: they are read from the CREATE TABLE that sqlite_master keeps. */
function checksOf(sql: string): CheckSpec[] {
  const checks: CheckSpec[] = [];
  for (const match of sql.matchAll(/\bcheck\s*\(/gi)) {
    const start = match.index + match[0].length;
    const end = closing(sql, start);
    if (end !== undefined) checks.push({ expression: sql.slice(start, end).trim() });
  }
  return checks;
}

/** The offset of the parenthesis that closes the one before `start`; strings are passed over. */
function closing(sql: string, start: number): number | undefined {
  let depth = 1;
  let quote = '';
  for (let at = start; at < sql.length; at++) {
    const char = sql[at]!;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === "'" || char === '"' || char === '`') quote = char;
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  return undefined;
}
