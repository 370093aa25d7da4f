/** sprintf(), number_format() and what else writes numbers. */
import { numberText, raise, toInt, toNumber, toText } from '../operators.ts';
import { PhpArray, type PhpValue, Unknown } from '../values.ts';
import { MAX_TEXT } from '../work.ts';
import { int, text } from './arguments.ts';
import type { Builtin } from './index.ts';

/** More decimal places than a float has; PHP cuts off or rounds differently there from version to version. */
const MAX_PLACES = 53;

/** PHP rounds the decimal digits that a float shows, half away from zero; toFixed() rounds its exact value. */
function fixed(value: number, places: number): string | Unknown {
  if (places < 0 || places > MAX_PLACES) return new Unknown(`a number with ${places} decimal places`);
  const digits = Math.abs(value).toPrecision(15);
  const shifted = Number(`${Number(digits)}e${places}`);
  const rounded = Math.round(shifted);
  const result =
    Number.isSafeInteger(rounded) && !/e/.test(String(Number(digits)))
      ? Number(`${rounded}e-${places}`).toFixed(places)
      : Math.abs(value).toFixed(places);
  return (value < 0 ? '-' : '') + result;
}

/** sprintf() rounds the exact value; of one that lies in the middle, to the even digit. */
function exactly(value: number, places: number): string | Unknown {
  if (places > MAX_PLACES || Math.abs(value) >= 1e21) return new Unknown(`a number with a great many digits`);
  const rounded = value.toFixed(places);
  // no float that is not in the middle has so many zeros
  const [, digits, rest] = /^(.*)\.?(\d{25})$/.exec(value.toFixed(places + 25)) ?? [];
  const isMiddle = rest !== undefined && /^50*$/.test(rest);
  return isMiddle && /[02468]\.?$/.test(digits ?? '') ? (digits ?? '').replace(/\.$/, '') : rounded;
}

/** An integer in another base; a negative one is written as PHP's 64 bits, which a JavaScript number does not hold. */
function inBase(value: number | Unknown, base: 2 | 8 | 16): string | Unknown {
  if (value instanceof Unknown) return value;
  return value >= 0 && Number.isSafeInteger(value)
    ? value.toString(base)
    : new Unknown('a negative or large integer in another base');
}

/** A value as sprintf()'s directive writes it. */
function directive(type: string, value: PhpValue, precision: number | undefined): string | Unknown {
  const known = toText(value);
  if (known instanceof Unknown) return known;
  if (type === 's') return precision === undefined ? known : known.slice(0, precision);
  if (/[fF]/.test(type)) {
    const number = toNumber(value);
    return number instanceof Unknown ? number : exactly(number, precision ?? 6);
  }
  const number = toInt(value);
  if (number instanceof Unknown) return number;
  switch (type) {
    case 'd':
      return numberText(number);
    case 'u':
      return number < 0 ? new Unknown('sprintf() of a negative number with %u') : numberText(number);
    case 'x':
      return inBase(number, 16);
    case 'X': {
      const hexadecimal = inBase(number, 16);
      return hexadecimal instanceof Unknown ? hexadecimal : hexadecimal.toUpperCase();
    }
    case 'b':
      return inBase(number, 2);
    case 'o':
      return inBase(number, 8);
    case 'c':
      return number >= 0 && number < 128 ? String.fromCharCode(number) : new Unknown('a single byte');
    default:
      return new Unknown(`sprintf() with %${type}`);
  }
}

/** A directive's text, filled up to its width. */
function padded(given: string, type: string, flags: string, width: number): string {
  const custom = /'(.)/.exec(flags)?.[1];
  const plain = flags.replace(/'./g, '');
  const out = plain.includes('+') && /[dfF]/.test(type) && !given.startsWith('-') ? `+${given}` : given;
  const fill = custom ?? (plain.includes('0') ? '0' : ' ');
  if (plain.includes('-')) return out.padEnd(width, fill === '0' && type !== 's' ? ' ' : fill);
  const sign = fill === '0' && /[dfF]/.test(type) ? (/^[-+]/.exec(out)?.[0] ?? '') : '';
  return sign + out.slice(sign.length).padStart(width - sign.length, fill);
}

function format(pattern: string, values: readonly PhpValue[]): string | Unknown {
  let next = 0;
  let length = pattern.length;
  let failed: Unknown | undefined;
  const result = pattern.replace(
    /%(?:(\d+)\$)?((?:[-+0 ]|'.)*)(\d+)?(?:\.(\d+))?([bcdeEfFgGosuxX%])/g,
    (_all, position, flags: string, width = 0, precision, type: string) => {
      if (failed !== undefined) return '';
      if (type === '%') return '%';
      const value = values[position === undefined ? next++ : Number(position) - 1] ?? null;
      const out = directive(type, value, precision === undefined ? undefined : Number(precision));
      if (out instanceof Unknown) {
        failed = out;
        return '';
      }
      length += Math.max(Number(width), out.length);
      if (length <= MAX_TEXT) return padded(out, type, flags, Number(width));
      failed = new Unknown('a very long text');
      return '';
    },
  );
  return failed ?? result;
}

function based(base: 2 | 8 | 16): Builtin {
  return (args) => inBase(int(args[0]), base);
}

function baseConvert(digits: string, from: number, to: number): PhpValue {
  for (const [base, position, name] of [
    [from, 2, 'from_base'],
    [to, 3, 'to_base'],
  ] as const) {
    if (base < 2 || base > 36)
      return raise(
        'ValueError',
        `base_convert(): Argument #${position} ($${name}) must be between 2 and 36 (inclusive)`,
      );
  }
  const number = Number.parseInt(digits, from) || 0;
  return Number.isSafeInteger(number) && number >= 0
    ? number.toString(to)
    : new Unknown('a large number in another base');
}

export const FORMATTING_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  sprintf: (args) => format(text(args[0]), args.slice(1)),
  vsprintf: (args) => format(text(args[0]), args[1] instanceof PhpArray ? args[1].values() : []),
  number_format: (args) => {
    const number = Number(text(args[0]));
    const shown = fixed(Number(Math.abs(number).toPrecision(15)), int(args[1]));
    if (shown instanceof Unknown) return shown;
    const [whole = '0', rest] = shown.split('.');
    const sign = number < 0 && /[1-9]/.test(whole + (rest ?? '')) ? '-' : '';
    return (
      sign +
      whole.replace(/\B(?=(\d{3})+$)/g, args[3] === undefined ? ',' : text(args[3])) +
      (rest === undefined ? '' : (args[2] === undefined ? '.' : text(args[2])) + rest)
    );
  },
  dechex: based(16),
  decbin: based(2),
  decoct: based(8),
  base_convert: (args) => baseConvert(text(args[0]), int(args[1]), int(args[2])),
};
