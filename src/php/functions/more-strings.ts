/** String functions of PHP that migrations seldom use. */
import { writeReference } from '../arguments.ts';
import { toInt, toText } from '../operators.ts';
import { PhpArray, type PhpValue, Unknown } from '../values.ts';
import type { Builtin } from './index.ts';
import { naturalOrder } from './more-arrays.ts';
import { asciiLower, pcre } from './strings.ts';

const text = (value: PhpValue | undefined): string => {
  const result = toText(value ?? null);
  return result instanceof Unknown ? '' : result;
};
const int = (value: PhpValue | undefined, otherwise = 0): number => {
  const result = value === undefined || value === null ? otherwise : toInt(value);
  return result instanceof Unknown ? otherwise : result;
};
const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
const ctype =
  (pattern: RegExp): Builtin =>
  (args) =>
    typeof args[0] === 'string' && pattern.test(args[0]);

/** A match's groups as PHP gives them: a named group stands before its number, unmatched ones at the end are left out. */
export function matchGroups(match: RegExpExecArray | null, keepLast = false): PhpArray {
  const groups = new PhpArray();
  if (match === null) return groups;
  const names = new Map<number, string>();
  const indices = (match as RegExpExecArray & { names?: readonly (string | undefined)[] }).names;
  for (const [index, name] of (indices ?? []).entries()) if (name !== undefined) names.set(index, name);
  let last = match.length - 1;
  while (!keepLast && last > 0 && match[last] === undefined) last -= 1;
  for (let index = 0; index <= last; index++) {
    const name = names.get(index);
    if (name !== undefined) groups.set(name, match[index] ?? '');
    groups.set(index, match[index] ?? '');
  }
  return groups;
}

/** The names of a pattern's groups by their number. */
export function groupNames(source: string): (string | undefined)[] {
  const names: (string | undefined)[] = [undefined];
  const plain = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, (found) => ' '.repeat(found.length));
  for (const found of plain.matchAll(/\((?:\?(?:<([A-Za-z_]\w*)>)?)?/g))
    if (found[0] === '(') names.push(undefined);
    else if (found[1] !== undefined) names.push(found[1]);
  return names;
}

export function exec(expression: RegExp, subject: string): RegExpExecArray | null {
  const match = expression.exec(subject);
  return match === null ? null : Object.assign(match, { names: groupNames(expression.source) });
}

export const MORE_STRING_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  chr: (args) => {
    const code = ((int(args[0]) % 256) + 256) % 256;
    return code < 128 ? String.fromCharCode(code) : new Unknown('a single byte');
  },
  ord: (args) => Buffer.from(text(args[0]))[0] ?? 0,
  strncmp: (args) => order(text(args[0]).slice(0, int(args[2])), text(args[1]).slice(0, int(args[2]))),
  strncasecmp: (args) => {
    const part = (value: PhpValue | undefined) => asciiLower(text(value)).slice(0, int(args[2]));
    return part(args[0]) === part(args[1]) ? 0 : new Unknown('the difference of two texts');
  },
  strcasecmp: (args) => {
    const [a, b] = [asciiLower(text(args[0])), asciiLower(text(args[1]))];
    for (let i = 0; i < Math.min(a.length, b.length); i++)
      if (a[i] !== b[i]) return a.charCodeAt(i) - b.charCodeAt(i);
    return a.length - b.length;
  },
  strnatcmp: (args) => naturalOrder(text(args[0]), text(args[1])),
  strnatcasecmp: (args) => naturalOrder(text(args[0]), text(args[1]), true),
  mb_strpos: (args) => {
    const at = [...text(args[0])].join('').indexOf(text(args[1]), int(args[2]));
    return at < 0 ? false : [...text(args[0]).slice(0, at)].length;
  },
  stristr: (args) => {
    const at = asciiLower(text(args[0])).indexOf(asciiLower(text(args[1])));
    if (at < 0) return false;
    return args[2] === true ? text(args[0]).slice(0, at) : text(args[0]).slice(at);
  },
  strpbrk: (args) => {
    const at = [...text(args[0])].findIndex((letter) => text(args[1]).includes(letter));
    return at < 0 ? false : text(args[0]).slice(at);
  },
  str_word_count: (args) =>
    int(args[1]) === 0
      ? (text(args[0]).match(/[A-Za-z'-]+/g) ?? []).length
      : new Unknown('str_word_count() with a format'),
  wordwrap: () => new Unknown('wordwrap()'),
  ctype_lower: ctype(/^[a-z]+$/),
  ctype_alnum: ctype(/^[A-Za-z0-9]+$/),
  ctype_space: ctype(/^[ \t\n\r\v\f]+$/),
  ctype_xdigit: ctype(/^[0-9a-fA-F]+$/),
  ctype_punct: ctype(/^[!-/:-@[-`{-~]+$/),
  hexdec: (args) => Number.parseInt(text(args[0]), 16) || 0,
  bindec: (args) => Number.parseInt(text(args[0]), 2) || 0,
  octdec: (args) => Number.parseInt(text(args[0]), 8) || 0,
  decbin: (args) => int(args[0]).toString(2),
  decoct: (args) => int(args[0]).toString(8),
  base_convert: (args) => Number.parseInt(text(args[0]), int(args[1])).toString(int(args[2])),
  base64_decode: (args) => asText(Buffer.from(text(args[0]), 'base64')),
  hex2bin: (args) => asText(Buffer.from(text(args[0]), 'hex')),
  urlencode: (args) => encoded(text(args[0])).replaceAll('%20', '+').replaceAll('~', '%7E'),
  rawurlencode: (args) => encoded(text(args[0])),
  preg_match_all: (args, _call, prepared) => {
    const expression = pcre(text(args[0]), 'g');
    if (expression === undefined) {
      const unknown = new Unknown(`the pattern ${text(args[0])}`);
      writeReference(prepared.refs?.[2], unknown);
      return unknown;
    }
    const names = groupNames(expression.source);
    const flags = int(args[3]);
    const matches = [...text(args[1]).matchAll(expression)].map((match) => Object.assign(match, { names }));
    let result: PhpValue;
    if ((flags & ~3) !== 0) result = new Unknown('preg_match_all() with flags');
    else if ((flags & 2) !== 0) result = PhpArray.list(matches.map((match) => matchGroups(match)));
    else {
      const columns = new PhpArray();
      for (const [index, name] of names.entries()) {
        const column = PhpArray.list(matches.map((match) => match[index] ?? ''));
        if (name !== undefined) columns.set(name, column.copy());
        columns.set(index, column);
      }
      result = columns;
    }
    writeReference(prepared.refs?.[2], result);
    return matches.length;
  },
  preg_grep: (args) => {
    const expression = pcre(text(args[0]));
    if (expression === undefined || !(args[1] instanceof PhpArray)) return new Unknown('preg_grep()');
    return PhpArray.of(
      [...args[1].entries].filter(([, value]) => expression.test(text(value)) !== (args[2] === 1)),
    );
  },
};

function encoded(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function asText(bytes: Buffer): PhpValue {
  const value = bytes.toString('utf8');
  return value.includes('\ufffd') ? new Unknown('bytes that are no text') : value;
}
