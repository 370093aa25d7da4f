/** PHP's conversions and operators on known values (PHP 8 semantics). */
import { PhpArray, PhpObject, type PhpValue, Unknown } from './values.ts';

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
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value === 0 ? 0 : value);
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
  return number instanceof Unknown ? number : Math.trunc(number);
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
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a < b ? -1 : 1;
  if (typeof a === 'string' && typeof b === 'string') {
    if (isNumeric(a) && isNumeric(b)) return Math.sign(Number(a) - Number(b));
    return a === b ? 0 : a < b ? -1 : 1;
  }
  // PHP 8: a number and a non-numeric string compare as strings
  if (typeof a === 'number' && typeof b === 'string') {
    return isNumeric(b) ? Math.sign(a - Number(b)) : (compare(numberText(a), b) as number);
  }
  if (typeof a === 'string' && typeof b === 'number') {
    return isNumeric(a) ? Math.sign(Number(a) - b) : (compare(a, numberText(b)) as number);
  }
  if (a instanceof PhpArray && b instanceof PhpArray) return Math.sign(a.size - b.size);
  return a === b ? 0 : Number.NaN;
}

function arithmetic(operator: string, a: number, b: number): PhpValue {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? new Unknown('a division by zero') : a / b;
    case '%':
      return Math.trunc(b) === 0 ? new Unknown('a division by zero') : Math.trunc(a) % Math.trunc(b);
    case '**':
      return a ** b;
    case '&':
      return Number(BigInt(Math.trunc(a)) & BigInt(Math.trunc(b)));
    case '|':
      return Number(BigInt(Math.trunc(a)) | BigInt(Math.trunc(b)));
    case '^':
      return Number(BigInt(Math.trunc(a)) ^ BigInt(Math.trunc(b)));
    case '<<':
      return a * 2 ** b;
    case '>>':
      return Math.floor(a / 2 ** b);
    default:
      return new Unknown(`the operator ${operator}`);
  }
}

/** A binary operator, except the ones that do not evaluate both sides (`&&`, `||`, `??`). */
export function binary(operator: string, a: PhpValue, b: PhpValue): PhpValue {
  switch (operator) {
    case '.': {
      const left = toText(a);
      if (left instanceof Unknown) return left;
      const right = toText(b);
      return right instanceof Unknown ? right : left + right;
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
      const order = compare(a, b);
      if (order instanceof Unknown) return order;
      if (operator === '<=>') return order;
      if (Number.isNaN(order)) return false;
      return operator === '<'
        ? order < 0
        : operator === '<='
          ? order <= 0
          : operator === '>'
            ? order > 0
            : order >= 0;
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
      const left = toNumber(a);
      if (left instanceof Unknown) return left;
      const right = toNumber(b);
      return right instanceof Unknown ? right : arithmetic(operator, left, right);
    }
  }
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
