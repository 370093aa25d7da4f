/**
 * The pieces of which SQL text is made: blanks, comments, quotes, words. Shared by the splitter and the tokenizer, since
 * both must agree on where a string or a comment ends. Every character belongs to exactly one lexeme.
 */
import type { EngineName } from '../../schema/index.ts';

export type LexemeKind =
  | 'space'
  | 'comment'
  /** The beginning or the end of a MySQL comment that the server executes. */
  | 'executable'
  | 'word'
  /** A name in quotes. */
  | 'quoted'
  | 'string'
  /** b'01', x'ff' */
  | 'bits'
  | 'number'
  /** @name, @@session.name (MySQL, MariaDB) */
  | 'variable'
  /** ?, :name, $1 */
  | 'parameter'
  | 'symbol';

export interface Lexeme {
  readonly kind: LexemeKind;
  readonly start: number;
  readonly end: number;
  /** false: a quote or comment that the text does not close. */
  readonly closed: boolean;
}

export const isMySql = (engine: EngineName): boolean => engine === 'mysql' || engine === 'mariadb';

const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
/** MySQL's names may begin with a digit, or a dollar sign. */
const MYSQL_WORD = /[\w$\u0080-\uffff]+/y;
const NUMBER = /0x[0-9a-f]+|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy;
const SPACE = /[\s\u0000]+/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const VARIABLE = /@@?[\w$.]+|@`[^`]*`/y;
const EXECUTABLE = /\/\*M?!(?:\d{5,6})?/y;
const PREFIXED: Readonly<Record<'mysql' | 'postgres' | 'sqlite', RegExp>> = {
  mysql: /[nxb](?=')/iy,
  postgres: /(?:[ebxn]|u&)(?=')|u&(?=")/iy,
  sqlite: /x(?=')/iy,
};

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Just behind the closing quote; a doubled quote does not close. -1: it is not closed. */
function endOfQuote(text: string, from: number, quote: string, backslashes: boolean): number {
  for (let i = from; i < text.length; i++) {
    const character = text[i];
    if (character === '\\' && backslashes) i += 1;
    else if (character === quote) {
      if (text[i + 1] !== quote) return i + 1;
      i += 1;
    }
  }
  return -1;
}

function endOfComment(text: string, from: number, nested: boolean): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '*' && text[i + 1] === '/') {
      depth -= 1;
      if (depth === 0) return i + 2;
      i += 1;
    } else if (nested && text[i] === '/' && text[i + 1] === '*') {
      depth += 1;
      i += 1;
    }
  }
  return -1;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Does a comment to the end of the line begin here? */
function isLineComment(text: string, at: number, engine: EngineName): boolean {
  if (text[at] === '#') return isMySql(engine);
  if (text[at] !== '-' || text[at + 1] !== '-') return false;
  // Manual page "Comments": MySQL wants a blank or a control character behind the dashes.
  const next = text.charCodeAt(at + 2);
  return !isMySql(engine) || Number.isNaN(next) || next <= 0x20 || next === 0x7f;
}

/** `executable`: are we inside a comment that the server executes? */
export function lexemeAt(text: string, at: number, engine: EngineName, executable: boolean): Lexeme {
  const lexeme = (kind: LexemeKind, end: number): Lexeme =>
    end < 0
      ? { kind, start: at, end: text.length, closed: false }
      : { kind, start: at, end: Math.max(end, at + 1), closed: true };
  const mysql = isMySql(engine);
  const character = text[at]!;

  const space = matchAt(SPACE, text, at);
  if (space !== undefined) return lexeme('space', at + space.length);
  if (isLineComment(text, at, engine)) return lexeme('comment', endOfLine(text, at));
  if (character === '/' && text[at + 1] === '*') {
    const marker = mysql ? matchAt(EXECUTABLE, text, at) : undefined;
    if (marker !== undefined && (engine === 'mariadb' || !marker.includes('M'))) {
      return lexeme('executable', at + marker.length);
    }
    const end = endOfComment(text, at + 2, engine === 'postgres');
    // SQLite lets the end of the text close a comment.
    return engine === 'sqlite' && end < 0 ? lexeme('comment', text.length) : lexeme('comment', end);
  }
  if (executable && character === '*' && text[at + 1] === '/') return lexeme('executable', at + 2);

  const prefix = matchAt(PREFIXED[mysql ? 'mysql' : (engine as 'postgres' | 'sqlite')], text, at);
  if (prefix !== undefined) {
    const open = at + prefix.length;
    const end = endOfQuote(
      text,
      open + 1,
      text[open]!,
      prefix.toLowerCase() === 'e' || (mysql && /n/i.test(prefix)),
    );
    if (text[open] === '"') return lexeme('quoted', end);
    return lexeme(/[xb]/i.test(prefix) ? 'bits' : 'string', end);
  }
  if (character === "'") return lexeme('string', endOfQuote(text, at + 1, "'", mysql));
  if (character === '"') return lexeme(mysql ? 'string' : 'quoted', endOfQuote(text, at + 1, '"', mysql));
  if (character === '`' && engine !== 'postgres')
    return lexeme('quoted', endOfQuote(text, at + 1, '`', false));
  if (character === '[' && engine === 'sqlite') {
    const end = text.indexOf(']', at);
    return lexeme('quoted', end < 0 ? -1 : end + 1);
  }
  if (character === '$' && engine === 'postgres') {
    const tag = matchAt(DOLLAR_QUOTE, text, at);
    if (tag !== undefined) {
      const end = text.indexOf(tag, at + tag.length);
      return lexeme('string', end < 0 ? -1 : end + tag.length);
    }
  }
  if (character === '@' && mysql) {
    const variable = matchAt(VARIABLE, text, at);
    if (variable !== undefined) return lexeme('variable', at + variable.length);
  }
  const number = matchAt(NUMBER, text, at);
  if (number !== undefined) {
    const word = mysql ? matchAt(MYSQL_WORD, text, at) : undefined;
    const isName = word !== undefined && word.length > number.length && /^\d+(e\d+)?$/i.test(number);
    if (!isName) return lexeme('number', at + number.length);
  }
  const word = matchAt(mysql ? MYSQL_WORD : WORD, text, at);
  if (word !== undefined) return lexeme('word', at + word.length);
  if (character === '?') return lexeme('parameter', at + 1);
  if (character === ':' || character === '$') {
    const parameter = /[:$]\w+/y;
    parameter.lastIndex = at;
    const match = parameter.exec(text);
    if (match !== null && text[at - 1] !== ':') return lexeme('parameter', at + match[0].length);
    if (text[at + 1] === ':' || text[at + 1] === '=') return lexeme('symbol', at + 2);
  }
  return lexeme('symbol', at + 1);
}

/** All lexemes of the text, one after another; together they are the text. */
export function* scan(text: string, engine: EngineName): Generator<Lexeme> {
  let executable = false;
  for (let at = 0; at < text.length; ) {
    const lexeme = lexemeAt(text, at, engine, executable);
    if (lexeme.kind === 'executable') executable = text[at] === '/';
    yield lexeme;
    at = lexeme.end;
  }
}
