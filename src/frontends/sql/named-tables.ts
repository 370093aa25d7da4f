/** Which tables a statement may touch that was not read. */
import type { TableName } from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import { type Token, tokenize } from './tokens.ts';

/** A table's name comes behind these. */
const BEFORE = new Set(['table', 'from', 'join', 'into', 'update', 'references', 'view', 'only', 'like']);
const BETWEEN = new Set(['if', 'not', 'exists', 'only', 'concurrently', 'ignore', 'low_priority', 'tables']);
/** Statements of which it is known where their tables stand. */
const TOLD = /^(?:create|alter|drop|rename|insert|replace|update|delete|select|with|truncate|lock)$/;

/** undefined: it could be any. */
export function namedTables(cursor: Cursor): readonly TableName[] | undefined {
  const { tokens } = cursor;
  const [first, second] = tokens;
  if (first === undefined) return [];
  const found = TOLD.test(first.key) ? inTablePosition(cursor, second?.key ?? '') : [];
  const names = found.length > 0 ? found : everyName(tokens, cursor);
  return unique(names);
}

function inTablePosition(cursor: Cursor, second: string): TableName[] {
  const { tokens, at } = cursor;
  const names: TableName[] = [];
  const on = tokens.slice(0, 6).some((token) => /^(?:index|trigger|policy|rule)$/.test(token.key));
  const renames = tokens[0]?.key === 'rename' || tokens.some((token) => token.key === 'rename');
  for (let i = 0; i < tokens.length; i++) {
    const { key } = tokens[i]!;
    // ON DELETE and ON UPDATE are no tables, nor is FOR UPDATE.
    if (key === 'update' && ['on', 'for', 'key'].includes(tokens[i - 1]?.key ?? '')) continue;
    if (key === 'from' && tokens[i - 1]?.key === 'distinct') continue;
    const here = BEFORE.has(key) || (on && key === 'on') || (renames && (key === 'to' || key === 'as'));
    if (!here || (i === 0 && key === 'update' && second === '')) continue;
    cursor.at = i + 1;
    do {
      while (BETWEEN.has(cursor.peek()?.key ?? '') || cursor.is('`')) cursor.next();
      const name = cursor.attempt(() => cursor.tableName());
      if (name === undefined) break;
      names.push(name);
      while (cursor.is('`')) cursor.next();
      if (renames && cursor.take('to')) cursor.attempt(() => names.push(cursor.tableName()));
    } while (cursor.take(','));
  }
  cursor.at = at;
  return names;
}

/** Every word that can be a name; those inside strings (the body of a DO) too. */
function everyName(tokens: readonly Token[], cursor: Cursor): TableName[] {
  const { engine, target } = cursor;
  return tokens.flatMap((token): TableName[] => {
    if (token.kind === 'quoted') return [{ name: token.value }];
    if (token.kind === 'word' && !RESERVED_WORDS[engine].has(token.key)) {
      return [{ name: engine === 'postgres' ? token.key : token.text }];
    }
    // a body: DO takes any string for one
    if (token.kind === 'string' && (token.text.startsWith('$') || tokens[0]?.key === 'do')) {
      return everyName(tokenize(token.value, engine, target.version), cursor);
    }
    return [];
  });
}

function unique(names: readonly TableName[]): TableName[] {
  const seen = new Map<string, TableName>();
  for (const name of names) seen.set(`${name.schema ?? ''}.${name.name}`, name);
  return [...seen.values()];
}
