/** AbstractSqliteQueryRunner's questions: sqlite_master and PRAGMAs (typeorm 1.1). */
import { keyColumns, type Table } from '../../../schema/index.ts';
import type { SqliteTexts } from '../sqlite-texts.ts';
import { type Asked, certain, type Row, upper } from './rows.ts';

/** undefined: it is none of these questions. */
export function answerSqlite(asked: Asked, texts: SqliteTexts): readonly Row[] | undefined {
  const { sql, parameters, catalog } = asked;
  const master = /"type" = '(table|index)' AND "(?:tbl_)?name" (?:IN \((.*)\)|= \?)\s*$/.exec(sql);
  if (master !== null) {
    const listed = [...(master[2] ?? '').matchAll(/'((?:[^']|'')*)'/g)].map(([, name = '']) => name);
    const names = master[2] === undefined ? [String(parameters[0])] : listed;
    return names.flatMap((name) => {
      const table = certain(asked, name);
      // SQLite compares these as texts
      if (table === undefined || table.name !== name || table.view === true) return [];
      return master[1] === 'table' ? [tableRow(table, texts)] : indexRows(table, texts);
    });
  }
  const pragma = /^PRAGMA (\w+)\(["`]?(.*?)["`]?\)$/.exec(sql);
  if (pragma === null) return undefined;
  const [, question, name = ''] = pragma;
  switch (question) {
    case 'table_xinfo':
    case 'table_info':
      return columnsOf(certain(asked, name));
    case 'index_list':
      return indexList(certain(asked, name));
    case 'foreign_key_list':
      return foreignKeys(certain(asked, name));
    case 'index_info':
      return indexInfo(catalog.tables(), name);
    default:
      return undefined;
  }
}

function tableRow(table: Table, texts: SqliteTexts): Row {
  return { type: 'table', name: table.name, tbl_name: table.name, sql: texts.table(table.name) ?? '' };
}

function indexRows(table: Table, texts: SqliteTexts): Row[] {
  return table.indexes.map(({ name, where }) => ({
    type: 'index',
    name,
    tbl_name: table.name,
    sql: texts.index(name) ?? (where === undefined ? '' : `WHERE ${where}`),
  }));
}

function columnsOf(table: Table | undefined): Row[] {
  const primary = table?.primaryKey === undefined ? [] : keyColumns(table.primaryKey.parts);
  return (table?.columns ?? []).map((column, cid) => ({
    cid,
    name: column.name,
    type: column.type.text,
    // the rowid's own column may be NULL, as PRAGMA has it, unless that was written
    notnull: column.nullable ? 0 : 1,
    dflt_value: column.default === undefined ? null : defaultText(column.default.sql),
    pk: primary.findIndex((name) => name.toLowerCase() === column.name.toLowerCase()) + 1,
    hidden: column.generated === undefined ? 0 : column.generated.stored ? 3 : 2,
  }));
}

/** Of an expression SQLite keeps what stands between the outer brackets. */
function defaultText(sql: string): string {
  if (!sql.startsWith('(') || !sql.endsWith(')')) return sql;
  let depth = 0;
  for (const [at, character] of [...sql].entries()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0 && at < sql.length - 1) return sql;
  }
  return sql.slice(1, -1);
}

/** The newest comes first. */
function indexList(table: Table | undefined): Row[] {
  const primary = table?.primaryKey === undefined ? '' : keyColumns(table.primaryKey.parts).join('\0');
  return [...(table?.indexes ?? [])].reverse().map(({ name, kind, parts, constraint, where }, seq) => ({
    seq,
    name,
    unique: kind === 'unique' ? 1 : 0,
    origin: constraint !== true ? 'c' : keyColumns(parts).join('\0') === primary ? 'pk' : 'u',
    partial: where === undefined ? 0 : 1,
  }));
}

function indexInfo(tables: readonly Table[], name: string): Row[] {
  const index = tables.flatMap(({ indexes }) => indexes).find((one) => one.name === name);
  return (index?.parts ?? []).map((part, seqno) => ({
    seqno,
    cid: seqno,
    name: 'column' in part ? part.column : null,
  }));
}

/** The newest comes first. */
function foreignKeys(table: Table | undefined): Row[] {
  return [...(table?.foreignKeys ?? [])].reverse().flatMap((key, id) =>
    key.columns.map((from, seq) => ({
      id,
      seq,
      table: key.parent.name,
      from,
      to: key.parentColumns[seq] ?? null,
      on_update: upper(key.onUpdate),
      on_delete: upper(key.onDelete),
      match: 'NONE',
    })),
  );
}
