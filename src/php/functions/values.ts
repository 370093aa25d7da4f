/** PHP's functions on types, numbers, JSON and the clock. */

import { PhpEnumCase, PhpInstance, standardObject } from '../classes.ts';
import { NativeCallable, PhpClosure } from '../closures.ts';
import {
  compare,
  debugType,
  isNumeric,
  raise,
  toBool,
  toInt,
  toNumber,
  toText,
  typeName,
} from '../operators.ts';
import { PhpArray, PhpObject, type PhpValue, Unknown } from '../values.ts';
import { spend } from '../work.ts';
import type { Builtin } from './index.ts';

function numeric(work: (...numbers: number[]) => number): Builtin {
  return (args) => {
    const numbers = (args[0] instanceof PhpArray ? args[0].values() : args).map((value) => toNumber(value));
    const unknown = numbers.find((value) => value instanceof Unknown);
    return unknown !== undefined ? (unknown as Unknown) : work(...(numbers as number[]));
  };
}

function extreme(sign: 1 | -1): Builtin {
  return (args) => {
    const values = args.length === 1 && args[0] instanceof PhpArray ? args[0].values() : args;
    return values.reduce(
      (best, value) => (Number(compare(value, best)) * sign > 0 ? value : best),
      values[0] ?? null,
    );
  };
}

const UNITS_OF_AN_ENCODED_VALUE = 8;

class NotPlainData extends Error {}

/** JSON text, keys in PHP's order; throws NotPlainData. */
function encode(value: PhpValue, pretty: boolean, force: boolean, depth = 1): string {
  spend(UNITS_OF_AN_ENCODED_VALUE);
  if (value instanceof PhpEnumCase && value.value !== undefined)
    return encode(value.value, pretty, force, depth);
  const object = value instanceof PhpInstance && value.declaration.name === 'stdClass';
  if (value instanceof PhpArray || object) {
    const entries =
      value instanceof PhpArray
        ? [...value.entries]
        : [...value.properties].map(([key, ref]) => [key, ref.value] as const);
    const list = value instanceof PhpArray && !force && value.isList();
    const [open, close] = list ? ['[', ']'] : ['{', '}'];
    if (entries.length === 0) return open + close;
    const line = pretty ? `\n${'    '.repeat(depth)}` : '';
    const items = entries.map(([key, item]) => {
      const inner = encode(item, pretty, force, depth + 1);
      return line + (list ? inner : `${JSON.stringify(String(key))}:${pretty ? ' ' : ''}${inner}`);
    });
    return open + items.join(',') + (pretty ? `\n${'    '.repeat(depth - 1)}` : '') + close;
  }
  if (value instanceof PhpObject || value instanceof Unknown) throw new NotPlainData();
  return JSON.stringify(value);
}

/** What json_encode() and json_decode() go down to where they are not told otherwise. */
const JSON_DEPTH = 512;

/** How deep a value is nested, to one level more than matters. */
function depthOf(value: unknown, level = 0): number {
  if (typeof value !== 'object' || value === null || level > JSON_DEPTH) return level;
  return Object.values(value).reduce<number>(
    (deepest, item) => Math.max(deepest, depthOf(item, level + 1)),
    level + 1,
  );
}

/** JSON text to values; objects become arrays. */
export function fromJson(value: unknown, objects = false): PhpValue {
  if (Array.isArray(value)) return PhpArray.list(value.map((item) => fromJson(item, objects)));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, fromJson(item, objects)] as const);
    return objects ? standardObject(entries) : PhpArray.of(entries);
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

const ignored: Builtin = () => null;
const clock =
  (what: string): Builtin =>
  () =>
    new Unknown(`${what} depends on the time of the run`);

export const VALUE_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  is_null: (args) => (args[0] instanceof Unknown ? args[0] : args[0] === null),
  is_string: (args) => typeof args[0] === 'string',
  is_int: (args) => typeof args[0] === 'number' && Number.isInteger(args[0]),
  is_integer: (args) => typeof args[0] === 'number' && Number.isInteger(args[0]),
  is_float: (args) => typeof args[0] === 'number' && !Number.isInteger(args[0]),
  is_bool: (args) => typeof args[0] === 'boolean',
  is_array: (args) => args[0] instanceof PhpArray,
  is_object: (args) => args[0] instanceof PhpObject,
  is_numeric: (args) => isNumeric(args[0] ?? null),
  is_scalar: (args) => ['string', 'number', 'boolean'].includes(typeof args[0]),
  is_iterable: (args) => args[0] instanceof PhpArray,
  is_callable: (args) =>
    args[0] instanceof PhpClosure || args[0] instanceof NativeCallable ? true : new Unknown('is_callable()'),
  gettype: (args) => typeName(args[0] ?? null),
  get_debug_type: (args) => debugType(args[0] ?? null),
  get_class: (args) => (args[0] instanceof PhpObject ? args[0].className : false),
  intval: (args) =>
    args[1] === 0
      ? new Unknown('intval() with the base from the text')
      : args[1] !== undefined && args[1] !== 10
        ? Number.parseInt(String(toText(args[0] ?? null)), Number(args[1])) || 0
        : toInt(args[0] ?? null),
  floatval: (args) => toNumber(args[0] ?? null),
  strval: (args) => toText(args[0] ?? null),
  boolval: (args) => toBool(args[0] ?? null),
  settype: () => new Unknown('settype()'),
  abs: numeric(Math.abs),
  floor: numeric(Math.floor),
  ceil: numeric(Math.ceil),
  round: (args) => {
    const number = toNumber(args[0] ?? 0);
    const places = toInt(args[1] ?? 0);
    if (number instanceof Unknown || places instanceof Unknown) return new Unknown('round()');
    if (!Number.isFinite(number)) return number;
    if (Math.abs(places) > 100) return new Unknown('round() to a great many places');
    // PHP rounds the decimal digits that the float shows (pre-rounding to 15)
    const digits = Number(Math.abs(number).toPrecision(15));
    return Math.sign(number) * Number(`${Math.round(Number(`${digits}e${places}`))}e${-places}`) || 0;
  },
  sqrt: numeric(Math.sqrt),
  pow: numeric((a = 0, b = 0) => a ** b),
  intdiv: numeric((a = 0, b = 1) =>
    b === 0 ? raise('DivisionByZeroError', 'Division by zero') : Math.trunc(a / b) || 0,
  ),
  pi: () => Math.PI,
  is_nan: (args) => Number.isNaN(args[0]),
  is_infinite: (args) => args[0] === Number.POSITIVE_INFINITY || args[0] === Number.NEGATIVE_INFINITY,
  is_finite: (args) => typeof args[0] === 'number' && Number.isFinite(args[0]),
  is_countable: (args) =>
    args[0] instanceof PhpArray || (args[0] instanceof PhpObject && args[0].isInstanceOf('Countable')),
  fmod: numeric((a = 0, b = 1) => a % b),
  max: extreme(1),
  min: extreme(-1),
  bin2hex: (args) => Buffer.from(String(toText(args[0] ?? null))).toString('hex'),
  json_encode: (args) => {
    try {
      const flags = Number(args[1] ?? 0);
      if ((flags & ~(16 | 64 | 128 | 256 | 4194304)) !== 0) return new Unknown('json_encode() with flags');
      const json = encode(args[0] ?? null, (flags & 128) !== 0, (flags & 16) !== 0);
      const slashes = flags & 64 ? json : json.replaceAll('/', '\\/');
      return flags & 256
        ? slashes
        : slashes.replace(
            /[\u0080-\uffff]/g,
            (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
          );
    } catch (error) {
      if (!(error instanceof NotPlainData)) throw error;
      return new Unknown('json_encode() of an object');
    }
  },
  json_decode: (args) => {
    const json = String(toText(args[0] ?? null));
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      return null;
    }
    // JavaScript puts keys that are numbers first
    if (/"\d+"\s*:/.test(json)) return new Unknown('json_decode() of an object with numbers as keys');
    if (depthOf(value) > JSON_DEPTH) return null;
    return fromJson(value, args[1] !== true && (Number(args[3] ?? 0) & 1) === 0);
  },
  serialize: () => new Unknown('serialize()'),
  unserialize: () => new Unknown('unserialize()'),
  var_export: () => new Unknown('var_export()'),
  call_user_func: (args, call) => call.invoke(args[0] ?? null, args.slice(1)),
  function_exists: () => new Unknown('function_exists()'),
  class_exists: () => new Unknown('class_exists()'),
  method_exists: () => new Unknown('method_exists()'),
  defined: () => new Unknown('defined()'),
  version_compare: (args) => {
    const order = versionOrder(String(toText(args[0] ?? null)), String(toText(args[1] ?? null)));
    if (Number.isNaN(order)) return new Unknown('the order of two versions with words in them');
    switch (args[2] ?? null) {
      case null:
        return order;
      case '<':
      case 'lt':
        return order < 0;
      case '<=':
      case 'le':
        return order <= 0;
      case '>':
      case 'gt':
        return order > 0;
      case '>=':
      case 'ge':
        return order >= 0;
      case '==':
      case 'eq':
        return order === 0;
      default:
        return order !== 0;
    }
  },
  constant: () => new Unknown('constant()'),
  phpversion: () => new Unknown('the version of PHP'),
  php_sapi_name: () => 'cli',
  date: clock('date()'),
  time: clock('time()'),
  microtime: clock('microtime()'),
  strtotime: clock('strtotime()'),
  mktime: clock('mktime()'),
  date_default_timezone_get: clock('the time zone'),
  hrtime: clock('hrtime()'),
  rand: clock('rand()'),
  mt_rand: clock('mt_rand()'),
  random_int: clock('random_int()'),
  random_bytes: clock('random_bytes()'),
  uniqid: clock('uniqid()'),
  memory_get_usage: clock('memory_get_usage()'),
  spl_object_id: clock('spl_object_id()'),
  ini_set: ignored,
  ini_get: () => new Unknown('ini_get()'),
  set_time_limit: ignored,
  error_log: ignored,
  error_reporting: ignored,
  trigger_error: ignored,
  usleep: ignored,
  sleep: ignored,
  gc_collect_cycles: ignored,
  printf: ignored,
  print_r: (args) => (args[1] === true ? new Unknown('print_r()') : true),
  var_dump: ignored,
  flush: ignored,
  ob_start: ignored,
  define: ignored,
  assert: () => true,
  is_dir: () => new Unknown('is_dir() depends on the machine'),
  fopen: () => new Unknown('the content of a file'),
  file: () => new Unknown('the content of a file'),
  scandir: () => new Unknown('the files of a folder'),
  glob: () => new Unknown('the files of a folder'),
  realpath: () => new Unknown('a path of the machine'),
  filesize: () => new Unknown('the size of a file'),
  is_readable: () => new Unknown('is_readable() depends on the machine'),
  is_writable: () => new Unknown('is_writable() depends on the machine'),
  ...Object.fromEntries(
    // files are moved about in old migrations; the database does not notice
    [
      'copy',
      'unlink',
      'mkdir',
      'rmdir',
      'rename',
      'touch',
      'chmod',
      'file_put_contents',
      'fwrite',
      'fputs',
      'fputcsv',
      'fclose',
    ].map((name) => [name, () => new Unknown(`whether ${name}() succeeds`)] as const),
  ),
  fgets: () => new Unknown('the content of a file'),
  fgetcsv: () => new Unknown('the content of a file'),
  fread: () => new Unknown('the content of a file'),
  feof: () => new Unknown('the content of a file'),
  getenv: () => new Unknown('an environment variable'),
  iterator_count: () => new Unknown('iterator_count()'),
};

/** version_compare()'s order, for versions made of numbers. */
function versionOrder(a: string, b: string): number {
  const left = a.split(/[.+_-]/);
  const right = b.split(/[.+_-]/);
  if (/[a-z]/i.test(a + b)) return Number.NaN;
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference =
      (Number.parseInt(left[i] ?? '-1', 10) || 0) - (Number.parseInt(right[i] ?? '-1', 10) || 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}
