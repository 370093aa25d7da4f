/** The tables that a statement over rows reads besides the one that it is about: those behind FROM and JOIN, at any depth. */
import type { TableName } from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';

/** FROM within these parentheses names no table: `extract(year from at)`, `trim(both ' ' from name)`. */
const OF_EXPRESSIONS = new Set(['extract', 'substring', 'substr', 'trim', 'overlay', 'position']);
/** There on every server, or made by the engine. */
const SYSTEM = /^(?:pg_|sql_|sqlite_|dual$)/i;

/** Only names without a schema, of which it is certain that they stand where a table does. */
export function readTables(cursor: Cursor): TableName[] {
  const { tokens, at } = cursor;
  const own = commonTables(cursor);
  const opened: string[] = [];
  const found = new Map<string, TableName>();
  for (const [i, { key }] of tokens.entries()) {
    const before = tokens[i - 1]?.key ?? '';
    if (key === '(') opened.push(before);
    else if (key === ')') opened.pop();
    if (key !== 'join' && (key !== 'from' || before === 'distinct' || before === 'delete')) continue;
    if (key === 'from' && OF_EXPRESSIONS.has(opened.at(-1) ?? '')) continue;
    cursor.at = i + 1;
    cursor.take('only');
    if (cursor.isOneOf('lateral', 'select', 'values', '(') || !cursor.isIdentifier()) continue;
    const name = cursor.attempt(() => cursor.tableName());
    // a function that gives rows
    if (name === undefined || name.schema !== undefined || cursor.is('(')) continue;
    if (SYSTEM.test(name.name) || own.has(name.name.toLowerCase())) continue;
    found.set(name.name, { name: name.name });
  }
  cursor.at = at;
  return [...found.values()];
}

/** The names that WITH gives to queries, wherever it stands: `name [(columns)] AS [[NOT] MATERIALIZED] (`. */
function commonTables(cursor: Cursor): ReadonlySet<string> {
  const { tokens } = cursor;
  const names = new Set<string>();
  if (!tokens.some(({ key }) => key === 'with')) return names;
  for (const [i, { key }] of tokens.entries()) {
    if (key !== 'as') continue;
    let after = i + 1;
    while (/^(?:not|materialized)$/.test(tokens[after]?.key ?? '')) after += 1;
    if (tokens[after]?.key !== '(') continue;
    let name = i - 1;
    if (tokens[name]?.key === ')') while (name > 0 && tokens[name]?.key !== '(') name -= 1;
    if (tokens[i - 1]?.key === ')') name -= 1;
    names.add((tokens[name]?.value ?? '').toLowerCase());
  }
  return names;
}
