/** What a migration is handed, and what leads from there: query runner, data source, driver, entity manager. */

import { EvaluationLimit } from '../../php/work.ts';
import type { Origin } from '../../schema/index.ts';
import {
  HostObject,
  JsFunction,
  JsPromise,
  JsThrow,
  type JsValue,
  makeError,
  type Site,
  Unknown,
  unknownIn,
} from '../javascript/values.ts';
import { RealHost } from '../script-migrations/membrane.ts';
import { runnerFor } from './data-source.ts';
import type { Eager } from './eager.ts';
import { answerMysql } from './introspection/mysql.ts';
import { answerPostgres } from './introspection/postgres.ts';
import { NotKnown } from './introspection/rows.ts';
import { answerSqlite } from './introspection/sqlite.ts';
import type { RealRunner } from './library.ts';
import { query, queryResult } from './queries.ts';
import { isEntity, unknownEntity, wrapped } from './query-builder.ts';
import type { TypeormRun } from './run.ts';
import { fromReal, given } from './schema-objects.ts';

/** Methods that only ask. */
const QUESTIONS: ReadonlySet<string> = new Set([
  'hasDatabase',
  'hasSchema',
  'hasTable',
  'hasColumn',
  'getTable',
  'getTables',
  'getView',
  'getViews',
  'getDatabases',
  'getSchemas',
  'getCurrentDatabase',
  'getCurrentSchema',
  'getVersion',
]);

/** Methods that change the schema. */
const CHANGES =
  /^(?:create|drop|rename|add|change|clear|update)(?:Database|Schema|Table|View|Columns?|PrimaryKeys?|UniqueConstraints?|CheckConstraints?|ExclusionConstraints?|ForeignKeys?|Index|Indices|Comment)$|^changeTableComment$|^(?:start|commit|rollback)Transaction$/;

/** These rest on nothing else that the table has; SQLite's own tables are mostly made anew. */
const ADDS =
  /^(?:hasTable|addColumns?|create(?:Index|Indices|ForeignKeys?|UniqueConstraints?|CheckConstraints?))$/;
const ADDS_TO_SQLITE = /^(?:hasTable|create(?:Index|Indices))$/;

/** Of a description: what may be unknown without making the schema so. */
const VALUES_ONLY = /"(?:default|comment)":"[^"]*dialint_unknown_\d+_[^"]*"/g;

export class QueryRunnerHost extends HostObject {
  readonly #run: TypeormRun;
  readonly #real: RealRunner;
  /** Where the runner is asked from. */
  #origin: Origin | undefined;
  /** Is a table enough of which not all is known? */
  #partly = false;

  /** `shared`: go on with the runner of the migrations before. */
  constructor(run: TypeormRun, shared: boolean) {
    super();
    this.#run = run;
    const { state, target } = run;
    const ask = (sql: string, parameters: readonly unknown[]): unknown => this.#ask(sql, parameters);
    if (shared && state.runner !== undefined) {
      state.runner.ask = ask;
      this.#real = state.runner.real;
      return;
    }
    const made: NonNullable<typeof state.runner> = {
      real: runnerFor(target, state.tools, state.source.driver, (sql, parameters) =>
        made.ask(sql, parameters),
      ),
      ask,
    };
    if (shared) state.runner = made;
    this.#real = made.real;
  }

  override get(name: string, _site: Site): JsValue {
    const run = this.#run;
    switch (name) {
      case 'query':
        return new JsFunction(name, (_self, args, site) =>
          run.ev.promise(() => this.#query(args, site), site),
        );
      case 'sql':
        return new JsFunction(name, (_self, args, site) =>
          run.ev.promise(() => this.#tagged(args, site), site),
        );
      case 'connection':
      case 'dataSource':
        return new DataSourceHost(run, this);
      case 'manager':
        return new ManagerHost(run, this);
      case 'isTransactionActive':
        return this.#real.isTransactionActive;
      case 'isReleased':
        return false;
      case 'data':
        return {};
      case 'connect':
      case 'release':
        return new JsFunction(name, () => new JsPromise('fulfilled', undefined));
      case 'then':
        return undefined;
      default: {
        const isQuestion = QUESTIONS.has(name);
        if (typeof this.#real[name] !== 'function')
          return name in this.#real ? new Unknown(`queryRunner.${name}`) : undefined;
        if (!isQuestion && !CHANGES.test(name))
          return new JsFunction(name, (_self, _args, site) => {
            const reason = `queryRunner.${name}() is not followed`;
            run.giveUp(reason, run.origin(site));
            return new Unknown(reason);
          });
        return new JsFunction(name, (_self, args, site) =>
          run.ev.promise(
            () => (isQuestion ? this.#question(name, args, site) : this.#change(name, args, site)),
            site,
          ),
        );
      }
    }
  }

  /** What is done before, or after, the migration's own method. */
  around(name: 'beforeMigration' | 'afterMigration', origin: Origin): void {
    this.#call(name, [], origin);
  }

  #query([sql, parameters, structured = false]: readonly JsValue[], site: Site): JsValue {
    const run = this.#run;
    const origin = run.origin(site);
    const text = sql instanceof Unknown ? run.mark(sql) : sql;
    if (typeof text !== 'string') {
      run.giveUp('the SQL cannot be known: it is no text', origin);
      return new Unknown('what a query gives');
    }
    const values = given(run, parameters ?? [], site);
    const raw = query(run, text, Array.isArray(values) ? values : [], origin);
    if (structured === false || raw instanceof Unknown) return raw;
    return typeof structured === 'boolean' ? queryResult(raw) : new Unknown('what a query gives');
  }

  /** A tagged template: its values become parameters. */
  #tagged([strings, ...values]: readonly JsValue[], site: Site): JsValue {
    const run = this.#run;
    const { buildSqlTag } = run.state.tools.internal<{
      buildSqlTag(given: object): { readonly query: string; readonly parameters: unknown[] };
    }>('util/SqlTagUtils.js');
    try {
      const { query: sql, parameters } = buildSqlTag({
        driver: run.state.source.driver,
        strings,
        expressions: values.map((value) => given(run, value, site)),
      });
      return query(run, sql, parameters, run.origin(site));
    } catch (error) {
      throw this.#thrown(error, site);
    }
  }

  #question(name: string, args: readonly JsValue[], site: Site): JsValue {
    const run = this.#run;
    const unknown = args.map((arg) => unknownIn(arg)).find((arg) => arg !== undefined);
    if (unknown !== undefined) return unknown;
    try {
      return fromReal(
        run,
        this.#call(
          name,
          args.map((arg) => given(run, arg, site)),
          run.origin(site),
        ),
      );
    } catch (error) {
      if (error instanceof NotKnown) return new Unknown(error.message);
      throw this.#thrown(error, site);
    }
  }

  #change(name: string, args: readonly JsValue[], site: Site): JsValue {
    const run = this.#run;
    const origin = run.origin(site);
    const real = args.map((arg) => given(run, arg, site));
    const isMade = /^(?:create|add|change)/.test(name);
    const told = textOf(real);
    const unknown = run.marked(isMade ? told.replace(VALUES_ONLY, '') : told);
    if (unknown !== undefined) {
      run.giveUp(`${name}(): ${unknown}`, origin);
      return undefined;
    }
    run.called(origin);
    const { uncertain } = run.ev;
    try {
      return fromReal(run, this.#call(name, real, origin));
    } catch (error) {
      if (!(error instanceof NotKnown)) throw this.#thrown(error, site);
      run.giveUp(`${name}(): ${error.message}`, origin, [{ name: error.table }]);
      return undefined;
    } finally {
      // what it remembers of a table may not have come to be
      if (uncertain !== null) this.#forget();
    }
  }

  #forget(): void {
    this.#real.loadedTables = [];
    this.#real.loadedViews = [];
    this.#real.cachedTablePaths = {};
  }

  #call(name: string, args: readonly unknown[], origin: Origin): unknown {
    const outer = this.#origin;
    this.#origin = origin;
    this.#partly = (this.#run.target.engine === 'sqlite' ? ADDS_TO_SQLITE : ADDS).test(name);
    try {
      const made = (this.#real[name] as (...handed: readonly unknown[]) => unknown).apply(this.#real, [
        ...args,
      ]);
      return isEager(made) ? made.take() : made;
    } finally {
      this.#origin = outer;
    }
  }

  #thrown(error: unknown, site: Site): Error {
    if (error instanceof JsThrow || error instanceof EvaluationLimit || error instanceof RangeError)
      return error;
    const name = error instanceof Error ? error.constructor.name : 'Error';
    const message = error instanceof Error ? error.message : String(error);
    const made = makeError(message, name.endsWith('Error') ? name : 'Error');
    return new JsThrow(made, site);
  }

  /** A statement of the runner's own. */
  #ask(sql: string, parameters: readonly unknown[]): unknown {
    const run = this.#run;
    const { session, target, state } = run;
    const origin = this.#origin;
    if (origin === undefined) return [];
    const asked = { sql, parameters, target, catalog: session.catalog(), partly: this.#partly };
    const answer =
      target.engine === 'sqlite'
        ? answerSqlite(asked, state.texts)
        : target.engine === 'postgres'
          ? answerPostgres(asked)
          : answerMysql(asked);
    if (answer !== undefined) return answer;
    if (/^\s*(?:select|show|pragma\s+\w+\()/i.test(sql)) {
      // TypeORM's own table of metadata, and what else is in no catalog
      if (/typeorm_metadata/.test(sql)) return [];
      throw new NotKnown(`what TypeORM asks the database: ${sql.slice(0, 80)}`, '');
    }
    run.sendSql(sql, origin, {
      bindings: parameters,
      several: target.engine === 'postgres' && parameters.length === 0,
    });
    return [];
  }
}

function isEager(value: unknown): value is Eager {
  return typeof value === 'object' && value !== null && 'take' in value;
}

/** What is told in a description, as one text. */
function textOf(values: readonly unknown[]): string {
  const seen = new Set<unknown>();
  return JSON.stringify(values, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return undefined;
    seen.add(value);
    return value;
  });
}

/** `queryRunner.connection`, and `queryRunner.dataSource`. */
export class DataSourceHost extends HostObject {
  readonly #run: TypeormRun;
  readonly #runner: QueryRunnerHost;

  constructor(run: TypeormRun, runner: QueryRunnerHost) {
    super();
    this.#run = run;
    this.#runner = runner;
  }

  override get(name: string, site: Site): JsValue {
    const run = this.#run;
    const { source, type } = run.state;
    switch (name) {
      case 'driver':
        return new DriverHost(run);
      case 'options':
        return new OptionsHost(type);
      case 'name':
        return 'default';
      case 'isInitialized':
      case 'isConnected':
        return true;
      case 'manager':
        return this.#runner.get('manager', site);
      case 'query':
        return this.#runner.get('query', site);
      case 'createQueryRunner':
        return new JsFunction(name, () => this.#runner);
      case 'createQueryBuilder':
        return builderOf(run, name);
      case 'getRepository':
      case 'transaction':
        return new ManagerHost(run, this.#runner).get(name, site);
      case 'namingStrategy':
        return new PureHost(run, source.namingStrategy);
      default:
        return new Unknown(`the data source's ${name}`);
    }
  }
}

class OptionsHost extends HostObject {
  readonly #type: string;

  constructor(type: string) {
    super();
    this.#type = type;
  }

  override get(name: string): JsValue {
    if (name === 'type') return this.#type;
    return name === 'entityPrefix' ? undefined : new Unknown(`the data source's option ${name}`);
  }
}

/** Methods that only make texts of texts. */
const PURE = /^(?:escape|escapeQueryWithParameters|buildTableName|normalizeType|\w*Name)$/;

/** An object of the library's of which such methods are called. */
class PureHost extends RealHost<TypeormRun> {
  override get(name: string, _site: Site): JsValue {
    const { run, real } = this;
    if (!PURE.test(name) || typeof real[name] !== 'function')
      return new Unknown(`${name} of the data source`);
    return new JsFunction(name, (_self, args, site) => {
      const unknown = args.map((arg) => unknownIn(arg)).find((arg) => arg !== undefined);
      if (unknown !== undefined && name !== 'escapeQueryWithParameters') return unknown;
      return fromReal(
        run,
        this.callReal(
          name,
          args.map((arg) => given(run, arg, site)),
          site,
        ),
      );
    });
  }
}

class DriverHost extends PureHost {
  constructor(run: TypeormRun) {
    super(run, run.state.source.driver);
  }

  override get(name: string, site: Site): JsValue {
    if (name === 'options') return new OptionsHost(this.run.state.type);
    if (name === 'then') return undefined;
    // which drivers' packages are there tells code which driver it is
    if (name === 'postgres' || name === 'sqlite' || name === 'mysql') {
      const { engine } = this.run.target;
      return engine === name || (engine === 'mariadb' && name === 'mysql')
        ? new Unknown(`the driver's ${name}`)
        : undefined;
    }
    return super.get(name, site);
  }
}

/** `createQueryBuilder`, from a table's name or from nothing. */
function builderOf(run: TypeormRun, name: string): JsFunction {
  return new JsFunction(name, (_self, args, site) => {
    const entity = args.find(isEntity);
    if (entity !== undefined) return unknownEntity(run, entity, site);
    const texts = args.filter((arg) => typeof arg === 'string');
    const source = run.state.source as unknown as Record<string, (...handed: readonly unknown[]) => unknown>;
    try {
      return wrapped(run, source.createQueryBuilder!(...texts));
    } catch (error) {
      throw run.libraryError(error, site);
    }
  });
}

/** `queryRunner.manager`: SQL and query builders; what it does with entities cannot be told. */
class ManagerHost extends HostObject {
  readonly #run: TypeormRun;
  readonly #runner: QueryRunnerHost;

  constructor(run: TypeormRun, runner: QueryRunnerHost) {
    super();
    this.#run = run;
    this.#runner = runner;
  }

  override get(name: string, site: Site): JsValue {
    const run = this.#run;
    switch (name) {
      case 'query':
        return this.#runner.get('query', site);
      case 'queryRunner':
        return this.#runner;
      case 'connection':
      case 'dataSource':
        return new DataSourceHost(run, this.#runner);
      case 'createQueryBuilder':
        return builderOf(run, name);
      case 'transaction':
        return new JsFunction(name, (_self, args, at) => {
          const callback = args.at(-1);
          if (!(callback instanceof JsFunction)) return new Unknown('a transaction');
          return run.ev.promise(() => callback.invoke(undefined, [this], at), at);
        });
      case 'then':
        return undefined;
      case 'getRepository':
      case 'withRepository':
      case 'getTreeRepository':
        return new JsFunction(name, (_self, [entity]) => new RepositoryHost(run, entity));
      default:
        return new JsFunction(name, (_self, [entity], at) =>
          isWrite(name) || isRead(name)
            ? new JsPromise('fulfilled', unknownEntity(run, entity, at))
            : new Unknown(`manager.${name}()`),
        );
    }
  }
}

const isWrite = (name: string): boolean =>
  /^(?:save|insert|update|upsert|delete|remove|soft\w+|restore|recover|clear|increment|decrement)/.test(name);
const isRead = (name: string): boolean => /^(?:find|count|exists?|sum|average|minimum|maximum)/.test(name);

/** A repository of an entity. */
class RepositoryHost extends HostObject {
  readonly #run: TypeormRun;
  readonly #entity: JsValue;

  constructor(run: TypeormRun, entity: JsValue) {
    super();
    this.#run = run;
    this.#entity = entity;
  }

  override get(name: string): JsValue {
    const run = this.#run;
    if (name === 'then') return undefined;
    if (name === 'createQueryBuilder')
      return new JsFunction(name, (_self, _args, site) => unknownEntity(run, this.#entity, site));
    return new JsFunction(name, (_self, _args, site) =>
      isWrite(name) || isRead(name)
        ? new JsPromise('fulfilled', unknownEntity(run, this.#entity, site))
        : new Unknown(`${name}() of a repository`),
    );
  }
}
