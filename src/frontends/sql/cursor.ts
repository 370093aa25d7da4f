/** Reads on through the tokens of one statement. */
import {
  ENGINE_TITLES,
  type Origin,
  type Span,
  type SyntaxFault,
  type TableName,
  type Target,
} from '../../schema/index.ts';
import { misshapen } from './expression-shape.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import { isMySql } from './scan.ts';
import { type Token, tokenize } from './tokens.ts';

/** The statement, or a part of it, is not read. */
export class NotRead extends Error {
  /** The tables that it may touch, where the reader knows better than the words do; null: any. */
  readonly tables: readonly TableName[] | null | undefined;

  constructor(reason: string, tables?: readonly TableName[] | null) {
    super(reason);
    this.tables = tables;
  }
}

/** The statement is not read, and the target's own parser does not read it, either. */
export class Refused extends NotRead {
  readonly fault: SyntaxFault;
  /** Where the parser stops. */
  readonly offset: number;

  constructor(reason: string, fault: SyntaxFault, offset: number) {
    super(reason);
    this.fault = fault;
    this.offset = offset;
  }
}

/** The place of a part of the text in its file, by its offsets in the text. */
export type Place = (start: number, end: number) => Span;

export class Cursor {
  readonly text: string;
  readonly target: Target;
  /** Of the whole statement. */
  readonly whole: Origin;
  /** Absent: the text is part of some other code, and only the whole has a place. */
  readonly place: Place | undefined;
  readonly tokens: readonly Token[];
  /** The index of the token that comes next. */
  at = 0;
  /** Where the column, key or action begins that is being read; undefined: none is. */
  partFrom: number | undefined;

  constructor(text: string, target: Target, whole: Origin, place?: Place) {
    this.text = text;
    this.target = target;
    this.whole = whole;
    this.place = place;
    this.tokens = tokenize(text, target.engine, target.version);
  }

  /** Of the part that is being read, as far as it has been read. */
  get origin(): Origin {
    const { place, partFrom, whole } = this;
    const first = partFrom === undefined ? undefined : this.tokens[partFrom];
    if (place === undefined || partFrom === undefined || first === undefined) return whole;
    const { end } = this.tokens[Math.max(this.at - 1, partFrom)]!;
    return { ...whole, span: place(first.start, end), call: shorten(this.text.slice(first.start, end), 40) };
  }

  get engine() {
    return this.target.engine;
  }

  get title(): string {
    return ENGINE_TITLES[this.target.engine];
  }

  get isMySql(): boolean {
    return isMySql(this.engine);
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  next(): Token {
    const token = this.tokens[this.at];
    if (token === undefined) return this.fail();
    this.at += 1;
    return token;
  }

  /** Do these words and symbols come next? */
  is(...keys: readonly string[]): boolean {
    return keys.every((key, i) => this.tokens[this.at + i]?.key === key);
  }

  isOneOf(...keys: readonly string[]): boolean {
    const key = this.peek()?.key;
    return key !== undefined && key !== '' && keys.includes(key);
  }

  /** Takes them, if they come next. */
  take(...keys: readonly string[]): boolean {
    if (!this.is(...keys)) return false;
    this.at += keys.length;
    return true;
  }

  /** Takes the one of these words that comes next. */
  takeOneOf(...keys: readonly string[]): string | undefined {
    if (!this.isOneOf(...keys)) return undefined;
    return this.next().key;
  }

  expect(...keys: readonly string[]): void {
    for (const key of keys) if (!this.take(key)) this.fail();
  }

  /** What comes next is not understood. */
  fail(what?: string): never {
    const token = this.peek();
    const near = token === undefined ? 'its end' : `"${shorten(token.text, 24)}"`;
    throw new NotRead(what ?? `the SQL is not read at ${near}`);
  }

  /** The target's own parser stops at the next token, or `back` tokens before it. */
  refuse(what: string, back = 0, fault: SyntaxFault = 'syntax'): never {
    const offset = this.tokens[this.at - back]?.start ?? this.text.length;
    throw new Refused(`${this.title} does not take ${what}`, fault, offset);
  }

  /** `what` is no syntax of the target, unless it is allowed there. */
  only(allowed: boolean, what: string, back = 0): void {
    if (!allowed) this.refuse(what, back);
  }

  /** The target refuses this as well, but only after it has looked at other things. */
  refuseLater(what: string): never {
    throw new NotRead(`${this.title} does not take ${what}`);
  }

  identifier(): string {
    const token = this.peek();
    if (token === undefined) return this.fail();
    if (token.kind === 'word') {
      if (RESERVED_WORDS[this.engine].has(token.key)) {
        return this.refuse(`the reserved word "${token.text}" as a name without quotes`, 0, 'reserved');
      }
      return this.label();
    }
    if (token.kind === 'string' && this.isMySql && token.text.startsWith('"')) {
      return this.refuse(`a name in double quotes (without ANSI_QUOTES): ${shorten(token.text, 24)}`);
    }
    return this.label();
  }

  /** A name in a place where reserved words do no harm: behind a dot, or where a value stands. */
  label(): string {
    const token = this.next();
    if (token.kind === 'word') return this.engine === 'postgres' ? token.key : token.text;
    if (token.kind === 'quoted' && token.value !== '') return token.value;
    // SQLite reads a string as a name where only a name can stand.
    if (token.kind === 'string' && this.engine === 'sqlite') return token.value;
    this.at -= 1;
    return this.fail();
  }

  isIdentifier(ahead = 0): boolean {
    const token = this.peek(ahead);
    if (token === undefined) return false;
    if (token.kind === 'word') return !RESERVED_WORDS[this.engine].has(token.key);
    return token.kind === 'quoted' || (token.kind === 'string' && this.engine === 'sqlite');
  }

  tableName(): TableName {
    const first = this.identifier();
    if (!this.take('.')) return { name: first };
    const second = this.label();
    if (this.is('.')) this.fail();
    return { schema: first, name: second };
  }

  /** A name that may bear a schema, which must be the default one. */
  objectName(): string {
    const { name, schema } = this.tableName();
    const usual = this.engine === 'sqlite' ? 'main' : 'public';
    if (schema !== undefined && schema !== usual) this.fail(`an object of the schema ${schema}`);
    return name;
  }

  names(): string[] {
    this.expect('(');
    const names: string[] = [];
    do names.push(this.identifier());
    while (this.take(','));
    this.expect(')');
    return names;
  }

  string(): string {
    const token = this.peek();
    if (token?.kind !== 'string') return this.fail();
    this.at += 1;
    return token.value;
  }

  integer(): number {
    const token = this.peek();
    if (token?.kind !== 'number' || !/^\d+$/.test(token.text)) return this.fail();
    this.at += 1;
    return Number(token.text);
  }

  /** Reads `( … )` with balanced parentheses; gives what stands between. */
  parenthesised(): string {
    const from = this.at + 1;
    this.skipParenthesised();
    if (this.at - 1 === from) this.fail('empty parentheses');
    return this.slice(from, this.at - 1);
  }

  skipParenthesised(): void {
    if (!this.is('(')) this.fail();
    const from = this.at + 1;
    let depth = 0;
    do {
      const { key, kind } = this.next();
      if (kind === 'unread') this.fail('a quote that is not closed, or not decoded');
      if (key === '(') depth += 1;
      else if (key === ')') depth -= 1;
    } while (depth > 0);
    this.checkShape(from, this.at - 1);
  }

  /** `ARRAY[…]` and subscripts of PostgreSQL. */
  skipBracketed(): void {
    let depth = 0;
    do {
      const { key } = this.next();
      if (key === '[') depth += 1;
      else if (key === ']') depth -= 1;
    } while (depth > 0);
  }

  /** Could the tokens from … to - 1 be an expression, or a list of them? */
  checkShape(from: number, to: number): void {
    const wrong = misshapen(this.tokens.slice(from, to));
    if (wrong !== undefined) throw new NotRead(`the SQL is not read at "${shorten(wrong.text, 24)}"`);
  }

  /** The text of the tokens from … to - 1. */
  slice(from: number, to: number): string {
    const first = this.tokens[from];
    const last = this.tokens[to - 1];
    return first === undefined || last === undefined || to <= from
      ? ''
      : this.text.slice(first.start, last.end);
  }

  /** Tries; goes back to where it was if it does not read on. */
  attempt<T>(read: () => T): T | undefined {
    const { at } = this;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof NotRead)) throw error;
      this.at = at;
      return undefined;
    }
  }
}

export function shorten(text: string, length = 60): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > length ? `${flat.slice(0, length - 1)}…` : flat;
}
