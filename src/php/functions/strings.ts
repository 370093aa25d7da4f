/** String functions of PHP. Lengths and offsets of plain functions count bytes; `mb_` ones code points. */

import { writeReference } from '../arguments.ts';
import { numberText, toInt, toNumber, toText } from '../operators.ts';
import { PhpArray, type PhpValue, Unknown } from '../values.ts';
import type { Builtin } from './index.ts';
import { exec, matchGroups } from './more-strings.ts';

function text(value: PhpValue | undefined): string {
  const result = toText(value ?? null);
  return result instanceof Unknown ? '' : result;
}

function int(value: PhpValue | undefined, fallback = 0): number {
  if (value === undefined || value === null) return fallback;
  const result = toInt(value);
  return result instanceof Unknown ? fallback : result;
}

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
    let start = 0;
    let end = value.length;
    if (where !== 'right') while (start < end && given.includes(value[start]!)) start += 1;
    if (where !== 'left') while (end > start && given.includes(value[end - 1]!)) end -= 1;
    return value.slice(start, end);
  };
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
    result = ignoreCase
      ? result.replace(new RegExp(item.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'), () => by)
      : result.split(item).join(by);
  }
  return result;
}

const POSIX: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

/** A PCRE pattern as a JavaScript expression; undefined where it has no equal. */
export function pcre(pattern: string, extra = ''): RegExp | undefined {
  // what JavaScript reads otherwise, or not at all
  if (
    /\(\?[>|+\-imsx#&R(P=]|\(\?<[!=]?$|[*+?}]\+|\\[hHRKGXQ]|\(\*/.test(pattern) &&
    !/^\W?\(\?P</.test(pattern)
  )
    return undefined;
  const delimiter = pattern[0] ?? '/';
  const close =
    ({ '(': ')', '{': '}', '[': ']', '<': '>' } as Record<string, string>)[delimiter] ?? delimiter;
  const end = pattern.lastIndexOf(close);
  if (end <= 0) return undefined;
  const modifiers = pattern.slice(end + 1);
  if (/[^imsuD]/.test(modifiers)) return undefined;
  try {
    return new RegExp(
      pattern
        .slice(1, end)
        .replace(/\(\?<([a-z_]\w*)>/gi, '(?<$1>')
        .replace(/\(\?P</g, '(?<')
        .replace(/\[:(\w+):\]/g, (all, name: string) => POSIX[name] ?? all)
        .replace(/\\A/g, '(?<![\\s\\S])')
        .replace(/\\z/g, '(?![\\s\\S])'),
      [...new Set(modifiers.replace('D', '') + extra)].join(''),
    );
  } catch {
    return undefined;
  }
}

/** PHP rounds the decimal digits that a float shows, half away from zero; toFixed() rounds its exact value. */
function fixed(value: number, places: number): string {
  const digits = Math.abs(value).toPrecision(15);
  const shifted = Number(`${Number(digits)}e${places}`);
  const rounded = Math.round(shifted);
  const result =
    Number.isSafeInteger(rounded) && !/e/.test(String(Number(digits)))
      ? Number(`${rounded}e-${places}`).toFixed(places)
      : Math.abs(value).toFixed(places);
  return (value < 0 ? '-' : '') + result;
}

/** sprintf(); undefined for a directive that is not covered. */
export function format(pattern: string, values: readonly PhpValue[]): string | Unknown {
  let next = 0;
  let failed: Unknown | undefined;
  const result = pattern.replace(
    /%(?:(\d+)\$)?((?:[-+0 ]|'.)*)(\d+)?(?:\.(\d+))?([bcdeEfFgGosuxX%])/g,
    (_all, position, flags: string, width, precision, type) => {
      if (type === '%') return '%';
      const value = values[position === undefined ? next++ : Number(position) - 1] ?? null;
      const known = toText(value);
      if (known instanceof Unknown) {
        failed = known;
        return '';
      }
      const number = toInt(value);
      let out = known;
      if (type === 'd' || type === 'u') out = numberText(number instanceof Unknown ? 0 : number);
      else if (type === 's') out = precision === undefined ? known : known.slice(0, Number(precision));
      else if (type === 'f' || type === 'F')
        out = fixed(Number(toNumber(value)), precision === undefined ? 6 : Number(precision));
      else if (/[eEgG]/.test(type)) {
        failed = new Unknown(`sprintf() with %${type}`);
        return '';
      } else if (type === 'x') out = (number as number).toString(16);
      else if (type === 'X') out = (number as number).toString(16).toUpperCase();
      else if (type === 'b') out = (number as number).toString(2);
      else if (type === 'o') out = (number as number).toString(8);
      else if (type === 'c') out = String.fromCharCode(number as number);
      const custom = /'(.)/.exec(flags)?.[1];
      const plain = flags.replace(/'./g, '');
      if (plain.includes('+') && /[dfF]/.test(type) && !out.startsWith('-')) out = `+${out}`;
      if (width !== undefined) {
        const fill = custom ?? (plain.includes('0') ? '0' : ' ');
        const sign = fill === '0' && /[dfF]/.test(type) ? (/^[-+]/.exec(out)?.[0] ?? '') : '';
        out = plain.includes('-')
          ? out.padEnd(Number(width), fill === '0' && type !== 's' ? ' ' : fill)
          : sign + out.slice(sign.length).padStart(Number(width) - sign.length, fill);
      }
      return out;
    },
  );
  return failed ?? result;
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
    if (args[1] instanceof PhpArray) {
      const pairs = [...args[1].entries]
        .map(([key, value]) => [String(key), text(value)] as const)
        .filter(([key]) => key !== '');
      if (pairs.length === 0) return text(args[0]);
      const by = new Map(pairs);
      const pattern = pairs
        .map(([key]) => key)
        .sort((a, b) => b.length - a.length)
        .map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      return text(args[0]).replace(new RegExp(pattern.join('|'), 'g'), (found) => by.get(found) ?? found);
    }
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
  str_repeat: (args) =>
    int(args[1]) > 100_000
      ? new Unknown('a very long text')
      : text(args[0]).repeat(Math.max(0, int(args[1]))),
  str_pad: (args) => {
    const value = text(args[0]);
    const fill = args[2] === undefined ? ' ' : text(args[2]);
    const kind = int(args[3], 1);
    if (kind === 2)
      return value
        .padStart(value.length + Math.floor(Math.max(0, int(args[1]) - value.length) / 2), fill)
        .padEnd(int(args[1]), fill);
    return kind === 0 ? value.padStart(int(args[1]), fill) : value.padEnd(int(args[1]), fill);
  },
  strrev: (args) => bytewise(text(args[0]), (value) => [...value].reverse().join('')),
  strcmp: (args) => (text(args[0]) === text(args[1]) ? 0 : text(args[0]) < text(args[1]) ? -1 : 1),
  substr_count: (args) => text(args[0]).split(text(args[1])).length - 1,
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
  str_split: (args) =>
    PhpArray.list(
      text(args[0]).match(new RegExp(`[\\s\\S]{1,${Math.max(1, int(args[1], 1))}}`, 'g')) ?? [''],
    ),
  mb_str_split: (args) => PhpArray.list([...text(args[0])]),
  sprintf: (args) => format(text(args[0]), args.slice(1)),
  vsprintf: (args) => format(text(args[0]), args[1] instanceof PhpArray ? args[1].values() : []),
  number_format: (args) => {
    const [whole = '0', rest] = Math.abs(Number(text(args[0])))
      .toPrecision(15)
      .replace(/^.*$/, (digits) => fixed(Number(digits), int(args[1])))
      .split('.');
    const sign = Number(text(args[0])) < 0 && /[1-9]/.test(whole + (rest ?? '')) ? '-' : '';
    return (
      sign +
      whole.replace(/\B(?=(\d{3})+$)/g, args[3] === undefined ? ',' : text(args[3])) +
      (rest === undefined ? '' : (args[2] === undefined ? '.' : text(args[2])) + rest)
    );
  },
  ctype_digit: (args) => typeof args[0] === 'string' && /^\d+$/.test(args[0]),
  ctype_alpha: (args) => typeof args[0] === 'string' && /^[A-Za-z]+$/.test(args[0]),
  ctype_upper: (args) => typeof args[0] === 'string' && /^[A-Z]+$/.test(args[0]),
  preg_match: (args, _call, prepared) => {
    const expression = pcre(text(args[0]));
    if (expression === undefined) {
      const unknown = new Unknown(`the pattern ${text(args[0])}`);
      writeReference(prepared.refs?.[2], unknown);
      return unknown;
    }
    const match = exec(expression, text(args[1]));
    const flagged = int(args[3]) !== 0;
    writeReference(prepared.refs?.[2], flagged ? new Unknown('preg_match() with flags') : matchGroups(match));
    return match === null ? 0 : 1;
  },
  preg_replace: (args) => {
    if (args[2] instanceof PhpArray) return new Unknown('preg_replace() on an array');
    const patterns = args[0] instanceof PhpArray ? args[0].values().map(text) : [text(args[0])];
    let result = text(args[2]);
    for (const [index, pattern] of patterns.entries()) {
      const expression = pcre(pattern, 'g');
      if (expression === undefined) return new Unknown(`the pattern ${pattern}`);
      const by = args[1] instanceof PhpArray ? text(args[1].values()[index] ?? '') : text(args[1]);
      let left = args[3] == null || args[3] === -1 ? Number.POSITIVE_INFINITY : int(args[3]);
      result = result.replace(expression, (...found) => {
        if (left-- <= 0) return found[0] as string;
        return by.replace(/\\\\|\$\{(\d{1,2})\}|[$\\](\d{1,2})/g, (all, braced?: string, plain?: string) =>
          all === '\\\\' ? '\\' : ((found[Number(braced ?? plain)] as string | undefined) ?? ''),
        );
      });
    }
    return result;
  },
  preg_replace_callback: (args, call) => {
    const expression = pcre(text(args[0]), 'g');
    if (expression === undefined) return new Unknown(`the pattern ${text(args[0])}`);
    return text(args[2]).replace(expression, (...found) =>
      text(
        call.invoke(args[1] ?? null, [
          PhpArray.list(
            found
              .slice(
                0,
                found.findIndex((item) => typeof item === 'number'),
              )
              .map((item) => item ?? ''),
          ),
        ]),
      ),
    );
  },
  preg_split: (args) => {
    const expression = pcre(text(args[0]));
    if (expression === undefined) return new Unknown(`the pattern ${text(args[0])}`);
    if (args[2] != null && int(args[2]) > 0) return new Unknown('preg_split() with a limit');
    const keep = (int(args[3]) & 2) !== 0;
    if ((int(args[3]) & 4) !== 0) return new Unknown('preg_split() with offsets');
    const subject = text(args[1]);
    const parts: string[] = [];
    let from = 0;
    for (const match of subject.matchAll(new RegExp(expression.source, `${expression.flags}g`))) {
      // an empty match at the very start or end splits nothing
      if (match[0] === '' && (match.index === 0 || match.index === subject.length)) continue;
      parts.push(subject.slice(from, match.index));
      if (keep) parts.push(...match.slice(1).map((group) => group ?? ''));
      from = match.index + match[0].length;
    }
    parts.push(subject.slice(from));
    return PhpArray.list(int(args[3]) & 1 ? parts.filter((part) => part !== '') : parts);
  },
  preg_quote: (args) =>
    text(args[0]).replace(/[.\\+*?[^\]$(){}=!<>|:\-#/]/g, (found) =>
      found !== '/' || args[1] === '/' ? `\\${found}` : found,
    ),
  md5: (args) => hash('md5', text(args[0])),
  sha1: (args) => hash('sha1', text(args[0])),
  crc32: (args) => crc32(text(args[0])),
  hash: (args) => hash(text(args[0]), text(args[1])),
  base64_encode: (args) => Buffer.from(text(args[0])).toString('base64'),
  basename: (args) => {
    const base = text(args[0])
      .replace(/[/\\]+$/, '')
      .replace(/^.*[/\\]/, '');
    return args[1] !== undefined && base.endsWith(text(args[1])) && base !== text(args[1])
      ? base.slice(0, -text(args[1]).length)
      : base;
  },
  dirname: (args) => {
    const path = text(args[0]);
    return path.includes('/') ? path.replace(/\/+[^/]*\/*$/, '') || '/' : '.';
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

function join(args: readonly PhpValue[]): PhpValue {
  const list = args[0] instanceof PhpArray ? args[0] : args[1];
  const separator =
    args[0] instanceof PhpArray ? (args[1] === undefined ? '' : text(args[1])) : text(args[0]);
  if (list instanceof Unknown) return list;
  if (!(list instanceof PhpArray)) return new Unknown('implode() of something that is not an array');
  const parts: string[] = [];
  for (const value of list.values()) {
    const part = toText(value);
    if (part instanceof Unknown) return part;
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
