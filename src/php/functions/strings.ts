/** String functions of PHP. Lengths and offsets of plain functions count bytes; `mb_` ones code points. */

import { writeReference } from '../arguments.ts';
import { raise, toText } from '../operators.ts';
import { PhpArray, type PhpValue, Unknown } from '../values.ts';
import { MAX_TEXT, spend } from '../work.ts';
import { int, text } from './arguments.ts';
import type { Builtin } from './index.ts';

const VERY_LONG = new Unknown('a very long text');

const isAscii = (value: string) => /^[\x00-\x7f]*$/.test(value);

/** Works on bytes where the text is not ASCII; the result is text again where it is whole. */
function bytewise(value: string, work: (bytes: string) => string): string {
  if (isAscii(value)) return work(value);
  return Buffer.from(work(Buffer.from(value, 'utf8').toString('latin1')), 'latin1').toString('utf8');
}

function slice(value: string, start: number, length: number | null): string {
  const from = start < 0 ? Math.max(0, value.length + start) : start;
  const end = length === null ? value.length : length < 0 ? value.length + length : from + length;
  return value.slice(from, Math.max(from, end));
}

const FLAGS = new Unknown('html_entity_decode() with flags');

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#039': "'",
  '#39': "'",
};

/** The entities that htmlspecialchars() makes; a text with any other is unknown. */
function entitiesDecoded(value: string): PhpValue {
  let known = true;
  const decoded = value.replace(/&(#?\w+);/g, (_all, name: string) => {
    const character = ENTITIES[name];
    known &&= character !== undefined;
    return character ?? '';
  });
  return known ? decoded : new Unknown('the characters of HTML entities');
}

/** strtolower() and strtoupper() touch ASCII letters only (PHP 8.2). */
export function asciiLower(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function asciiUpper(value: string): string {
  return value.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

function trimmer(where: 'both' | 'left' | 'right'): Builtin {
  return (args) => {
    const value = text(args[0]);
    const given =
      args[1] === undefined
        ? ' \t\n\r\0\x0b'
        : text(args[1]).replace(/(.)\.\.(.)/gs, (_all, from: string, to: string) => {
            let range = '';
            for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++)
              range += String.fromCharCode(code);
            return range;
          });
    const characters = new Set(given);
    let start = 0;
    let end = value.length;
    if (where !== 'right') while (start < end && characters.has(value[start]!)) start += 1;
    if (where !== 'left') while (end > start && characters.has(value[end - 1]!)) end -= 1;
    return value.slice(start, end);
  };
}

/** As str_ireplace finds it: letters of ASCII alone have two cases (PHP 8.2 and later). */
function splitIgnoringCase(value: string, separator: string): string[] {
  const [where, what] = [asciiLower(value), asciiLower(separator)];
  const parts: string[] = [];
  let start = 0;
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, start)) {
    parts.push(value.slice(start, at));
    start = at + what.length;
  }
  parts.push(value.slice(start));
  return parts;
}

function replace(args: readonly PhpValue[], ignoreCase: boolean): PhpValue {
  const [search = null, replacement = null, subject = null] = args;
  if (subject instanceof PhpArray) {
    return PhpArray.of(
      [...subject.entries].map(
        ([key, value]) => [key, replace([search, replacement, value], ignoreCase)] as const,
      ),
    );
  }
  const searches = search instanceof PhpArray ? search.values().map(text) : [text(search)];
  const list = replacement instanceof PhpArray ? replacement.values().map(text) : null;
  let result = text(subject);
  for (const [index, item] of searches.entries()) {
    if (item === '') continue;
    const by = list === null ? text(replacement) : (list[index] ?? '');
    spend((result.length + item.length) / 8);
    const parts = ignoreCase ? splitIgnoringCase(result, item) : result.split(item);
    if (result.length + parts.length * by.length > MAX_TEXT) return VERY_LONG;
    result = parts.join(by);
  }
  return result;
}

export const STRING_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  strtolower: (args) => asciiLower(text(args[0])),
  strtoupper: (args) => asciiUpper(text(args[0])),
  mb_strtolower: (args) => text(args[0]).toLowerCase(),
  mb_strtoupper: (args) => text(args[0]).toUpperCase(),
  ucfirst: (args) => text(args[0]).replace(/^[a-z]/, (letter) => letter.toUpperCase()),
  lcfirst: (args) => text(args[0]).replace(/^[A-Z]/, (letter) => letter.toLowerCase()),
  ucwords: (args) => {
    const delimiters = args[1] === undefined ? ' \t\r\n\f\v' : text(args[1]);
    return text(args[0]).replace(/[a-z]/g, (letter, at: number, all: string) =>
      at === 0 || delimiters.includes(all[at - 1]!) ? letter.toUpperCase() : letter,
    );
  },
  trim: trimmer('both'),
  ltrim: trimmer('left'),
  rtrim: trimmer('right'),
  chop: trimmer('right'),
  strlen: (args) => Buffer.byteLength(text(args[0])),
  mb_strlen: (args) => [...text(args[0])].length,
  substr: (args) =>
    bytewise(text(args[0]), (value) => slice(value, int(args[1]), args[2] == null ? null : int(args[2]))),
  mb_substr: (args) => {
    const points = [...text(args[0])];
    const start = int(args[1]);
    const from = start < 0 ? Math.max(0, points.length + start) : start;
    const length = args[2] == null ? null : int(args[2]);
    return points.slice(from, length === null ? undefined : length < 0 ? length : from + length).join('');
  },
  str_replace: (args, _call, prepared) => {
    writeReference(prepared.refs?.[3], new Unknown('the number of replacements'));
    return replace(args, false);
  },
  str_ireplace: (args, _call, prepared) => {
    writeReference(prepared.refs?.[3], new Unknown('the number of replacements'));
    return replace(args, true);
  },
  substr_replace: (args) => {
    const value = text(args[0]);
    const start = int(args[2]) < 0 ? Math.max(0, value.length + int(args[2])) : int(args[2]);
    const length = args[3] == null ? value.length : int(args[3]);
    if (!isAscii(value)) return new Unknown('substr_replace() on a text that is not ASCII');
    return (
      value.slice(0, start) + text(args[1]) + value.slice(length < 0 ? value.length + length : start + length)
    );
  },
  strtr: (args) => {
    if (args[1] instanceof PhpArray) return translated(text(args[0]), args[1]);
    const from = text(args[1]);
    const to = text(args[2]);
    return [...text(args[0])]
      .map((letter) => (from.lastIndexOf(letter) >= 0 ? (to[from.lastIndexOf(letter)] ?? letter) : letter))
      .join('');
  },
  strpos: (args) => bytePosition(args, (value) => value),
  stripos: (args) => bytePosition(args, asciiLower),
  strrpos: (args) => {
    if (args[2] != null && args[2] !== 0) return new Unknown('strrpos() with an offset');
    const at = Buffer.from(text(args[0])).lastIndexOf(text(args[1]));
    return at < 0 ? false : at;
  },
  strstr: (args) => {
    const at = text(args[0]).indexOf(text(args[1]));
    if (at < 0) return false;
    return args[2] === true ? text(args[0]).slice(0, at) : text(args[0]).slice(at);
  },
  strrchr: (args) => {
    const at = text(args[0]).lastIndexOf(text(args[1])[0] ?? '');
    return at < 0 ? false : text(args[0]).slice(at);
  },
  str_contains: (args) => text(args[0]).includes(text(args[1])),
  str_starts_with: (args) => text(args[0]).startsWith(text(args[1])),
  str_ends_with: (args) => text(args[0]).endsWith(text(args[1])),
  str_repeat: (args) => {
    const [unit, count] = [text(args[0]), int(args[1])];
    return unit.length * count > MAX_TEXT ? VERY_LONG : unit.repeat(Math.max(0, count));
  },
  str_pad: (args) => {
    const value = text(args[0]);
    const fill = args[2] === undefined ? ' ' : text(args[2]);
    const kind = int(args[3], 1);
    if (int(args[1]) > MAX_TEXT) return VERY_LONG;
    if (kind === 2)
      return value
        .padStart(value.length + Math.floor(Math.max(0, int(args[1]) - value.length) / 2), fill)
        .padEnd(int(args[1]), fill);
    return kind === 0 ? value.padStart(int(args[1]), fill) : value.padEnd(int(args[1]), fill);
  },
  strrev: (args) => bytewise(text(args[0]), (value) => [...value].reverse().join('')),
  strcmp: (args) => (text(args[0]) === text(args[1]) ? 0 : text(args[0]) < text(args[1]) ? -1 : 1),
  substr_count: (args) =>
    text(args[1]) === ''
      ? raise('ValueError', 'substr_count(): Argument #2 ($needle) cannot be empty')
      : text(args[0]).split(text(args[1])).length - 1,
  nl2br: (args) => text(args[0]).replace(/\r?\n/g, (end) => `<br />${end}`),
  addslashes: (args) =>
    text(args[0])
      .replace(/['"\\]/g, '\\$&')
      .replace(/\0/g, '\\0'),
  implode: (args) => join(args),
  join: (args) => join(args),
  explode: (args) => {
    const separator = text(args[0]);
    if (separator === '') return new Unknown('explode() with an empty separator');
    const parts = text(args[1]).split(separator);
    const limit = args[2] == null ? Number.POSITIVE_INFINITY : int(args[2]);
    if (limit < 0) return PhpArray.list(parts.slice(0, limit));
    if (parts.length > limit)
      return PhpArray.list([
        ...parts.slice(0, Math.max(1, limit) - 1),
        parts.slice(Math.max(1, limit) - 1).join(separator),
      ]);
    return PhpArray.list(parts);
  },
  str_split: (args) => {
    const [value, length] = [text(args[0]), int(args[1], 1)];
    if (length < 1) return raise('ValueError', 'str_split(): Argument #2 ($length) must be greater than 0');
    if (!isAscii(value)) return new Unknown('single bytes of a text that is not ASCII');
    const parts: string[] = [];
    for (let at = 0; at < value.length; at += length) parts.push(value.slice(at, at + length));
    return PhpArray.list(parts);
  },
  mb_str_split: (args) => PhpArray.list([...text(args[0])]),
  ctype_digit: (args) => typeof args[0] === 'string' && /^\d+$/.test(args[0]),
  ctype_alpha: (args) => typeof args[0] === 'string' && /^[A-Za-z]+$/.test(args[0]),
  ctype_upper: (args) => typeof args[0] === 'string' && /^[A-Z]+$/.test(args[0]),
  md5: (args) => hash('md5', text(args[0])),
  sha1: (args) => hash('sha1', text(args[0])),
  crc32: (args) => crc32(text(args[0])),
  hash: (args) => hash(text(args[0]), text(args[1])),
  base64_encode: (args) => Buffer.from(text(args[0])).toString('base64'),
  basename: (args) => {
    const path = withoutEnd(text(args[0]), '/');
    const base = path.slice(path.lastIndexOf('/') + 1);
    return args[1] !== undefined && base.endsWith(text(args[1])) && base !== text(args[1])
      ? base.slice(0, -text(args[1]).length)
      : base;
  },
  dirname: (args) => {
    const path = text(args[0]);
    const whole = withoutEnd(path, '/');
    if (whole === '') return path === '' ? '' : '/';
    return whole.includes('/') ? withoutEnd(whole.slice(0, whole.lastIndexOf('/')), '/') || '/' : '.';
  },
  class_basename: (args) => {
    const value = args[0];
    const name =
      typeof value === 'string'
        ? value
        : value !== null && typeof value === 'object' && 'className' in value
          ? value.className
          : '';
    return name.replace(/^.*\\/, '');
  },
  html_entity_decode: (args) => (args.length > 1 ? FLAGS : entitiesDecoded(text(args[0]))),
  htmlspecialchars: (args) =>
    text(args[0])
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#039;'),
};

/** Positions count bytes. */
function bytePosition(args: readonly PhpValue[], fold: (value: string) => string): PhpValue {
  const bytes = Buffer.from(fold(text(args[0])));
  const offset = int(args[2]);
  const at = bytes.indexOf(fold(text(args[1])), offset < 0 ? bytes.length + offset : offset);
  return at < 0 ? false : at;
}

/** The text without these characters at its end. */
function withoutEnd(value: string, characters: string): string {
  let end = value.length;
  while (end > 0 && characters.includes(value[end - 1]!)) end -= 1;
  return value.slice(0, end);
}

/** strtr() with pairs: the longest key that fits is replaced at each place. */
function translated(value: string, pairs: PhpArray): PhpValue {
  const by = new Map<string, string>();
  const lengths = new Set<number>();
  for (const [key, to] of pairs.entries) {
    if (key === '') continue;
    by.set(String(key), text(to));
    lengths.add(String(key).length);
  }
  const longestFirst = [...lengths].sort((a, b) => b - a);
  spend((value.length * longestFirst.length) / 8);
  const parts: string[] = [];
  let length = 0;
  for (let at = 0; at < value.length; ) {
    const found = longestFirst.find((size) => by.has(value.slice(at, at + size)));
    const part = found === undefined ? value[at]! : by.get(value.slice(at, at + found))!;
    length += part.length;
    if (length > MAX_TEXT) return VERY_LONG;
    parts.push(part);
    at += found ?? 1;
  }
  return parts.join('');
}

function join(args: readonly PhpValue[]): PhpValue {
  const list = args[0] instanceof PhpArray ? args[0] : args[1];
  const separator =
    args[0] instanceof PhpArray ? (args[1] === undefined ? '' : text(args[1])) : text(args[0]);
  if (list instanceof Unknown) return list;
  if (!(list instanceof PhpArray)) return new Unknown('implode() of something that is not an array');
  const parts: string[] = [];
  let length = list.size * separator.length;
  for (const value of list.values()) {
    const part = toText(value);
    if (part instanceof Unknown) return part;
    length += part.length;
    if (length > MAX_TEXT) return VERY_LONG;
    parts.push(part);
  }
  return parts.join(separator);
}

function hash(algorithm: string, value: string): PhpValue {
  if (algorithm === 'crc32b') return crc32(value).toString(16).padStart(8, '0');
  try {
    return process.getBuiltinModule('node:crypto').createHash(algorithm).update(value).digest('hex');
  } catch {
    return new Unknown(`the hash ${algorithm}`);
  }
}

function crc32(value: string): number {
  let crc = ~0;
  for (const byte of Buffer.from(value)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
