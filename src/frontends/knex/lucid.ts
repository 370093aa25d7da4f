/**
 * Migrations of AdonisJS Lucid: a class whose `this.schema` is Knex's schema builder. What its methods ask for is sent
 * when they have ended, in order (BaseSchema in @adonisjs/lucid 21, src/schema/main.ts).
 */
import { callPromise } from '../javascript/promises.ts';
import { HostObject, JsFunction, type JsValue, type Site, Unknown } from '../javascript/values.ts';
import { fromReal, type KnexHost } from './hosts.ts';
import { QueryHost } from './query-host.ts';
import type { KnexRun } from './run.ts';

/** The module that has BaseSchema, by versions. */
export const LUCID_MODULES: ReadonlySet<string> = new Set([
  '@adonisjs/lucid/schema',
  '@ioc:Adonis/Lucid/Schema',
]);

/** An object of the migration's class, with what BaseSchema gives it, and what runs when its method has ended. */
export function lucidMigration(
  run: KnexRun,
  made: JsFunction,
  knex: KnexHost,
  site: Site,
): { readonly self: JsValue; readonly finish: () => void } {
  const self = made.construct?.([], site);
  if (typeof self !== 'object' || self === null) return { self, finish: () => {} };
  const later: (() => void)[] = [];
  const give = (name: string, get: () => JsValue): void => {
    Object.defineProperty(self, name, { get, enumerable: false, configurable: true });
  };
  give('schema', () => {
    const builder = fromReal(run, run.state.knex.schema);
    later.push(() => run.ev.settle(builder, site));
    return builder;
  });
  const method = (name: string, call: (args: readonly JsValue[], at: Site) => JsValue): void => {
    const value = new JsFunction(name, (_self, args, at) => call(args, at));
    give(name, () => value);
  };
  const ask = (name: string, args: readonly JsValue[], at: Site): JsValue => {
    const found = knex.get(name);
    return found instanceof JsFunction ? found.invoke(knex, args, at) : new Unknown(`this.${name}()`);
  };
  method('now', (args, at) => {
    const fn = knex.get('fn');
    const now = fn instanceof HostObject ? fn.get('now', at) : undefined;
    return now instanceof JsFunction ? now.invoke(fn, args, at) : new Unknown('this.now()');
  });
  method('raw', (args, at) => asLucid(ask('raw', args, at)));
  method('knex', () => knex);
  method('defer', ([callback], at) => {
    if (callback instanceof JsFunction)
      later.push(() => run.ev.settle(callback.invoke(self, [new LucidDatabase(run, knex)], at), at));
    return undefined;
  });
  give('db', () => new LucidDatabase(run, knex));
  return {
    self,
    finish: () => {
      for (const action of later) action();
    },
  };
}

/** Lucid's builders have more methods than Knex's. */
function asLucid(made: JsValue): JsValue {
  if (made instanceof QueryHost) made.isLucid = true;
  return made;
}

/** `this.db`, and what `defer` hands over: Lucid's own query client, whose builders are Knex's for what is asked here. */
class LucidDatabase extends HostObject {
  readonly #run: KnexRun;
  readonly #knex: KnexHost;

  constructor(run: KnexRun, knex: KnexHost) {
    super();
    this.#run = run;
    this.#knex = knex;
  }

  override get(name: string, _site: Site): JsValue {
    switch (name) {
      case 'from':
      case 'table':
      case 'query':
        return new JsFunction(name, (_self, args, site) => asLucid(this.#knex.invoke(args, site)));
      case 'rawQuery':
      case 'raw':
      case 'knexRawQuery':
        return new JsFunction(name, (_self, args, site) => {
          const raw = this.#knex.get('raw');
          return raw instanceof JsFunction ? asLucid(raw.invoke(this.#knex, args, site)) : raw;
        });
      case 'schema':
        return this.#knex.get('schema');
      case 'dialect':
        return new DialectName(this.#run.client.dialect);
      case 'transaction':
        return new JsFunction(name, (_self, [callback], site) =>
          callback instanceof JsFunction
            ? callPromise(
                this.#run.ev,
                undefined,
                'then',
                [new JsFunction(name, () => callback.invoke(undefined, [this], site))],
                site,
              )
            : this,
        );
      default:
        return new Unknown(`this.db.${name}`);
    }
  }
}

class DialectName extends HostObject {
  readonly #name: string;

  constructor(dialect: string) {
    super();
    this.#name = dialect === 'postgresql' ? 'postgres' : dialect;
  }

  override get(name: string): JsValue {
    return name === 'name' ? this.#name : new Unknown(`the dialect's ${name}`);
  }
}
