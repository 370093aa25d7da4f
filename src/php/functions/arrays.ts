/** Array functions of PHP. */

import { writeReference } from '../arguments.ts';
import { copied, keyOf } from '../expressions.ts';
import { debugType, identical, looselyEqual, raise, toBool, toInt, toNumber, toText } from '../operators.ts';
import { PhpArray, PhpObject, type PhpValue, Unknown } from '../values.ts';
import { spend } from '../work.ts';
import { int } from './arguments.ts';
import type { Builtin } from './index.ts';
import { flaggedOrder, passed } from './more-arrays.ts';

/** array_unique()'s own choice of flags. */
const SORT_STRING = 2;

const NOT_AN_ARRAY = new Unknown('an array function is given something that is not an array');

/** What PHP 8 says where something else is passed. */
function noArray(name: string, value: PhpValue): PhpValue {
  if (value instanceof Unknown) return value;
  if (value instanceof PhpObject) return NOT_AN_ARRAY;
  raise('TypeError', `${name}(): Argument #1 ($array) must be of type array, ${debugType(value)} given`);
}

function arrays(args: readonly PhpValue[]): PhpArray[] | Unknown {
  for (const value of args) {
    if (value instanceof Unknown) return value;
    if (!(value instanceof PhpArray)) return NOT_AN_ARRAY;
  }
  return args as PhpArray[];
}

function onArray(
  work: (array: PhpArray, args: readonly PhpValue[], call: Parameters<Builtin>[1]) => PhpValue,
): Builtin {
  return (args, call) => {
    const [array] = args;
    if (array instanceof Unknown) return array;
    return array instanceof PhpArray ? work(array, args, call) : NOT_AN_ARRAY;
  };
}

/** A sorting function: sorts a copy and writes it back through the reference. */
function sorter(
  sort: (
    a: [string | number, PhpValue],
    b: [string | number, PhpValue],
    order: (a: PhpValue, b: PhpValue) => number,
  ) => number,
  keepKeys: boolean,
): Builtin {
  return (args, _call, prepared) => {
    const [array] = args;
    if (!(array instanceof PhpArray)) return false;
    if (array.values().some((value) => value instanceof Unknown)) {
      writeReference(prepared.refs?.[0], new Unknown('an order of values that are not known'));
      return true;
    }
    const order = flaggedOrder(args[1]);
    const entries = [...array.entries].sort((a, b) => sort(a, b, order));
    writeReference(
      prepared.refs?.[0],
      keepKeys ? PhpArray.of(entries) : PhpArray.list(entries.map(([, value]) => value)),
    );
    return true;
  };
}

function userSorter(byKey: boolean, keepKeys: boolean): Builtin {
  return (args, call, prepared) => {
    const [array, callback = null] = args;
    if (!(array instanceof PhpArray)) return false;
    const entries = [...array.entries].sort((a, b) => {
      const order = toNumber(call.invoke(callback, byKey ? [a[0], b[0]] : [a[1], b[1]]));
      return order instanceof Unknown ? 0 : order;
    });
    writeReference(
      prepared.refs?.[0],
      keepKeys ? PhpArray.of(entries) : PhpArray.list(entries.map(([, value]) => value)),
    );
    return true;
  };
}

function setOperation(keep: boolean, byKey: boolean, byValue: boolean): Builtin {
  return (args) => {
    const list = arrays(args);
    if (list instanceof Unknown) return list;
    const [first, ...others] = list;
    const texts = new Map(others.map((other) => [other, byKey ? null : new Set(other.values().map(toText))]));
    const result = new PhpArray();
    for (const [key, value] of first?.entries ?? []) {
      const inOther = (other: PhpArray) => {
        if (byKey && !byValue) return other.has(key);
        if (byKey) return other.has(key) && toText(other.get(key) ?? null) === toText(value);
        return texts.get(other)?.has(toText(value)) ?? false;
      };
      const found = keep ? others.every(inOther) : others.some(inOther);
      if (found === keep) result.set(key, value);
    }
    return result;
  };
}

function search(args: readonly PhpValue[]): string | number | false | Unknown {
  const [needle = null, haystack, strict] = args;
  if (haystack instanceof Unknown) return haystack;
  if (!(haystack instanceof PhpArray)) return false;
  let unknown: Unknown | undefined;
  for (const [key, value] of haystack.entries) {
    const equal = strict === true ? identical(value, needle) : looselyEqual(value, needle);
    if (equal === true) return key;
    if (equal instanceof Unknown) unknown = equal;
  }
  return unknown ?? false;
}

export const ARRAY_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  count: (args) => {
    const [value] = args;
    if (value instanceof Unknown) return value;
    if (value instanceof PhpArray) return args[1] === 1 ? deepSize(value) : value.size;
    return new Unknown('count() of something that is not an array');
  },
  sizeof: onArray((array) => array.size),
  in_array: (args) => {
    const found = search(args);
    return found instanceof Unknown ? found : found !== false;
  },
  array_search: (args) => search(args),
  array_key_exists: (args) => {
    const [key = null, array] = args;
    if (array instanceof Unknown) return array;
    const name = keyOf(key);
    if (name instanceof Unknown) return name;
    return array instanceof PhpArray && array.has(name);
  },
  key_exists: (args, call, prepared) => ARRAY_FUNCTIONS.array_key_exists!(args, call, prepared),
  array_values: onArray((array) => PhpArray.list(array.values())),
  array_merge: (args) => {
    const list = arrays(args);
    if (list instanceof Unknown) return list;
    const result = new PhpArray();
    for (const array of list)
      for (const [key, value] of array.entries)
        typeof key === 'number' ? result.push(value) : result.set(key, value);
    return result;
  },
  array_merge_recursive: (args) => {
    const list = arrays(args);
    if (list instanceof Unknown) return list;
    return list.reduce((left, right) => mergeRecursive(left, right), new PhpArray());
  },
  array_replace: (args) => {
    const list = arrays(args);
    if (list instanceof Unknown) return list;
    const result = new PhpArray();
    for (const array of list) for (const [key, value] of array.entries) result.set(key, value);
    return result;
  },
  array_combine: (args) => {
    const list = arrays(args);
    if (list instanceof Unknown) return list;
    const result = new PhpArray();
    const values = list[1]?.values() ?? [];
    for (const [index, key] of (list[0]?.values() ?? []).entries()) {
      const name = keyOf(key);
      if (name instanceof Unknown) return name;
      result.set(name, values[index] ?? null);
    }
    return result;
  },
  array_flip: onArray((array) => {
    const result = new PhpArray();
    for (const [key, value] of array.entries) {
      const name = keyOf(value);
      if (name instanceof Unknown) return name;
      result.set(name, key);
    }
    return result;
  }),
  array_map: (args, call) => {
    const [callback = null, ...rest] = args;
    const list = arrays(rest);
    if (list instanceof Unknown) {
      if (callback !== null) call.invoke(callback, [list]);
      return list;
    }
    const [first = new PhpArray()] = list;
    if (list.length > 1) {
      const columns = list.map((array) => array.values());
      const length = Math.max(...columns.map((values) => values.length));
      const rows = Array.from({ length }, (_item, index) => columns.map((values) => values[index] ?? null));
      return PhpArray.list(
        rows.map((row) => (callback === null ? PhpArray.list(row) : call.invoke(callback, row))),
      );
    }
    return PhpArray.of(
      [...first.entries].map(
        ([key, value]) => [key, callback === null ? value : call.invoke(callback, [copied(value)])] as const,
      ),
    );
  },
  array_filter: onArray((array, args, call) => {
    const [, callback = null, mode = 0] = args;
    const result = new PhpArray();
    for (const [key, value] of array.entries) {
      const kept = toBool(
        callback === null
          ? value
          : call.invoke(callback, mode === 2 ? [key] : mode === 1 ? [value, key] : [value]),
      );
      if (kept instanceof Unknown) return kept;
      if (kept) result.set(key, value);
    }
    return result;
  }),
  array_reduce: onArray((array, args, call) =>
    array
      .values()
      .reduce<PhpValue>((carry, value) => call.invoke(args[1] ?? null, [carry, value]), args[2] ?? null),
  ),
  array_slice: onArray((array, args) => {
    const offset = toInt(args[1] ?? 0);
    const length = args[2] == null ? null : toInt(args[2]);
    if (offset instanceof Unknown || length instanceof Unknown) return NOT_AN_ARRAY;
    const entries = [...array.entries];
    const from = offset < 0 ? Math.max(0, entries.length + offset) : offset;
    const chosen = entries.slice(from, length === null ? undefined : length < 0 ? length : from + length);
    const result = new PhpArray();
    for (const [key, value] of chosen)
      typeof key === 'number' && args[3] !== true ? result.push(value) : result.set(key, value);
    return result;
  }),
  array_reverse: onArray((array, args) => {
    const result = new PhpArray();
    for (const [key, value] of [...array.entries].reverse())
      typeof key === 'number' && args[1] !== true ? result.push(value) : result.set(key, value);
    return result;
  }),
  array_unique: onArray((array, args) => {
    const result = new PhpArray();
    if (int(args[1], SORT_STRING) === SORT_STRING) {
      const texts = new Set<string>();
      for (const [key, value] of array.entries) {
        const as = toText(value);
        if (as instanceof Unknown) return as;
        if (!texts.has(as)) result.set(key, value);
        texts.add(as);
      }
      return result;
    }
    const seen: PhpValue[] = [];
    for (const [key, value] of array.entries) {
      spend(seen.length);
      if (seen.some((other) => looselyEqual(other, value) === true)) continue;
      seen.push(value);
      result.set(key, value);
    }
    return result;
  }),
  array_column: onArray((array, args) => {
    const [, column = null, index = null] = args;
    const result = new PhpArray();
    for (const row of array.values()) {
      if (!(row instanceof PhpArray || row instanceof PhpObject)) continue;
      const field = (name: PhpValue) =>
        row instanceof PhpArray ? row.get(name as string | number) : row.getProperty(String(name));
      const value = column === null ? row : field(column);
      if (value === undefined) continue;
      const key = index === null ? undefined : field(index);
      const name = key === undefined ? undefined : keyOf(key);
      if (name instanceof Unknown) return name;
      if (name === undefined) result.push(value);
      else result.set(name, value);
    }
    return result;
  }),
  array_fill: (args) => {
    const [start = 0, count = 0, value = null] = args;
    if (Number(count) > 100_000) return new Unknown('a very large array');
    return PhpArray.of(
      Array.from({ length: Number(count) }, (_item, index) => [Number(start) + index, value] as const),
    );
  },
  array_fill_keys: (args) => {
    const result = new PhpArray();
    for (const key of args[0] instanceof PhpArray ? args[0].values() : []) {
      const name = toText(key);
      if (name instanceof Unknown) return name;
      result.set(name, args[1] ?? null);
    }
    return result;
  },
  array_pad: onArray((array, args) => {
    const values = array.values();
    const size = Number(args[1] ?? 0);
    if (Math.abs(size) > 10_000 || !array.isList()) return new Unknown('array_pad()');
    const more = Array.from({ length: Math.max(0, Math.abs(size) - values.length) }, () => args[2] ?? null);
    return PhpArray.list(size < 0 ? [...more, ...values] : [...values, ...more]);
  }),
  array_chunk: onArray((array, args) => {
    const size = Math.max(1, Number(args[1] ?? 1));
    const entries = [...array.entries];
    const chunks: PhpArray[] = [];
    for (let i = 0; i < entries.length; i += size) {
      const part = entries.slice(i, i + size);
      chunks.push(args[2] === true ? PhpArray.of(part) : PhpArray.list(part.map(([, value]) => value)));
    }
    return PhpArray.list(chunks);
  }),
  array_diff: setOperation(false, false, true),
  array_diff_key: setOperation(false, true, false),
  array_diff_assoc: setOperation(false, true, true),
  array_intersect: setOperation(true, false, true),
  array_intersect_key: setOperation(true, true, false),
  array_key_first: onArray((array) => array.keys()[0] ?? null),
  array_key_last: onArray((array) => array.keys().at(-1) ?? null),
  array_is_list: onArray((array) => array.isList()),
  array_sum: onArray((array) =>
    array.values().reduce<number>((sum, value) => sum + (Number(toNumber(value)) || 0), 0),
  ),
  array_push: (args, _call, prepared) => {
    const array = passed(args, prepared.refs);
    if (!(array instanceof PhpArray)) return array instanceof Unknown ? array : NOT_AN_ARRAY;
    for (const value of args.slice(1)) array.push(copied(value));
    return array.size;
  },
  array_pop: (args, _call, prepared) => {
    const array = passed(args, prepared.refs);
    return array instanceof PhpArray ? (array.pop() ?? null) : noArray('array_pop', array);
  },
  array_shift: (args, _call, prepared) => {
    const [array] = args;
    if (!(array instanceof PhpArray)) return noArray('array_shift', array ?? null);
    const [first, ...rest] = [...array.entries];
    const result = new PhpArray();
    for (const [key, value] of rest) typeof key === 'number' ? result.push(value) : result.set(key, value);
    writeReference(prepared.refs?.[0], result);
    return first?.[1] ?? null;
  },
  array_unshift: (args, _call, prepared) => {
    const [array, ...values] = args;
    if (!(array instanceof PhpArray)) return array ?? null;
    const result = PhpArray.list(values);
    for (const [key, value] of array.entries)
      typeof key === 'number' ? result.push(value) : result.set(key, value);
    writeReference(prepared.refs?.[0], result);
    return result.size;
  },
  range: (args) => {
    const [from = 0, to = 0, by = 1] = args;
    const letters =
      typeof from === 'string' &&
      typeof to === 'string' &&
      from.length === 1 &&
      to.length === 1 &&
      /\D/.test(from + to);
    const start = letters ? (from as string).charCodeAt(0) : Number(toNumber(from));
    const end = letters ? (to as string).charCodeAt(0) : Number(toNumber(to));
    const step = Math.abs(Number(by)) || 1;
    const last = Math.abs(end - start) / step + 1e-9;
    // also where one of them is no number
    if (!(last <= 100_000)) return new Unknown('a very long range');
    const result = new PhpArray();
    spend(last);
    for (let i = 0; i <= last; i++) {
      const value = start <= end ? start + i * step : start - i * step;
      result.push(letters ? String.fromCharCode(value) : value);
    }
    return result;
  },
  head: onArray((array) => array.values()[0] ?? false),
  last: onArray((array) => array.values().at(-1) ?? false),
  array_first: onArray((array) => array.values()[0] ?? null),
  array_last: onArray((array) => array.values().at(-1) ?? null),
  sort: sorter((a, b, order) => order(a[1], b[1]), false),
  rsort: sorter((a, b, order) => order(b[1], a[1]), false),
  asort: sorter((a, b, order) => order(a[1], b[1]), true),
  arsort: sorter((a, b, order) => order(b[1], a[1]), true),
  ksort: sorter((a, b, order) => order(a[0], b[0]), true),
  krsort: sorter((a, b, order) => order(b[0], a[0]), true),
  usort: userSorter(false, false),
  uasort: userSorter(false, true),
  uksort: userSorter(true, true),
  iterator_to_array: onArray((array) => array),
};

function deepSize(array: PhpArray): number {
  return array
    .values()
    .reduce<number>((sum, value) => sum + 1 + (value instanceof PhpArray ? deepSize(value) : 0), 0);
}

function mergeRecursive(left: PhpArray, right: PhpArray): PhpArray {
  const result = left.copy();
  for (const [key, value] of right.entries) {
    const old = typeof key === 'string' ? result.get(key) : undefined;
    if (typeof key === 'number') result.push(value);
    else if (old === undefined) result.set(key, value);
    else {
      const asArray = (item: PhpValue) => (item instanceof PhpArray ? item : PhpArray.list([item]));
      result.set(key, mergeRecursive(asArray(old), asArray(value)));
    }
  }
  return result;
}
