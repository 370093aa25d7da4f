/** Array functions of PHP that change their argument or are rare. */
import { writeReference } from '../arguments.ts';
import { copied, keyOf } from '../expressions.ts';
import { compare, looselyEqual, toBool, toInt, toNumber } from '../operators.ts';
import { ElementRef, type Ref, writableArray } from '../scope.ts';
import { PhpArray, type PhpValue, Unknown } from '../values.ts';
import { text } from './arguments.ts';
import type { Builtin } from './index.ts';

/** The array that a function changes: the one in the caller's variable. */
export function passed(args: readonly PhpValue[], refs: readonly (Ref | undefined)[] | undefined): PhpValue {
  const ref = refs?.[0];
  if (ref === undefined) return args[0] ?? null;
  return ref.value instanceof PhpArray ? writableArray(ref) : (args[0] ?? null);
}

/** img2 before img10. */
export function naturalOrder(a: string, b: string, ignoreCase = false): number {
  const parts = (value: string) => (ignoreCase ? value.toLowerCase() : value).match(/\d+|\D+/g) ?? [];
  const left = parts(a);
  const right = parts(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i], right[i]];
    if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? -1 : 1;
    const numeric = /^\d/.test(x) && /^\d/.test(y);
    const order = numeric ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
    if (order !== 0) return Math.sign(order);
  }
  return 0;
}

/** The order that sort()'s flags ask for. */
export function flaggedOrder(flags: PhpValue | undefined): (a: PhpValue, b: PhpValue) => number {
  const kind = Number(flags ?? 0);
  const fold = (kind & 8) !== 0;
  const key = (value: PhpValue) => (fold ? text(value).toLowerCase() : text(value));
  switch (kind & 7) {
    case 1:
      return (a, b) => Number(toNumber(a)) - Number(toNumber(b));
    case 2:
    case 5:
      return (a, b) => (key(a) === key(b) ? 0 : key(a) < key(b) ? -1 : 1);
    case 6:
      return (a, b) => naturalOrder(text(a), text(b), fold);
    default:
      return (a, b) => Number(compare(a, b)) || 0;
  }
}

function naturally(ignoreCase: boolean): Builtin {
  return (args, _call, prepared) => {
    const [array] = args;
    if (!(array instanceof PhpArray)) return false;
    const entries = [...array.entries].sort((a, b) => naturalOrder(text(a[1]), text(b[1]), ignoreCase));
    writeReference(prepared.refs?.[0], PhpArray.of(entries));
    return true;
  };
}

function compared(keep: boolean, byKey: boolean): Builtin {
  return (args, call) => {
    const callback = args.at(-1) ?? null;
    const [first, ...others] = args.slice(0, -1);
    if (!(first instanceof PhpArray)) return new Unknown('a comparison of something that is not an array');
    const result = new PhpArray();
    for (const [key, value] of first.entries) {
      const inOther = (other: PhpValue) =>
        other instanceof PhpArray &&
        [...other.entries].some(([otherKey, otherValue]) => {
          const order = call.invoke(callback, byKey ? [key, otherKey] : [value, otherValue]);
          return Number(toInt(order)) === 0;
        });
      if (keep ? others.every(inOther) : !others.some(inOther)) result.set(key, value);
    }
    return result;
  };
}

function replaceRecursive(left: PhpArray, right: PhpArray): PhpArray {
  const result = left.copy();
  for (const [key, value] of right.entries) {
    const old = result.get(key);
    result.set(
      key,
      value instanceof PhpArray && old instanceof PhpArray ? replaceRecursive(old, value) : value,
    );
  }
  return result;
}

/** Goes over an array so that a callback taking its argument by reference changes the caller's. */
function walk(recursive: boolean): Builtin {
  return (args, call, prepared) => {
    const [array, callback = null, extra] = args;
    if (!(array instanceof PhpArray)) return array instanceof Unknown ? array : false;
    const root = prepared.refs?.[0] ?? { value: array };
    const visit = (container: Ref, list: PhpArray) => {
      for (const [key, value] of [...list.entries]) {
        const ref = new ElementRef(container, key);
        if (recursive && value instanceof PhpArray) visit(ref, value);
        else call.invoke(callback, extra === undefined ? [value, key] : [value, key, extra], [ref]);
      }
    };
    visit(root, array);
    return true;
  };
}

/** Where each array's internal pointer stands. */
const pointers = new WeakMap<PhpArray, number>();

function pointer(move: (at: number, size: number) => number, key = false): Builtin {
  return (args, _call, prepared) => {
    const array = passed(args, prepared.refs);
    if (!(array instanceof PhpArray)) return array instanceof Unknown ? array : key ? null : false;
    const at = move(pointers.get(array) ?? 0, array.size);
    pointers.set(array, at);
    if (key) return array.keys()[at] ?? null;
    return at < 0 || at >= array.size ? false : (array.values()[at] ?? null);
  };
}

export const MORE_ARRAY_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  array_splice: (args, _call, prepared) => {
    const [array, offset = 0, length = null, replacement = null] = args;
    if (!(array instanceof PhpArray)) return new Unknown('array_splice()');
    const entries = [...array.entries];
    const start = Number(offset);
    const from = start < 0 ? Math.max(0, entries.length + start) : Math.min(start, entries.length);
    const count = length === null ? entries.length : Number(length);
    const to = count < 0 ? Math.max(from, entries.length + count) : Math.min(entries.length, from + count);
    const renumbered = (list: readonly (readonly [string | number, PhpValue])[]) => {
      const result = new PhpArray();
      for (const [key, value] of list) typeof key === 'number' ? result.push(value) : result.set(key, value);
      return result;
    };
    const added =
      replacement instanceof PhpArray ? replacement.values() : replacement === null ? [] : [replacement];
    const rest = [
      ...entries.slice(0, from),
      ...added.map((value) => [0, value] as const),
      ...entries.slice(to),
    ];
    writeReference(prepared.refs?.[0], renumbered(rest));
    return renumbered(entries.slice(from, to));
  },
  array_walk: walk(false),
  array_walk_recursive: walk(true),
  array_multisort: (_args, _call, prepared) => {
    const unknown = new Unknown('array_multisort()');
    for (const ref of prepared.refs ?? []) if (ref?.value instanceof PhpArray) writeReference(ref, unknown);
    return true;
  },
  array_product: (args) =>
    args[0] instanceof PhpArray
      ? args[0].values().reduce<number>((product, value) => product * Number(toNumber(value)), 1)
      : new Unknown('array_product()'),
  array_count_values: (args) => {
    const result = new PhpArray();
    for (const value of args[0] instanceof PhpArray ? args[0].values() : []) {
      const key = keyOf(value);
      if (key instanceof Unknown) return key;
      result.set(key, Number(result.get(key) ?? 0) + 1);
    }
    return result;
  },
  array_change_key_case: (args) =>
    args[0] instanceof PhpArray
      ? PhpArray.of(
          [...args[0].entries].map(([key, value]) => {
            if (typeof key === 'number') return [key, value] as const;
            return [args[1] === 1 ? key.toUpperCase() : key.toLowerCase(), value] as const;
          }),
        )
      : new Unknown('array_change_key_case()'),
  array_replace_recursive: (args) => {
    const list = args.filter((value) => value instanceof PhpArray);
    return list.length === args.length
      ? list.reduce((left, right) => replaceRecursive(left, right), new PhpArray())
      : new Unknown('array_replace_recursive()');
  },
  array_intersect_assoc: (args) => {
    const [first, ...others] = args;
    if (!(first instanceof PhpArray)) return new Unknown('array_intersect_assoc()');
    return PhpArray.of(
      [...first.entries].filter(([key, value]) =>
        others.every(
          (other) => other instanceof PhpArray && other.has(key) && text(other.get(key)) === text(value),
        ),
      ),
    );
  },
  array_udiff: compared(false, false),
  array_uintersect: compared(true, false),
  array_diff_ukey: compared(false, true),
  array_intersect_ukey: compared(true, true),
  array_rand: (args) =>
    args[0] instanceof PhpArray && args[0].size === 1 && (args[1] ?? 1) === 1
      ? args[0].keys()[0]!
      : new Unknown('a random element'),
  shuffle: (_args, _call, prepared) => {
    writeReference(prepared.refs?.[0], new Unknown('a random order'));
    return true;
  },
  array_any: (args, call) => some(args, call),
  array_all: (args, call) => {
    const found = some(args, call, false);
    return found instanceof Unknown ? found : !found;
  },
  array_find: (args, call) => {
    for (const [key, value] of args[0] instanceof PhpArray ? args[0].entries : []) {
      const held = toBool(call.invoke(args[1] ?? null, [copied(value), key]));
      if (held instanceof Unknown) return held;
      if (held) return value;
    }
    return null;
  },
  natsort: naturally(false),
  natcasesort: naturally(true),
  current: pointer((at) => at),
  pos: pointer((at) => at),
  key: pointer((at) => at, true),
  next: pointer((at, size) => Math.min(at + 1, size)),
  prev: pointer((at, size) => (at <= 0 ? size : at - 1)),
  reset: pointer(() => 0),
  end: pointer((_at, size) => Math.max(0, size - 1)),
  array_keys: (args) => {
    const [array, wanted, strict] = args;
    if (!(array instanceof PhpArray)) return array instanceof Unknown ? array : new Unknown('array_keys()');
    if (args.length < 2) return PhpArray.list(array.keys());
    const keys: (string | number)[] = [];
    for (const [key, value] of array.entries) {
      const equal = strict === true ? value === wanted : looselyEqual(value, wanted ?? null);
      if (equal instanceof Unknown) return equal;
      if (equal) keys.push(key);
    }
    return PhpArray.list(keys);
  },
};

function some(args: readonly PhpValue[], call: Parameters<Builtin>[1], wanted = true): boolean | Unknown {
  for (const [key, value] of args[0] instanceof PhpArray ? args[0].entries : []) {
    const held = toBool(call.invoke(args[1] ?? null, [copied(value), key]));
    if (held instanceof Unknown) return held;
    if (held === wanted) return true;
  }
  return false;
}
