/** Query builders: TypeORM's own, asked for their SQL when they are run. Tables are named by texts. */

import { classInfo } from '../javascript/classes.ts';
import { isPlain, JsFunction, type JsValue, type Site, Unknown } from '../javascript/values.ts';
import { inner, RealHost, type RealObject } from '../script-migrations/membrane.ts';
import { query } from './queries.ts';
import type { TypeormRun } from './run.ts';
import { given } from './schema-objects.ts';

/** Methods that run the query. */
const RUNS =
  /^(?:execute|get(?:Raw)?(?:Many|One)(?:OrFail)?|get(?:Raw)?ManyAndCount|getRawAndEntities|getCount|getExists|stream)$/;
/** What they give is one row. */
const ONE = /^get(?:Raw)?One/;

const FORBIDDEN =
  /^(?:_.*|constructor|then|catch|finally|connection|dataSource|queryRunner|expressionMap|parentQueryBuilder)$/;

export class QueryBuilderHost extends RealHost<TypeormRun> {
  override get(name: string, _site: Site): JsValue {
    const { run } = this;
    if (FORBIDDEN.test(name)) return undefined;
    if (name === 'getQuery' || name === 'getSql')
      return new JsFunction(name, (_self, _args, site) => this.#text(site)[0]);
    if (name === 'getQueryAndParameters')
      return new JsFunction(name, (_self, _args, site) => [...this.#text(site)]);
    if (RUNS.test(name))
      return new JsFunction(name, (_self, _args, site) => run.ev.promise(() => this.#run(name, site), site));
    if (typeof this.real[name] !== 'function') return undefined;
    return new JsFunction(name, (_self, args, site) => {
      const entity = args.find(isEntity);
      if (entity !== undefined) return unknownEntity(run, entity, site);
      const made = this.callReal(
        name,
        args.map((arg) => realOf(run, arg, site)),
        site,
      );
      return wrapped(run, made);
    });
  }

  /** The SQL, and its values in their order. */
  #text(site: Site): readonly [JsValue, readonly unknown[]] {
    try {
      const [sql, parameters] = (this.real.getQueryAndParameters as () => [string, unknown[]]).call(
        this.real,
      );
      return [sql, parameters];
    } catch (error) {
      throw inner(error) ?? this.run.libraryError(error, site);
    }
  }

  #run(name: string, site: Site): JsValue {
    const origin = this.run.origin(site);
    const [sql, parameters] = this.#text(site);
    const answer = query(this.run, String(sql), parameters, origin);
    if (answer instanceof Unknown || !Array.isArray(answer) || name === 'execute') {
      return name === 'execute' ? new Unknown('what a query gives') : answer;
    }
    if (ONE.test(name)) return answer[0] ?? (name.startsWith('getRaw') ? undefined : null);
    return /^get(?:Raw)?Many$/.test(name) ? answer : new Unknown('what a query gives');
  }
}

/** An entity's class stands for a table that its decorators name. */
export function isEntity(value: JsValue): boolean {
  return classInfo(value) !== undefined;
}

/** A query on an entity: which table that is cannot be told. */
export function unknownEntity(run: TypeormRun, entity: JsValue, site: Site): Unknown {
  const name = entity instanceof JsFunction ? entity.name : '';
  const reason = `a query on the entity ${name}, whose table is not known`;
  run.giveUp(reason, run.origin(site), []);
  return new Unknown(reason);
}

function realOf(run: TypeormRun, value: JsValue, site: Site): unknown {
  if (value instanceof QueryBuilderHost) return value.real;
  if (value instanceof JsFunction)
    return (...handed: readonly unknown[]) =>
      realOf(
        run,
        value.invoke(
          undefined,
          handed.map((item) => wrapped(run, item)),
          site,
        ),
        site,
      );
  if (Array.isArray(value)) return value.map((item) => realOf(run, item, site));
  return given(run, value, site);
}

const hosts = new WeakMap<object, QueryBuilderHost>();

/** What evaluated code sees of what a builder gives. */
export function wrapped(run: TypeormRun, real: unknown): JsValue {
  if (typeof real !== 'object' || real === null) {
    if (typeof real !== 'string') return typeof real === 'function' ? new Unknown('a function') : real;
    const unknown = run.marked(real);
    return unknown === undefined ? real : new Unknown(unknown);
  }
  if (Array.isArray(real)) return real.map((item) => wrapped(run, item));
  if (isPlain(real)) return real;
  if (typeof (real as RealObject).getQueryAndParameters !== 'function')
    return new Unknown('an object of the library');
  const known = hosts.get(real);
  if (known !== undefined && known.run === run) return known;
  const made = new QueryBuilderHost(run, real as RealObject);
  hosts.set(real, made);
  return made;
}
