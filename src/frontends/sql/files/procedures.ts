/**
 * What a CALL of a stored procedure comes to on MySQL and MariaDB, where its body is one of those that stand in for
 * `DROP … IF EXISTS`: questions about the schema, texts that are put together, PREPARE and EXECUTE. Anything else is not
 * followed. https://dev.mysql.com/doc/refman/8.4/en/stored-routines.html
 */
import type { Catalog, Origin, Statement, Target } from '../../../schema/index.ts';
import { Cursor, NotRead } from '../cursor.ts';
import { readPiece } from '../read.ts';
import type { Token } from '../tokens.ts';
import { evaluated, isTrue, quoted, type Value } from './variables.ts';

export interface Procedure {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: readonly Token[];
}

/** undefined: the text makes no procedure, or one whose head is not read. */
export function procedureIn(sql: string, target: Target, origin: Origin): Procedure | undefined {
  if (!/^\s*create\b[^(]*\bprocedure\b/i.test(sql)) return undefined;
  const cursor = new Cursor(sql, target, origin);
  try {
    while (!cursor.take('procedure')) cursor.next();
    cursor.take('if', 'not', 'exists');
    const { name } = cursor.tableName();
    const parameters: string[] = [];
    cursor.expect('(');
    if (!cursor.is(')')) {
      do {
        cursor.take('in');
        parameters.push(cursor.identifier().toLowerCase());
        while (!cursor.isOneOf(',', ')')) {
          if (cursor.is('(')) cursor.skipParenthesised();
          else cursor.next();
        }
      } while (cursor.take(','));
    }
    cursor.expect(')');
    return { name: name.toLowerCase(), parameters, body: cursor.tokens.slice(cursor.at) };
  } catch (error) {
    if (error instanceof NotRead) return undefined;
    throw error;
  }
}

/** The name that CALL, or DROP PROCEDURE, is about; undefined: the text is neither. */
export function procedureNamed(word: 'call' | 'drop', sql: string): string | undefined {
  const start = word === 'call' ? 'call' : String.raw`drop\s+procedure(?:\s+if\s+exists)?`;
  return new RegExp(String.raw`^\s*${start}\s+\`?(\w+)\`?`, 'i').exec(sql)?.[1]?.toLowerCase();
}

/**
 * The statement that the call has the server run, under the call's own text. undefined: the body is not followed, or
 * runs several.
 */
export function calledStatements(
  sql: string,
  procedure: Procedure,
  catalog: Catalog,
  target: Target,
  origin: Origin,
): Statement[] | undefined {
  try {
    const run = new Run(procedure, literals(new Cursor(sql, target, origin)), catalog, target, origin);
    const texts = run.all();
    if (texts.length > 1) return undefined;
    const [text] = texts;
    if (text === undefined) return [{ kind: 'noSchemaChange', what: 'CALL', sql, origin }];
    const statements = readPiece(text, target, origin, () => origin.span);
    return statements.length === 1 ? statements.map((one) => ({ ...one, sql })) : undefined;
  } catch (error) {
    if (error instanceof NotRead) return undefined;
    throw error;
  }
}

/** The arguments of CALL. Throws NotRead. */
function literals(cursor: Cursor): string[] {
  cursor.expect('call');
  cursor.tableName();
  const values: string[] = [];
  if (cursor.done) return values;
  cursor.expect('(');
  if (!cursor.is(')')) {
    do values.push(cursor.peek()?.kind === 'number' ? String(cursor.integer()) : cursor.string());
    while (cursor.take(','));
  }
  cursor.expect(')');
  if (!cursor.done) cursor.fail();
  return values;
}

/** One run of a body. */
class Run {
  readonly #cursor: Cursor;
  readonly #values = new Map<string, Value>();
  readonly #prepared = new Map<string, string>();
  readonly #texts: string[] = [];
  readonly #catalog: Catalog;

  constructor(
    { parameters, body }: Procedure,
    given: readonly string[],
    catalog: Catalog,
    target: Target,
    origin: Origin,
  ) {
    if (given.length !== parameters.length) throw new NotRead('CALL with another number of arguments');
    this.#catalog = catalog;
    for (const [i, name] of parameters.entries()) this.#values.set(name, given[i]!);
    // A parameter's name goes before a column's.
    const text = body
      .map(({ kind, key, text: own }) => {
        const value = kind === 'word' ? this.#values.get(key) : undefined;
        return typeof value === 'string' ? quoted(value) : own;
      })
      .join(' ');
    this.#cursor = new Cursor(text, target, origin);
  }

  /** The texts that are run, in order. Throws NotRead. */
  all(): readonly string[] {
    const cursor = this.#cursor;
    if (cursor.is('begin')) this.#block();
    else this.#statement();
    cursor.take(';');
    if (!cursor.done) cursor.fail();
    return this.#texts;
  }

  #block(): void {
    this.#cursor.expect('begin');
    this.#until('end');
    this.#cursor.expect('end');
  }

  #until(...ends: readonly string[]): void {
    while (!this.#cursor.isOneOf(...ends)) {
      this.#statement();
      this.#cursor.expect(';');
    }
  }

  #statement(): void {
    const cursor = this.#cursor;
    if (cursor.is('begin')) this.#block();
    else if (cursor.take('if')) this.#condition();
    else if (cursor.take('declare')) this.#declaration();
    else if (cursor.is('select')) this.#select();
    else if (cursor.take('set')) {
      const variable = this.#variable();
      if (!cursor.take(':=')) cursor.expect('=');
      this.#values.set(variable, this.#value(cursor));
    } else if (cursor.take('prepare')) {
      const name = cursor.identifier().toLowerCase();
      cursor.expect('from');
      const text = this.#value(cursor);
      if (typeof text !== 'string') cursor.fail('PREPARE of what is no text');
      this.#prepared.set(name, String(text));
    } else if (cursor.take('execute')) {
      const text = this.#prepared.get(cursor.identifier().toLowerCase());
      if (text === undefined) cursor.fail('EXECUTE of a text that is not known');
      this.#texts.push(text!.replace(/;\s*$/, ''));
    } else if (cursor.take('deallocate', 'prepare') || cursor.take('drop', 'prepare')) cursor.identifier();
    else if (cursor.isOneOf('alter', 'create', 'drop', 'rename')) {
      const from = cursor.at;
      this.#toSemicolon();
      this.#texts.push(cursor.slice(from, cursor.at));
    } else cursor.fail();
  }

  #toSemicolon(): void {
    while (!this.#cursor.is(';')) this.#cursor.next();
  }

  #condition(): void {
    const cursor = this.#cursor;
    const holds = isTrue(this.#value(cursor));
    cursor.expect('then');
    if (holds) {
      this.#until('else', 'elseif', 'end');
      if (!cursor.is('end')) this.#skip('end');
    } else {
      this.#skip('else', 'elseif', 'end');
      if (cursor.take('elseif')) {
        this.#condition();
        return;
      }
      if (cursor.take('else')) this.#until('end');
    }
    cursor.expect('end', 'if');
  }

  /** Passes over statements that are not run, up to one of these words at their level. */
  #skip(...ends: readonly string[]): void {
    const cursor = this.#cursor;
    for (let depth = 0; ; ) {
      const starts = /^(?:;|then|else|begin)$/.test(cursor.peek(-1)?.key ?? '');
      if (starts && depth === 0 && cursor.isOneOf(...ends)) return;
      if (starts && cursor.isOneOf('case', 'loop', 'while', 'repeat')) cursor.fail();
      if (starts && cursor.isOneOf('if', 'begin')) depth += 1;
      else if (starts && cursor.take('end')) {
        depth -= 1;
        cursor.take('if');
        continue;
      }
      cursor.next();
    }
  }

  /** `DECLARE n INT DEFAULT 0`; handlers and cursors are not followed. */
  #declaration(): void {
    const cursor = this.#cursor;
    const name = cursor.identifier().toLowerCase();
    if (cursor.isOneOf('handler', 'cursor', 'condition')) cursor.fail();
    while (!cursor.isOneOf(';', 'default')) {
      if (cursor.is('(')) cursor.skipParenthesised();
      else cursor.next();
    }
    this.#values.set(name, cursor.take('default') ? this.#value(cursor) : null);
  }

  /** What a SELECT shows changes nothing; `SELECT … INTO n FROM …` sets a variable. */
  #select(): void {
    const cursor = this.#cursor;
    const from = cursor.at;
    this.#toSemicolon();
    const tokens = cursor.tokens.slice(from, cursor.at);
    const into = tokens.findIndex(({ key }) => key === 'into');
    if (into < 0) return;
    const name = tokens[into + 1]?.text.replaceAll('`', '').toLowerCase() ?? cursor.fail();
    if (tokens[into + 2]?.key === ',') cursor.fail();
    const before = cursor.slice(from, from + into);
    const after = cursor.slice(from + into + 2, cursor.at);
    const query = new Cursor(`(${before} ${after})`, cursor.target, cursor.whole);
    const value = this.#value(query);
    // without a row the variable keeps what it held
    if (value === null) cursor.fail('SELECT … INTO that may find nothing');
    this.#values.set(name, value);
  }

  #variable(): string {
    const token = this.#cursor.next();
    if (token.kind !== 'variable' && token.kind !== 'word') return this.#cursor.fail();
    return token.text.toLowerCase();
  }

  #value(cursor: Cursor): Value {
    return evaluated(cursor, { catalog: this.#catalog, values: this.#values });
  }
}
