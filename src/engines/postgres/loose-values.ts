/** Values that MySQL and SQLite take in statements over rows: strings in double quotes, and 0 and 1 for a boolean. */
import type { StatementOf, Table } from '../../schema/index.ts';
import { column } from './context.ts';
import { typeName } from './types.ts';

/** Behind these stands a value. */
const QUOTED = /(?:=|<>|!=|\blike\b|\bvalues\s*\(|\bin\s*\()\s*"([^"]*)"(?!\s*\.)/gi;
const NUMBER = /(?<![\w".])"?(\w+)"?\s*(=|<>|!=)\s*([01])(?![\w.])/g;
/** More tables than one, or names that the statement itself gives: whose a name is cannot be told. */
const SEVERAL = /\bjoin\b|\busing\b|\bwith\b|\bas\b|\bselect\b[\s\S]*\bselect\b|\bfrom\s+\S+\s*,/i;

/** The first that the server refuses: what stands in double quotes is a column there, and a boolean no number. */
export function looseValue(
  { sql, verb }: StatementOf<'data'>,
  table: Table,
): { readonly code: string; readonly message: string } | undefined {
  if (table.open !== undefined || table.view === true || SEVERAL.test(sql)) return undefined;
  const text = sql.replace(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g, (other) => ' '.repeat(other.length));
  for (const [, name = ''] of text.matchAll(QUOTED)) {
    if (column(table, name) === undefined)
      return { code: '42703', message: `column "${name}" does not exist` };
  }
  const condition = verb === 'update' ? text.search(/\bwhere\b/i) : 0;
  for (const match of text.matchAll(NUMBER)) {
    const [, name = '', operator = ''] = match;
    const found = column(table, name) ?? column(table, name.toLowerCase());
    if (found === undefined || typeName(found.type).name !== 'boolean') continue;
    return condition < 0 || match.index < condition
      ? {
          code: '42804',
          message: `column "${found.name}" is of type boolean but expression is of type integer`,
        }
      : { code: '42883', message: `operator does not exist: boolean ${operator} integer` };
  }
  return undefined;
}
