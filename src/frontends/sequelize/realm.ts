/** Between evaluated code and the library: types and expressions are the library's own objects. */
import {
  type HostObject,
  JsFunction,
  type JsValue,
  type Site,
  setOwn,
  Unknown,
} from '../javascript/values.ts';
import { RealHost, type RealObject, toReal } from '../script-migrations/membrane.ts';
import { LibraryHost, TransactionHost, withOperators } from './hosts.ts';
import type { SequelizeRun } from './run.ts';

export interface Realm {
  readonly library: HostObject;
  toReal(value: JsValue, site: Site): unknown;
  fromReal(value: unknown): JsValue;
}

const realms = new WeakMap<SequelizeRun, Realm>();

export function realmOf(run: SequelizeRun): Realm {
  let realm = realms.get(run);
  if (realm === undefined) {
    realm = makeRealm(run);
    realms.set(run, realm);
  }
  return realm;
}

function makeRealm(run: SequelizeRun): Realm {
  const { Op } = run.state.tools.sequelize;
  const realm: Realm = {
    get library(): HostObject {
      return library;
    },
    toReal: (value, site) => {
      // an argument by itself, or the option of that name
      const given = withTransactions(value);
      return withOperators(
        toReal(run, given, (real) => realm.fromReal(real), site),
        Op,
      );
    },
    fromReal: (value) => fromReal(run, value),
  };
  const library = new LibraryHost(run, realm);
  return realm;

  function withTransactions(value: JsValue): JsValue {
    if (value instanceof TransactionHost) return new Given(run, value.real);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const { transaction } = value as { transaction?: unknown };
    // what a migrator of the project's own hands over as its transaction
    if (transaction instanceof JsFunction) return { ...value, transaction: undefined };
    return transaction instanceof TransactionHost
      ? { ...value, transaction: new Given(run, transaction.real) }
      : value;
  }
}

/** A real object that evaluated code never sees. */
class Given extends RealHost<SequelizeRun> {
  constructor(run: SequelizeRun, real: object) {
    super(run, real as RealObject);
  }

  override get(): JsValue {
    return undefined;
  }
}

/** A type (`STRING`, `STRING(10)`), an expression (`literal()`), or something else of the library's. */
class PartHost extends RealHost<SequelizeRun> {
  override get(name: string): JsValue {
    if (name === 'toString' || name === 'toSql')
      return new JsFunction(name, (_self, _args, site) => this.#text(name, site));
    if (!/^[A-Z][A-Z\d_]*$|^(?:key|val)$/.test(name)) return undefined;
    return fromReal(this.run, this.real[name]);
  }

  #text(name: string, site: Site): JsValue {
    return typeof this.real[name] === 'function' ? fromReal(this.run, this.callReal(name, [], site)) : '';
  }

  override invoke(args: readonly JsValue[], site: Site): JsValue {
    const { run, real } = this;
    if (typeof real !== 'function') return new Unknown('what is called here');
    const { toReal: given } = realmOf(run);
    const make = real as unknown as (...values: readonly unknown[]) => unknown;
    try {
      return fromReal(run, make(...args.map((arg) => given(arg, site))));
    } catch (error) {
      throw run.libraryError(error, site);
    }
  }

  override construct(args: readonly JsValue[], site: Site): JsValue {
    return this.invoke(args, site);
  }
}

/** The library's own objects have a realm of their own: what is plain becomes plain here. */
function fromReal(run: SequelizeRun, value: unknown, depth = 8): JsValue {
  if (typeof value === 'string') {
    const unknown = run.marked(value);
    return unknown === undefined ? value : new Unknown(unknown);
  }
  if (typeof value === 'function') return new PartHost(run, value as unknown as RealObject);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (depth === 0) return new Unknown('an object of Sequelize');
  if (Array.isArray(value)) return Array.from(value, (item) => fromReal(run, item, depth - 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain) return new PartHost(run, value as RealObject);
  const object = {};
  for (const [key, item] of Object.entries(value)) setOwn(object, key, fromReal(run, item, depth - 1));
  return object;
}
