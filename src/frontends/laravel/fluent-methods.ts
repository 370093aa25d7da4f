/**
 * The real methods of Illuminate\Support\Fluent, with those of its traits InteractsWithData and Conditionable (Laravel 8
 * to 13). What a migration writes as a modifier may be one of them: from 11.34 `->integer()` behind a column throws, and
 * `->boolean()` sets nothing and ends the chain with false.
 */
import { callBuiltin } from '../../php/functions/index.ts';
import { isNumeric, toBool, toInt, toNumber, toText } from '../../php/operators.ts';
import {
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';
import { Collection, dataGet } from './collection.ts';
import type { Fluent } from './fluent.ts';
import { FrameworkError } from './framework-error.ts';
import type { Bound } from './parameters.ts';
import { Stringable } from './support.ts';

type Run = (fluent: Fluent, args: Bound, call: CallSite) => PhpValue;

const MISSING = new Unknown('an attribute that is not there');

export function isClosure(value: PhpValue): boolean {
  return value instanceof PhpObject && value.isInstanceOf('Closure');
}

/** The global helper value(). */
const evaluated = (value: PhpValue, call: CallSite): PhpValue =>
  isClosure(value) ? call.invoke(value, []) : value;

const attributesOf = (fluent: Fluent): PhpArray =>
  PhpArray.of([...fluent.attributes].map(([name, { value }]) => [name, value] as const));

/** Fluent::data(): the attribute, or the default; without a key all attributes. */
function data(fluent: Fluent, args: Bound, call: CallSite): PhpValue {
  const found = dataGet(attributesOf(fluent), args.get('key'), MISSING);
  return found === MISSING ? evaluated(args.get('default'), call) : found;
}

/** `is_array($key) ? $key : func_get_args()`. */
function keysOf(args: Bound, parameter: 'key' | 'keys'): readonly PhpValue[] {
  const given = args.get(parameter);
  if (given instanceof PhpArray) return given.values();
  return args.positional.length > 0 ? args.positional : [given];
}

/** The answer for each key; one that is not known makes the whole unknown. */
function answers(
  keys: readonly PhpValue[],
  ask: (key: PhpValue) => boolean | Unknown,
): readonly boolean[] | Unknown {
  const found: boolean[] = [];
  for (const key of keys) {
    const answer = key instanceof Unknown ? key : ask(key);
    if (answer instanceof Unknown) return answer;
    found.push(answer);
  }
  return found;
}

const has = (fluent: Fluent, keys: readonly PhpValue[]) =>
  answers(keys, (key) => dataGet(attributesOf(fluent), key, MISSING) !== MISSING);

/** InteractsWithData::isEmptyString(). */
const empty = (fluent: Fluent, keys: readonly PhpValue[]) =>
  answers(keys, (key) => {
    const value = dataGet(attributesOf(fluent), key);
    if (typeof value === 'boolean' || value instanceof PhpArray) return false;
    const text = toText(value);
    return text instanceof Unknown ? text : text.trim() === '';
  });

const all = (found: readonly boolean[] | Unknown, wanted: boolean): boolean | Unknown =>
  found instanceof Unknown ? found : found.every((one) => one === wanted);

const any = (found: readonly boolean[] | Unknown, wanted: boolean): boolean | Unknown =>
  found instanceof Unknown ? found : found.includes(wanted);

/** The attributes of these names; null, or nothing, for one that is missing. */
function subset(fluent: Fluent, keys: readonly PhpValue[], missing: 'null' | 'left out'): PhpValue {
  const entries: [string, PhpValue][] = [];
  for (const key of keys) {
    const name = toText(key);
    if (name instanceof Unknown) return name;
    const value = dataGet(attributesOf(fluent), key, MISSING);
    if (value !== MISSING) entries.push([name, value]);
    else if (missing === 'null') entries.push([name, null]);
  }
  return PhpArray.of(entries);
}

/** whenHas() and its like: what a callback gives, or the column itself. */
const whenever =
  (asks: (fluent: Fluent, args: Bound) => boolean | Unknown): Run =>
  (fluent, args, call) => {
    const holds = asks(fluent, args);
    if (holds instanceof Unknown) {
      fluent.note(holds.reason, call.origin);
      return fluent;
    }
    if (!holds) {
      const otherwise = args.get('default');
      return otherwise === null ? fluent : call.invoke(otherwise, []);
    }
    const given = call.invoke(args.get('callback'), [dataGet(attributesOf(fluent), args.get('key'))]);
    return toBool(given) === false ? fluent : given;
  };

const conditional =
  (wanted: boolean): Run =>
  (fluent, args, call) => {
    if (!args.given('value')) return new WhenProxy(fluent, wanted);
    const condition = args.get('value');
    const value = isClosure(condition) ? call.invoke(condition, [fluent]) : condition;
    const holds = toBool(value);
    if (holds instanceof Unknown) {
      fluent.note(holds.reason, call.origin);
      return fluent;
    }
    if (!args.given('callback')) return new WhenProxy(fluent, wanted, holds === wanted);
    const chosen = args.get(holds === wanted ? 'callback' : 'default');
    return (chosen === null ? null : call.invoke(chosen, [fluent, value])) ?? fluent;
  };

/** Illuminate\Support\HigherOrderWhenProxy: `->when(x)->nullable()`; without an `x` the next call gives it. */
class WhenProxy extends PhpObject {
  readonly className = 'Illuminate\\Support\\HigherOrderWhenProxy';
  readonly #target: Fluent;
  readonly #wanted: boolean;
  readonly #holds: boolean | undefined;

  constructor(target: Fluent, wanted: boolean, holds?: boolean) {
    super();
    this.#target = target;
    this.#wanted = wanted;
    this.#holds = holds;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    if (this.#holds === false) return this.#target;
    const given = this.#target.callMethod(name, args, call);
    if (this.#holds === true) return given;
    const condition = toBool(given ?? null);
    if (!(condition instanceof Unknown))
      return new WhenProxy(this.#target, this.#wanted, condition === this.#wanted);
    this.#target.note(condition.reason, call.origin);
    return this.#target;
  }
}

/** Something that is made of an attribute, and that no migration looks at: null where there is none. */
const made =
  (what: string): Run =>
  (fluent, args) => {
    const missing = all(empty(fluent, [args.get('key')]), true);
    return missing === true ? null : missing instanceof Unknown ? missing : new Unknown(what);
  };

const enumOf =
  (none: (args: Bound, call: CallSite) => PhpValue): Run =>
  (fluent, args, call) => {
    const missing = all(empty(fluent, [args.get('key')]), true);
    if (missing instanceof Unknown) return missing;
    return missing ? none(args, call) : new Unknown('an attribute as a case of an enum');
  };

const truth: Run = (fluent, args, call) => {
  const value = data(fluent, args, call);
  if (value instanceof Unknown) return value;
  if (toBool(args.get('strict')) !== false) return new Unknown('an attribute read strictly');
  if (value instanceof PhpArray || value instanceof PhpObject) return false;
  return /^\s*(1|true|on|yes)\s*$/i.test(String(toText(value)));
};

const number =
  (convert: (value: PhpValue) => PhpValue): Run =>
  (fluent, args, call) =>
    toBool(args.get('strict')) === false
      ? convert(data(fluent, args, call))
      : new Unknown('an attribute read strictly');

const text: Run = (fluent, args, call) => {
  const value = toText(data(fluent, args, call));
  if (toBool(args.get('strict')) !== false) return new Unknown('an attribute read strictly');
  return value instanceof Unknown ? value : new Stringable(value);
};

const json = (fluent: Fluent, flags: PhpValue, call: CallSite): PhpValue =>
  callBuiltin('json_encode', { positional: [attributesOf(fluent), flags], named: new Map() }, call) ??
  new Unknown('attributes as JSON');

const JSON_PRETTY_PRINT = 128;

/** A fluent object of its own: what is set on it reaches no column. */
function detached(fluent: Fluent, attributes: PhpValue): PhpValue {
  if (attributes instanceof Unknown) return attributes;
  const entries = attributes instanceof PhpArray ? [...attributes.entries] : [];
  return fluent.detached(Object.fromEntries(entries.map(([key, value]) => [String(key), value])));
}

const macros: Run = () => new Unknown('what a macro of columns gives');

export const FLUENT_CALLS: Readonly<Record<string, Run>> = {
  // ---- Fluent
  all: (fluent, args) =>
    toBool(args.get('keys')) === false ? attributesOf(fluent) : subset(fluent, keysOf(args, 'keys'), 'null'),
  fill: (fluent, args, call) => {
    const attributes = args.get('attributes');
    if (attributes instanceof PhpArray) {
      for (const [key, value] of attributes.entries) fluent.assign(String(key), value, call);
    }
    return fluent;
  },
  get: data,
  getAttributes: attributesOf,
  getIterator: () => new Unknown('an iterator over attributes'),
  isEmpty: (fluent) => fluent.attributes.size === 0,
  isNotEmpty: (fluent) => fluent.attributes.size > 0,
  jsonSerialize: attributesOf,
  make: (fluent, args) => detached(fluent, args.get('attributes')),
  offsetExists: (fluent, args) => fluent.isset(String(toText(args.get('offset')))),
  offsetGet: (fluent, args) => fluent.get(String(toText(args.get('offset')))),
  offsetSet: (fluent, args, call) => {
    fluent.assign(String(toText(args.get('offset'))), args.get('value'), call);
    return null;
  },
  offsetUnset: (fluent, args) => {
    fluent.attributes.delete(String(toText(args.get('offset'))));
    return null;
  },
  scope: (fluent, args, call) => {
    const value = data(fluent, args, call);
    return detached(fluent, value === null || value instanceof PhpArray ? value : PhpArray.list([value]));
  },
  set: (fluent, args, call) => {
    fluent.assign(String(toText(args.get('key'))), args.get('value'), call);
    return fluent;
  },
  toArray: attributesOf,
  toJson: (fluent, args, call) => json(fluent, args.get('options'), call),
  toPrettyJson: (fluent, args, call) =>
    json(fluent, Number(args.get('options') ?? 0) | JSON_PRETTY_PRINT, call),
  value: (fluent, args, call) => {
    const name = String(toText(args.get('key')));
    return fluent.attributes.has(name) ? fluent.get(name) : evaluated(args.get('default'), call);
  },

  // ---- Macroable
  flushMacros: macros,
  hasMacro: macros,
  macro: macros,
  macroCall: (fluent, args) => {
    throw new FrameworkError(`Method ${fluent.className}::${args.get('method')} does not exist.`);
  },
  mixin: macros,

  // ---- Conditionable
  unless: conditional(false),
  when: conditional(true),

  // ---- InteractsWithData
  anyFilled: (fluent, args) => any(empty(fluent, keysOf(args, 'keys')), false),
  array: (fluent, args, call) => {
    const key = args.get('key');
    const value =
      key instanceof PhpArray ? subset(fluent, key.values(), 'left out') : data(fluent, args, call);
    if (value instanceof PhpArray || value instanceof Unknown) return value;
    return value === null ? new PhpArray() : PhpArray.list([value]);
  },
  boolean: truth,
  clamp: (fluent, args, call) => {
    const value = data(fluent, args, call);
    const [least, most] = [toNumber(args.get('min')), toNumber(args.get('max'))];
    if (!isNumeric(value) || least instanceof Unknown || most instanceof Unknown) {
      return new Unknown('an attribute that is no number, held between two');
    }
    return Math.min(Math.max(toNumber(value) as number, least), most);
  },
  collect: (fluent, args, call) => {
    const key = args.get('key');
    return Collection.from(
      key instanceof PhpArray ? subset(fluent, key.values(), 'left out') : data(fluent, args, call),
    );
  },
  date: made('an attribute as a date'),
  enum: enumOf((args, call) => evaluated(args.get('default'), call)),
  enums: enumOf(() => new PhpArray()),
  except: (fluent, args) => {
    const rest = attributesOf(fluent);
    for (const key of keysOf(args, 'keys')) rest.delete(String(toText(key)));
    return rest;
  },
  exists: (fluent, args) => all(has(fluent, keysOf(args, 'key')), true),
  filled: (fluent, args) => all(empty(fluent, keysOf(args, 'key')), false),
  float: number(toNumber),
  has: (fluent, args) => all(has(fluent, keysOf(args, 'key')), true),
  hasAny: (fluent, args) => any(has(fluent, keysOf(args, 'keys')), true),
  integer: number(toInt),
  interval: made('an attribute as an interval'),
  isNotFilled: (fluent, args) => all(empty(fluent, keysOf(args, 'key')), true),
  missing: (fluent, args) => {
    const there = all(has(fluent, keysOf(args, 'key')), true);
    return there instanceof Unknown ? there : !there;
  },
  only: (fluent, args) => subset(fluent, keysOf(args, 'keys'), 'left out'),
  str: text,
  string: text,
  ulid: made('an attribute as a ULID'),
  uuid: made('an attribute as a UUID'),
  whenEnum: whenever((fluent, args) => {
    const filled = all(empty(fluent, [args.get('key')]), false);
    return filled === true ? new Unknown('an attribute as a case of an enum') : filled;
  }),
  whenFilled: whenever((fluent, args) => all(empty(fluent, [args.get('key')]), false)),
  whenHas: whenever((fluent, args) => all(has(fluent, [args.get('key')]), true)),
  whenMissing: whenever((fluent, args) => {
    const there = all(has(fluent, [args.get('key')]), true);
    return there instanceof Unknown ? there : !there;
  }),
};
