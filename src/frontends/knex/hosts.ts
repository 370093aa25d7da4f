/** What a migration is handed: knex itself, its client, and its builders as evaluated code sees them. */
import { HostObject, JsFunction, JsPromise, type JsValue, type Site, Unknown } from '../javascript/values.ts';
import { type RealObject, toReal } from '../script-migrations/membrane.ts';
import { BuilderHost, FORBIDDEN } from './builder-host.ts';
import type { RealSchema, RealTable } from './library.ts';
import { QueryHost, withRows } from './query-host.ts';
import type { KnexRun } from './run.ts';
import { SchemaHost } from './schema-host.ts';
import { PartHost, TableHost } from './table-host.ts';

/** What evaluated code sees of something that the library gives. `table`: the table that it is a part of. */
export function fromReal(run: KnexRun, real: unknown, table?: TableHost): JsValue {
  if (typeof real !== 'object' || real === null)
    return typeof real === 'function' ? new Unknown('a function') : real;
  if (Array.isArray(real)) return real.map((item) => fromReal(run, item, table));
  const known = hosts.get(real);
  if (known !== undefined && known.run === run) return known;
  const made = makeHost(run, real as RealObject, table);
  if (made instanceof BuilderHost) hosts.set(real, made);
  return made;
}

/** Queries, raw SQL, references, and what `onConflict` gives: objects of the library's own classes. */
function isBuilder(real: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(real);
  return (
    prototype !== Object.prototype &&
    prototype !== null &&
    !(real instanceof Date) &&
    !ArrayBuffer.isView(real)
  );
}

const hosts = new WeakMap<object, BuilderHost>();

function makeHost(run: KnexRun, real: RealObject, table: TableHost | undefined): JsValue {
  if ('_sequence' in real) return new SchemaHost(run, real as RealSchema);
  if ('_statements' in real && '_tableName' in real) return new TableHost(run, real as RealTable);
  if (
    table !== undefined &&
    ('_tableBuilder' in real || typeof real.onDelete === 'function' || typeof real.on === 'function')
  )
    return new PartHost(run, real, table);
  if (isBuilder(real)) return new QueryHost(run, real);
  return real;
}

/** `knex`, and a transaction. */
export class KnexHost extends HostObject {
  readonly #run: KnexRun;

  constructor(run: KnexRun) {
    super();
    this.#run = run;
  }

  /** `knex('table')`. */
  override invoke(args: readonly JsValue[], site: Site): JsValue {
    const run = this.#run;
    const real = run.state.knex as unknown as (...given: readonly unknown[]) => unknown;
    return fromReal(run, real(...args.map((arg) => this.#real(arg, site))));
  }

  #real(value: JsValue, site: Site): unknown {
    return toReal(this.#run, value, (given) => fromReal(this.#run, given), site);
  }

  override get(name: string): JsValue {
    const run = this.#run;
    const { knex } = run.state;
    switch (name) {
      case 'schema':
        return fromReal(run, knex.schema);
      case 'client':
        return new ClientHost(run);
      case 'fn':
        return new FunctionsHost(run, this);
      case 'context':
        return this;
      case 'isTransaction':
        return true;
      case 'transaction':
      case 'transactionProvider':
        return new JsFunction(name, (_self, [callback], site) => {
          if (!(callback instanceof JsFunction)) return new JsPromise('fulfilled', this);
          return run.ev.promise(() => callback.invoke(undefined, [this], site), site);
        });
      case 'commit':
      case 'rollback':
      case 'destroy':
      case 'initialize':
        return new JsFunction(name, (_self, [value]) => new JsPromise('fulfilled', value));
      case 'isCompleted':
        return new JsFunction(name, () => false);
      case 'batchInsert':
        return new JsFunction(name, (_self, [table, rows], site) => {
          const builder = this.invoke([table], site) as QueryHost;
          return builder.call('insert', [rows], site);
        });
      case 'on':
      case 'once':
        return new JsFunction(name, () => this);
      case 'migrate':
      case 'seed':
      case 'userParams':
      case 'executionPromise':
        return new Unknown(`knex.${name}`);
      case 'then':
        return undefined;
      default: {
        if (!isQueryMethod(run, name)) return undefined;
        const real = (knex as unknown as Record<string, unknown>)[name];
        if (typeof real !== 'function') return undefined;
        return new JsFunction(name, (_self, args, site) => {
          try {
            const made: unknown = real.apply(
              knex,
              withRows(run, name, args).map((arg) => this.#real(arg, site)),
            );
            const host = fromReal(run, made);
            if (host instanceof QueryHost) host.site = site;
            return host;
          } catch (error) {
            throw run.libraryError(error, site);
          }
        });
      }
    }
  }
}

/** Does the name begin a query? Nothing else of knex is called: it would connect, or be a function's own method. */
function isQueryMethod({ state }: KnexRun, name: string): boolean {
  if (name === 'raw' || name === 'ref' || name === 'queryBuilder') return true;
  return !FORBIDDEN.test(name) && typeof state.knex.queryBuilder()[name] === 'function';
}

/** `knex.fn`: calls that give SQL. */
class FunctionsHost extends HostObject {
  readonly #run: KnexRun;

  constructor(run: KnexRun, _knex: KnexHost) {
    super();
    this.#run = run;
  }

  override get(name: string): JsValue {
    const { fn } = this.#run.state.knex;
    const real = fn[name];
    if (typeof real !== 'function' || name.startsWith('_') || name === 'constructor') return undefined;
    return new JsFunction(name, (_self, args, site) => {
      const given = args.map((arg) => toReal(this.#run, arg, (value) => fromReal(this.#run, value), site));
      try {
        return fromReal(this.#run, (real as (...values: readonly unknown[]) => unknown).apply(fn, given));
      } catch (error) {
        throw this.#run.libraryError(error, site);
      }
    });
  }
}

/** `knex.client`: which database it is. */
class ClientHost extends HostObject {
  readonly #run: KnexRun;

  constructor(run: KnexRun) {
    super();
    this.#run = run;
  }

  override get(name: string): JsValue {
    const { client } = this.#run;
    switch (name) {
      case 'config':
        return new ConfigHost(String(client.config.client));
      case 'dialect':
      case 'driverName':
        return client[name];
      case 'constructor':
        return { name: (client as object).constructor.name };
      case 'raw':
      case 'queryBuilder':
      case 'schemaBuilder':
        return new JsFunction(name, (_self, args, site) => {
          const knex = new KnexHost(this.#run);
          if (name === 'schemaBuilder') return knex.get('schema');
          const method = knex.get(name);
          return method instanceof JsFunction
            ? method.invoke(knex, args, site)
            : new Unknown(`client.${name}()`);
        });
      default:
        return new Unknown(`the client's ${name}`);
    }
  }
}

class ConfigHost extends HostObject {
  readonly #client: string;

  constructor(client: string) {
    super();
    this.#client = client;
  }

  override get(name: string): JsValue {
    return name === 'client' || name === 'dialect'
      ? this.#client
      : new Unknown(`the connection's setting ${name}`);
  }
}
