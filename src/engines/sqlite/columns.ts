/** Column definitions: what SQLite checks in them while it reads CREATE TABLE or ADD COLUMN, and what it keeps. */
import type { Column, ColumnSpec, ColumnType, DefaultValue, Writable } from '../../schema/index.ts';
import { type Context, syntaxError } from './context.ts';
import { COLLATIONS, STANDARD_TYPES, supports } from './limits.ts';

/** INTEGER, in exactly this spelling, is what makes a primary key the row's number: lang_createtable.html#rowid. */
export function isRowidType(column: ColumnSpec): boolean {
  return column.type.text.trim().toLowerCase() === 'integer';
}

const LITERAL = /^[+-]?\s*(?:\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|0x[0-9a-f]+)$/i;

/**
 * Is it certain that the default names a column? In parentheses every bare word does, unless it is a function or a
 * keyword; without them a bare word is a string (sqlite3AddDefaultValue).
 */
function namesColumn(value: DefaultValue, quotedAsStrings: boolean): boolean {
  if (value.kind !== 'expression') return false;
  const sql = value.sql.trim();
  if (!sql.startsWith('(') || LITERAL.test(sql)) return false;
  const inner = sql.replace(/'(?:[^']|'')*'/g, "''");
  if (!quotedAsStrings && /"[^"]*"(?!\s*\()/.test(inner)) return true;
  for (const match of inner.matchAll(/"[^"]*"|([\p{L}_][\p{L}\p{N}_]*)(\s*\()?/gu)) {
    const word = match[1];
    if (word === undefined || match[2] !== undefined) continue;
    if (!KEYWORDS.has(word.toLowerCase())) return true;
  }
  return false;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'null true false current_timestamp current_date current_time and or not is in like glob between case when then ' +
    'else end cast as collate escape isnull notnull integer int text real numeric blob varchar char date datetime ' +
    'timestamp decimal float double bigint binary nocase rtrim distinct from'
  ).split(' '),
);

/** sqlite3ResolveSelfReference: functions that are not the same at each call, gencol.html#limitations. */
const CHANGING =
  /(?<![\w"'.])(?:(?:random|randomblob|changes|total_changes|last_insert_rowid)\s*\(|current_(?:timestamp|date|time)\b)/i;

/** `prefix`: what ALTER TABLE puts before it. */
export function checkDeterministic(context: Context, column: ColumnSpec, prefix = ''): void {
  if (
    column.generated === undefined ||
    !CHANGING.test(column.generated.expression.replace(/'(?:[^']|'')*'/g, "''"))
  )
    return;
  const message = `${prefix}non-deterministic functions prohibited in generated columns`;
  context.docket.refuse('SQLITE_ERROR', { kind: 'other' }, message, column.origin);
}

/** Checks the column's own definition, in the order in which the parser comes upon its parts. */
export function checkColumn(context: Context, column: ColumnSpec): void {
  const { docket, target } = context;
  const origin = column.origin;
  if (
    column.default !== undefined &&
    namesColumn(column.default, target.settings.doubleQuotedStrings !== false)
  ) {
    docket.refuse(
      'SQLITE_ERROR',
      { kind: 'default-not-allowed', table: tableOf(context), column: column.name, type: column.type.text },
      `default value of column [${column.name}] is not constant`,
      origin,
    );
  }
  if (column.collation !== undefined && !COLLATIONS.has(column.collation.toLowerCase())) {
    docket.refuse(
      'SQLITE_ERROR_MISSING_COLLSEQ',
      {
        kind: 'unknown-collation',
        what: 'collation',
        collation: column.collation,
        table: tableOf(context),
        column: column.name,
      },
      `no such collation sequence: ${column.collation}`,
      origin,
    );
  }
  if (column.generated !== undefined) {
    if (!supports(target.version, 'generatedColumns')) syntaxError(context, 'AS', origin);
    else if (column.default !== undefined) {
      docket.refuse('SQLITE_ERROR', { kind: 'other' }, `error in generated column "${column.name}"`, origin);
    }
  }
  // Words of other dialects that stand in the column's definition.
  if (column.charset !== undefined) syntaxError(context, 'character', origin);
  if (column.onUpdate !== undefined) syntaxError(context, 'update', origin);
}

function tableOf(context: Context): string {
  const { statement } = context;
  return 'table' in statement && statement.table ? statement.table.name : '';
}

function keptType(type: ColumnType, version: string): ColumnType {
  const standard = STANDARD_TYPES.has(type.text.toLowerCase()) && supports(version, 'strictTables');
  return standard ? { ...type, text: type.text.toUpperCase() } : type;
}

/** The column as the catalog keeps it. */
export function keptColumn(context: Context, spec: ColumnSpec, rowid: boolean): Column {
  const column: Writable<Column> = {
    name: spec.name,
    type: keptType(spec.type, context.target.version),
    // Any other primary key may hold NULL: a bug that SQLite keeps, lang_createtable.html#the_primary_key.
    nullable: spec.nullable !== false && !rowid,
    autoIncrement: spec.autoIncrement === true,
  };
  if (spec.default !== undefined) column.default = spec.default;
  if (spec.collation !== undefined) column.collation = spec.collation;
  if (spec.generated !== undefined) column.generated = spec.generated;
  if (spec.check !== undefined) column.check = spec.check;
  // SQLite keeps the text of CREATE TABLE, comments and all: doctrine/dbal reads a type back from there
  if (spec.comment !== undefined) column.comment = spec.comment;
  if (spec.origin !== undefined) column.origin = spec.origin;
  return column;
}
