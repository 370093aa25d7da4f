/** Members of values: what may be read and written. Nothing leads from them to the objects of dialint's own program. */
import { callBuiltin, hasBuiltin } from './builtins.ts';
import { classInfo, classOfInstance, inherited, prototypeOf, unknownBase } from './classes.ts';
import type { Evaluator } from './evaluator.ts';
import {
  HostObject,
  isPlain,
  JsFunction,
  JsThrow,
  type JsValue,
  makeError,
  type Site,
  setOwn,
  Unknown,
} from './values.ts';

export function keyOf(value: JsValue): string | Unknown {
  if (value instanceof Unknown) return value;
  if (typeof value === 'symbol') return new Unknown('a symbol');
  return typeof value === 'object' && value !== null ? new Unknown('an object as a key') : String(value);
}

export function getMember(ev: Evaluator, object: JsValue, name: string, site: Site): JsValue {
  if (object instanceof Unknown) return object;
  if (object === undefined || object === null)
    throw new JsThrow(
      makeError(`Cannot read properties of ${object} (reading '${name}')`, 'TypeError'),
      site,
    );
  if (object instanceof HostObject) return object.get(name, site);
  if (object instanceof JsFunction) {
    if (object.members.has(name)) return object.members.get(name);
    if (name === 'name') return object.name;
    if (hasBuiltin(object, name)) return bound(ev, object, name);
    const info = classInfo(object);
    if (name === 'prototype' && info !== undefined) return prototypeOf(info);
    // a static member of a base class that is not evaluated
    return info === undefined ? undefined : unknownBase(info);
  }
  if (typeof object === 'string' || Array.isArray(object)) {
    if (name === 'length') return object.length;
    if (/^\d+$/.test(name)) return object[Number(name)];
  }
  if ((object instanceof Map || object instanceof Set) && name === 'size') return object.size;
  if (typeof object === 'object') {
    if (Object.hasOwn(object, name)) return (object as Record<string, JsValue>)[name];
    const info = classOfInstance(object);
    if (info !== undefined) {
      const getter = inherited(info, 'getters', name);
      if (getter !== undefined) return getter.invoke(object, [], site);
      const method = inherited(info, 'methods', name);
      if (method !== undefined) return method;
      if (name === 'constructor') return info.callee;
      const base = unknownBase(info);
      if (base !== undefined) return base;
    }
  }
  return hasBuiltin(object, name) ? bound(ev, object, name) : undefined;
}

function bound(ev: Evaluator, object: JsValue, name: string): JsFunction {
  return new JsFunction(name, (self, args, site) => callBuiltin(ev, self ?? object, name, args, site));
}

export function setMember(ev: Evaluator, object: JsValue, name: string, value: JsValue, site: Site): void {
  if (object instanceof Unknown) return;
  if (object === undefined || object === null)
    throw new JsThrow(makeError(`Cannot set properties of ${object} (setting '${name}')`, 'TypeError'), site);
  const given = ev.uncertain === null ? value : new Unknown(ev.uncertain);
  if (object instanceof HostObject) object.set(name, value);
  else if (object instanceof JsFunction) object.members.set(name, given);
  else if (Array.isArray(object)) {
    if (/^\d{1,6}$/.test(name)) object[Number(name)] = given;
    else if (name === 'length' && typeof value === 'number' && value <= object.length) object.length = value;
  } else if (isPlain(object)) {
    const info = classOfInstance(object);
    const setter = info === undefined ? undefined : inherited(info, 'setters', name);
    if (setter !== undefined) setter.invoke(object, [value], site);
    else if (!isReadOnly(object, name)) setOwn(object, name, given);
  }
}

function isReadOnly(object: object, name: string): boolean {
  const own = Object.getOwnPropertyDescriptor(object, name);
  return own !== undefined && own.set === undefined && own.writable !== true;
}
