/** What the interpreter does not know, or is known to get wrong, of the recorded snippets: each with its reason. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** By set and code: `path reason` of every part of the answer that stays Unknown. */
export const UNKNOWN: Readonly<
  Record<'expressions' | 'support', Readonly<Record<string, readonly string[]>>>
> = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/recorded/php/unknown.json'), 'utf8'));

const ONE_NUMBER = 'int and float are one JavaScript number: 2.0 is taken as 2, and prints as it';
const NOT_THROWN = 'an Error that PHP throws for what may only be unknown to dialint is not thrown';
const REFERENCE = 'a reference inside of an array is not followed';

/** Known answers that are wrong, by code: accepted with this reason. */
export const WRONG: ReadonlyMap<string, string> = new Map([
  ['return (string) 1e15;', ONE_NUMBER],
  ['return (string) 1e14;', ONE_NUMBER],
  ['return (string) -0.0;', ONE_NUMBER],
  [
    'return [is_float(1.0), 1.0 === 1, gettype(2.0), json_encode(1.0), is_int(floor(5)), 10 / 2 === 5, is_int(1e3)];',
    ONE_NUMBER,
  ],
  ["return '1e1000' == '1e1001';", 'PHP compares texts whose numbers overflow as texts'],
  ['$a = [1, 2, 3]; foreach ($a as &$r) { } foreach ($a as $r) { } return $a;', REFERENCE],
  ['function &refret(array &$a) { return $a[0]; } $z = [1]; $q = &refret($z); $q = 7; return $z;', REFERENCE],
  [
    'try { (function (int $x) { return $x; })(); } catch (\\ArgumentCountError $e) { return get_class($e); }',
    NOT_THROWN,
  ],
  ["try { null_fn_x(); } catch (\\Error $e) { return 'error'; }", NOT_THROWN],
]);
