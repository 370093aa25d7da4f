/** What a migration is handed: the query interface, its sequelize, the package itself, and transactions. */
import type { Origin } from '../../schema/index.ts';
import { getMember } from '../javascript/members.ts';
import {
  HostObject,
  JsFunction,
  JsPromise,
  JsThrow,
  type JsValue,
  type Site,
  setOwn,
  Unknown,
} from '../javascript/values.ts';
import type { RealObject } from '../script-migrations/membrane.ts';
import { callOf } from './calls.ts';
import { type Realm, realmOf } from './realm.ts';
import type { SequelizeRun } from './run.ts';

/** Members that lead to the program's own objects, or into the library. */
const FORBIDDEN = /^(?:_.*|constructor|then|catch|finally|sequelize|queryGenerator)$/;

/** Methods of the query interface that ask nothing and send nothing. */
const PLAIN = new Set(['quoteIdentifier', 'quoteIdentifiers', 'quoteTable', 'escape']);

/** `queryInterface`; what umzug hands over has it as its context, or the connection. */
export class QueryInterfaceHost extends HostObject {
  readonly #run: SequelizeRun;
  readonly #file: { readonly name: string; readonly path: string };

  constructor(run: SequelizeRun, file: { readonly name: string; readonly path: string }) {
    super();
    this.#run = run;
    this.#file = file;
  }

  override get(name: string): JsValue {
    const run = this.#run;
    const real = run.state.queryInterface;
    switch (name) {
      case 'sequelize':
        return new SequelizeHost(run, this);
      case 'queryGenerator':
        return new GeneratorHost(run);
      case 'context':
        return new ContextHost(this);
      case 'queryInterface':
        return this;
      case 'getQueryInterface':
        return new JsFunction(name, () => this);
      case 'name':
      case 'path':
        return this.#file[name];
      default:
    }
    if (FORBIDDEN.test(name)) return undefined;
    if (typeof real[name] !== 'function') return this.#other(name);
    if (PLAIN.has(name)) return plain(run, real, name);
    return new JsFunction(name, (_self, args, site) => callOf(run, realmOf(run), real, name, args, site));
  }

  /** A migrator of the project's own may hand over more, or the connection. */
  #other(name: string): JsValue {
    const found = new SequelizeHost(this.#run, this).get(name);
    return found !== undefined || name === 'then' || LIKE_A_METHOD.test(name)
      ? found
      : new Unknown(`${name}, which the migration is handed`);
  }
}

/** Of a name like these, which the query interface does not have, a call fails. */
const LIKE_A_METHOD =
  /^(?:create|drop|add|remove|change|rename|bulk|insert|upsert|update|delete|show|describe)[A-Z]?/;

/** What umzug's migrations are handed as `context`: the project has put it together. */
class ContextHost extends HostObject {
  readonly #queryInterface: QueryInterfaceHost;

  constructor(queryInterface: QueryInterfaceHost) {
    super();
    this.#queryInterface = queryInterface;
  }

  override get(name: string): JsValue {
    if (name === 'context' || name === 'name' || name === 'path') return new Unknown(`the context's ${name}`);
    return this.#queryInterface.get(name);
  }
}

/** `queryInterface.queryGenerator`: texts, of which none is sent. */
class GeneratorHost extends HostObject {
  readonly #run: SequelizeRun;

  constructor(run: SequelizeRun) {
    super();
    this.#run = run;
  }

  override get(name: string): JsValue {
    const real = this.#run.state.queryInterface.queryGenerator;
    if (FORBIDDEN.test(name) || typeof real[name] !== 'function') return undefined;
    return plain(this.#run, real, name);
  }
}

function plain(run: SequelizeRun, real: RealObject, name: string): JsFunction {
  return new JsFunction(name, (_self, args, site) => {
    const realm = realmOf(run);
    const method = real[name] as (...given: readonly unknown[]) => unknown;
    try {
      return realm.fromReal(
        method.apply(
          real,
          args.map((arg) => realm.toReal(arg, site)),
        ),
      );
    } catch (error) {
      throw run.libraryError(error, site);
    }
  });
}

/** `queryInterface.sequelize`. */
export class SequelizeHost extends HostObject {
  readonly #run: SequelizeRun;
  readonly #queryInterface: QueryInterfaceHost;

  constructor(run: SequelizeRun, queryInterface: QueryInterfaceHost) {
    super();
    this.#run = run;
    this.#queryInterface = queryInterface;
  }

  override get(name: string): JsValue {
    const run = this.#run;
    const { sequelize, dialect } = run.state;
    switch (name) {
      case 'query':
        return new JsFunction(name, (_self, args, site) =>
          callOf(run, realmOf(run), sequelize, name, args, site),
        );
      case 'transaction':
        return new JsFunction(name, (_self, args, site) => transaction(run, args, site));
      case 'getQueryInterface':
        return new JsFunction(name, () => this.#queryInterface);
      case 'queryInterface':
        return this.#queryInterface;
      case 'getDialect':
        return new JsFunction(name, () => dialect);
      case 'dialect':
        return { name: dialect };
      case 'options':
        return new OptionsHost(dialect);
      case 'config':
        return new Unknown("the connection's configuration");
      case 'escape':
        return plain(run, sequelize, name);
      case 'close':
      case 'authenticate':
        return new JsFunction(name, () => new JsPromise('fulfilled', undefined));
      case 'define':
      case 'model':
      case 'sync':
      case 'drop':
      case 'import':
        return new JsFunction(name, (_self, _args, site) => {
          const reason = `sequelize.${name}(): models are not evaluated`;
          if (name === 'sync' || name === 'drop') run.giveUp(reason, run.origin(site));
          else run.notUnderstood(reason, run.origin(site));
          return new Unknown(reason);
        });
      case 'models':
        return new Unknown('the models of the application');
      case 'constructor':
      case 'Sequelize':
        return realmOf(run).library;
      default:
        return LIBRARY_TOO.has(name) ? getMember(run.ev, realmOf(run).library, name, NO_SITE) : undefined;
    }
  }
}

const NO_SITE: Site = { file: '', start: 0, end: 0, call: '', argumentSpans: [], close: 0 };

/** Static members of the class that its instances have as well. */
const LIBRARY_TOO = new Set([
  ...['fn', 'literal', 'col', 'cast', 'json', 'where', 'and', 'or', 'Op', 'QueryTypes', 'DataTypes'],
  ...['Transaction', 'Deferrable'],
]);

class OptionsHost extends HostObject {
  readonly #dialect: string;

  constructor(dialect: string) {
    super();
    this.#dialect = dialect;
  }

  override get(name: string): JsValue {
    return name === 'dialect' ? this.#dialect : new Unknown(`the connection's setting ${name}`);
  }
}

/** What `sequelize.transaction()` gives: the statements in it go their way on the connection that it has. */
export class TransactionHost extends HostObject {
  readonly #run: SequelizeRun;
  readonly #opening: Site;
  readonly real: object;
  #isOpen = true;

  constructor(run: SequelizeRun, site: Site) {
    super();
    this.#run = run;
    this.#opening = site;
    this.real = new RealTransaction(run.state.sequelize.connectionManager.getConnection());
    run.depth += 1;
    if (run.depth === 1) this.#send('begin', 'startTransactionQuery', run.origin(site));
  }

  override get(name: string): JsValue {
    switch (name) {
      case 'commit':
      case 'rollback':
        return new JsFunction(name, (_self, _args, site) => {
          this.end(name, this.#run.origin(site));
          return new JsPromise('fulfilled', undefined);
        });
      case 'afterCommit':
        return new JsFunction(name, (_self, [callback], site) =>
          callback instanceof JsFunction ? callback.invoke(undefined, [this], site) : undefined,
        );
      case 'LOCK':
        return { UPDATE: 'UPDATE', SHARE: 'SHARE', KEY_SHARE: 'KEY SHARE', NO_KEY_UPDATE: 'NO KEY UPDATE' };
      case 'finished':
        return this.#isOpen ? undefined : 'commit';
      default:
        return undefined;
    }
  }

  /** `origin`: absent, it is the end of the callback. */
  end(how: 'commit' | 'rollback', origin = this.#ending()): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#run.depth -= 1;
    if (this.#run.depth === 0)
      this.#send(how, how === 'commit' ? 'commitTransactionQuery' : 'rollbackTransactionQuery', origin);
  }

  #ending(): Origin {
    const origin = this.#run.origin(this.#opening);
    const { file, start, end } = this.#opening;
    if (file !== origin.file) return origin;
    return { ...origin, span: this.#run.texts.linesOf(file).span(Math.max(start, end - 1), end) };
  }

  #send(
    action: 'begin' | 'commit' | 'rollback',
    query: 'startTransactionQuery' | 'commitTransactionQuery' | 'rollbackTransactionQuery',
    origin: Origin,
  ): void {
    const run = this.#run;
    const sql = run.state.queryInterface.queryGenerator[query](FIRST);
    run.send({ kind: 'transaction', action, sql, origin });
  }
}

/** What the library asks of a transaction that lies in no other; SQLite's begin with DEFERRED. */
const FIRST = { parent: undefined, options: { type: 'DEFERRED' }, id: 'dialint', name: 'dialint' };

/** No plain object, since the library copies those. */
class RealTransaction {
  readonly connection: object;
  readonly id = 'dialint';

  constructor(connection: object) {
    this.connection = connection;
  }
}

function transaction(run: SequelizeRun, args: readonly JsValue[], site: Site): JsValue {
  const callback = args.find((arg) => arg instanceof JsFunction);
  if (callback === undefined) return run.ev.promise(() => new TransactionHost(run, site), site);
  return run.ev.promise(() => {
    const opened = new TransactionHost(run, site);
    try {
      const result = run.ev.settle(callback.invoke(undefined, [opened], site), site);
      opened.end('commit');
      return result;
    } catch (error) {
      if (error instanceof JsThrow) opened.end('rollback');
      throw error;
    }
  }, site);
}

/** `require('sequelize')`: the class, with its types and expressions. */
export class LibraryHost extends HostObject {
  readonly #run: SequelizeRun;
  readonly #realm: Realm;

  constructor(run: SequelizeRun, realm: Realm) {
    super();
    this.#run = run;
    this.#realm = realm;
  }

  override get(name: string): JsValue {
    const run = this.#run;
    const library = run.state.tools.sequelize;
    switch (name) {
      case 'Sequelize':
      case 'default':
      case 'DataTypes':
      case 'DataType':
        return this;
      case 'Op':
        return new OperatorsHost(library.Op);
      case 'QueryTypes':
        return { ...library.QueryTypes };
      case 'Transaction': {
        const { ISOLATION_LEVELS, TYPES } = library.Transaction;
        return { ISOLATION_LEVELS: { ...ISOLATION_LEVELS }, TYPES: { ...TYPES } };
      }
      case 'Deferrable':
        return this.#realm.fromReal(library.Deferrable);
      case 'fn':
      case 'literal':
      case 'asIs':
      case 'col':
      case 'cast':
      case 'json':
      case 'where':
      case 'and':
      case 'or':
        return plain(run, library as unknown as RealObject, name);
      case 'then':
        return undefined;
      default: {
        const type = library.DataTypes[name];
        return type !== undefined && /^[A-Z][A-Z\d_]*$/.test(name)
          ? this.#realm.fromReal(type)
          : new Unknown(`Sequelize.${name}`);
      }
    }
  }
}

/** Operators are symbols, which evaluated code has none of: texts stand for them. */
class OperatorsHost extends HostObject {
  readonly #operators: Readonly<Record<string, symbol>>;

  constructor(operators: Readonly<Record<string, symbol>>) {
    super();
    this.#operators = operators;
  }

  override get(name: string): JsValue {
    return Object.hasOwn(this.#operators, name) ? operatorText(name) : undefined;
  }
}

export function operatorText(name: string): string {
  return `dialint_operator_${name}_`;
}

/** A plain object for the library, its operators the real ones. */
export function withOperators(value: unknown, operators: Readonly<Record<string, symbol>>): unknown {
  if (Array.isArray(value)) return value.map((item) => withOperators(item, operators));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const object: Record<string | symbol, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const operator = /^dialint_operator_(\w+)_$/.exec(key)?.[1];
    const inner = withOperators(item, operators);
    if (operator === undefined) setOwn(object, key, inner);
    else object[operators[operator]!] = inner;
  }
  return object;
}
