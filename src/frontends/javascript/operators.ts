/** Operators on known values; one unknown makes the result unknown. */
import { spend } from '../../php/work.ts';
import type { Evaluator } from './evaluator.ts';
import { textOf } from './expressions.ts';
import { HostObject, JsFunction, type JsValue, Unknown } from './values.ts';

type Primitive = string | number | bigint | boolean | null | undefined;

export function binary(ev: Evaluator, operator: string, left: JsValue, right: JsValue): JsValue {
  if (operator === '+' && isTextInPart(left) && isTextInPart(right)) return Unknown.joined([left, right]);
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  switch (operator) {
    case '===':
      return left === right;
    case '!==':
      return left !== right;
    case '==':
    case '!=': {
      const equal = isPrimitive(left) && isPrimitive(right) ? looselyEqual(left, right) : left === right;
      return operator === '==' ? equal : !equal;
    }
    default:
  }
  const a = primitive(ev, left);
  const b = primitive(ev, right);
  if (a instanceof Unknown) return a;
  if (b instanceof Unknown) return b;
  if (operator === '+') {
    if (typeof a === 'string' || typeof b === 'string') {
      const text = String(a) + String(b);
      spend(text.length / 8);
      return text;
    }
  }
  return arithmetic(operator, a, b);
}

/** A text, or something unknown; `+` with a text makes a text of it. */
function isTextInPart(value: JsValue): value is string | Unknown {
  return typeof value === 'string' || value instanceof Unknown;
}

function arithmetic(operator: string, a: Primitive, b: Primitive): JsValue {
  // operands of two kinds, and what cannot be a number, throw
  try {
    const x = a as number;
    const y = b as number;
    switch (operator) {
      case '+':
        return x + y;
      case '-':
        return x - y;
      case '*':
        return x * y;
      case '/':
        return x / y;
      case '%':
        return x % y;
      case '**':
        return typeof x === 'number' ? x ** y : new Unknown('a power');
      case '<':
        return x < y;
      case '>':
        return x > y;
      case '<=':
        return x <= y;
      case '>=':
        return x >= y;
      case '&':
        return x & y;
      case '|':
        return x | y;
      case '^':
        return x ^ y;
      case '<<':
        return x << y;
      case '>>':
        return x >> y;
      case '>>>':
        return x >>> y;
      default:
        return new Unknown(`the operator ${operator}`);
    }
  } catch {
    return new Unknown(`the operator ${operator} on these values`);
  }
}

export function unary(operator: string, value: JsValue): JsValue {
  if (value instanceof Unknown) return value;
  if (operator === '!') return !value;
  if (!isPrimitive(value) && !(value instanceof Date)) return Number.NaN;
  const number = typeof value === 'bigint' ? value : Number(value);
  if (operator === '-') return -number;
  if (operator === '~') return ~number;
  return number;
}

function isPrimitive(value: JsValue): value is Primitive {
  return (
    value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')
  );
}

function looselyEqual(a: Primitive, b: Primitive): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: it is what the code says
  return a == b;
}

function primitive(ev: Evaluator, value: JsValue): Primitive | Unknown {
  if (isPrimitive(value)) return value;
  if (value instanceof Date) return value.getTime();
  if (value instanceof JsFunction) return new Unknown('a function as an operand');
  if (value instanceof HostObject || typeof value === 'object') return textOf(ev, value);
  return new Unknown('a value as an operand');
}
