/** SQL expressions as PostgreSQL reads them, as far as migrations write them: operators with their precedence, calls, casts. */

import { mentions } from '../docket.ts';

export type Expression =
  | { readonly kind: 'number' | 'string'; readonly text: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'column'; readonly name: string; readonly qualifier?: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'cast'; readonly value: Expression; readonly type: string }
  | { readonly kind: 'sign'; readonly value: Expression }
  | { readonly kind: 'not'; readonly value: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** IS NULL, or of a boolean IS TRUE and the like. */
  | { readonly kind: 'is'; readonly value: Expression; readonly what: string }
  | { readonly kind: 'in'; readonly value: Expression; readonly list: readonly Expression[] };

interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'word' | 'sign';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What is none of these (dollar quotes, other operators, parameters) is not read. */
const TOKEN =
  /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|'((?:[^']|'')*)'|"((?:[^"]|"")+)"|([a-z_][a-z0-9_$]*)|(::|\|\||<>|!=|<=|>=|[=<>+\-*/%(),.]))/iy;

const TYPE =
  /\s*((?:"?[a-z_][a-z0-9_$]*"?\s*\.\s*)?"?[a-z_][a-z0-9_]*"?(?:\s+precision|\s+varying)?(?:\s*\(\s*\d+(?:\s*,\s*\d+)?\s*\))?(?:\s+with(?:out)?\s+time\s+zone)?(?:\s*\[\s*\d*\s*\])*)/iy;

/** Words that begin something else than a column's name or a call. */
const RESERVED = new Set(
  'all and any array as asc at between both case check collate column constraint create cross default deferrable desc distinct do else end except exists fetch for foreign from full grant group having ilike in initially inner intersect into interval is isnull join leading left like limit natural not notnull offset on only or order outer overlaps overlay placing position primary references right row select similar some substring symmetric table then to trailing treat trim union unique using values variadic when where window with extract'.split(
    ' ',
  ),
);

/** Written without parentheses. */
const WORD_CALLS = new Set(
  'current_date current_time current_timestamp localtime localtimestamp current_user session_user user'.split(
    ' ',
  ),
);

/** https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE, the weakest first. */
const COMPARISONS = ['=', '<>', '!=', '<', '>', '<=', '>='];
const OF_TIME = new Set(['timestamp', 'time', 'date']);

const LEVELS: readonly (readonly string[])[] = [['||'], ['+', '-'], ['*', '/', '%']];

/** Levels of nesting that are read: nobody writes as many, and each takes room on the stack. */
const MOST_LEVELS = 100;

class NotRead extends Error {}

class Reader {
  readonly #sql: string;
  #at = 0;
  #depth = 0;

  constructor(sql: string) {
    this.#sql = sql;
  }

  #peek(): Token | undefined {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#sql);
    if (match === null) {
      if (this.#sql.slice(this.#at).trim() === '') return undefined;
      throw new NotRead();
    }
    const [whole, number, string, name, word, sign] = match;
    const kind =
      number !== undefined
        ? 'number'
        : string !== undefined
          ? 'string'
          : name !== undefined
            ? 'name'
            : word !== undefined
              ? 'word'
              : 'sign';
    const text =
      number ??
      string?.replaceAll("''", "'") ??
      name?.replaceAll('""', '"') ??
      word?.toLowerCase() ??
      sign ??
      '';
    return { kind, text, start: this.#at, end: this.#at + whole.length };
  }

  #is(kind: 'word' | 'sign', ...texts: readonly string[]): string | undefined {
    const token = this.#peek();
    return token?.kind === kind && texts.includes(token.text) ? token.text : undefined;
  }

  #take(kind: 'word' | 'sign', ...texts: readonly string[]): string | undefined {
    const text = this.#is(kind, ...texts);
    if (text !== undefined) this.#at = this.#peek()?.end ?? this.#at;
    return text;
  }

  #expect(kind: 'word' | 'sign', text: string): void {
    if (this.#take(kind, text) === undefined) throw new NotRead();
  }

  whole(): Expression {
    const expression = this.#or();
    if (this.#peek() !== undefined) throw new NotRead();
    return expression;
  }

  #deeper(read: () => Expression): Expression {
    if (this.#depth === MOST_LEVELS) throw new NotRead();
    this.#depth += 1;
    const expression = read();
    this.#depth -= 1;
    return expression;
  }

  #or(): Expression {
    return this.#deeper(() => {
      let left = this.#and();
      while (this.#take('word', 'or')) left = { kind: 'binary', operator: 'or', left, right: this.#and() };
      return left;
    });
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#take('word', 'and')) left = { kind: 'binary', operator: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    if (!this.#take('word', 'not')) return this.#test();
    return { kind: 'not', value: this.#deeper(() => this.#not()) };
  }

  #test(): Expression {
    let value = this.#comparison();
    for (;;) {
      if (this.#take('word', 'isnull', 'notnull')) value = { kind: 'is', value, what: 'null' };
      else if (this.#take('word', 'is')) {
        this.#take('word', 'not');
        if (this.#take('word', 'distinct') !== undefined) {
          if (this.#take('word', 'from') === undefined) throw new NotRead();
          // It looks for the operator of equality.
          value = { kind: 'binary', operator: '=', left: value, right: this.#comparison() };
          continue;
        }
        const what = this.#take('word', 'null', 'true', 'false', 'unknown');
        if (what === undefined) throw new NotRead();
        value = { kind: 'is', value, what };
      } else return value;
    }
  }

  #comparison(): Expression {
    let left = this.#range();
    for (;;) {
      const operator = this.#take('sign', ...COMPARISONS);
      if (operator === undefined) return left;
      left = { kind: 'binary', operator: operator === '!=' ? '<>' : operator, left, right: this.#range() };
    }
  }

  /** BETWEEN, IN and LIKE bind more tightly than comparisons. */
  #range(): Expression {
    const value = this.#level(0);
    const before = this.#at;
    const negated = this.#take('word', 'not') !== undefined;
    const word = this.#take('word', 'between', 'in', 'like', 'ilike');
    if (word === undefined) {
      this.#at = before;
      return value;
    }
    const maybeNot = (expression: Expression): Expression =>
      negated ? { kind: 'not', value: expression } : expression;
    if (word === 'between') {
      const low = this.#level(0);
      this.#expect('word', 'and');
      const high = this.#level(0);
      const lower: Expression = { kind: 'binary', operator: '>=', left: value, right: low };
      const upper: Expression = { kind: 'binary', operator: '<=', left: value, right: high };
      return maybeNot({ kind: 'binary', operator: 'and', left: lower, right: upper });
    }
    if (word === 'in') {
      this.#expect('sign', '(');
      return maybeNot({ kind: 'in', value, list: this.#list() });
    }
    const like = word === 'like' ? '~~' : '~~*';
    return { kind: 'binary', operator: negated ? `!${like}` : like, left: value, right: this.#level(0) };
  }

  #level(depth: number): Expression {
    const operators = LEVELS[depth];
    if (operators === undefined) return this.#sign();
    let left = this.#level(depth + 1);
    for (;;) {
      const operator = this.#take('sign', ...operators);
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.#level(depth + 1) };
    }
  }

  #sign(): Expression {
    if (!this.#take('sign', '+', '-')) return this.#casts();
    return { kind: 'sign', value: this.#deeper(() => this.#sign()) };
  }

  #casts(): Expression {
    let value = this.#primary();
    while (this.#take('sign', '::')) value = { kind: 'cast', value, type: this.#type() };
    return value;
  }

  #type(): string {
    TYPE.lastIndex = this.#at;
    const match = TYPE.exec(this.#sql);
    if (match?.[1] === undefined) throw new NotRead();
    this.#at += match[0].length;
    return match[1];
  }

  /** `timestamp with time zone 'epoch'`: ConstDatetime in gram.y. undefined: it is something else. */
  #typedLiteral(): Expression | undefined {
    const before = this.#at;
    const type = this.#type();
    const token = this.#peek();
    if (token?.kind === 'string') {
      this.#at = token.end;
      return { kind: 'cast', value: { kind: 'string', text: token.text }, type };
    }
    this.#at = before;
    return undefined;
  }

  /** The rest of a list in parentheses, with the closing one. */
  #list(): Expression[] {
    const items: Expression[] = [];
    if (this.#take('sign', ')')) return items;
    do items.push(this.#or());
    while (this.#take('sign', ','));
    this.#expect('sign', ')');
    return items;
  }

  #primary(): Expression {
    const token = this.#peek();
    if (token === undefined) throw new NotRead();
    const { kind, text } = token;
    if (kind === 'word' && OF_TIME.has(text)) {
      const literal = this.#typedLiteral();
      if (literal !== undefined) return literal;
    }
    this.#at = token.end;
    if (kind === 'number' || kind === 'string') return { kind, text };
    if (kind === 'sign') {
      if (text !== '(') throw new NotRead();
      const value = this.#or();
      this.#expect('sign', ')');
      return value;
    }
    if (kind === 'word') {
      if (text === 'null') return { kind: 'null' };
      if (text === 'true' || text === 'false') return { kind: 'boolean' };
      if (text === 'cast') {
        this.#expect('sign', '(');
        const value = this.#or();
        this.#expect('word', 'as');
        const type = this.#type();
        this.#expect('sign', ')');
        return { kind: 'cast', value, type };
      }
      if (RESERVED.has(text)) throw new NotRead();
      if (WORD_CALLS.has(text)) {
        const args = this.#take('sign', '(') ? this.#list() : [];
        return { kind: 'call', name: text, args };
      }
    }
    if (this.#take('sign', '(')) return { kind: 'call', name: text, args: this.#list() };
    if (!this.#take('sign', '.')) return { kind: 'column', name: text };
    const field = this.#peek();
    if (field === undefined || (field.kind !== 'name' && field.kind !== 'word')) throw new NotRead();
    this.#at = field.end;
    if (this.#is('sign', '.', '(')) throw new NotRead();
    return { kind: 'column', name: field.text, qualifier: text };
  }
}

/** Calls `visit` with the expression and all that it is made of. */
function walk(expression: Expression, visit: (part: Expression) => void): void {
  visit(expression);
  switch (expression.kind) {
    case 'call':
      for (const argument of expression.args) walk(argument, visit);
      return;
    case 'cast':
    case 'sign':
    case 'not':
    case 'is':
      walk(expression.value, visit);
      return;
    case 'binary':
      walk(expression.left, visit);
      walk(expression.right, visit);
      return;
    case 'in':
      walk(expression.value, visit);
      for (const item of expression.list) walk(item, visit);
      return;
    default:
      return;
  }
}

/** Does an expression name this column? */
export function isOver(sql: string, column: string): boolean {
  if (sql === '') return false;
  const tree = readExpression(sql);
  if (tree === null) return mentions(sql, column, 'exact');
  let found = false;
  walk(tree, (part) => {
    found ||= part.kind === 'column' && part.name === column;
  });
  return found;
}

/** What was read last: one expression is asked for several times in a row. */
let last: { readonly sql: string; readonly expression: Expression | null } | undefined;

/** null: it holds something that is not read here. */
export function readExpression(sql: string): Expression | null {
  if (last?.sql !== sql) last = { sql, expression: read(sql) };
  return last.expression;
}

function read(sql: string): Expression | null {
  try {
    return new Reader(sql).whole();
  } catch (error) {
    if (error instanceof NotRead) return null;
    throw error;
  }
}
