/** One migration in one direction on one target, as Sequelize runs it. */
import type { Origin, Statement, Verdict } from '../../schema/index.ts';
import { JsThrow, type JsValue, makeError, type Site, setOwn, Unknown } from '../javascript/values.ts';
import { inner } from '../script-migrations/membrane.ts';
import { type Asked, withOrigins } from '../script-migrations/origins.ts';
import { ask, freshAnswer, isQuestion, rowsFromCatalog } from '../script-migrations/questions.ts';
import { ScriptRun, type ScriptState } from '../script-migrations/run.ts';
import type { Dialect, RealQueryInterface, RealSequelize, SequelizeTools } from './library.ts';
import { answerLibrary, NotKnown } from './library-questions.ts';
import type { SqliteTexts } from './sqlite-texts.ts';
import type { Row } from './wire.ts';

export interface SequelizeState extends ScriptState {
  readonly dialect: Dialect;
  readonly tools: SequelizeTools;
  readonly sequelize: RealSequelize;
  readonly queryInterface: RealQueryInterface;
  readonly texts: SqliteTexts;
  /** The run whose calls the library is at work on. */
  readonly line: { run: SequelizeRun | undefined };
}

/** A call into the library. */
export interface Call {
  readonly origin: Origin;
  readonly site: Site;
  readonly job: () => unknown;
  /** What is called. */
  readonly method: string;
  /** Does it change nothing? */
  readonly isQuestion: boolean;
  /** Where the attributes of a table are described, by column. */
  readonly columns?: ReadonlyMap<string, Origin>;
  /** The keys that they ask for. */
  readonly keys?: readonly Asked[];
  /** Is the text the migration's own, and not the library's? */
  readonly raw?: boolean;
}

interface Outcome {
  /** What stopped it, as the evaluated code or the evaluation knows it. */
  stopped?: Error;
  /** Why what it gives is not known. */
  unknown?: string;
}

export class SequelizeRun extends ScriptRun<SequelizeState> {
  #call: Call | undefined;
  /** Of the call. */
  #outcome: Outcome = {};
  /** How many transactions are open. */
  depth = 0;

  protected override followed(statement: Statement, verdict: Verdict, uncertain: string | null): void {
    if (this.target.engine === 'sqlite') this.state.texts.follow(statement, verdict, uncertain);
  }

  /** Calls the library, which comes to its end at once. Throws what it rejects with as the code's exception. */
  call(call: Call): { readonly value: unknown } | Unknown {
    const outcome: Outcome = {};
    this.#call = call;
    this.#outcome = outcome;
    this.state.line.run = this;
    const settled = this.state.tools.finish(call.job);
    this.#call = undefined;
    const { stopped, unknown } = outcome;
    if ('pending' in settled) return new Unknown('what Sequelize waits for');
    if ('value' in settled) return unknown === undefined ? settled : new Unknown(unknown);
    const { error } = settled;
    if (stopped instanceof NotKnown) {
      const { table, message } = stopped;
      // a question changes nothing: what its answer leads to is told
      if (!call.isQuestion) this.giveUp(message, call.origin, table === undefined ? undefined : [table]);
      return new Unknown(message);
    }
    if (stopped instanceof JsThrow) throw asLibraryTells(stopped, error);
    if (stopped !== undefined && inner(stopped) !== undefined) throw stopped;
    const { name = 'Error', message = String(error) } = (error ?? {}) as { name?: string; message?: string };
    const marked = this.marked(message);
    throw new JsThrow(makeError(marked === undefined ? message : new Unknown(marked), name), call.site);
  }

  /** What the database answers to a text of the library. Throws what stops the call. */
  reply(text: string, values: unknown): readonly Row[] {
    try {
      const [sql, bindings] = this.#positional(text, values);
      return isQuestion(sql) ? this.#answer(sql, bindings) : this.#change(sql, bindings);
    } catch (error) {
      if (error instanceof JsThrow || error instanceof NotKnown || inner(error as Error) !== undefined)
        this.#outcome.stopped = error as Error;
      throw error instanceof JsThrow ? driverError(error) : error;
    }
  }

  get #origin(): Origin {
    return this.#call!.origin;
  }

  #change(sql: string, bindings: readonly unknown[]): readonly Row[] {
    const { columns = new Map(), keys = [] } = this.#call!;
    const send = (text: string): Statement[] =>
      this.sendSql(text, this.#origin, {
        bindings,
        several: this.target.engine === 'postgres',
        refine: (statement) => withOrigins(statement, columns, keys),
      });
    const rest = bindings.length === 0 ? this.#withoutEnumType(sql, send) : sql;
    const sent = rest === '' ? [] : send(rest);

    if (sent.length === 1 && sent[0]?.kind === 'data') {
      const answer = freshAnswer(this, sent);
      if (answer instanceof Unknown) this.#outcome.unknown = answer.reason;
    }
    return [];
  }

  #answer(sql: string, bindings: readonly unknown[]): readonly Row[] {
    const { session, target, state } = this;
    if (this.#call!.raw !== true || bindings.length === 0) {
      const own = answerLibrary(sql, {
        engine: target.engine,
        catalog: session.catalog(),
        texts: state.texts,
        needsColumnOnly: target.engine === 'postgres' && this.#call!.method === 'renameColumn',
        mark: (reason) => this.mark(new Unknown(reason)),
      });
      if (own !== undefined) return own;
    }
    const rows = rowsFromCatalog(this, sql, bindings, this.#origin);
    const sent = ask(this, sql, bindings, this.#origin);
    if (rows instanceof Unknown) this.#outcome.unknown = rows.reason;
    else if (rows !== undefined)
      return rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            value instanceof Unknown ? this.mark(value) : value,
          ]),
        ),
      );
    else {
      const answer = freshAnswer(this, sent);
      if (answer instanceof Unknown) this.#outcome.unknown = answer.reason;
    }
    return [];
  }

  /**
   * `DO 'BEGIN CREATE TYPE …; EXCEPTION WHEN duplicate_object THEN null; END';`, with which the library makes enumerated
   * types (PostgresQueryGenerator.pgEnum), before what needs the type. Sends it, with what is before it in the text, and gives
   * what is behind it.
   */
  #withoutEnumType(text: string, send: (before: string) => unknown): string {
    const found = ENSURE_TYPE.exec(text);
    if (found === null) return text;
    const [whole, before = '', sql = '', body = ''] = found;
    const [statement] = this.read(body.replaceAll("''", "'"), [], this.#origin);
    if (statement?.kind !== 'enumType' || statement.change.action !== 'create') return text;
    if (before.trim() !== '') send(before);
    const isThere = this.session.catalog().enumType(statement.change.name) !== undefined;
    this.send(
      isThere
        ? { kind: 'noSchemaChange', what: 'CREATE TYPE', sql, origin: this.#origin }
        : { ...statement, sql },
    );
    return text.slice(whole.length).trim();
  }

  /** The library names values in SQLite's texts: `$sequelize_1`, or `$1`. */
  #positional(text: string, values: unknown): readonly [string, readonly unknown[]] {
    if (values === undefined || values === null) return [text, []];
    if (Array.isArray(values)) return [text, values];
    const named = values as Readonly<Record<string, unknown>>;
    const bindings: unknown[] = [];
    const sql = text.replace(/\$\w+/g, (name) => {
      if (!Object.hasOwn(named, name)) return name;
      bindings.push(named[name]);
      return '?';
    });
    return [sql, bindings];
  }
}

const ENSURE_TYPE =
  /^((?:[\s\S]*?;)?\s*)(DO 'BEGIN (CREATE TYPE [\s\S]+? AS ENUM\([\s\S]*?\)); EXCEPTION WHEN duplicate_object THEN null; END';)/;

/** The library asks what a driver has put into an error. */
function driverError({ value, message }: JsThrow): Error {
  const error = new Error(message);
  const { code, errno } = (value ?? {}) as { code?: unknown; errno?: unknown };
  return Object.assign(error, {
    code: typeof code === 'string' ? code : 'ER_UNKNOWN',
    sqlMessage: message,
    ...(typeof errno === 'number' ? { errno } : {}),
  });
}

/** The exception as the code meets it: with the library's name for it, and the driver's error inside. */
function asLibraryTells({ value, site }: JsThrow, error: unknown): JsThrow {
  const { name, message } = (error ?? {}) as { name?: string; message?: string };
  if (typeof value !== 'object' || value === null) return new JsThrow(value, site);
  const driver = { ...value };
  for (const key of ['parent', 'original']) setOwn(value, key, driver as JsValue);
  if (name !== undefined) setOwn(value, 'name', name);
  if (message !== undefined) setOwn(value, 'message', message);
  return new JsThrow(value, site);
}
