/** One migration in one direction on one target: what it sends, and what of it was not understood. */
import { spend, spendSteps } from '../../php/work.ts';
import {
  firstRefusal,
  type Origin,
  originWith,
  type Session,
  type Statement,
  type StatementBinding,
  type TableName,
  type Target,
  type Verdict,
} from '../../schema/index.ts';
import type { Evaluator } from '../javascript/evaluator.ts';
import {
  isPlain,
  JsThrow,
  type JsValue,
  makeError,
  type Site,
  setOwn,
  Unknown,
} from '../javascript/values.ts';
import { placeKey, type SourceCalls } from '../source-calls.ts';
import { readPrepared, readSql } from '../sql/read.ts';
import { nameSlotOf, originOf, type Texts } from './origins.ts';

/** Stands in SQL for a value that is not known. */
const MARK = /dialint_unknown_(\d+)_/g;

/** They find something where there are no rows. */
export const AGGREGATES = /\b(?:count|sum|min|max|avg|group_concat|string_agg|exists|union)\b/i;

/** What evaluations on one target have in common. */
export interface ScriptState {
  readonly target: Target;
  /** Names of tables that migrations have written rows into, in small letters. */
  readonly written: Set<string>;
}

/** What a run begins with. */
export interface RunStart<State extends ScriptState> {
  readonly ev: Evaluator;
  readonly session: Session;
  readonly calls: SourceCalls;
  readonly state: State;
  readonly texts: Texts;
  /** The migration's file. */
  readonly entry: string;
}

export interface SendOptions {
  readonly bindings?: readonly unknown[];
  /** Gives the parts of what was read their origins. */
  readonly refine?: (statement: Statement) => Statement;
  /** Several statements in one text are sent as such (PostgreSQL's simple protocol). */
  readonly several?: boolean;
}

export class ScriptRun<State extends ScriptState = ScriptState> {
  readonly ev: Evaluator;
  readonly session: Session;
  readonly calls: SourceCalls;
  readonly state: State;
  readonly texts: Texts;
  /** The migration's file. */
  readonly entry: string;
  readonly #unknowns: string[] = [];
  /** Calls that may not be made at all, with the reasons. */
  readonly #doubted = new Map<string, string>();

  constructor({ ev, session, calls, state, texts, entry }: RunStart<State>) {
    this.ev = ev;
    this.session = session;
    this.calls = calls;
    this.state = state;
    this.texts = texts;
    this.entry = entry;
  }

  /** The text as the driver is handed it. */
  protected placed(sql: string, _hasBindings: boolean): string {
    return sql;
  }

  /** A statement has been judged. `uncertain`: why it may not be sent at all. */
  protected followed(_statement: Statement, _verdict: Verdict, _uncertain: string | null): void {}

  /** The message of the exception with which the library tells that a statement was refused. */
  protected refusalMessage(_statement: Statement, problem: string): string {
    return problem;
  }

  get target(): Target {
    return this.state.target;
  }

  origin(site: Site): Origin {
    return originOf(this.ev, site, this.texts, this.entry);
  }

  /** The origin of a call that names a key, or makes the library name it. */
  keyOrigin(site: Site, position: number, nameGiven: boolean, isOld: boolean): Origin {
    const slot = nameSlotOf(site, position, this.texts, this.entry);
    return originWith(this.origin(site), { nameGiven, [isOld ? 'oldNameSlot' : 'nameSlot']: slot });
  }

  /** A call that describes a table. */
  called(origin: Origin): void {
    this.calls.count(origin);
    const { uncertain } = this.ev;
    if (uncertain === null) this.#doubted.delete(placeKey(origin));
    else this.#doubted.set(placeKey(origin), uncertain);
  }

  /** A text that stands for a value that is not known. */
  mark(unknown: Unknown): string {
    if (unknown.pieces !== undefined)
      return unknown.pieces.map((piece) => (typeof piece === 'string' ? piece : this.mark(piece))).join('');
    return `dialint_unknown_${this.#unknowns.push(unknown.reason) - 1}_`;
  }

  /**
   * A row, or several, as a library may be handed them: one with an unknown column stands for a row that is not known, since
   * a text would be taken for a row of its letters.
   */
  withRow(value: JsValue): JsValue {
    if (Array.isArray(value)) return value.map((item) => this.withRow(item));
    return value instanceof Unknown ? { [this.mark(value)]: value } : value;
  }

  /** Why a text with a mark in it is not known; undefined: there is none. */
  marked(text: string): string | undefined {
    const found = new RegExp(MARK.source).exec(text);
    return found === null ? undefined : this.#unknowns[Number(found[1])];
  }

  notUnderstood(reason: string, origin: Origin): void {
    this.calls.notUnderstood({ file: origin.file, span: origin.span, reason });
  }

  /** Reports it, and tells the session that tables may have been changed. */
  giveUp(reason: string, origin: Origin, tables?: readonly TableName[]): void {
    this.notUnderstood(reason, origin);
    this.send({
      kind: 'notUnderstood',
      sql: '',
      reason,
      origin,
      ...(tables === undefined ? {} : { tables }),
    });
  }

  /** Something of the table may be gone, and it is not known what. */
  doubt(table: TableName, reason: string, origin: Origin): void {
    // certain or not, what is there is in doubt
    this.session.execute({
      kind: 'notUnderstood',
      sql: '',
      reason,
      origin,
      tables: [table],
      takesAway: 'parts',
    });
  }

  /** Reads a text as the engine would, and sends what it says. */
  sendSql(
    text: string,
    origin: Origin,
    { bindings = [], refine, several = false }: SendOptions = {},
  ): Statement[] {
    const unknown = this.marked(text);
    if (unknown !== undefined && text.replace(MARK, '').trim() === '') {
      this.giveUp(`the SQL cannot be known: ${unknown}`, origin);
      return [];
    }
    const sql = this.placed(text, bindings.length > 0);
    spend(sql.length);
    const statements = (several && bindings.length === 0 ? readSql : readPrepared)(sql, this.target, origin);
    const given = bindings.length === 0 ? {} : { bindings: bindings.map((value) => this.#binding(value)) };
    const sent: Statement[] = [];
    for (const read of statements) {
      const known = unknown === undefined ? read : this.#withoutMarks(read, unknown);
      const statement: Statement = { ...(refine === undefined ? known : refine(known)), ...given };
      if (statement.kind === 'notUnderstood') this.notUnderstood(statement.reason, origin);
      this.send(statement);
      sent.push(statement);
    }
    return sent;
  }

  /** What a text says; nothing is sent. */
  read(text: string, bindings: readonly unknown[], origin: Origin): Statement[] {
    const sql = this.placed(text, bindings.length > 0);
    spend(sql.length);
    const given = bindings.length === 0 ? {} : { bindings: bindings.map((value) => this.#binding(value)) };
    return readPrepared(sql, this.target, origin).map((statement) => ({ ...statement, ...given }));
  }

  /** What of a statement is known though its text is not to the letter. */
  #withoutMarks(statement: Statement, reason: string): Statement {
    const sql = statement.sql.replace(MARK, '?');
    if (statement.kind === 'data' && this.marked(statement.table?.name ?? '') === undefined) {
      const { columns, rows, ...others } = statement;
      const known = columns?.some((column) => this.marked(column) !== undefined)
        ? others
        : { ...others, ...(columns && { columns }), ...(rows && { rows }) };
      return { ...known, sql, unknownText: reason };
    }
    const text = JSON.stringify({ ...statement, sql: '', origin: null }, (key, value: unknown) =>
      key === 'default' || key === 'comment' ? null : value,
    );
    if (this.marked(text) !== undefined)
      return {
        kind: 'notUnderstood',
        reason: `the SQL cannot be known: ${reason}`,
        sql: '',
        origin: statement.origin,
      };
    const clean = JSON.parse(
      JSON.stringify({ ...statement, origin: null, sql }, (key, value: unknown) => {
        if (key === 'default' && isPlain(value) && this.marked(JSON.stringify(value)) !== undefined)
          return { kind: 'unknown', sql: '?' };
        return typeof value === 'string' ? value.replace(MARK, '?') : value;
      }),
    ) as Statement;
    return { ...clean, origin: statement.origin, unknownText: reason };
  }

  #binding(value: unknown): StatementBinding {
    if (typeof value === 'string') {
      const unknown = this.marked(value);
      return unknown === undefined ? value : { unknown };
    }
    if (typeof value === 'number' || value === null) return value;
    if (value === undefined) return null;
    if (typeof value === 'boolean') return this.target.engine === 'postgres' ? String(value) : Number(value);
    if (typeof value === 'bigint') return String(value);
    if (value instanceof Date) return { unknown: 'a date as the driver writes it' };
    return { unknown: 'an object as the driver writes it' };
  }

  send(statement: Statement): Verdict {
    const { uncertain } = this.ev;
    spendSteps(statement.kind === 'data' ? 10 : 40);
    spend(statement.sql.length / 8);
    const executed = this.session.execute(statement, {
      ...(uncertain === null ? {} : { uncertain }),
      ...(this.#doubted.size === 0 ? {} : { doubt: (origin: Origin) => this.#doubted.get(placeKey(origin)) }),
    });
    const { verdict } = executed;
    this.followed(statement, verdict, uncertain);
    this.#noteRows(statement);
    if (verdict.outcome === 'refuses' && uncertain === null && this.ev.catching > 0) {
      const problem = firstRefusal(verdict);
      const error = makeError(this.refusalMessage(statement, problem?.message ?? 'refused'));
      const code = problem?.code ?? null;
      const isNumber = code !== null && /^\d+$/.test(code) && this.target.engine !== 'postgres';
      setOwn(error, 'code', isNumber ? new Unknown('the name of an error') : code);
      if (isNumber) setOwn(error, 'errno', Number(code));
      this.ev.refusedBy(error, executed);
      throw new JsThrow(error);
    }
    return verdict;
  }

  /** Keeps account of the tables that rows are written into. */
  #noteRows(statement: Statement): void {
    const { written } = this.state;
    const moved = (from: string, to: string): void => {
      if (written.delete(from.toLowerCase())) written.add(to.toLowerCase());
    };
    if (statement.kind === 'renameTable') moved(statement.from.name, statement.to.name);
    if (statement.kind === 'alterTable')
      for (const action of statement.actions)
        if (action.kind === 'renameTo') moved(statement.table.name, action.to.name);
    if (statement.kind !== 'data' || statement.verb !== 'insert' || statement.table === null) return;
    const select = /\bselect\b[\s\S]*$/i.exec(statement.sql)?.[0];
    const source =
      select === undefined ? null : /\bfrom\s+["`[]?([\w$]+)["`\]]?(?!\s*[.\w]*\()/i.exec(select);
    const copiesNothing =
      select !== undefined && source?.[1] !== undefined && this.findsNothing({ name: source[1] }, select);
    if (!copiesNothing) written.add(statement.table.name.toLowerCase());
  }

  /** Does a SELECT from the table certainly find no rows in a fresh database? */
  findsNothing(table: TableName, sql: string): boolean {
    if (AGGREGATES.test(sql) || (/\bjoin\b/i.test(sql) && /\b(?:left|right|outer)\b/i.test(sql)))
      return false;
    return !this.mayHoldRows(table) && this.session.catalog().table(table) !== undefined;
  }

  /** The library itself throws: what the caller catches, or what stops the migration. */
  libraryError(error: unknown, site: Site): JsThrow {
    return new JsThrow(makeError(error instanceof Error ? error.message : String(error)), site);
  }

  /** May rows be in a table, although a fresh database begins without? */
  mayHoldRows(table: TableName): boolean {
    const known = this.session.catalog().table(table);
    return this.state.written.has(table.name.toLowerCase()) || known?.open !== undefined;
  }

  /** Is what the code asks for a question about a table that is not certain? */
  doubtOf(table: TableName): string | null {
    const catalog = this.session.catalog();
    const found = catalog.table(table);
    if (found === undefined) return catalog.open;
    return found.maybe ?? null;
  }
}
