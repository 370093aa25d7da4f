/**
 * What a CALL of a stored procedure comes to on MySQL and MariaDB, where its body is one of those that stand in for
 * `DROP … IF EXISTS`: questions about the schema, texts that are put together, PREPARE and EXECUTE. Anything else is not
 * followed. https://dev.mysql.com/doc/refman/8.4/en/stored-routines.html
 */
import type { Catalog, Origin, Statement, Target } from '../../../schema/index.ts';
import { answerFromCatalog } from '../../catalog-queries/query.ts';
import { Cursor, NotRead } from '../cursor.ts';
import { readPiece } from '../read.ts';
import type { Token } from '../tokens.ts';

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
  readonly #values = new Map<string, string>();
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
        return value === undefined ? own : quoted(value);
      })
      .join(' ');
    this.#cursor = new Cursor(text, target, origin);
  }

  /** The texts that are run, in order. Throws NotRead. */
  all(): readonly string[] {
    const cursor = this.#cursor;
    if (cursor.is('begin')) this.#block(true);
    else this.#statement(true);
    cursor.take(';');
    if (!cursor.done) cursor.fail();
    return this.#texts;
  }

  #block(runs: boolean): void {
    this.#cursor.expect('begin');
    this.#until(runs, 'end');
    this.#cursor.expect('end');
  }

  #until(runs: boolean, ...ends: readonly string[]): void {
    while (!this.#cursor.isOneOf(...ends)) {
      this.#statement(runs);
      this.#cursor.expect(';');
    }
  }

  #statement(runs: boolean): void {
    const cursor = this.#cursor;
    if (cursor.is('begin')) this.#block(runs);
    else if (cursor.take('if')) this.#condition(runs);
    else if (cursor.take('set')) {
      const variable = this.#variable();
      if (!cursor.take(':=')) cursor.expect('=');
      const value = this.#text();
      if (runs) this.#values.set(variable, value);
    } else if (cursor.take('prepare')) {
      const name = cursor.identifier().toLowerCase();
      cursor.expect('from');
      const text = this.#text();
      if (runs) this.#prepared.set(name, text);
    } else if (cursor.take('execute')) {
      const text = this.#prepared.get(cursor.identifier().toLowerCase());
      if (!runs) return;
      if (text === undefined) cursor.fail('EXECUTE of a text that is not known');
      this.#texts.push(text!.replace(/;\s*$/, ''));
    } else if (cursor.take('deallocate', 'prepare') || cursor.take('drop', 'prepare')) cursor.identifier();
    else if (cursor.isOneOf('alter', 'create', 'drop', 'rename')) {
      const from = cursor.at;
      while (!cursor.is(';')) cursor.next();
      if (runs) this.#texts.push(cursor.slice(from, cursor.at));
    } else cursor.fail();
  }

  #condition(runs: boolean): void {
    const cursor = this.#cursor;
    const holds = this.#exists();
    cursor.expect('then');
    this.#until(runs && holds, 'else', 'end');
    if (cursor.take('else')) this.#until(runs && !holds, 'end');
    cursor.expect('end', 'if');
  }

  /** [NOT] EXISTS (SELECT … FROM information_schema …) */
  #exists(): boolean {
    const cursor = this.#cursor;
    const negated = cursor.take('not');
    cursor.expect('exists');
    const sql = cursor.parenthesised();
    const { target, whole: origin } = cursor;
    const catalog = this.#catalog;
    const answer = answerFromCatalog({
      sql,
      target,
      origin,
      catalog,
      bindings: new Map(),
      open: catalog.open,
    });
    if (answer === undefined) return cursor.fail('a question that is not about the schema');
    if (answer.kind === 'unknown') return cursor.fail(answer.reason);
    return answer.rows.length > 0 !== negated;
  }

  #variable(): string {
    const token = this.#cursor.next();
    if (token.kind !== 'variable') return this.#cursor.fail();
    return token.text.toLowerCase();
  }

  /** A string, a variable, or CONCAT of them. Before a variable is set it is empty: nothing is run then. */
  #text(): string {
    const cursor = this.#cursor;
    if (cursor.take('concat', '(')) {
      let text = '';
      do text += this.#text();
      while (cursor.take(','));
      cursor.expect(')');
      return text;
    }
    if (cursor.peek()?.kind === 'string') return cursor.string();
    return this.#values.get(this.#variable()) ?? '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
