/** String functions of PHP that migrations seldom use. */
import { type PhpValue, Unknown } from '../values.ts';
import { int, text } from './arguments.ts';
import type { Builtin } from './index.ts';
import { naturalOrder } from './more-arrays.ts';
import { asciiLower } from './strings.ts';

const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
const ctype =
  (pattern: RegExp): Builtin =>
  (args) =>
    typeof args[0] === 'string' && pattern.test(args[0]);

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
  base64_decode: (args) => asText(Buffer.from(text(args[0]), 'base64')),
  hex2bin: (args) => asText(Buffer.from(text(args[0]), 'hex')),
  urlencode: (args) =>
    encoded(text(args[0]))?.replaceAll('%20', '+').replaceAll('~', '%7E') ?? new Unknown('half a character'),
  rawurlencode: (args) => encoded(text(args[0])) ?? new Unknown('half a character'),
};

/** As RFC 3986 has it; undefined: half a character, which has no bytes. */
function encoded(value: string): string | undefined {
  if (/\p{Surrogate}/u.test(value)) return undefined;
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function asText(bytes: Buffer): PhpValue {
  const value = bytes.toString('utf8');
  return value.includes('\ufffd') ? new Unknown('bytes that are no text') : value;
}
