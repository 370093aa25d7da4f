/** Which rows a statement writes, as far as its text tells. */
import type { Statement } from '../schema/index.ts';

/** The text without what stands in quotation marks of strings. */
const bare = (sql: string): string => sql.replace(/'(?:[^'\\]|\\.|'')*'/g, "''");

/** An UPDATE or DELETE that nothing narrows, or a TRUNCATE. */
export function touchesEveryRow(statement: Statement): boolean {
  if (statement.kind !== 'data') return false;
  if (statement.verb === 'truncate') return true;
  // What narrows it may be what is not known of the text.
  if (statement.unknownText !== undefined) return false;
  if (statement.verb !== 'update' && statement.verb !== 'delete') return false;
  return !/\b(?:where|join|limit|using)\b/i.test(bare(statement.sql));
}

/** Does an UPDATE or DELETE name its row by its key: `where "id" = ?`? */
export function isOneRow(statement: Statement): boolean {
  return /\bwhere\b.*?[`"\s.(](?:id|uuid|\w+_id|key|name|slug)[`"]?\s*=\s*(?:\?|\d+|'|\$\d)/is.test(
    statement.sql,
  );
}

/** The columns that an UPDATE gives values, in its order; empty where that is not plain. */
export function assignedColumns(statement: Statement): string[] {
  if (statement.kind !== 'data' || statement.verb !== 'update') return [];
  const list = /\bset\b(.*?)(?:\bwhere\b.*)?$/is.exec(bare(statement.sql))?.[1];
  if (list === undefined) return [];
  const names: string[] = [];
  let depth = 0;
  let start = 0;
  const take = (end: number): void => {
    const name = /^\s*(?:[`"]?\w+[`"]?\.)?[`"]?(\w+)[`"]?\s*=/.exec(list.slice(start, end))?.[1];
    if (name !== undefined) names.push(name);
    start = end + 1;
  };
  for (let at = 0; at < list.length; at++) {
    const mark = list[at];
    if (mark === '(') depth++;
    else if (mark === ')') depth--;
    else if (mark === ',' && depth === 0) take(at);
  }
  take(list.length);
  return names;
}
