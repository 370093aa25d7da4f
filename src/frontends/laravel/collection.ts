/** Illuminate\Support\Collection on known elements (Laravel 12). */
import { methodCall } from '../../php/calls.ts';
import { NativeCallable } from '../../php/closures.ts';
import { copied, keyOf } from '../../php/expressions.ts';
import { callBuiltin } from '../../php/functions/index.ts';
import { binary, compare, looselyEqual, toBool, toNumber, toText } from '../../php/operators.ts';
import {
  argument,
  type CallArguments,
  type CallSite,
  orElse,
  PhpArray,
  PhpObject,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';
import { spend } from '../../php/work.ts';

export class Collection extends PhpObject {
  readonly className = 'Illuminate\\Support\\Collection';
  readonly items: PhpArray;

  constructor(items: PhpArray) {
    super();
    this.items = items;
  }

  static from(value: PhpValue): Collection | Unknown {
    if (value instanceof Unknown) return value;
    if (value instanceof Collection) return new Collection(value.items.copy());
    if (value instanceof PhpArray) return new Collection(value.copy());
    if (value instanceof PhpObject) return new Unknown(`the elements of an object of ${value.className}`);
    return new Collection(value === null ? new PhpArray() : PhpArray.list([value]));
  }

  override isInstanceOf(name: string): boolean {
    return [
      'illuminate\\support\\collection',
      'illuminate\\support\\enumerable',
      'countable',
      'arrayaccess',
      'iteratoraggregate',
      'traversable',
    ].includes(name.toLowerCase());
  }

  /** `collect($rows)->map->name`: a higher-order message. */
  override getProperty(name: string): PhpValue | undefined {
    return HIGHER_ORDER.test(name) ? new HigherOrder(this, name) : undefined;
  }

  override toText(): string | undefined {
    return undefined;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const method = Object.hasOwn(METHODS, name.toLowerCase()) ? METHODS[name.toLowerCase()] : undefined;
    return method?.(
      this.items,
      (position, parameter) => argument(args, position, parameter),
      call,
      this,
      args,
    );
  }
}

const HIGHER_ORDER =
  /^(map|each|filter|reject|every|some|sum|flatMap|sortBy|sortByDesc|groupBy|keyBy|unique|first|contains|partition)$/;

class HigherOrder extends PhpObject {
  readonly className = 'Illuminate\\Support\\HigherOrderCollectionProxy';
  readonly items: Collection;
  readonly method: string;

  constructor(items: Collection, method: string) {
    super();
    this.items = items;
    this.method = method;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const each = new NativeCallable(({ positional }, site) =>
      methodCall(site.interpreter, positional[0] ?? null, name, args, site),
    );
    return this.items.callMethod(this.method, { positional: [each], named: new Map() }, call);
  }

  override getProperty(name: string): PhpValue | undefined {
    return new Unknown(`the property ${name} of each element`);
  }
}

type Get = (position: number, parameter: string) => PhpValue | undefined;
type Method = (
  items: PhpArray,
  get: Get,
  call: CallSite,
  self: Collection,
  args: CallArguments,
) => PhpValue | undefined;

const wrap = (value: PhpValue | undefined): PhpValue =>
  value instanceof PhpArray ? new Collection(value) : (value ?? null);

/** A method that is PHP's array function of that name, the items first. */
function builtin(name: string): Method {
  return (items, _get, call, _self, args) =>
    wrap(callBuiltin(name, { positional: [items, ...args.positional], named: new Map() }, call));
}

function elements(value: PhpValue | undefined): PhpArray | Unknown {
  if (value instanceof Collection) return value.items;
  if (value instanceof PhpArray) return value;
  if (value instanceof Unknown) return value;
  return value === null || value === undefined ? new PhpArray() : PhpArray.list([value]);
}

function withOther(name: string): Method {
  return (items, get, call) => {
    const other = elements(get(0, 'items'));
    if (other instanceof Unknown) return other;
    return wrap(callBuiltin(name, { positional: [items, other], named: new Map() }, call));
  };
}

/** An element's value at a key or dotted path, or what a callback gives for it. */
function elementValue(
  item: PhpValue,
  by: PhpValue | undefined,
  call: CallSite,
  key: string | number,
): PhpValue {
  if (by === undefined || by === null) return item;
  if (by instanceof PhpObject) return call.invoke(by, [item, key]);
  return dataGet(item, by);
}

/** `data_get()` on arrays. */
export function dataGet(target: PhpValue, path: PhpValue, fallback: PhpValue = null): PhpValue {
  if (path === null) return target;
  if (path instanceof Unknown) return path;
  const segments: string[] = [];
  for (const part of path instanceof PhpArray ? path.values() : [path]) {
    const text = toText(part);
    if (text instanceof Unknown) return text;
    segments.push(...(path instanceof PhpArray ? [text] : text.split('.')));
  }
  let current = target;
  for (const [index, segment] of segments.entries()) {
    if (current instanceof Collection) current = current.items;
    if (current instanceof Unknown) return current;
    if (segment === '*' || /^\{(first|last)\}$/.test(segment)) {
      if (!(current instanceof PhpArray)) return fallback;
      if (segment !== '*') return new Unknown(`data_get() with ${segment}`);
      const rest = PhpArray.list(segments.slice(index + 1));
      if (rest.values().includes('*')) return new Unknown('data_get() with several *');
      return PhpArray.list(current.values().map((item) => (rest.size === 0 ? item : dataGet(item, rest))));
    }
    if (current instanceof PhpArray) {
      if (!current.has(segment)) return fallback;
      current = current.get(segment) ?? null;
    } else if (current instanceof PhpObject) current = current.getProperty(segment) ?? fallback;
    else return fallback;
  }
  return current;
}

function filtered(keep: boolean): Method {
  return (items, get, call) => {
    const callback = get(0, 'callback');
    const result = new PhpArray();
    for (const [key, value] of items.entries) {
      const test =
        callback === undefined || callback === null
          ? toBool(value)
          : callback instanceof PhpObject
            ? toBool(call.invoke(callback, [value, key]))
            : looselyEqual(value, callback);
      if (test instanceof Unknown) return test;
      if (test === keep) result.set(key, value);
    }
    return new Collection(result);
  };
}

function sorted(descending: boolean, compares = false): Method {
  return (items, get, call) => {
    const by = get(0, 'callback');
    if (by instanceof PhpArray) return new Unknown('a sort by several keys');
    if (items.values().some((value) => value instanceof Unknown))
      return new Unknown('an order of values that are not known');
    if (compares && by instanceof PhpObject) {
      const ordered = [...items.entries].sort((a, b) => Number(call.invoke(by, [a[1], b[1]])) || 0);
      return new Collection(PhpArray.of(ordered));
    }
    const sign = descending || get(2, 'descending') === true ? -1 : 1;
    const entries = [...items.entries].sort(
      (a, b) =>
        sign * (Number(compare(elementValue(a[1], by, call, a[0]), elementValue(b[1], by, call, b[0]))) || 0),
    );
    return new Collection(PhpArray.of(entries));
  };
}

function contains(items: PhpArray, wanted: PhpValue | undefined, call: CallSite): boolean | Unknown {
  for (const [key, value] of items.entries) {
    const found =
      wanted instanceof PhpObject
        ? toBool(call.invoke(wanted, [value, key]))
        : looselyEqual(value, wanted ?? null);
    if (found !== false) return found;
  }
  return false;
}

function where(items: PhpArray, get: Get): PhpValue {
  const key = get(0, 'key') ?? null;
  const [operator, value] =
    get(2, 'value') === undefined
      ? ['=', get(1, 'operator') ?? true]
      : [get(1, 'operator') ?? '=', get(2, 'value') ?? null];
  const result = new PhpArray();
  for (const [index, item] of items.entries) {
    const actual = dataGet(item, key);
    const equal = looselyEqual(actual, value as PhpValue);
    if (equal instanceof Unknown) return equal;
    const negative = operator === '!=' || operator === '<>' || operator === '!==';
    if (!negative && operator !== '=' && operator !== '==' && operator !== '===')
      return new Unknown(`where() with the operator ${String(operator)}`);
    if (equal !== negative) result.set(index, item);
  }
  return new Collection(result);
}

/** Collections inside become arrays, too. */
function plain(items: PhpArray): PhpArray {
  return PhpArray.of(
    [...items.entries].map(
      ([key, value]) => [key, value instanceof Collection ? plain(value.items) : value] as const,
    ),
  );
}

/** The elements that a method's `keys` names, given as a list or one by one. */
function named(get: Get, args: CallArguments, parameter: string): PhpArray | Unknown {
  const [first = null] = args.positional;
  if (args.positional.length > 1 && !(first instanceof PhpArray)) return PhpArray.list(args.positional);
  return elements(get(0, parameter));
}

function whereNull(items: PhpArray, get: Get, wanted: boolean): PhpValue {
  const result = new PhpArray();
  for (const [key, item] of items.entries) {
    const value = dataGet(item, get(0, 'key') ?? null);
    if (value instanceof Unknown) return value;
    if ((value === null) === wanted) result.set(key, item);
  }
  return new Collection(result);
}

/** Changes a collection's elements in place. */
function replaceAll(items: PhpArray, entries: readonly (readonly [string | number, PhpValue])[]): void {
  for (const key of items.keys()) items.delete(key);
  for (const [key, value] of entries) items.set(key, value);
}

function renumber(items: PhpArray, entries: readonly (readonly [string | number, PhpValue])[]): void {
  let index = 0;
  replaceAll(
    items,
    entries.map(([key, value]) => [typeof key === 'number' ? index++ : key, value] as const),
  );
}

function extreme(name: 'max' | 'min', items: PhpArray, get: Get, call: CallSite): PhpValue {
  const values = [...items.entries]
    .map(([key, item]) => elementValue(item, get(0, 'callback'), call, key))
    .filter((value) => value !== null);
  if (values.length === 0) return null;
  return callBuiltin(name, { positional: [PhpArray.list(values)], named: new Map() }, call) ?? null;
}

function joinFinally(items: PhpArray, get: Get, call: CallSite): PhpValue {
  const values = items.values();
  const last = values.pop() ?? null;
  const args = [get(0, 'glue') ?? '', PhpArray.list(values)];
  const head = callBuiltin('implode', { positional: args, named: new Map() }, call) ?? null;
  return binary('.', binary('.', head, get(1, 'finalGlue') ?? ''), last);
}

const METHODS: Readonly<Record<string, Method>> = {
  all: (items) => items.copy(),
  // an Eloquent collection's: what its models show and bring along
  makevisible: (_items, _get, _call, self) => self,
  makehidden: (_items, _get, _call, self) => self,
  load: (_items, _get, _call, self) => self,
  loadmissing: (_items, _get, _call, self) => self,
  toarray: (items) => plain(items),
  count: (items) => items.size,
  isempty: (items) => items.size === 0,
  isnotempty: (items) => items.size > 0,
  first: (items, get, call) => {
    const callback = get(0, 'callback');
    for (const [key, value] of items.entries) {
      const found = callback == null ? true : toBool(call.invoke(callback, [value, key]));
      if (found instanceof Unknown) return found;
      if (found) return value;
    }
    return get(1, 'default') ?? null;
  },
  last: (items, get, call) => {
    const callback = get(0, 'callback');
    for (const [key, value] of [...items.entries].reverse()) {
      const found = callback == null ? true : toBool(call.invoke(callback, [value, key]));
      if (found instanceof Unknown) return found;
      if (found) return value;
    }
    return get(1, 'default') ?? null;
  },
  get: (items, get) => {
    const key = keyOf(get(0, 'key') ?? null);
    if (key instanceof Unknown) return key;
    return orElse(items.get(key), () => get(1, 'default') ?? null);
  },
  offsetset: (items, get) => {
    const key = get(0, 'key') ?? null;
    const name = key === null ? items.next : keyOf(key);
    if (!(name instanceof Unknown)) items.set(name, get(1, 'value') ?? null);
    return null;
  },
  offsetexists: (items, get) => {
    const key = keyOf(get(0, 'key') ?? null);
    return key instanceof Unknown ? key : (items.get(key) ?? null) !== null;
  },
  offsetunset: (items, get) => {
    const key = keyOf(get(0, 'key') ?? null);
    if (!(key instanceof Unknown)) items.delete(key);
    return null;
  },
  pop: (items, get) =>
    get(0, 'count') === undefined ? (items.pop() ?? null) : new Unknown('pop() of several'),
  shift: (items, get) => {
    if (get(0, 'count') !== undefined) return new Unknown('shift() of several');
    const [first, ...rest] = [...items.entries];
    renumber(items, rest);
    return first?.[1] ?? null;
  },
  prepend: (items, get, _call, self) => {
    const key = get(1, 'key');
    const name = key == null ? 0 : keyOf(key);
    if (name instanceof Unknown) return name;
    const value = get(0, 'value') ?? null;
    const rest = [...items.entries].filter(([other]) => key == null || other !== name);
    if (key == null) renumber(items, [[name, value], ...rest]);
    else replaceAll(items, [[name, value], ...rest]);
    return self;
  },
  pull: (items, get) => {
    const key = keyOf(get(0, 'key') ?? null);
    if (key instanceof Unknown) return key;
    const value = items.get(key);
    items.delete(key);
    return orElse(value, () => get(1, 'default') ?? null);
  },
  transform: (items, get, call, self) => {
    for (const [key, value] of [...items.entries])
      items.set(key, call.invoke(get(0, 'callback') ?? null, [copied(value), key]));
    return self;
  },
  splice: (items, _get, call, _self, args) => {
    const ref = { value: items as PhpValue };
    const prepared = { positional: [items, ...args.positional], named: new Map(), refs: [ref] };
    const removed = callBuiltin('array_splice', prepared, call);
    if (ref.value instanceof PhpArray) replaceAll(items, [...ref.value.entries]);
    return wrap(removed);
  },
  skip: (items, get) => {
    const count = Number(get(0, 'count') ?? 0);
    return new Collection(PhpArray.of([...items.entries].slice(count)));
  },
  union: (items, get) => {
    const other = elements(get(0, 'items'));
    if (other instanceof Unknown) return other;
    const result = items.copy();
    for (const [key, value] of other.entries) if (!result.has(key)) result.set(key, value);
    return new Collection(result);
  },
  wherenull: (items, get) => whereNull(items, get, true),
  wherenotnull: (items, get) => whereNull(items, get, false),
  wherenotin: (items, get) => {
    const values = elements(get(1, 'values'));
    if (values instanceof Unknown) return values;
    const chosen = [...items.entries].filter(
      ([, item]) =>
        !values.values().some((value) => looselyEqual(dataGet(item, get(0, 'key') ?? null), value) === true),
    );
    return new Collection(PhpArray.of(chosen));
  },
  partition: (items, get, call) => {
    const callback = get(0, 'key') ?? null;
    if (!(callback instanceof PhpObject)) return new Unknown('partition() by a key');
    const [held, rest] = [new PhpArray(), new PhpArray()];
    for (const [key, value] of items.entries) {
      const test = toBool(call.invoke(callback, [value, key]));
      if (test instanceof Unknown) return test;
      (test ? held : rest).set(key, value);
    }
    return new Collection(PhpArray.list([new Collection(held), new Collection(rest)]));
  },
  unless: (_items, get, call, self) => {
    const test = toBool(get(0, 'value') ?? null);
    if (test instanceof Unknown) return test;
    const callback = test ? get(2, 'default') : get(1, 'callback');
    return callback == null ? self : (call.invoke(callback, [self]) ?? self);
  },
  offsetget: (items, get) => {
    const key = keyOf(get(0, 'key') ?? null);
    return key instanceof Unknown ? key : (items.get(key) ?? null);
  },
  has: (items, get) => {
    const key = keyOf(get(0, 'key') ?? null);
    return key instanceof Unknown ? key : items.has(key);
  },
  keys: builtin('array_keys'),
  values: builtin('array_values'),
  flip: builtin('array_flip'),
  reverse: (items) => new Collection(PhpArray.of([...items.entries].reverse())),
  slice: (items, get, call) => {
    const args = [items, get(0, 'offset') ?? 0, get(1, 'length') ?? null, true];
    return wrap(callBuiltin('array_slice', { positional: args, named: new Map() }, call));
  },
  chunk: (items, get) => {
    const size = Math.max(1, Number(get(0, 'size') ?? 1));
    const entries = [...items.entries];
    const chunks: PhpValue[] = [];
    for (let i = 0; i < entries.length; i += size)
      chunks.push(new Collection(PhpArray.of(entries.slice(i, i + size))));
    return new Collection(PhpArray.list(chunks));
  },
  take: (items, get) => {
    const count = Number(get(0, 'limit') ?? 0);
    return new Collection(
      PhpArray.of(count < 0 ? [...items.entries].slice(count) : [...items.entries].slice(0, count)),
    );
  },
  merge: withOther('array_merge'),
  diff: withOther('array_diff'),
  diffkeys: withOther('array_diff_key'),
  intersect: withOther('array_intersect'),
  intersectbykeys: withOther('array_intersect_key'),
  combine: withOther('array_combine'),
  concat: (items, get) => {
    const other = elements(get(0, 'source'));
    return other instanceof Unknown
      ? other
      : new Collection(PhpArray.list([...items.values(), ...other.values()]));
  },
  push: (items, _get, _call, self, args) => {
    for (const value of args.positional) items.push(value);
    return self;
  },
  put: (items, get, _call, self) => {
    const key = keyOf(get(0, 'key') ?? null);
    if (key instanceof Unknown) return key;
    items.set(key, get(1, 'value') ?? null);
    return self;
  },
  forget: (items, get, _call, self) => {
    const key = keyOf(get(0, 'keys') ?? null);
    if (!(key instanceof Unknown)) items.delete(key);
    return self;
  },
  map: (items, get, call) =>
    new Collection(
      PhpArray.of(
        [...items.entries].map(
          ([key, value]) => [key, call.invoke(get(0, 'callback') ?? null, [copied(value), key])] as const,
        ),
      ),
    ),
  flatmap: (items, get, call) => {
    const result = new PhpArray();
    for (const [key, value] of items.entries) {
      const mapped = elements(call.invoke(get(0, 'callback') ?? null, [value, key]));
      if (mapped instanceof Unknown) return mapped;
      for (const item of mapped.values()) result.push(item);
    }
    return new Collection(result);
  },
  mapwithkeys: (items, get, call) => {
    const result = new PhpArray();
    for (const [key, value] of items.entries) {
      const mapped = elements(call.invoke(get(0, 'callback') ?? null, [value, key]));
      if (mapped instanceof Unknown) return mapped;
      for (const [name, item] of mapped.entries) result.set(name, item);
    }
    return new Collection(result);
  },
  each: (items, get, call, self) => {
    for (const [key, value] of [...items.entries])
      if (call.invoke(get(0, 'callback') ?? null, [copied(value), key]) === false) break;
    return self;
  },
  tap: (_items, get, call, self) => {
    call.invoke(get(0, 'callback') ?? null, [self]);
    return self;
  },
  pipe: (_items, get, call, self) => call.invoke(get(0, 'callback') ?? null, [self]),
  filter: filtered(true),
  reject: filtered(false),
  where,
  wherein: (items, get) => {
    const values = elements(get(1, 'values'));
    if (values instanceof Unknown) return values;
    const chosen = [...items.entries].filter(([, item]) =>
      values.values().some((value) => looselyEqual(dataGet(item, get(0, 'key') ?? null), value) === true),
    );
    return new Collection(PhpArray.of(chosen));
  },
  firstwhere: (items, get, call) => {
    const found = where(items, get);
    return found instanceof Collection
      ? METHODS.first!(found.items, () => undefined, call, found, { positional: [], named: new Map() })
      : found;
  },
  contains: (items, get, call) => {
    if (get(1, 'operator') !== undefined) {
      const found = where(items, get);
      return found instanceof Collection ? found.items.size > 0 : found;
    }
    return contains(items, get(0, 'key'), call);
  },
  doesntcontain: (items, get, call) => {
    const found = contains(items, get(0, 'key'), call);
    return found instanceof Unknown ? found : !found;
  },
  some: (items, get, call) => contains(items, get(0, 'key'), call),
  every: (items, get, call) => {
    for (const [key, value] of items.entries) {
      const held = toBool(call.invoke(get(0, 'key') ?? null, [value, key]));
      if (held !== true) return held;
    }
    return true;
  },
  search: (items, get, call) => {
    const wanted = get(0, 'value') ?? null;
    for (const [key, value] of items.entries) {
      const found =
        wanted instanceof PhpObject && wanted.isInstanceOf('Closure')
          ? toBool(call.invoke(wanted, [value, key]))
          : get(1, 'strict') === true
            ? value === wanted
            : looselyEqual(value, wanted);
      if (found instanceof Unknown) return found;
      if (found) return key;
    }
    return false;
  },
  pluck: (items, get) => {
    const result = new PhpArray();
    for (const item of items.values()) {
      const value = dataGet(item, get(0, 'value') ?? null);
      const index = get(1, 'key');
      if (index == null) result.push(value);
      else {
        const key = keyOf(dataGet(item, index));
        if (key instanceof Unknown) return key;
        result.set(key, value);
      }
    }
    return new Collection(result);
  },
  keyby: (items, get, call) => {
    const result = new PhpArray();
    for (const [index, item] of items.entries) {
      const key = keyOf(elementValue(item, get(0, 'keyBy'), call, index));
      if (key instanceof Unknown) return key;
      result.set(key, item);
    }
    return new Collection(result);
  },
  groupby: (items, get, call) => {
    const groups = new PhpArray();
    for (const [index, item] of items.entries) {
      const key = keyOf(elementValue(item, get(0, 'groupBy'), call, index));
      if (key instanceof Unknown) return key;
      const group = groups.get(key);
      if (group instanceof Collection) group.items.push(item);
      else groups.set(key, new Collection(PhpArray.list([item])));
    }
    return new Collection(groups);
  },
  unique: (items, get, call) => {
    const by = get(0, 'key');
    const seen: PhpValue[] = [];
    const result = new PhpArray();
    for (const [key, value] of items.entries) {
      const id = elementValue(value, by, call, key);
      if (id instanceof Unknown) return id;
      spend(seen.length);
      if (seen.some((other) => looselyEqual(other, id) === true)) continue;
      seen.push(id);
      result.set(key, value);
    }
    return new Collection(result);
  },
  sort: sorted(false, true),
  sortdesc: sorted(true),
  sortby: sorted(false),
  sortbydesc: sorted(true),
  sortkeys: (items) =>
    new Collection(PhpArray.of([...items.entries].sort((a, b) => Number(compare(a[0], b[0])) || 0))),
  only: (items, get, _call, _self, args) => {
    const keys = named(get, args, 'keys');
    if (keys instanceof Unknown) return keys;
    return new Collection(
      PhpArray.of(
        [...items.entries].filter(([key]) =>
          keys.values().some((wanted) => looselyEqual(wanted, key) === true),
        ),
      ),
    );
  },
  except: (items, get, _call, _self, args) => {
    const keys = named(get, args, 'keys');
    if (keys instanceof Unknown) return keys;
    return new Collection(
      PhpArray.of(
        [...items.entries].filter(
          ([key]) => !keys.values().some((wanted) => looselyEqual(wanted, key) === true),
        ),
      ),
    );
  },
  flatten: (items, get) => {
    const result = new PhpArray();
    const depth = get(0, 'depth');
    const visit = (array: PhpArray, left: number) => {
      for (const value of array.values()) {
        const inner = value instanceof Collection ? value.items : value;
        if (inner instanceof PhpArray && left > 0) visit(inner, left - 1);
        else result.push(value);
      }
    };
    visit(items, typeof depth === 'number' ? depth : Number.POSITIVE_INFINITY);
    return new Collection(result);
  },
  collapse: (items) =>
    new Collection(
      PhpArray.list(
        items
          .values()
          .flatMap((value) =>
            value instanceof PhpArray
              ? value.values()
              : value instanceof Collection
                ? value.items.values()
                : [],
          ),
      ),
    ),
  implode: (items, get, call) => {
    const glue = get(1, 'glue');
    const first = get(0, 'value') ?? '';
    if (glue === undefined)
      return callBuiltin('implode', { positional: [first, items], named: new Map() }, call) ?? null;
    const values = PhpArray.list(
      [...items.entries].map(([key, item]) => elementValue(item, first, call, key)),
    );
    return callBuiltin('implode', { positional: [glue, values], named: new Map() }, call) ?? null;
  },
  join: (items, get, call) =>
    get(1, 'finalGlue') !== undefined && get(1, 'finalGlue') !== '' && items.size > 1
      ? joinFinally(items, get, call)
      : (callBuiltin('implode', { positional: [get(0, 'glue') ?? '', items], named: new Map() }, call) ??
        null),
  reduce: (items, get, call) =>
    items
      .values()
      .reduce<PhpValue>(
        (carry, value) => call.invoke(get(0, 'callback') ?? null, [carry, value]),
        get(1, 'initial') ?? null,
      ),
  sum: (items, get, call) => {
    let sum = 0;
    for (const [key, item] of items.entries) {
      const value = toNumber(elementValue(item, get(0, 'callback'), call, key));
      if (value instanceof Unknown) return value;
      sum += value;
    }
    return sum;
  },
  max: (items, get, call) => extreme('max', items, get, call),
  min: (items, get, call) => extreme('min', items, get, call),
  when: (_items, get, call, self) => {
    const test = toBool(get(0, 'value') ?? null);
    if (test instanceof Unknown) return test;
    const callback = test ? get(1, 'callback') : get(2, 'default');
    return callback == null ? self : (call.invoke(callback, [self]) ?? self);
  },
  tojson: (items, _get, call) =>
    callBuiltin('json_encode', { positional: [items], named: new Map() }, call) ?? null,
  collect: (_items, _get, _call, self) => self,
  lazy: (_items, _get, _call, self) => self,
};
