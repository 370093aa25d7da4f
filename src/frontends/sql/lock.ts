/** Does a query lock the rows that it reads? */
import type { EngineName, RowLock } from '../../schema/index.ts';
import { type Token, tokenize } from './tokens.ts';

/** `engine`: whose quotes and comments the text has. */
export function lockOf(sql: string, engine: EngineName = 'mysql'): RowLock | undefined {
  return lockIn(tokenize(sql, engine, '99'));
}

export function lockIn(tokens: readonly Token[]): RowLock | undefined {
  const at = (i: number, ...words: readonly string[]) =>
    words.every((word, j) => tokens[i + j]?.key === word);
  let share = false;
  for (let i = 0; i < tokens.length; i++) {
    if (at(i, 'for', 'update') || at(i, 'for', 'no', 'key', 'update')) return 'update';
    if (at(i, 'for', 'share') || at(i, 'for', 'key', 'share') || at(i, 'lock', 'in', 'share', 'mode'))
      share = true;
  }
  return share ? 'share' : undefined;
}
