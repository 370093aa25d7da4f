/** PHP's own functions, as far as migrations use them. */
import type { PreparedArguments } from '../call-site.ts';
import { argument, type CallArguments, type CallSite, type PhpValue, Unknown } from '../values.ts';
import { MAX_TEXT, spendOnSearch, spendOnTexts } from '../work.ts';
import { ARRAY_FUNCTIONS } from './arrays.ts';
import { FORMATTING_FUNCTIONS } from './formatting.ts';
import { MORE_ARRAY_FUNCTIONS } from './more-arrays.ts';
import { MORE_STRING_FUNCTIONS } from './more-strings.ts';
import { REGULAR_EXPRESSION_FUNCTIONS } from './regular-expressions.ts';
import { STRING_FUNCTIONS } from './strings.ts';
import { VALUE_FUNCTIONS } from './values.ts';

/** A function on known values; it gives Unknown for what it does not cover. `call.invoke` runs callbacks. */
export type Builtin = (args: readonly PhpValue[], call: CallSite, prepared: PreparedArguments) => PhpValue;

const TABLE = new Map<string, Builtin>([
  ...Object.entries(STRING_FUNCTIONS),
  ...Object.entries(ARRAY_FUNCTIONS),
  ...Object.entries(VALUE_FUNCTIONS),
  ...Object.entries(MORE_ARRAY_FUNCTIONS),
  ...Object.entries(MORE_STRING_FUNCTIONS),
  ...Object.entries(FORMATTING_FUNCTIONS),
  ...Object.entries(REGULAR_EXPRESSION_FUNCTIONS),
]);

/** Functions that may be handed Unknown values and still say something. */
const TOLERANT = new Set([
  'count',
  'is_null',
  'array_merge',
  'array_push',
  'array_map',
  'in_array',
  'array_keys',
  'array_filter',
  'array_values',
  'array_key_exists',
  'array_walk',
  'call_user_func',
  'call_user_func_array',
  'array_combine',
  'usort',
  'uasort',
  'uksort',
  'var_dump',
  'dump',
  'error_log',
  'print_r',
  'array_flip',
  'array_diff',
  'array_reverse',
  'implode',
  'join',
  'is_callable',
  'array_unshift',
  'array_pop',
  'array_shift',
  'array_walk_recursive',
  'current',
  'reset',
  'end',
  'next',
]);

/** Functions that look for one text in another. */
const SEARCHES = new Set([
  'explode',
  'mb_strpos',
  'str_contains',
  'str_ireplace',
  'str_replace',
  'stripos',
  'stristr',
  'strpbrk',
  'strpos',
  'strrchr',
  'strrpos',
  'strstr',
  'strtr',
  'substr_count',
]);

export function isBuiltin(name: string): boolean {
  return TABLE.has(name);
}

/** Calls a built-in; undefined: there is none of that (lower-case) name. */
export function callBuiltin(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
  const builtin = TABLE.get(name);
  if (builtin === undefined) return undefined;
  const positional = [...args.positional];
  // named arguments of built-ins are rare; those that are used map onto positions by these names
  for (const [key, value] of args.named) {
    const position = PARAMETER_POSITIONS[key];
    if (position === undefined) return new Unknown(`${name}() with the named argument ${key}`);
    positional[position] = value;
  }
  if (!TOLERANT.has(name)) {
    const unknown = positional.find((value) => value instanceof Unknown);
    if (unknown !== undefined) return unknown;
  }
  spendOnTexts(positional);
  if (SEARCHES.has(name)) spendOnSearch(positional);
  const result = builtin(positional, call, args as PreparedArguments);
  return typeof result === 'string' && result.length > MAX_TEXT ? new Unknown('a very long text') : result;
}

const PARAMETER_POSITIONS: Readonly<Record<string, number>> = {
  array: 0,
  callback: 1,
  string: 0,
  separator: 0,
  haystack: 0,
  needle: 1,
  mode: 2,
  strict: 2,
  value: 0,
};

export { argument };
