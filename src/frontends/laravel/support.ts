/** Illuminate\Support\Str and Arr, and the framework's global helper functions, as far as migrations use them. */

import { writeReference } from '../../php/arguments.ts';
import type { PreparedArguments } from '../../php/call-site.ts';
import { isExceptionClass, PhpException } from '../../php/exceptions.ts';
import { callBuiltin } from '../../php/functions/index.ts';
import { toBool, toText } from '../../php/operators.ts';
import {
  argument,
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  PhpThrow,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';
import { MAX_TEXT, spendOnSearch, spendOnTexts } from '../../php/work.ts';
import { Collection, dataGet } from './collection.ts';
import * as words from './str.ts';

function text(value: PhpValue | undefined): string | Unknown {
  return toText(value ?? null);
}

function onText(work: (subject: string, rest: readonly PhpValue[], call: CallSite) => PhpValue): StrMethod {
  return (args, call) => {
    const subject = text(args[0]);
    return subject instanceof Unknown ? subject : work(subject, args.slice(1), call);
  };
}

type StrMethod = (args: readonly PhpValue[], call: CallSite) => PhpValue;

const list = (value: PhpValue | undefined): string[] =>
  (value instanceof PhpArray ? value.values() : [value ?? null]).map((item) => String(text(item)));

/** Str::slug(): transliterates what ASCII has no letter for, as voku/portable-ascii does for Latin letters. */
function slug(title: string, separator = '-'): string {
  const flip = separator === '-' ? '_' : '-';
  const escaped = [...new Set(separator)].join('').replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return title
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ß', 'ss')
    .replaceAll(flip, separator)
    .replaceAll('@', `${separator}at${separator}`)
    .toLowerCase()
    .replace(new RegExp(`[^${escaped}\\p{L}\\p{N}\\s]+`, 'gu'), '')
    .replace(new RegExp(`[${escaped}\\s]+`, 'gu'), separator)
    .replace(escaped === '' ? /^\b$/ : new RegExp(`^[${escaped}]+|[${escaped}]+$`, 'gu'), '');
}

/** Str::is(): `*` stands for anything. Each part is looked for behind the one before, which is as good as any other place. */
function isMatch(pattern: string, value: string): boolean {
  const [start = '', ...parts] = pattern.split('*');
  const end = parts.pop();
  if (end === undefined) return pattern === value;
  if (!value.startsWith(start)) return false;
  let at = start.length;
  for (const part of parts) {
    at = value.indexOf(part, at);
    if (at < 0) return false;
    at += part.length;
  }
  return value.length - end.length >= at && value.endsWith(end);
}

const folded = (value: string, ignoreCase: PhpValue | undefined): string =>
  ignoreCase === true ? value.toLowerCase() : value;

const STR: Readonly<Record<string, StrMethod>> = {
  plural: onText((subject, [count]) => words.plural(subject, typeof count === 'number' ? count : 2)),
  pluralstudly: onText((subject, [count]) =>
    words.pluralStudly(subject, typeof count === 'number' ? count : 2),
  ),
  singular: onText((subject) => words.singular(subject)),
  snake: onText((subject, [delimiter]) =>
    words.snake(subject, delimiter === undefined ? '_' : String(text(delimiter))),
  ),
  studly: onText((subject) => words.studly(subject)),
  camel: onText((subject) => words.camel(subject)),
  kebab: onText((subject) => words.kebab(subject)),
  lower: onText((subject) => words.lower(subject)),
  upper: onText((subject) => words.upper(subject)),
  ucfirst: onText((subject) => words.upperFirst(subject)),
  lcfirst: onText((subject) => words.lowerFirst(subject)),
  title: onText((subject) =>
    subject
      .toLowerCase()
      .replace(
        /(^|[^\p{L}\p{N}'])(\p{L})/gu,
        (_all, before: string, letter: string) => before + letter.toUpperCase(),
      ),
  ),
  slug: onText((subject, [separator]) =>
    slug(subject, separator === undefined ? '-' : String(text(separator))),
  ),
  before: onText((subject, [search]) => words.before(subject, String(text(search)))),
  beforelast: onText((subject, [search]) => words.beforeLast(subject, String(text(search)))),
  after: onText((subject, [search]) => words.after(subject, String(text(search)))),
  afterlast: onText((subject, [search]) => words.afterLast(subject, String(text(search)))),
  contains: onText((subject, [needles, ignoreCase]) =>
    list(needles).some(
      (needle) => needle !== '' && folded(subject, ignoreCase).includes(folded(needle, ignoreCase)),
    ),
  ),
  startswith: onText((subject, [needles]) =>
    list(needles).some((needle) => needle !== '' && subject.startsWith(needle)),
  ),
  endswith: onText((subject, [needles]) =>
    list(needles).some((needle) => needle !== '' && subject.endsWith(needle)),
  ),
  length: onText((subject) => [...subject].length),
  limit: onText((subject, [limit, end, preserve]) => {
    if (preserve === true) return new Unknown('Str::limit() that keeps words whole');
    const points = [...subject];
    const size = typeof limit === 'number' ? limit : 100;
    return points.length <= size
      ? subject
      : points.slice(0, size).join('').trimEnd() + (end === undefined ? '...' : String(text(end)));
  }),
  substr: (args, call) => callBuiltin('mb_substr', { positional: args, named: new Map() }, call) ?? null,
  finish: onText((subject, [cap]) => {
    const ending = String(text(cap));
    let trimmed = subject;
    while (ending !== '' && trimmed.endsWith(ending)) trimmed = trimmed.slice(0, -ending.length);
    return trimmed + ending;
  }),
  start: onText((subject, [prefix]) => {
    const beginning = String(text(prefix));
    let trimmed = subject;
    while (beginning !== '' && trimmed.startsWith(beginning)) trimmed = trimmed.slice(beginning.length);
    return beginning + trimmed;
  }),
  replace: (args, call) => {
    if (args[3] === false) return new Unknown('Str::replace() that ignores case');
    if (args[2] instanceof PhpArray) return new Unknown('Str::replace() on an array');
    return callBuiltin('str_replace', { positional: args.slice(0, 3), named: new Map() }, call) ?? null;
  },
  replacefirst: (args) => {
    const [search, by, subject] = args.map((value) => String(text(value)));
    return search === '' ? (subject ?? '') : (subject ?? '').replace(search ?? '', () => by ?? '');
  },
  replacelast: (args) => {
    const [search = '', by = '', subject = ''] = args.map((value) => String(text(value)));
    const at = subject.lastIndexOf(search);
    return at < 0 || search === '' ? subject : subject.slice(0, at) + by + subject.slice(at + search.length);
  },
  of: onText((subject) => new Stringable(subject)),
  classbasename: onText((subject) => words.classBasename(subject)),
  is: (args) => {
    const [patterns = null, value = null] = args;
    return list(patterns).some((pattern) => isMatch(pattern, String(text(value))));
  },
  squish: onText((subject) => subject.trim().replace(/\s+/g, ' ')),
  wrap: onText((subject, [before, after]) => String(text(before)) + subject + String(text(after ?? before))),
  ascii: onText((subject) => subject.normalize('NFD').replace(/[\u0300-\u036f]/g, '')),
  random: () => new Unknown('a random text'),
  uuid: () => new Unknown('a random UUID'),
  ordereduuid: () => new Unknown('a random UUID'),
  uuid7: () => new Unknown('a random UUID'),
  ulid: () => new Unknown('a random ULID'),
  password: () => new Unknown('a random password'),
};

const NAMED: Readonly<Record<string, readonly string[]>> = {
  limit: ['value', 'limit', 'end', 'preserveWords'],
  slug: ['title', 'separator'],
  snake: ['value', 'delimiter'],
  plural: ['value', 'count'],
  singular: ['value'],
  studly: ['value'],
  camel: ['value'],
  contains: ['haystack', 'needles', 'ignoreCase'],
  startswith: ['haystack', 'needles'],
  endswith: ['haystack', 'needles'],
};

const SEARCHES = /^(before|beforeLast|after|afterLast|contains|replaceFirst|replaceLast|is)$/i;

/** Stringable's methods that take the subject as Str's last argument. */
const SUBJECT_LAST = new Set(['replacefirst', 'replacelast', 'is']);

export function strMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
  const method = Object.hasOwn(STR, name.toLowerCase()) ? STR[name.toLowerCase()] : undefined;
  if (method === undefined) return undefined;
  const values = [...args.positional];
  if (args.named.size > 0) {
    // only what stands behind the positional ones by name, too, is certain to mean the same place
    const places = NAMED[name.toLowerCase()] ?? [];
    for (const [key, value] of args.named) {
      const at = places.indexOf(key);
      if (at < 0) return new Unknown(`Str::${name}() with the named argument ${key}`);
      values[at] = value;
    }
  }
  const unknown = values.find((value) => value instanceof Unknown);
  if (unknown !== undefined) return unknown;
  spendOnTexts(values);
  if (SEARCHES.test(name)) spendOnSearch(values);
  return limited(method(values, call));
}

/** A text that is doubled in a loop soon fills the memory. */
function limited(value: PhpValue): PhpValue {
  const text = value instanceof Stringable ? value.value : value;
  return typeof text === 'string' && text.length > MAX_TEXT ? new Unknown('a very long text') : value;
}

/** Illuminate\Support\Optional around what is no object: whatever is asked of it is null, an element but for an array's. */
class Optional extends PhpObject {
  readonly className = 'Illuminate\\Support\\Optional';
  readonly #value: PhpValue;

  constructor(value: PhpValue) {
    super();
    this.#value = value;
  }

  override callMethod(name: string, args: CallArguments, _call: CallSite): PhpValue | undefined {
    const element = dataGet(this.#value instanceof PhpArray ? this.#value : null, args.positional[0] ?? null);
    switch (name.toLowerCase()) {
      case 'offsetget':
        return element;
      case 'offsetexists':
        return element instanceof Unknown ? element : element !== null;
      default:
        return null;
    }
  }

  override getProperty(): PhpValue {
    return null;
  }
}

/** Illuminate\Support\Stringable: the same methods, chained. */
export class Stringable extends PhpObject {
  readonly className = 'Illuminate\\Support\\Stringable';
  readonly value: string;

  constructor(value: string) {
    super();
    this.value = value;
  }

  override toText(): string {
    return this.value;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    switch (name.toLowerCase()) {
      case 'tostring':
      case 'value':
      case '__tostring':
        return this.value;
      case 'append':
        return limited(new Stringable(this.value + list(PhpArray.list(args.positional)).join('')));
      case 'prepend':
        return limited(new Stringable(list(PhpArray.list(args.positional)).join('') + this.value));
      case 'explode':
        return Collection.from(PhpArray.list(this.value.split(String(text(args.positional[0])))));
      case 'trim':
        return args.positional.length === 0
          ? new Stringable(this.value.trim())
          : new Unknown('trim() of certain characters');
      case 'replace': {
        const [search = null, by = null] = args.positional;
        const replaced = strMethod(
          'replace',
          { positional: [search, by, this.value], named: new Map() },
          call,
        );
        return typeof replaced === 'string' ? new Stringable(replaced) : replaced;
      }
      case 'isempty':
        return this.value === '';
      case 'isnotempty':
        return this.value !== '';
      case 'when':
      case 'unless': {
        const test = toBool(args.positional[0] ?? null);
        if (test instanceof Unknown) return test;
        const callback = test === (name.toLowerCase() === 'when') ? args.positional[1] : args.positional[2];
        return callback == null ? this : (call.invoke(callback, [this, args.positional[0] ?? null]) ?? this);
      }
      case 'pipe': {
        const result = call.invoke(args.positional[0] ?? null, [this]);
        return typeof result === 'string' ? new Stringable(result) : result;
      }
      case 'tap':
        call.invoke(args.positional[0] ?? null, [this]);
        return this;
      case 'exactly':
        return this.value === text(args.positional[0]);
      default: {
        const positional = SUBJECT_LAST.has(name.toLowerCase())
          ? [...args.positional, this.value]
          : [this.value, ...args.positional];
        const result = strMethod(name, { ...args, positional }, call);
        return typeof result === 'string' ? new Stringable(result) : result;
      }
    }
  }
}

export function arrMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
  const ref = (args as Partial<PreparedArguments>).refs?.[0];
  if (/^(set|forget|pull|add|push)$/i.test(name) && ref !== undefined) {
    const change = changed(name.toLowerCase(), args);
    if (change !== undefined) {
      writeReference(ref, change.array);
      return change.result;
    }
    // changed in a way that is not followed
    writeReference(ref, new Unknown(`what Arr::${name}() leaves`));
    return new Unknown(`what Arr::${name}() gives`);
  }
  const get = (position: number, parameter: string) => argument(args, position, parameter);
  const array = get(0, 'array') ?? null;
  if (array instanceof Unknown) return array;
  const collection = Collection.from(array);
  const key = get(1, 'key') ?? get(1, 'keys') ?? null;
  switch (name.toLowerCase()) {
    case 'get':
      if (array instanceof PhpArray && (typeof key === 'string' || typeof key === 'number') && array.has(key))
        return array.get(key) ?? null;
      return settled(dataGet(array, key, get(2, 'default') ?? null), call);
    case 'has': {
      const keys = key instanceof PhpArray ? key.values() : [key];
      const missing = new Unknown('missing');
      return keys.every((item) => dataGet(array, item, missing) !== missing);
    }
    case 'wrap':
      return array === null ? new PhpArray() : array instanceof PhpArray ? array : PhpArray.list([array]);
    case 'exists':
      return array instanceof PhpArray && array.has(String(text(key)));
    case 'set': {
      if (array instanceof PhpArray && !String(text(key)).includes('.'))
        array.set(String(text(key)), get(2, 'value') ?? null);
      return array;
    }
    case 'isassoc':
      return array instanceof PhpArray && !array.isList();
    case 'prepend':
      return array instanceof PhpArray && args.positional.length < 3
        ? PhpArray.list([key, ...array.values()])
        : new Unknown('Arr::prepend()');
    case 'random':
    case 'shuffle':
      return new Unknown('a random element');
    default: {
      if (collection instanceof Unknown) return collection;
      const result = collection.callMethod(
        name,
        { positional: args.positional.slice(1), named: args.named },
        call,
      );
      return result instanceof Collection ? asArrays(result.items) : result;
    }
  }
}

/** Arr::set(), forget() and pull() with a key that has no dots. */
function changed(
  name: string,
  args: CallArguments,
): { readonly array: PhpArray; readonly result: PhpValue } | undefined {
  const [array, key] = args.positional;
  if (!(array instanceof PhpArray) || (typeof key !== 'string' && typeof key !== 'number')) return undefined;
  if (String(key).includes('.')) return undefined;
  const copy = array.copy();
  switch (name) {
    case 'set':
      copy.set(key, args.positional[2] ?? null);
      return { array: copy, result: copy.copy() };
    case 'forget':
      copy.delete(key);
      return { array: copy, result: null };
    case 'pull': {
      const value = copy.get(key) ?? args.positional[2] ?? null;
      copy.delete(key);
      return { array: copy, result: value };
    }
    default:
      return undefined;
  }
}

/** A default that may be a closure (`value()`). */
function settled(value: PhpValue, call: CallSite): PhpValue {
  return value instanceof PhpObject && value.isInstanceOf('Closure') ? call.invoke(value, []) : value;
}

/** Arr gives arrays where a collection gives collections. */
function asArrays(items: PhpArray): PhpArray {
  return PhpArray.of(
    [...items.entries].map(
      ([key, value]) => [key, value instanceof Collection ? value.items : value] as const,
    ),
  );
}

const FOLDERS: Readonly<Record<string, string>> = {
  app_path: '/app',
  database_path: '/database',
  storage_path: '/storage',
  resource_path: '/resources',
  public_path: '/public',
  config_path: '/config',
};

/** Global helpers that need nothing of the application; undefined: not one of these. */
export function helper(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
  const get = (position: number, parameter: string) => argument(args, position, parameter);
  switch (name) {
    case 'collect':
      return Collection.from(get(0, 'value') ?? null);
    case 'value': {
      const value = get(0, 'value') ?? null;
      return value instanceof PhpObject && value.isInstanceOf('Closure')
        ? call.invoke(value, args.positional.slice(1))
        : value;
    }
    case 'tap': {
      const value = get(0, 'value') ?? null;
      const callback = get(1, 'callback');
      if (callback != null) call.invoke(callback, [value]);
      return value;
    }
    case 'with': {
      const value = get(0, 'value') ?? null;
      const callback = get(1, 'callback');
      return callback == null ? value : call.invoke(callback, [value]);
    }
    case 'str': {
      const subject = text(get(0, 'string'));
      return subject instanceof Unknown ? subject : new Stringable(subject);
    }
    case 'data_get':
      return settled(
        dataGet(get(0, 'target') ?? null, get(1, 'key') ?? null, get(2, 'default') ?? null),
        call,
      );
    case 'data_set':
    case 'data_fill':
    case 'data_forget': {
      const unknown = new Unknown(`what ${name}() leaves`);
      writeReference((args as Partial<PreparedArguments>).refs?.[0], unknown);
      return unknown;
    }
    case 'array_get':
      return dataGet(get(0, 'array') ?? null, get(1, 'key') ?? null, get(2, 'default') ?? null);
    case 'array_wrap':
      return arrMethod('wrap', args, call);
    case 'blank':
    case 'filled': {
      const value = get(0, 'value') ?? null;
      if (value instanceof Unknown) return value;
      const blank =
        value === null ||
        (typeof value === 'string' && value.trim() === '') ||
        (value instanceof PhpArray && value.size === 0) ||
        (value instanceof Collection && value.items.size === 0);
      return (name === 'blank') === blank;
    }
    case 'optional': {
      const value = get(0, 'value') ?? null;
      const callback = get(1, 'callback');
      if (callback != null) return value === null ? null : call.invoke(callback, [value]);
      // it stands before an object as if it were that object
      return value instanceof PhpObject || value instanceof Unknown ? value : new Optional(value);
    }
    case 'str_plural':
      return strMethod('plural', args, call);
    case 'str_singular':
      return strMethod('singular', args, call);
    case 'snake_case':
      return strMethod('snake', args, call);
    case 'camel_case':
      return strMethod('camel', args, call);
    case 'studly_case':
      return strMethod('studly', args, call);
    case 'kebab_case':
      return strMethod('kebab', args, call);
    case 'str_slug':
      return strMethod('slug', args, call);
    case 'str_limit':
      return strMethod('limit', args, call);
    case 'starts_with':
      return strMethod('startsWith', args, call);
    case 'ends_with':
      return strMethod('endsWith', args, call);
    case 'throw_if':
    case 'throw_unless': {
      const condition = toBool(get(0, 'condition') ?? null);
      if (condition instanceof Unknown) return condition;
      if (condition !== (name === 'throw_if')) return get(0, 'condition') ?? null;
      const exception = get(1, 'exception') ?? 'RuntimeException';
      if (exception instanceof PhpException) throw new PhpThrow(exception, exception.message);
      if (typeof exception !== 'string' || !isExceptionClass(exception)) return undefined;
      const made = PhpException.made(exception, { positional: args.positional.slice(2), named: new Map() });
      throw new PhpThrow(made, made.message);
    }
    case 'now':
    case 'today':
      return new Unknown('the time of the run');
    case 'base_path':
    case 'app_path':
    case 'database_path':
    case 'storage_path':
    case 'resource_path':
    case 'public_path':
    case 'config_path': {
      // paths of evaluated code begin at the project's root, as __DIR__ does
      const below = text(get(0, 'path') ?? '');
      const folder = FOLDERS[name] ?? '';
      return below instanceof Unknown
        ? below
        : `${folder}${below === '' ? '' : `/${below.replace(/^\/+/, '')}`}` || '/';
    }
    case 'once': {
      const callback = get(0, 'callback') ?? null;
      return call.invoke(callback, []);
    }
    case 'bcrypt':
    case 'encrypt':
    case 'decrypt':
    case '__':
    case 'trans':
    case 'url':
    case 'route':
    case 'asset':
    case 'fake':
    case 'auth':
    case 'request':
    case 'cache':
    case 'session':
    case 'resolve':
    case 'cookie':
    case 'validator':
    case 'report':
    case 'event':
    case 'dispatch':
    case 'dispatch_sync':
    case 'logger':
    case 'info':
    case 'dump':
    case 'storage':
      return new Unknown(`what ${name}() gives`);
    default:
      return undefined;
  }
}
