/** What every JavaScript program has, as far as it has no effect outside. */

import { Prototype } from './classes.ts';
import type { Evaluator } from './evaluator.ts';
import { regularExpression, textOf } from './expressions.ts';
import { entriesOf } from './iteration.ts';
import { getMember } from './members.ts';
import { callPromiseClass, makePromise } from './promises.ts';
import {
  HostObject,
  holdsObjects,
  isPlain,
  JsFunction,
  type JsValue,
  makeError,
  type Site,
  setOwn,
  Unknown,
  unknownIn,
} from './values.ts';

type Method = (ev: Evaluator, args: readonly JsValue[], site: Site) => JsValue;

/** Functions without effect, which are asked only where everything is known. */
const pure =
  (what: string, method: (...args: never[]) => JsValue): Method =>
  (_ev, args) => {
    const unknown = args.map((arg) => unknownIn(arg)).find((arg) => arg !== undefined);
    if (unknown !== undefined) return unknown;
    try {
      return method(...(args as never[]));
    } catch {
      return new Unknown(`what ${what} gives`);
    }
  };

const OBJECT: Readonly<Record<string, Method>> = {
  keys: (_ev, [object]) => (object instanceof Unknown ? object : Object.keys(own(object))),
  values: (_ev, [object]) => (object instanceof Unknown ? object : Object.values(own(object))),
  entries: (_ev, [object]) =>
    object instanceof Unknown ? object : Object.entries(own(object)).map((pair) => [...pair]),
  assign: (_ev, [target, ...sources]) => {
    if (target instanceof Unknown) return target;
    if (target instanceof JsFunction) {
      for (const source of sources)
        for (const [key, value] of Object.entries(own(source))) target.members.set(key, value);
      return target;
    }
    if (target instanceof Prototype) {
      for (const source of sources)
        for (const [key, value] of Object.entries(own(source))) target.set(key, value);
      return target;
    }
    if (!isPlain(target)) return Array.isArray(target) ? target : new Unknown('what Object.assign() gives');
    for (const source of sources) {
      if (source instanceof Unknown) return source;
      for (const [key, value] of Object.entries(own(source))) setOwn(target, key, value);
    }
    return target;
  },
  fromEntries: (_ev, [pairs]) => {
    const items = entriesOf(pairs);
    if (items instanceof Unknown) return items;
    const object = {};
    for (const item of items) if (Array.isArray(item)) setOwn(object, String(item[0]), item[1]);
    return object;
  },
  freeze: (_ev, [object]) => object,
  seal: (_ev, [object]) => object,
  create: () => ({}),
  defineProperty: (_ev, [object, key, descriptor]) => {
    if (object instanceof Prototype && isPlain(descriptor) && descriptor.get instanceof JsFunction)
      object.defineGetter(String(key), descriptor.get);
    if (isPlain(object) && isPlain(descriptor) && 'value' in descriptor)
      setOwn(object, String(key), descriptor.value);
    return object;
  },
  hasOwn: (_ev, [object, key]) =>
    object instanceof Unknown ? object : Object.hasOwn(own(object), String(key)),
};

function own(value: JsValue): object {
  if (typeof value === 'string') return [...value];
  const isOrdinary = isPlain(value) || Array.isArray(value);
  return isOrdinary ? value : {};
}

const STATICS: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  Object: OBJECT,
  Array: {
    isArray: (_ev, [value]) => (value instanceof Unknown ? value : Array.isArray(value)),
    of: (_ev, args) => [...args],
    from: (_ev, [source, callback], site) => {
      const length = isPlain(source) && typeof source.length === 'number' ? source.length : undefined;
      const items =
        length === undefined
          ? entriesOf(source)
          : Array.from({ length: Math.min(length, 10_000) }, () => undefined);
      if (items instanceof Unknown || !(callback instanceof JsFunction))
        return items instanceof Unknown ? items : [...items];
      return items.map((item, index) => callback.invoke(undefined, [item, index], site));
    },
  },
  JSON: {
    stringify: pure(
      'JSON.stringify()',
      (value: JsValue, _replacer: JsValue, space: string | number | undefined) =>
        holdsObjects(value) ? new Unknown('the text of an object') : JSON.stringify(value, null, space),
    ),
    parse: pure('JSON.parse()', (text: string) => JSON.parse(text) as JsValue),
  },
  Number: {
    parseInt: pure('parseInt()', Number.parseInt),
    parseFloat: pure('parseFloat()', Number.parseFloat),
    isInteger: pure('Number.isInteger()', Number.isInteger),
    isNaN: pure('Number.isNaN()', Number.isNaN),
    isFinite: pure('Number.isFinite()', Number.isFinite),
  },
  String: { fromCharCode: pure('String.fromCharCode()', String.fromCharCode) },
  Promise: Object.fromEntries(
    ['resolve', 'reject', 'all', 'allSettled', 'race', 'any', 'each', 'mapSeries', 'map'].map(
      (name): [string, Method] => [name, (ev, args, site) => callPromiseClass(ev, name, args, site)],
    ),
  ),
  Date: { now: () => new Unknown('the time'), UTC: pure('Date.UTC()', Date.UTC) },
  Math: Object.fromEntries([
    ...(['abs', 'ceil', 'floor', 'max', 'min', 'pow', 'round', 'sqrt', 'trunc', 'sign'] as const).map(
      (name): [string, Method] => [name, pure(`Math.${name}()`, Math[name] as (...args: number[]) => number)],
    ),
    ['random', () => new Unknown('a random number')] as [string, Method],
  ]),
  console: Object.fromEntries(
    ['log', 'info', 'warn', 'error', 'debug', 'trace', 'table', 'time', 'timeEnd'].map(
      (name): [string, Method] => [name, () => undefined],
    ),
  ),
};

const CONVERSIONS: Readonly<Record<string, Method>> = {
  String: (ev, args) => (args.length === 0 ? '' : textOf(ev, args[0])),
  Number: pure('Number()', (value: JsValue) => Number(value)),
  Boolean: (_ev, [value]) => (value instanceof Unknown ? value : Boolean(value)),
  BigInt: pure('BigInt()', (value: number) => BigInt(value)),
  parseInt: pure('parseInt()', Number.parseInt),
  parseFloat: pure('parseFloat()', Number.parseFloat),
  isNaN: pure('isNaN()', (value: number) => Number.isNaN(Number(value))),
  encodeURIComponent: pure('encodeURIComponent()', encodeURIComponent),
  structuredClone: pure('structuredClone()', (value: JsValue) =>
    holdsObjects(value) ? new Unknown('a copy of an object') : structuredClone(value),
  ),
  Array: (_ev, args) => arrayOf(args),
  Object: (_ev, [value]) => value ?? {},
};

function arrayOf(args: readonly JsValue[]): JsValue {
  const [length] = args;
  if (args.length !== 1 || typeof length !== 'number') return [...args];
  return length >= 0 && length <= 10_000
    ? Array(length).fill(undefined)
    : new Unknown('an array of that length');
}

const CONSTRUCTORS: Readonly<Record<string, Method>> = {
  Array: (_ev, args) => arrayOf(args),
  Object: () => ({}),
  Map: (_ev, [pairs]) => {
    const items = pairs === undefined || pairs === null ? [] : entriesOf(pairs);
    if (items instanceof Unknown) return items;
    return new Map(items.flatMap((item) => (Array.isArray(item) ? [[item[0], item[1]] as const] : [])));
  },
  Set: (_ev, [source]) => {
    const items = source === undefined || source === null ? [] : entriesOf(source);
    return items instanceof Unknown ? items : new Set(items);
  },
  Date: (_ev, args) => {
    const unknown = args.find((arg) => arg instanceof Unknown);
    if (unknown !== undefined) return unknown;
    return args.length === 0 ? new Unknown('the time') : new Date(...(args as [number]));
  },
  RegExp: (_ev, [source, flags]) =>
    source instanceof RegExp
      ? source
      : typeof source === 'string'
        ? regularExpression(source, typeof flags === 'string' ? flags : '')
        : new Unknown('a regular expression'),
  Promise: (ev, [executor], site) => makePromise(ev, executor, site),
};

const ERRORS = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'AggregateError'];
const CONSTANTS: Readonly<Record<string, JsValue>> = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY };

/** `process`: its environment and whatever it tells of the machine is not known. */
class Process extends HostObject {
  override get(name: string): JsValue {
    if (name === 'env') return new ProcessEnvironment();
    if (name === 'cwd') return new JsFunction(name, () => '/');
    return new Unknown(`process.${name}`);
  }
}

class ProcessEnvironment extends HostObject {
  override get(name: string): JsValue {
    return new Unknown(`the environment variable ${name}`);
  }
}

const made = new WeakMap<Evaluator, Map<string, JsValue>>();

/** undefined: it is no variable of the language. */
export function globalValue(ev: Evaluator, name: string): JsValue {
  let known = made.get(ev);
  if (known === undefined) {
    known = new Map();
    made.set(ev, known);
  }
  if (known.has(name)) return known.get(name);
  const value = makeGlobal(ev, name);
  known.set(name, value);
  return value;
}

function makeGlobal(ev: Evaluator, name: string): JsValue {
  if (Object.hasOwn(CONSTANTS, name)) return CONSTANTS[name];
  if (name === 'process') return new Process();
  if (ERRORS.includes(name)) {
    const error = new JsFunction(name, (_self, [message]) => makeError(message, name));
    error.construct = ([message, options]) => {
      const value = makeError(message, name);
      if (isPlain(options) && 'cause' in options) setOwn(value, 'cause', options.cause);
      return value;
    };
    return error;
  }
  const statics = Object.hasOwn(STATICS, name) ? STATICS[name] : undefined;
  const conversion = Object.hasOwn(CONVERSIONS, name) ? CONVERSIONS[name] : undefined;
  const maker = Object.hasOwn(CONSTRUCTORS, name) ? CONSTRUCTORS[name] : undefined;
  if (statics === undefined && conversion === undefined && maker === undefined) return undefined;
  const value = new JsFunction(name, (_self, args, site) =>
    conversion === undefined ? new Unknown(`what ${name}() gives`) : conversion(ev, args, site),
  );
  if (maker !== undefined) value.construct = (args, site) => maker(ev, args, site);
  for (const [key, method] of Object.entries(statics ?? {}))
    value.members.set(key, new JsFunction(key, (_self, args, site) => method(ev, args, site)));
  // What JavaScript has besides is there, and not known.
  const real: unknown = (globalThis as Record<string, unknown>)[name];
  if (statics !== undefined && (typeof real === 'object' || typeof real === 'function') && real !== null)
    for (const key of Object.getOwnPropertyNames(real))
      if (!value.members.has(key) && !/^(?:name|length|prototype)$/.test(key))
        value.members.set(key, new Unknown(`${name}.${key}`));
  if (name === 'Math') value.members.set('PI', Math.PI);
  if (name === 'Number') {
    value.members.set('MAX_SAFE_INTEGER', Number.MAX_SAFE_INTEGER);
    value.members.set('MIN_SAFE_INTEGER', Number.MIN_SAFE_INTEGER);
  }
  if (name === 'Object') value.members.set('prototype', { hasOwnProperty: ownPropertyTest(ev) });
  return value;
}

/** `Object.prototype.hasOwnProperty.call(object, key)`. */
function ownPropertyTest(ev: Evaluator): JsFunction {
  return new JsFunction('hasOwnProperty', (self, [key], site) =>
    self instanceof Unknown || key instanceof Unknown
      ? new Unknown('whether an object has a property')
      : getMember(ev, self, String(key), site) !== undefined,
  );
}
