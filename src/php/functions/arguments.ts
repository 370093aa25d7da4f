/** Arguments of built-in functions as JavaScript values. */
import { toInt, toText } from '../operators.ts';
import { type PhpValue, Unknown } from '../values.ts';

export function text(value: PhpValue | undefined): string {
  const result = toText(value ?? null);
  return result instanceof Unknown ? '' : result;
}

export function int(value: PhpValue | undefined, otherwise = 0): number {
  const result = value === undefined || value === null ? otherwise : toInt(value);
  return result instanceof Unknown ? otherwise : result;
}
