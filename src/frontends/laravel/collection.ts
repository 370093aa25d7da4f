/** Illuminate\Support\Collection on known elements (Laravel 12). */
import { copied, keyOf } from '../../php/expressions.ts';
import { callBuiltin } from '../../php/functions/index.ts';
import { compare, looselyEqual, toBool, toText } from '../../php/operators.ts';
import {
  argument,
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';

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

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const method = METHODS[name.toLowerCase()];
    return method?.(
      this.items,
      (position, parameter) => argument(args, position, parameter),
      call,
      this,
      args,
    );
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
function valueOf(item: PhpValue, by: PhpValue | undefined, call: CallSite, key: string | number): PhpValue {
  if (by === undefined || by === null) return item;
  if (by instanceof PhpObject) return call.invoke(by, [item, key]);
  return dataGet(item, by);
}

/** `data_get()` on arrays. */
export function dataGet(target: PhpValue, path: PhpValue, fallback: PhpValue = null): PhpValue {
  const text = toText(path);
  if (text instanceof Unknown) return text;
  let current = target;
  for (const segment of text.split('.')) {
    if (current instanceof Collection) current = current.items;
    if (current instanceof Unknown) return current;
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

function sorted(descending: boolean): Method {
  return (items, get, call) => {
    const by = get(0, 'callback');
    const entries = [...items.entries].sort(
      (a, b) => Number(compare(valueOf(a[1], by, call, a[0]), valueOf(b[1], by, call, b[0]))) || 0,
    );
    return new Collection(PhpArray.of(descending ? entries.reverse() : entries));
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

const METHODS: Readonly<Record<string, Method>> = {
  all: (items) => items.copy(),
  toarray: (items) => items.copy(),
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
  last: (items) => items.values().at(-1) ?? null,
  get: (items, get) => {
    const key = keyOf(get(0, 'key') ?? null);
    return key instanceof Unknown ? key : (items.get(key) ?? get(1, 'default') ?? null);
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
  slice: builtin('array_slice'),
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
  search: (items, get) => {
    for (const [key, value] of items.entries)
      if (looselyEqual(value, get(0, 'value') ?? null) === true) return key;
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
      const key = keyOf(valueOf(item, get(0, 'keyBy'), call, index));
      if (key instanceof Unknown) return key;
      result.set(key, item);
    }
    return new Collection(result);
  },
  groupby: (items, get, call) => {
    const groups = new PhpArray();
    for (const [index, item] of items.entries) {
      const key = keyOf(valueOf(item, get(0, 'groupBy'), call, index));
      if (key instanceof Unknown) return key;
      const group = groups.get(key);
      if (group instanceof Collection) group.items.push(item);
      else groups.set(key, new Collection(PhpArray.list([item])));
    }
    return new Collection(groups);
  },
  unique: builtin('array_unique'),
  sort: sorted(false),
  sortdesc: sorted(true),
  sortby: sorted(false),
  sortbydesc: sorted(true),
  sortkeys: (items) =>
    new Collection(PhpArray.of([...items.entries].sort((a, b) => Number(compare(a[0], b[0])) || 0))),
  only: (items, get) => {
    const keys = elements(get(0, 'keys'));
    if (keys instanceof Unknown) return keys;
    return new Collection(
      PhpArray.of(
        [...items.entries].filter(([key]) =>
          keys.values().some((wanted) => looselyEqual(wanted, key) === true),
        ),
      ),
    );
  },
  except: (items, get) => {
    const keys = elements(get(0, 'keys'));
    if (keys instanceof Unknown) return keys;
    return new Collection(
      PhpArray.of(
        [...items.entries].filter(
          ([key]) => !keys.values().some((wanted) => looselyEqual(wanted, key) === true),
        ),
      ),
    );
  },
  flatten: (items) => {
    const result = new PhpArray();
    const visit = (array: PhpArray) => {
      for (const value of array.values()) {
        if (value instanceof PhpArray) visit(value);
        else if (value instanceof Collection) visit(value.items);
        else result.push(value);
      }
    };
    visit(items);
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
    const values = PhpArray.list([...items.entries].map(([key, item]) => valueOf(item, first, call, key)));
    return callBuiltin('implode', { positional: [glue, values], named: new Map() }, call) ?? null;
  },
  join: (items, get, call) =>
    callBuiltin('implode', { positional: [get(0, 'glue') ?? '', items], named: new Map() }, call) ?? null,
  reduce: (items, get, call) =>
    items
      .values()
      .reduce<PhpValue>(
        (carry, value) => call.invoke(get(0, 'callback') ?? null, [carry, value]),
        get(1, 'initial') ?? null,
      ),
  sum: (items, get, call) =>
    [...items.entries].reduce<number>(
      (sum, [key, item]) => sum + (Number(valueOf(item, get(0, 'callback'), call, key)) || 0),
      0,
    ),
  max: (items, _get, call) =>
    items.size === 0 ? null : (callBuiltin('max', { positional: [items], named: new Map() }, call) ?? null),
  min: (items, _get, call) =>
    items.size === 0 ? null : (callBuiltin('min', { positional: [items], named: new Map() }, call) ?? null),
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
