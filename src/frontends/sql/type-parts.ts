/** What the readers of types share. */
import type { ColumnType } from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';
import { RESERVED_WORDS } from './reserved-words.ts';

export interface ReadType {
  readonly type: ColumnType;
  readonly charset?: string;
  /** The attribute BINARY. */
  readonly binary?: boolean;
}

export const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Lengths count characters, bytes or bits. */
const LENGTHS = words('char varchar character binary varbinary nchar nvarchar bit varbit bpchar');

/** What stands in a type's parentheses. */
export function withArguments(name: string, text: string, numbers: readonly number[]): ColumnType {
  const [first, second] = numbers;
  const type = { name, text };
  if (first === undefined) return type;
  if (LENGTHS.has(name) || /^(?:national |bit |char(?:acter)? )/.test(name))
    return { ...type, length: first };
  if (/^(?:tiny|small|medium|big)?int(?:eger)?\d?$|text$|blob$|^year$|^bool/.test(name)) return type;
  return { ...type, precision: first, ...(second === undefined ? {} : { scale: second }) };
}

/** `CHARACTER SET x`, `CHARSET x`. */
export function characterSet(cursor: Cursor): string | undefined {
  if (
    !cursor.take('character', 'set') &&
    !cursor.take('char', 'set') &&
    !(cursor.isMySql && cursor.take('charset'))
  )
    return undefined;
  cursor.only(cursor.isMySql, 'CHARACTER SET', 2);
  cursor.take('=');
  return charsetName(cursor);
}

/** The name of a character set or collation: a word or a string. */
export function charsetName(cursor: Cursor): string {
  const token = cursor.next();
  const reserved = RESERVED_WORDS[cursor.engine].has(token.key) && token.key !== 'binary';
  if (token.kind === 'word' && !reserved) return token.key;
  if (token.kind === 'string' || token.kind === 'quoted') return token.value.toLowerCase();
  cursor.at -= 1;
  return cursor.fail();
}
