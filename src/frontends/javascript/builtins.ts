/** Methods of JavaScript's own values, by the kind of value. What is not listed is no member. */
import { spend } from '../../php/work.ts';
import { ARRAY_METHODS, callArray } from './array-methods.ts';
import type { Evaluator } from './evaluator.ts';
import { callPromise } from './promises.ts';
import { HostObject, JsFunction, JsPromise, type JsValue, type Site, Unknown, unknownIn } from './values.ts';

const STRING_METHODS = new Set(
  `at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf localeCompare match matchAll normalize
   padEnd padStart repeat replace replaceAll search slice split startsWith substr substring toLowerCase toLocaleLowerCase
   toLocaleUpperCase toString toUpperCase trim trimEnd trimStart valueOf`.split(/\s+/),
);
const NUMBER_METHODS = new Set(['toFixed', 'toString', 'toPrecision', 'valueOf', 'toLocaleString']);
const MAP_METHODS = new Set(['get', 'set', 'has', 'delete', 'keys', 'values', 'entries', 'forEach', 'clear']);
const SET_METHODS = new Set(['add', 'has', 'delete', 'values', 'keys', 'entries', 'forEach', 'clear']);
const DATE_METHODS = new Set(
  `getTime toISOString toJSON valueOf getFullYear getMonth getDate getDay getHours getMinutes getSeconds
   getUTCFullYear getUTCMonth getUTCDate toString`.split(/\s+/),
);
const OBJECT_METHODS = new Set(['hasOwnProperty', 'toString', 'valueOf']);
const FUNCTION_METHODS = new Set(['call', 'apply', 'bind']);
const PROMISE_METHODS = new Set(['then', 'catch', 'finally']);

function methodsOf(value: JsValue): ReadonlySet<string> {
  if (typeof value === 'string') return STRING_METHODS;
  if (Array.isArray(value)) return ARRAY_METHODS;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return NUMBER_METHODS;
  if (value instanceof JsFunction) return FUNCTION_METHODS;
  if (value instanceof JsPromise) return PROMISE_METHODS;
  if (value instanceof Map) return MAP_METHODS;
  if (value instanceof Set) return SET_METHODS;
  if (value instanceof Date) return DATE_METHODS;
  if (value instanceof RegExp) return new Set(['test', 'exec']);
  if (value instanceof HostObject || typeof value !== 'object' || value === null) return new Set();
  return OBJECT_METHODS;
}

export function hasBuiltin(value: JsValue, name: string): boolean {
  return !(value instanceof Unknown) && methodsOf(value).has(name);
}

export function callBuiltin(
  ev: Evaluator,
  self: JsValue,
  name: string,
  args: readonly JsValue[],
  site: Site,
): JsValue {
  if (self instanceof JsFunction) return callFunction(self, name, args, site);
  if (self instanceof JsPromise) return callPromise(ev, self, name, args, site);
  if (Array.isArray(self)) return callArray(ev, self, name, args, site);
  if (typeof self === 'string') return callString(self, name, args, site);
  if (self instanceof Map || self instanceof Set) return callCollection(self, name, args, site);
  if (name === 'hasOwnProperty') {
    const [key] = args;
    return key instanceof Unknown ? key : Object.hasOwn(self as object, String(key));
  }
  const unknown = args.map((arg) => unknownIn(arg)).find((arg) => arg !== undefined);
  if (unknown !== undefined) return unknown;
  if (self instanceof RegExp) {
    const [text] = args;
    return typeof text === 'string' && text.length < 10_000
      ? name === 'test'
        ? self.test(text)
        : plainMatch(self.exec(text))
      : new Unknown('what a regular expression finds');
  }
  if (typeof self === 'object' && !(self instanceof Date))
    return name === 'valueOf' ? self : '[object Object]';
  // numbers, booleans and dates: methods without effect, on values without unknowns
  try {
    return (self as unknown as Record<string, (...given: readonly JsValue[]) => JsValue>)[name]!(...args);
  } catch {
    return new Unknown(`what ${name}() gives`);
  }
}

function callFunction(self: JsFunction, name: string, args: readonly JsValue[], site: Site): JsValue {
  const [target, ...rest] = args;
  if (name === 'call') return self.invoke(target, rest, site);
  if (name === 'apply') {
    const [list] = rest;
    return Array.isArray(list) || list === undefined
      ? self.invoke(target, list ?? [], site)
      : new Unknown('the arguments of a call');
  }
  return new JsFunction(self.name, (_self, more, at) => self.invoke(target, [...rest, ...more], at));
}

function callString(self: string, name: string, args: readonly JsValue[], site: Site): JsValue {
  const unknown = args.find((arg) => arg instanceof Unknown);
  if (unknown !== undefined) return unknown;
  spend(self.length / 8);
  const [first, second] = args;
  if (
    (name === 'repeat' || name === 'padStart' || name === 'padEnd') &&
    Number(first) * self.length > 1_000_000
  )
    return new Unknown('a text that becomes too large');
  if (first instanceof RegExp && self.length > 100_000) return new Unknown('what a regular expression finds');
  if ((name === 'replace' || name === 'replaceAll') && second instanceof JsFunction) {
    const replaced: JsValue[] = [];
    const given = (...found: JsValue[]): string => {
      const result = second.invoke(undefined, found, site);
      replaced.push(result);
      return String(result);
    };
    const text =
      name === 'replace' ? self.replace(first as string, given) : self.replaceAll(first as string, given);
    return replaced.find((value) => value instanceof Unknown) ?? text;
  }
  try {
    const method = (self as unknown as Record<string, (...given: readonly JsValue[]) => JsValue>)[name]!;
    const result = method.apply(self, [...args]);
    if (name === 'matchAll') return [...(result as Iterable<RegExpExecArray>)].map(plainMatch);
    return name === 'match' ? plainMatch(result as RegExpMatchArray | null) : result;
  } catch {
    return new Unknown(`what ${name}() gives`);
  }
}

function plainMatch(match: RegExpMatchArray | null): JsValue {
  return match === null ? null : [...match];
}

function callCollection(
  self: Map<JsValue, JsValue> | Set<JsValue>,
  name: string,
  args: readonly JsValue[],
  site: Site,
): JsValue {
  const [key, value] = args;
  switch (name) {
    case 'has':
      return key instanceof Unknown ? key : self.has(key);
    case 'delete':
      return self.delete(key);
    case 'clear':
      self.clear();
      return undefined;
    case 'keys':
      return [...self.keys()];
    case 'values':
      return [...self.values()];
    case 'entries':
      return [...self.entries()].map((entry) => [...entry]);
    case 'forEach':
      if (key instanceof JsFunction)
        for (const [at, item] of [...self.entries()]) key.invoke(undefined, [item, at, self], site);
      return undefined;
    case 'add':
      if (self instanceof Set) self.add(key);
      return self;
    case 'set':
      if (self instanceof Map) self.set(key, value);
      return self;
    default:
      if (key instanceof Unknown) return key;
      return self instanceof Map ? self.get(key) : undefined;
  }
}
