/** What happens while a migration is evaluated: statements on their way to the engine, and what was not understood. */

import type { AstNode } from '../../php/ast.ts';
import { callSpan } from '../../php/call-site.ts';
import { PhpException } from '../../php/exceptions.ts';
import type { Interpreter } from '../../php/interpreter.ts';
import type { FileContext } from '../../php/scope.ts';
import { spanOfNode } from '../../php/span.ts';
import { PhpThrow } from '../../php/values.ts';
import { spend, spendSteps } from '../../php/work.ts';
import {
  type FactOf,
  firstRefusal,
  type Origin,
  type Session,
  type Statement,
  type Verdict,
} from '../../schema/index.ts';
import { placeKey, type SourceCalls } from '../source-calls.ts';
import { PassedOverCode } from './unreached.ts';

export class Recorder {
  readonly session: Session;
  readonly calls: SourceCalls;
  readonly entry: FileContext;
  /** The connection that the migration runs on. */
  connection: string | undefined;
  interpreter: Interpreter | undefined;
  /** Statements on the schema, and notes, so far. */
  effects = 0;
  /** Has the code asked what another database or installation would answer otherwise? */
  asked = false;
  /** Code that is passed over; filled by the first evaluation of a migration, and what a second one looks for. */
  readonly passedOver: PassedOverCode;
  readonly again: boolean;
  /** Calls that may not be made at all, with the reasons. */
  readonly #doubted = new Map<string, string>();
  /** Calls made in code that the first evaluation has passed over, with the reasons. */
  readonly #unreached = new Map<string, string>();

  constructor(session: Session, calls: SourceCalls, entry: FileContext, again?: PassedOverCode) {
    this.session = session;
    this.calls = calls;
    this.entry = entry;
    this.again = again !== undefined;
    this.passedOver = again ?? new PassedOverCode(entry.file);
  }

  /** A call that describes a table; gives why it may not be made at all, undefined where it is. */
  called(origin: Origin): string | undefined {
    this.effects += 1;
    this.count(origin);
    const unreached = this.interpreter?.unreached ?? null;
    if (unreached !== null) this.#unreached.set(placeKey(origin), unreached);
    const uncertain = this.interpreter?.uncertain ?? undefined;
    if (uncertain === undefined) this.#doubted.delete(placeKey(origin));
    else this.#doubted.set(placeKey(origin), uncertain);
    return uncertain;
  }

  /** Why a fresh database does not make this call; undefined: it does. */
  unreached(origin: Origin): string | undefined {
    return (
      this.interpreter?.unreached ?? this.#unreached.get(placeKey(origin)) ?? this.passedOver.around(origin)
    );
  }

  /** Calls on columns and keys that nobody reads. A second evaluation adds only what the first does not reach. */
  unread(modifiers: readonly FactOf<'unread-modifier'>[]): void {
    if (!this.again) {
      this.calls.unread(modifiers);
      return;
    }
    for (const modifier of modifiers) {
      const unreached = this.unreached(modifier.origin);
      if (unreached !== undefined) this.calls.unread([{ ...modifier, unreached }]);
    }
  }

  count(origin: Origin): void {
    this.calls.count(origin);
  }

  /**
   * Sends a statement. A refusal is thrown into the evaluated code only where that code would catch it; otherwise
   * evaluation goes on, so that one cause gives one finding and the rest is still looked at.
   */
  send(statement: Statement, connection?: string): Verdict {
    // rows that are written or read decide nothing about the schema
    if (statement.kind !== 'data') this.effects += 1;
    const uncertain = this.interpreter?.uncertain ?? null;
    const to = connection ?? this.connection;
    this.#spendOn(statement, to);
    const executed = this.session.execute(statement, {
      ...(to === undefined ? {} : { connection: to }),
      ...(uncertain === null ? {} : { uncertain }),
      ...(this.#doubted.size === 0 ? {} : { doubt: (origin: Origin) => this.#doubted.get(placeKey(origin)) }),
      ...(this.again ? { unreached: (origin: Origin) => this.unreached(origin) } : {}),
    });
    const { verdict } = executed;
    if (verdict.outcome === 'refuses' && uncertain === null) {
      const problem = firstRefusal(verdict);
      const className =
        problem?.fact.kind === 'framework-refuses'
          ? 'RuntimeException'
          : 'Illuminate\\Database\\QueryException';
      const exception = new PhpException(
        className,
        problem?.message ?? 'refused',
        problem?.code ?? 0,
        executed,
      );
      if (this.interpreter?.catches(exception)) throw new PhpThrow(exception, exception.message);
    }
    return verdict;
  }

  /**
   * Judging costs as much as some calls, and one call may send a text of thousands of statements. A judge goes over the
   * table and what is asked of it: whoever makes a table large pays for each statement on it.
   */
  #spendOn(statement: Statement, connection: string | undefined): void {
    const meant = statement.kind === 'foreignSyntax' ? (statement.meant?.length ?? 0) : 0;
    spendSteps(statement.kind === 'data' ? 1 : 10 * (1 + meant));
    if (!('table' in statement) || statement.table == null) return;
    const table = this.session.catalog(connection).table(statement.table);
    const held =
      table === undefined ? 0 : table.columns.length + table.indexes.length + table.foreignKeys.length;
    if (statement.kind === 'alterTable') spendSteps(4 * statement.actions.length);
    spend(held);
  }

  /** Something that matters could not be known. */
  notUnderstood(reason: string, origin: { readonly file: string; readonly span: Origin['span'] }): void {
    this.effects += 1;
    this.calls.notUnderstood({ file: origin.file, span: origin.span, reason });
  }

  /** The same, at a node of the syntax tree; one elsewhere is reported at the migration's first line. */
  notUnderstoodAt(reason: string, node: AstNode | null, file: FileContext | null): void {
    const span = node?.kind === 'call' ? callSpan(node) : spanOfNode(node);
    const start = { line: 1, column: 1 };
    if (span === undefined || file?.file !== this.entry.file) {
      const place = file === null || span === undefined ? '' : ` (${file.file}:${span.start.line})`;
      this.notUnderstood(`${reason}${place}`, {
        file: this.entry.file,
        span: { start, end: start, startOffset: 0, endOffset: 0 },
      });
      return;
    }
    this.notUnderstood(reason, { file: file.file, span });
  }
}
