/** Kysely's objects as evaluated code sees them: its real builders, of which only methods without effect are called. */

import type { Origin, Statement } from '../../schema/index.ts';
import { JsFunction, JsPromise, type JsValue, type Site, Unknown } from '../javascript/values.ts';
import { inner, RealHost, type RealObject, toReal } from '../script-migrations/membrane.ts';
import { type Asked, withOrigins } from '../script-migrations/origins.ts';
import { answerOf } from './answers.ts';
import type { CompiledQuery } from './library.ts';
import type { KyselyRun } from './run.ts';

/** Members that lead to the program's own objects, or would make a promise of a builder. */
const FORBIDDEN = /^(?:constructor|__.*|prototype|then|catch|finally)$/;

/** Methods that would ask a database, or hand on what is not followed. */
const NOT_FOLLOWED = new Set(['getExecutor', 'executeQuery', 'stream', 'toOperationNode', 'explain']);

/** Methods that send what the builder says. */
const EXECUTES = new Set(['execute', 'executeTakeFirst', 'executeTakeFirstOrThrow']);

/** What evaluated code sees of something that the library gives. */
export function fromReal(run: KyselyRun, real: unknown, asked: readonly Asked[] = []): JsValue {
  if (typeof real === 'function') return new BuilderHost(run, real as unknown as RealObject, asked);
  if (typeof real !== 'object' || real === null) return real;
  if (Array.isArray(real)) return real.map((item) => fromReal(run, item));
  const prototype: unknown = Object.getPrototypeOf(real);
  const isPlainData = prototype === Object.prototype || prototype === null || real instanceof Date;
  return isPlainData || ArrayBuffer.isView(real) ? real : new BuilderHost(run, real as RealObject, asked);
}

/** A builder, or one of the functions that expressions are made with. */
export class BuilderHost extends RealHost<KyselyRun> {
  /** The calls that asked for columns and keys, along the chain that led here. */
  readonly asked: readonly Asked[];

  constructor(run: KyselyRun, real: RealObject, asked: readonly Asked[] = []) {
    super(run, real);
    this.asked = asked;
  }

  override get(name: string, site: Site): JsValue {
    const { run, real } = this;
    if (name === 'compile')
      return new JsFunction(name, (_self, _args, at) => {
        const { sql, parameters } = this.#compiled(at);
        const unknown = run.marked(sql);
        return { sql: unknown === undefined ? sql : new Unknown(unknown), parameters: [...parameters] };
      });
    if (EXECUTES.has(name) && typeof real[name] === 'function')
      return new JsFunction(name, (_self, _args, at) => run.ev.promise(() => this.#execute(name, at), at));
    if (FORBIDDEN.test(name)) return undefined;
    if (NOT_FOLLOWED.has(name))
      return new JsFunction(name, (_self, _args, at) => notFollowed(run, `${name}()`, at));
    const member = this.#member(name, site);
    if (typeof member !== 'function') return fromReal(run, member);
    // functions that have members of their own: `eb.fn`
    if (Object.keys(member).length > 0) return fromReal(run, member);
    return new JsFunction(name, (_self, args, at) => this.call(name, args, at));
  }

  override invoke = (args: readonly JsValue[], site: Site): JsValue => {
    const real = this.real as unknown;
    if (typeof real !== 'function') throw this.run.libraryError('it is not a function', site);
    return this.#guarded(site, () => real(...args.map((arg) => this.#given(arg, site))));
  };

  call(name: string, args: readonly JsValue[], site: Site): JsValue {
    const { run } = this;
    const [first] = args;
    const made = this.callReal(
      name,
      args.map((arg) => this.#given(arg, site)),
      site,
    );
    const names = Array.isArray(args[1]) ? args[1] : [first];
    const method = KEY_METHODS[name] ?? (/column/i.test(name) ? 'column' : undefined);
    const columns = names.filter((one): one is string => typeof one === 'string');
    const asked =
      method === undefined || !isSchemaBuilder(this.real)
        ? this.asked
        : [...this.asked, { method, columns, origin: run.origin(site) }];
    return fromReal(run, made, asked);
  }

  #given(arg: JsValue, site: Site): unknown {
    return toReal(this.run, arg, (given) => fromReal(this.run, given), site);
  }

  #member(name: string, site: Site): unknown {
    try {
      return this.real[name];
    } catch (error) {
      throw inner(error) ?? this.run.libraryError(error, site);
    }
  }

  #guarded(site: Site, action: () => unknown): JsValue {
    try {
      return fromReal(this.run, action());
    } catch (error) {
      throw inner(error) ?? this.run.libraryError(error, site);
    }
  }

  #compiled(site: Site): CompiledQuery {
    const { run, real } = this;
    try {
      // raw SQL has no database of its own
      return (real.compile as (database: unknown) => CompiledQuery).call(real, run.state.database);
    } catch (error) {
      throw inner(error) ?? run.libraryError(error, site);
    }
  }

  #execute(method: string, site: Site): JsValue {
    const { run } = this;
    const isRaw = this.real.isRawBuilder === true;
    const { sql, parameters } = this.#compiled(site);
    const first = this.asked.length === 0 ? undefined : this.asked;
    const origin = run.origin(site);
    run.called(origin);
    const refine = first === undefined ? undefined : (read: Statement) => placed(read, first);
    return answerOf(run, { sql, parameters, origin, isRaw, method, refine });
  }
}

const KEY_METHODS: Readonly<Record<string, string>> = {
  addPrimaryKeyConstraint: 'primary',
  addUniqueConstraint: 'unique',
  addForeignKeyConstraint: 'foreign',
};

function isSchemaBuilder(real: RealObject): boolean {
  return /(?:Table|Alter)\w*Builder$/.test(real.constructor?.name ?? '');
}

/** Columns and keys stand at the calls that asked for them. */
function placed(statement: Statement, asked: readonly Asked[]): Statement {
  const columns = new Map<string, Origin>();
  for (const { method, columns: names, origin } of asked)
    if (method === 'column') for (const name of names) columns.set(name.toLowerCase(), origin);
  return withOrigins(
    statement,
    columns,
    asked.filter(({ method }) => method !== 'column'),
  );
}

/** `db`, and a transaction. */
export class DatabaseHost extends BuilderHost {
  override get(name: string, site: Site): JsValue {
    const { run } = this;
    switch (name) {
      case 'isTransaction':
        return run.inTransaction;
      case 'transaction':
      case 'startTransaction':
        return new JsFunction(name, (_self, _args, at) => {
          if (run.inTransaction) {
            const message = 'calling the transaction method for a Transaction is not supported';
            throw run.libraryError(message, at);
          }
          return name === 'transaction'
            ? new ScopeHost(run, this, true)
            : notFollowed(run, 'a transaction that the code ends itself', at);
        });
      case 'connection':
        return new JsFunction(name, () => new ScopeHost(run, this, false));
      case 'introspection':
        return new Unknown('the introspection of the database');
      case 'destroy':
        return new JsFunction(name, () => new JsPromise('fulfilled', undefined));
      case 'executeQuery':
        return new JsFunction(name, (_self, [query], at) =>
          run.ev.promise(() => this.#executeQuery(query, at), at),
        );
      case 'withPlugin':
      case 'withoutPlugins':
      case 'withTables':
      case '$extendTables':
      case '$omitTables':
      case '$pickTables':
        return new JsFunction(name, () => this);
      case 'withSchema':
        return new JsFunction(
          name,
          (_self, [schema], at) =>
            new DatabaseHost(run, this.callReal('withSchema', [toText(run, schema)], at) as RealObject),
        );
      default:
        return super.get(name, site);
    }
  }

  /** `db.executeQuery(sql`…`.compile(db))`. */
  #executeQuery(query: JsValue, site: Site): JsValue {
    const { run } = this;
    const { sql, parameters } = (query ?? {}) as { sql?: JsValue; parameters?: JsValue };
    const origin = run.origin(site);
    run.called(origin);
    if (typeof sql !== 'string') {
      run.giveUp(sql instanceof Unknown ? sql.reason : 'what executeQuery() is handed', origin);
      return new Unknown('what a query gives');
    }
    const given = Array.isArray(parameters) ? parameters : [];
    return answerOf(run, { sql, parameters: given, origin, isRaw: true, method: 'execute' });
  }
}

/** It is reported, as it may change anything. */
function notFollowed(run: KyselyRun, what: string, site: Site): Unknown {
  run.giveUp(`${what} of Kysely is not followed`, run.origin(site));
  return new Unknown(what);
}

function toText(run: KyselyRun, value: JsValue): string {
  return value instanceof Unknown ? run.mark(value) : String(value);
}

/** `db.transaction()` and `db.connection()`: what is done within is handed the same database. */
class ScopeHost extends RealHost<KyselyRun> {
  readonly #database: DatabaseHost;
  readonly #isTransaction: boolean;

  constructor(run: KyselyRun, database: DatabaseHost, isTransaction: boolean) {
    super(run, {});
    this.#database = database;
    this.#isTransaction = isTransaction;
  }

  override get(name: string): JsValue {
    const { run } = this;
    if (name === 'setIsolationLevel' || name === 'setAccessMode') return new JsFunction(name, () => this);
    if (name !== 'execute') return undefined;
    return new JsFunction(name, (_self, [callback], site) => {
      if (!(callback instanceof JsFunction)) return new JsPromise('fulfilled', undefined);
      const within = (): JsValue => run.ev.settle(callback.invoke(undefined, [this.#database], site), site);
      if (!this.#isTransaction) return run.ev.promise(within, site);
      const origin = run.origin(site);
      run.send({ kind: 'transaction', action: 'begin', sql: 'begin', origin });
      run.inTransaction = true;
      const done = run.ev.promise(within, site);
      run.inTransaction = false;
      const action = done.state === 'fulfilled' ? 'commit' : 'rollback';
      run.send({ kind: 'transaction', action, sql: action, origin });
      return done;
    });
  }
}
