/** PHP's conversions and operators on known values (PHP 8 semantics). */
import { PhpInstance } from './classes.ts';
import { PhpException } from './exceptions.ts';
import { PhpArray, PhpObject, PhpThrow, type PhpValue, Unknown } from './values.ts';
import { MAX_TEXT, spendOnTexts } from './work.ts';

/** Throws one of PHP's own exceptions into the evaluated code. */
export function raise(className: string, message: string): never {
  throw new PhpThrow(new PhpException(className, message), message);
}

/** The value as a string, as `(string)` would give it; Unknown where it has none. */
export function toText(value: PhpValue): string | Unknown {
  if (value === null || value === false) return '';
  if (value === true) return '1';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Unknown) return value;
  if (value instanceof PhpArray) return 'Array';
  return value.toText() ?? new Unknown(`an object of class ${value.className} is used as text`);
}

/** PHP prints floats with 14 significant digits (`precision`), exponents as `1.0E+25`. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  if (Number.isSafeInteger(value)) return String(value);
  if (Number.isNaN(value)) return 'NAN';
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
  const short = Number(value.toPrecision(14));
  if (Math.abs(short) >= 1e15 || (short !== 0 && Math.abs(short) < 1e-4)) {
    const [mantissa = '', exponent = '0'] = short.toExponential().split('e');
    return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent}`;
  }
  return String(short);
}

export function toBool(value: PhpValue): boolean | Unknown {
  if (value === null || value === false) return false;
  if (value === true) return true;
  if (typeof value === 'string') return value !== '' && value !== '0';
  if (typeof value === 'number') return value !== 0;
  if (value instanceof PhpArray) return value.size > 0;
  if (value instanceof Unknown) return value;
  return true;
}

const NUMERIC = /^[ \t\n\r\v\f]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[ \t\n\r\v\f]*$/;
const LEADING_NUMBER = /^[ \t\n\r\v\f]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?/;

export function isNumeric(value: PhpValue): boolean {
  return typeof value === 'number' || (typeof value === 'string' && NUMERIC.test(value));
}

export function toNumber(value: PhpValue): number | Unknown {
  if (value === null || value === false) return 0;
  if (value === true) return 1;
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    const match = LEADING_NUMBER.exec(value);
    return match === null ? 0 : Number(match[0]);
  }
  if (value instanceof PhpArray) return value.size > 0 ? 1 : 0;
  if (value instanceof Unknown) return value;
  return new Unknown(`an object of class ${value.className} is used as a number`);
}

export function toInt(value: PhpValue): number | Unknown {
  const number = toNumber(value);
  if (number instanceof Unknown) return number;
  return Number.isFinite(number) ? Math.trunc(number) + 0 : 0;
}

/** `===`. */
export function identical(a: PhpValue, b: PhpValue): boolean | Unknown {
  if (a instanceof Unknown) return a;
  if (b instanceof Unknown) return b;
  if (a instanceof PhpArray && b instanceof PhpArray) {
    if (a.size !== b.size) return false;
    const left = [...a.entries];
    const right = [...b.entries];
    for (let i = 0; i < left.length; i++) {
      const [leftKey, leftValue] = left[i]!;
      const [rightKey, rightValue] = right[i]!;
      if (leftKey !== rightKey) return false;
      const equal = identical(leftValue, rightValue);
      if (equal !== true) return equal;
    }
    return true;
  }
  return a === b;
}

/** `==`. */
export function looselyEqual(a: PhpValue, b: PhpValue): boolean | Unknown {
  if (a instanceof Unknown) return a;
  if (b instanceof Unknown) return b;
  if (a instanceof PhpObject && typeof b === 'string') return a.toText() === b;
  if (b instanceof PhpObject && typeof a === 'string') return b.toText() === a;
  if (a instanceof PhpInstance && b instanceof PhpInstance) {
    if (a === b) return true;
    if (a.declaration !== b.declaration || a.declaration.kind === 'enum') return false;
    if (a.properties.size !== b.properties.size) return false;
    for (const [name, ref] of a.properties) {
      const other = b.properties.get(name);
      if (other === undefined) return false;
      const equal = looselyEqual(ref.value, other.value);
      if (equal !== true) return equal;
    }
    return true;
  }
  if (a instanceof PhpArray && b instanceof PhpArray) {
    if (a.size !== b.size) return false;
    for (const [key, value] of a.entries) {
      if (!b.has(key)) return false;
      const equal = looselyEqual(value, b.get(key) ?? null);
      if (equal !== true) return equal;
    }
    return true;
  }
  if (typeof a === 'boolean' || typeof b === 'boolean' || a === null || b === null) {
    if (a === null && typeof b === 'string') return b === '';
    if (b === null && typeof a === 'string') return a === '';
    return toBool(a) === toBool(b);
  }
  return compare(a, b) === 0;
}

/** `<=>`; NaN where the two cannot be ordered. */
export function compare(a: PhpValue, b: PhpValue): number | Unknown {
  if (a instanceof Unknown) return a;
  if (b instanceof Unknown) return b;
  if (typeof a === 'boolean' || typeof b === 'boolean' || a === null || b === null) {
    if (a === null && typeof b === 'string') return b === '' ? 0 : -1;
    if (b === null && typeof a === 'string') return a === '' ? 0 : 1;
    return Number(toBool(a) as boolean) - Number(toBool(b) as boolean);
  }
  if (typeof a === 'number' && typeof b === 'number') return order(a, b);
  if (typeof a === 'string' && typeof b === 'string') {
    if (isNumeric(a) && isNumeric(b)) return order(Number(a), Number(b));
    return a === b ? 0 : a < b ? -1 : 1;
  }
  // PHP 8: a number and a non-numeric string compare as strings
  if (typeof a === 'number' && typeof b === 'string') {
    return isNumeric(b) ? order(a, Number(b)) : (compareText(numberText(a), b) as number);
  }
  if (typeof a === 'string' && typeof b === 'number') {
    return isNumeric(a) ? order(Number(a), b) : (compareText(a, numberText(b)) as number);
  }
  if (a instanceof PhpArray && b instanceof PhpArray) {
    if (a.size !== b.size) return Math.sign(a.size - b.size);
    for (const [key, value] of a.entries) {
      const other = b.get(key);
      if (other === undefined) return Number.NaN;
      const first = compare(value, other);
      if (first !== 0) return first;
    }
    return 0;
  }
  // an array is greater than anything else
  if (a instanceof PhpArray) return 1;
  if (b instanceof PhpArray) return -1;
  if (a === b || looselyEqual(a, b) === true) return 0;
  return new Unknown('the order of two objects');
}

function order(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A result that JavaScript's numbers hold exactly; of integers beyond 2⁵³ nothing is claimed. */
function exact(result: number, a: number, b: number): PhpValue {
  const integers = Number.isInteger(a) && Number.isInteger(b);
  return integers && Math.abs(result) > Number.MAX_SAFE_INTEGER && Math.abs(result) < 2 ** 64
    ? new Unknown('an integer that is too large to be calculated with')
    : result;
}

const ON_INTEGERS = new Set(['%', '&', '|', '^', '<<', '>>']);

function arithmetic(operator: string, a: number, b: number): PhpValue {
  // as integers, infinity and what is beyond 64 bits are whatever the processor makes of them
  if (ON_INTEGERS.has(operator) && !(Math.abs(a) < 2 ** 63 && Math.abs(b) < 2 ** 63))
    return new Unknown('an integer that is too large to be calculated with');
  switch (operator) {
    case '+':
      return exact(a + b, a, b);
    case '-':
      return exact(a - b, a, b);
    case '*':
      return exact(a * b, a, b);
    case '/':
      return b === 0 ? raise('DivisionByZeroError', 'Division by zero') : a / b;
    case '%': {
      if (Math.trunc(b) === 0) return raise('DivisionByZeroError', 'Modulo by zero');
      const rest = Math.trunc(a) % Math.trunc(b);
      return rest === 0 ? 0 : rest;
    }
    case '**':
      return exact(a ** b, a, b);
    case '&':
      return Number(BigInt(Math.trunc(a)) & BigInt(Math.trunc(b)));
    case '|':
      return Number(BigInt(Math.trunc(a)) | BigInt(Math.trunc(b)));
    case '^':
      return Number(BigInt(Math.trunc(a)) ^ BigInt(Math.trunc(b)));
    case '<<':
    case '>>': {
      const places = Math.trunc(b);
      if (places < 0) return raise('ArithmeticError', 'Bit shift by negative number');
      if (operator === '>>') return Math.floor(Math.trunc(a) / 2 ** places);
      return places >= 64 ? 0 : exact(Math.trunc(a) * 2 ** places, a, b);
    }
    default:
      return new Unknown(`the operator ${operator}`);
  }
}

/** `++` and `--`: null counts up to 1 but not down, and a text that is no number counts up by its last letter. */
export function increment(old: PhpValue, by: 1 | -1): PhpValue {
  if (old instanceof Unknown) return old;
  if (old === null) return by === 1 ? 1 : null;
  if (typeof old === 'boolean') return old;
  if (typeof old !== 'string' || isNumeric(old)) {
    const number = toNumber(old);
    return number instanceof Unknown ? number : arithmetic('+', number, by);
  }
  if (by === -1) return old === '' ? -1 : old;
  if (old === '') return '1';
  const letters = [...old];
  for (let at = letters.length - 1; at >= 0; at--) {
    const letter = letters[at]!;
    if (!/[a-zA-Z0-9]/.test(letter)) return letters.join('');
    const wrapped = { z: 'a', Z: 'A', '9': '0' }[letter];
    if (wrapped === undefined) {
      letters[at] = String.fromCharCode(letter.charCodeAt(0) + 1);
      return letters.join('');
    }
    letters[at] = wrapped;
    if (at === 0) letters.unshift(wrapped === '0' ? '1' : wrapped);
  }
  return letters.join('');
}

/** Unary minus; there is no negative zero among integers. */
export function negate(value: PhpValue): PhpValue {
  return operand('*', value, -1);
}

/** An arithmetic operator on any two values, with PHP 8's TypeErrors. */
function operand(operator: string, a: PhpValue, b: PhpValue): PhpValue {
  for (const value of [a, b]) if (value instanceof Unknown) return value;
  if (a instanceof PhpArray || b instanceof PhpArray) {
    const name = (value: PhpValue) =>
      typeName(value).replace('integer', 'int').replace('double', 'float').replace('boolean', 'bool');
    const named = (value: PhpValue) => (value === null ? 'null' : name(value));
    return raise('TypeError', `Unsupported operand types: ${named(a)} ${operator} ${named(b)}`);
  }
  if (typeof a === 'string' && typeof b === 'string' && /^[&|^]$/.test(operator))
    return new Unknown('a bitwise operator on texts');
  for (const value of [a, b]) {
    if (typeof value === 'string' && !LEADING_NUMBER.test(value)) {
      const kinds = [a, b].map(
        (item) => ({ integer: 'int', double: 'float' })[typeName(item)] ?? typeName(item),
      );
      return raise('TypeError', `Unsupported operand types: ${kinds[0]} ${operator} ${kinds[1]}`);
    }
  }
  const left = toNumber(a);
  if (left instanceof Unknown) return left;
  const right = toNumber(b);
  if (right instanceof Unknown) return right;
  const result = arithmetic(operator, left, right);
  return Object.is(result, -0) ? 0 : result;
}

/** A binary operator, except the ones that do not evaluate both sides (`&&`, `||`, `??`). */
export function binary(operator: string, a: PhpValue, b: PhpValue): PhpValue {
  switch (operator) {
    case '.': {
      const left = toText(a);
      if (left instanceof Unknown) return left;
      const right = toText(b);
      return right instanceof Unknown ? right : concatenated(left, right);
    }
    case '===':
      return identical(a, b);
    case '!==':
      return not(identical(a, b));
    case '==':
      return looselyEqual(a, b);
    case '!=':
    case '<>':
      return not(looselyEqual(a, b));
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '<=>': {
      if (Number.isNaN(a) || Number.isNaN(b)) return operator === '<=>' ? 1 : false;
      const found = compare(a, b);
      if (found instanceof Unknown) return found;
      if (operator === '<=>') return Number.isNaN(found) ? 1 : found;
      if (Number.isNaN(found)) return false;
      return operator === '<'
        ? found < 0
        : operator === '<='
          ? found <= 0
          : operator === '>'
            ? found > 0
            : found >= 0;
    }
    case 'xor': {
      const left = toBool(a);
      const right = toBool(b);
      if (left instanceof Unknown) return left;
      return right instanceof Unknown ? right : left !== right;
    }
    default: {
      if (operator === '+' && a instanceof PhpArray && b instanceof PhpArray) {
        const sum = a.copy();
        for (const [key, value] of b.entries) if (!sum.has(key)) sum.set(key, value);
        return sum;
      }
      return operand(operator, a, b);
    }
  }
}

/** One text behind the other. A loop makes more of it than memory holds; nobody writes that into a table's name. */
export function concatenated(left: string, right: string): string | Unknown {
  spendOnTexts([right]);
  return left.length + right.length > MAX_TEXT ? new Unknown('a very long text') : left + right;
}

export function not(value: boolean | Unknown): boolean | Unknown {
  return value instanceof Unknown ? value : !value;
}

/** `(int)`, `(string)`, `(bool)`, `(float)`, `(array)`; other casts give Unknown. */
export function cast(type: string, value: PhpValue): PhpValue {
  if (value instanceof Unknown) return value;
  switch (type.toLowerCase()) {
    case 'int':
    case 'integer':
      return toInt(value);
    case 'float':
    case 'double':
    case 'real':
      return toNumber(value);
    case 'string':
    case 'binary':
      return toText(value);
    case 'bool':
    case 'boolean':
      return toBool(value);
    case 'array':
      if (value instanceof PhpArray) return value.copy();
      if (value === null) return new PhpArray();
      if (value instanceof PhpObject)
        return new Unknown(`an object of class ${value.className} is cast to an array`);
      return PhpArray.list([value]);
    case 'object':
      return value instanceof PhpObject ? value : new Unknown('a value is cast to an object');
    case 'unset':
      return null;
    default:
      return new Unknown(`the cast (${type})`);
  }
}

/** The type as `gettype()` names it. */
export function typeName(value: PhpValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'double';
  if (typeof value === 'string') return 'string';
  return value instanceof PhpArray ? 'array' : 'object';
}

/** As get_debug_type() and the messages of a TypeError have it. */
export function debugType(value: PhpValue): string {
  if (value instanceof PhpObject) return value.className;
  const names: Readonly<Record<string, string>> = {
    integer: 'int',
    boolean: 'bool',
    double: 'float',
    NULL: 'null',
  };
  const name = typeName(value);
  return names[name] ?? name;
}
