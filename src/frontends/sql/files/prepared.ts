/**
 * User variables, PREPARE and EXECUTE in a file for MySQL or MariaDB: `ADD COLUMN IF NOT EXISTS` as it is written where
 * the server has none. https://dev.mysql.com/doc/refman/8.4/en/sql-prepared-statements.html
 */
import type { Catalog, Origin, Statement, Target } from '../../../schema/index.ts';
import { Cursor, NotRead } from '../cursor.ts';
import { readPiece } from '../read.ts';
import { evaluated, type Value } from './variables.ts';

/** What a session holds while a file is run. */
export class Prepared {
  readonly #values = new Map<string, Value>();
  readonly #texts = new Map<string, string>();
  readonly #target: Target;

  constructor(target: Target) {
    this.#target = target;
  }

  /** What the statement comes to, under its own text. undefined: it is none of these, or not followed. */
  follow(sql: string, catalog: Catalog, origin: Origin): Statement[] | undefined {
    const cursor = new Cursor(sql, this.#target, origin);
    if (!cursor.isOneOf('set', 'prepare', 'execute', 'deallocate', 'drop')) return undefined;
    const { at } = cursor;
    try {
      return this.#followed(cursor, sql, catalog, origin);
    } catch (error) {
      if (!(error instanceof NotRead)) throw error;
      cursor.at = at;
      this.#forget(cursor);
      return undefined;
    }
  }

  #followed(cursor: Cursor, sql: string, catalog: Catalog, origin: Origin): Statement[] | undefined {
    if (cursor.take('set')) {
      if (cursor.peek()?.kind !== 'variable') return undefined;
      do {
        const name = this.#variable(cursor);
        if (!cursor.take(':=') && !cursor.take(':', '=')) cursor.expect('=');
        this.#values.set(name, evaluated(cursor, { catalog, values: this.#values }));
      } while (cursor.take(','));
      if (!cursor.done) cursor.fail();
      return [{ kind: 'noSchemaChange', what: 'SET @', sql, origin }];
    }
    if (cursor.take('prepare')) {
      const name = cursor.identifier().toLowerCase();
      cursor.expect('from');
      const text =
        cursor.peek()?.kind === 'string' ? cursor.string() : this.#values.get(this.#variable(cursor));
      if (!cursor.done || typeof text !== 'string' || text.includes('?')) cursor.fail();
      this.#texts.set(name, (text as string).replace(/;\s*$/, ''));
      return [{ kind: 'noSchemaChange', what: 'PREPARE', sql, origin }];
    }
    if (cursor.take('execute')) {
      const text = this.#texts.get(cursor.identifier().toLowerCase());
      if (!cursor.done || text === undefined) return cursor.fail();
      const statements = readPiece(text, this.#target, origin, () => origin.span);
      return statements.length === 1 ? statements.map((one) => ({ ...one, sql })) : cursor.fail();
    }
    if (!cursor.take('deallocate', 'prepare') && !cursor.take('drop', 'prepare')) return undefined;
    const name = cursor.identifier().toLowerCase();
    if (!this.#texts.delete(name)) return cursor.fail();
    return [{ kind: 'noSchemaChange', what: 'DEALLOCATE PREPARE', sql, origin }];
  }

  /** What it would have set is no longer known. */
  #forget(cursor: Cursor): void {
    if (cursor.take('set'))
      for (const { kind, text } of cursor.tokens)
        if (kind === 'variable') this.#values.delete(text.toLowerCase());
    if (cursor.take('prepare')) this.#texts.delete(cursor.next().value.toLowerCase());
  }

  #variable(cursor: Cursor): string {
    const token = cursor.next();
    if (token.kind !== 'variable' || token.text.startsWith('@@')) return cursor.fail();
    return token.text.toLowerCase();
  }
}
