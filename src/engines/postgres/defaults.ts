/** Default values: read when the column is defined, and put to use at once when it is added to a table that exists. */
import { type ColumnType, compareVersions, type DefaultValue } from '../../schema/index.ts';
import { SINCE } from './limits.ts';
import { canAssign, INTEGERS, STRINGS, type TypeName, typeName } from './types.ts';

export type DefaultFinding =
  | { readonly code: string; readonly message: string }
  /** Why it cannot be told. */
  | { readonly unsure: string }
  | undefined;

const RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  smallint: [-(2n ** 15n), 2n ** 15n - 1n],
  integer: [-(2n ** 31n), 2n ** 31n - 1n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
};

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const SPECIAL_NUMBER = /^(?:nan|[+-]?inf(?:inity)?)$/i;

function syntax(type: string, value: string, code = '22P02'): DefaultFinding {
  return { code, message: `invalid input syntax for type ${type}: "${value}"` };
}

function integer(type: string, value: string, version: string): DefaultFinding {
  const text = value.trim();
  const notations = compareVersions(version, SINCE.integerNotations.version) >= 0;
  const pattern = notations
    ? /^[+-]?(?:0x(?:_?[0-9a-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|\d(?:_?\d)*)$/i
    : /^[+-]?\d+$/;
  if (!pattern.test(text)) return syntax(type, value);
  const digits = text.replace(/^[+-]/, '').replaceAll('_', '');
  const size = BigInt(/^0[xob]/i.test(digits) ? digits : digits.replace(/^0+(?=\d)/, ''));
  const number = text.startsWith('-') ? -size : size;
  const [low, high] = RANGES[type] ?? [number, number];
  return number < low || number > high
    ? { code: '22003', message: `value "${value}" is out of range for type ${type}` }
    : undefined;
}

/** parse_bool: beginnings of true, false, yes, no, on, off; 1 and 0. */
function boolean(value: string): DefaultFinding {
  const text = value.trim().toLowerCase();
  const word = ['true', 'false', 'yes', 'no'].some((whole) => text !== '' && whole.startsWith(text));
  return word || ['on', 'of', 'off', '1', '0'].includes(text) ? undefined : syntax('boolean', value);
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/;

function dateTime(type: string, value: string): DefaultFinding {
  const text = value.trim();
  const range = { code: '22008', message: `date/time field value out of range: "${value}"` };
  if (/^(?:now|today|tomorrow|yesterday|epoch|-?infinity)$/i.test(text)) return undefined;
  const match = DATE.exec(text);
  if (match !== null) {
    const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (year === 0 || month < 1 || month > 12 || day < 1) return range;
    if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return range;
    return hour > 24 || minute > 59 || second > 60 ? range : undefined;
  }
  if (/^\d+$/.test(text)) return dateInDigits(type, text) ?? undefined;
  if (text === '' || /^[a-z]{1,2}$/i.test(text) || NO_TIME.test(text)) return syntax(type, value, '22007');
  return { unsure: `whether '${value}' is a ${type} is not known` };
}

/** What stands in no date and no time; measured on 15.18. */
const NO_TIME = /[{}[\]@\\]|^(?:true|false|null|empty|-|current_timestamp)$/i;

/** The last year that each of the types holds: datatype-datetime.html#DATATYPE-DATETIME-TABLE. */
const LAST_YEAR: Readonly<Record<string, number>> = { date: 5_874_897 };
const LAST_STAMPED_YEAR = 294_276;

/** DecodeNumberField: from six digits on year, month and day; fewer are a field by themselves. Measured on 15.18. */
function dateInDigits(type: string, digits: string): DefaultFinding {
  const range = { code: '22008', message: `date/time field value out of range: "${digits}"` };
  if (digits.length < 6) {
    const number = Number(digits);
    const month = digits.length !== 2 || number <= 12;
    return number > 0 && month ? syntax(type, digits, '22007') : range;
  }
  const written = Number(digits.slice(0, -4));
  const year = digits.length === 6 ? 2000 + written - (written < 70 ? 0 : 100) : written;
  const [month, day] = [Number(digits.slice(-4, -2)), Number(digits.slice(-2))];
  if (year === 0 || year > (LAST_YEAR[type] ?? LAST_STAMPED_YEAR)) return range;
  if (month < 1 || month > 12 || day < 1) return range;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day > (days[month - 1] ?? 0) ? range : undefined;
}

function time(type: string, value: string): DefaultFinding {
  const text = value.trim();
  if (/^(?:now|allballs)$/i.test(text)) return undefined;
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(text) ?? /^(\d\d)(\d\d)(\d\d)?$/.exec(text);
  if (match !== null) {
    const [hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
      number,
      number,
      number,
    ];
    const late = hour > 24 || (hour === 24 && minute + second > 0);
    return late || minute > 59 || second > 60
      ? { code: '22008', message: `date/time field value out of range: "${value}"` }
      : undefined;
  }
  if (text === '' || /^[a-z]$|^\d+$/i.test(text) || NO_TIME.test(text)) return syntax(type, value, '22007');
  return { unsure: `whether '${value}' is a ${type} is not known` };
}

function interval(value: string): DefaultFinding {
  const text = value.trim();
  if (/^[+-]?\d{1,9}(?:\.\d{1,6})?(?:\s*(?:second|minute|hour|day|week|month|year)s?)?$/i.test(text))
    return undefined;
  if (/^\d{1,9}:\d\d(?::\d\d)?$/.test(text)) return undefined;
  if (text === '' || /^[a-z]$|[{}[\]\\]|^(?:true|false|null|empty|-|now|current_timestamp)$/i.test(text))
    return syntax('interval', value, '22007');
  return { unsure: `whether '${value}' is an interval is not known` };
}

/** bytea_in: a backslash begins `\x…`, `\\` or three octal digits. */
function bytes(value: string): DefaultFinding {
  if (value.startsWith('\\x')) {
    return /^\\x(?:[0-9a-f]{2})*$/i.test(value)
      ? undefined
      : { unsure: `whether '${value}' is hexadecimal is not known` };
  }
  return /^(?:[^\\]|\\\\|\\[0-3][0-7]{2})*$/.test(value) ? undefined : syntax('bytea', value);
}

/** bit_in: B or X may stand before the digits. */
function bits(value: string): DefaultFinding {
  if (/^(?:[bB]?[01]*|[xX][0-9a-fA-F]*)$/.test(value)) return undefined;
  return { code: '22P02', message: `"${value}" is not a valid binary digit` };
}

/** The beginning of a range; what its bounds are is another question. */
function range(name: string, value: string): DefaultFinding {
  const text = value.trim();
  if (/^empty$/i.test(text)) return undefined;
  if (!/^[[(]/.test(text)) return { code: '22P02', message: `malformed range literal: "${value}"` };
  return { unsure: `whether '${value}' is a ${name} is not known` };
}

/** A quoted string has no type yet: the type that is wanted reads it, and refuses what it cannot read. */
export function readLiteral(type: TypeName, value: string, version: string): DefaultFinding {
  if (type.array) {
    return /^\s*\{.*\}\s*$/s.test(value)
      ? undefined
      : { code: '22P02', message: `malformed array literal: "${value}"` };
  }
  if (INTEGERS.has(type.name)) return integer(type.name, value, version);
  if (STRINGS.has(type.name)) return undefined;
  switch (type.name) {
    case 'numeric':
    case 'real':
    case 'double precision': {
      const text = value.trim();
      return NUMBER.test(text) || SPECIAL_NUMBER.test(text) ? undefined : syntax(type.name, value);
    }
    case 'boolean':
      return boolean(value);
    case 'json':
    case 'jsonb':
      try {
        JSON.parse(value);
        return undefined;
      } catch {
        return { code: '22P02', message: 'invalid input syntax for type json' };
      }
    case 'uuid':
      return /^\{?(?:[0-9a-f]{4}-?){7}[0-9a-f]{4}\}?$/i.test(value) ? undefined : syntax('uuid', value);
    case 'date':
    case 'timestamp without time zone':
    case 'timestamp with time zone':
      return dateTime(type.name.replace(/ without time zone$/, ''), value);
    case 'time without time zone':
      return time('time', value);
    case 'time with time zone':
      return time(type.name, value);
    case 'interval':
      return interval(value);
    case 'bytea':
      return bytes(value);
    case 'bit':
    case 'bit varying':
      return bits(value);
    case 'int4range':
    case 'int8range':
    case 'numrange':
    case 'tsrange':
    case 'tstzrange':
    case 'daterange':
      return range(type.name, value);
    case 'name':
    case 'xml':
      if (type.name === 'name' || !/[<&]/.test(value)) return undefined;
      return { unsure: `whether '${value}' is ${type.name} is not known` };
    case 'money':
      return money(value);
    case 'inet':
      if (isAddress(value)) return undefined;
      if (!/\d\.\d|:/.test(value)) return syntax(type.name, value);
      return { unsure: `whether '${value}' is a ${type.name} is not known` };
    default:
      return { unsure: `whether '${value}' is a ${type.name} is not known` };
  }
}

/** In hundredths, as they are stored. */
const MOST_MONEY = 2n ** 63n - 1n;

/** cash_in: currency, separators and signs are the locale's (lc_monetary); what is told holds in any. */
function money(value: string): DefaultFinding {
  const text = value.trim();
  const whole = /^([+-]?)(\d+)$/.exec(text);
  if (whole?.[2] !== undefined) {
    const hundredths = BigInt(whole[2]) * 100n;
    return hundredths > MOST_MONEY + (whole[1] === '-' ? 1n : 0n)
      ? { code: '22003', message: `value "${value}" is out of range for type money` }
      : undefined;
  }
  // A letter by itself is no currency; digits do not go on behind letters or a sign; brackets are of no locale.
  if (/^[a-z]$|\d[a-z]+\d|\d\s*-\s*\d|[{}[\]:]/i.test(text)) return syntax('money', value);
  return { unsure: `whether '${value}' is money in the server's locale is not known` };
}

/** An IPv4 address as it is usually written, with or without a mask. */
function isAddress(text: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (match === null) return false;
  const [, a, b, c, d, mask = '32'] = match;
  return [a, b, c, d].every((part) => Number(part) <= 255) && Number(mask) <= 32;
}

/** The types of expressions that are common as defaults. */
const EXPRESSIONS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:now\(\)|current_timestamp(?:\s*\(\d\))?|transaction_timestamp\(\)|statement_timestamp\(\)|clock_timestamp\(\))$/i,
    'timestamp with time zone',
  ],
  [/^current_date$/i, 'date'],
  [/^localtimestamp(?:\(\d\))?$/i, 'timestamp without time zone'],
  [/^localtime(?:\(\d\))?$/i, 'time without time zone'],
  [/^current_time(?:\(\d\))?$/i, 'time with time zone'],
  [/^(?:true|false)$/i, 'boolean'],
  [/^nextval\('[^']*'(?:::regclass)?\)$/i, 'bigint'],
  [/^gen_random_uuid\(\)$/i, 'uuid'],
  [/^(?:current_user|session_user|user)$/i, 'text'],
];

/** Made by extensions only. */
const EXTENSION_FUNCTION = /^(uuid_generate_v\d\w*|uuid_nil)\s*\(/i;

function typed(name: string): TypeName {
  return { name, array: false, builtIn: true };
}

function numberType(text: string): string {
  if (!/^[+-]?\d+$/.test(text)) return 'numeric';
  const number = BigInt(text.replace(/^\+/, ''));
  for (const type of ['integer', 'bigint']) {
    const [low, high] = RANGES[type]!;
    if (number >= low && number <= high) return type;
  }
  return 'numeric';
}

/** The text of a string in parentheses: DEFAULT ('x') reads as DEFAULT 'x' does. */
function stringWithin(sql: string): string | undefined {
  const match = /^[\s(]*'((?:[^']|'')*)'[\s)]*$/.exec(sql);
  return match?.[1]?.replaceAll("''", "'");
}

function expression(sql: string, type: TypeName, column: string, open: boolean): DefaultFinding {
  let text = sql.trim();
  while (/^\([^()]*(?:\([^()]*\)[^()]*)*\)$/.test(text)) text = text.slice(1, -1).trim();
  const cast = /::\s*("?[a-z][\w ]*"?(?:\([\d, ]+\))?(?:\[\])*)$/i.exec(text);
  const known = NUMBER.test(text)
    ? numberType(text)
    : EXPRESSIONS.find(([pattern]) => pattern.test(text))?.[1];
  const from =
    known !== undefined
      ? typed(known)
      : cast?.[1] === undefined
        ? undefined
        : typeName({ name: cast[1], text: cast[1] });
  if (from !== undefined) {
    if (canAssign(from, type) !== false) return undefined;
    return {
      code: '42804',
      message: `column "${column}" is of type ${type.name} but default expression is of type ${from.name}`,
    };
  }
  if (/^null$/i.test(text)) return undefined;
  if (/^select\b/i.test(text)) return { code: '0A000', message: 'cannot use subquery in DEFAULT expression' };
  const extension = EXTENSION_FUNCTION.exec(text)?.[1];
  if (extension !== undefined && !open) {
    return { code: '42883', message: `function ${extension}() does not exist` };
  }
  return { unsure: `the default ${sql} was not worked out` };
}

/** What stands in the way of `value` as the default of a column of this type. */
export function judgeDefault(
  column: string,
  type: ColumnType,
  value: DefaultValue,
  version: string,
  typesOpen: boolean,
): DefaultFinding {
  const name = typeName(type);
  if (value.kind === 'unknown') return { unsure: `the default of ${column} is not known` };
  const sql = value.sql.trim();
  if (value.kind === 'literal') {
    if (value.value === null) return undefined;
    if (sql.startsWith("'")) {
      return name.builtIn ? readLiteral(name, value.value, version) : undefined;
    }
  }
  const within = stringWithin(sql);
  if (within !== undefined) return name.builtIn ? readLiteral(name, within, version) : undefined;
  return expression(sql, name, column, typesOpen);
}

/** Lengths of texts, in characters: the shortest and the longest. */
type Lengths = readonly [least: number, most: number];

/** As text: trailing zeros of a second's fraction are not written, and a zone may have minutes. */
const TEXT_LENGTHS: Readonly<Record<string, Lengths>> = {
  'timestamp with time zone': [22, 32],
  'timestamp without time zone': [19, 26],
  'time without time zone': [8, 15],
  'time with time zone': [11, 21],
  date: [10, 10],
};

/** What an expression's value looks like as text; undefined: not known, or another one in each row. */
function textLengths(sql: string): Lengths | undefined {
  let text = sql.trim();
  while (/^\([^()]*(?:\([^()]*\)[^()]*)*\)$/.test(text)) text = text.slice(1, -1).trim();
  const cast = /^(.*?)\s*::\s*(?:text|varchar|character varying)$/is.exec(text);
  if (cast?.[1] !== undefined) {
    const literal = stringWithin(cast[1]);
    return literal === undefined ? textLengths(cast[1]) : [[...literal].length, [...literal].length];
  }
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return [text.length, text.length];
  if (/^(?:true|false)$/i.test(text)) return [text.length, text.length];
  const type = EXPRESSIONS.find(([pattern]) => pattern.test(text))?.[1];
  return type === undefined ? undefined : TEXT_LENGTHS[type];
}

/** Computed for each row, of which there may be none. */
const VOLATILE = /^[\s(]*(?:gen_random_uuid|random|clock_timestamp|nextval|uuid_generate_v\d\w*)\s*\(/i;

function computedText(given: DefaultValue, limit: number, tooLong: DefaultFinding): DefaultFinding {
  if (given.kind !== 'expression' || VOLATILE.test(given.sql)) return undefined;
  if (/^[\s(]*null\b/i.test(given.sql)) return undefined;
  const lengths = textLengths(given.sql);
  if (lengths !== undefined && lengths[0] > limit) return tooLong;
  if (lengths !== undefined && lengths[1] <= limit) return undefined;
  return { unsure: `how long ${given.sql} is, as text, is not known` };
}

/** What an added column's default fails on beyond that: it is cast to the column's length and digits at once. */
export function judgeAddedDefault(type: ColumnType, given: DefaultValue): DefaultFinding {
  const { name, array } = typeName(type);
  if (array) return undefined;
  const text = given.kind === 'literal' ? given.value : stringWithin(given.sql);
  if (name === 'character varying' || name === 'character') {
    const limit = type.length ?? (name === 'character' ? 1 : undefined);
    if (limit === undefined || text === null) return undefined;
    const tooLong = { code: '22001', message: `value too long for type ${name}(${limit})` };
    if (text === undefined) return computedText(given, limit, tooLong);
    // Spaces beyond the length are cut in silence, as the SQL standard wants.
    return [...text].slice(limit).some((character) => character !== ' ') ? tooLong : undefined;
  }
  if (text === null || text === undefined || !NUMBER.test(text.trim())) return undefined;
  if (name === 'numeric' && type.precision !== undefined) {
    const scale = type.scale ?? 0;
    const rounded = Math.round(Math.abs(Number(text)) * 10 ** scale) / 10 ** scale;
    if (rounded >= 10 ** (type.precision - scale)) {
      return { code: '22003', message: 'numeric field overflow' };
    }
  }
  if (INTEGERS.has(name)) {
    const number = Math.round(Number(text));
    const [low, high] = RANGES[name]!;
    if (number < Number(low) || number > Number(high)) {
      return { code: '22003', message: `${name} out of range` };
    }
  }
  return undefined;
}
