/** Type tables that the grammars share. */
import { plainType, type TypeOf } from './grammar.ts';

/** Types that are one word for all columns. */
export function constant(sql: string, names: readonly string[]): Record<string, TypeOf> {
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), () => plainType(sql)]));
}

/** point() and its kin, until Laravel 10: the type is the method's name. */
export function oldSpatial(): Record<string, TypeOf> {
  const names = [
    'point',
    'linestring',
    'polygon',
    'geometrycollection',
    'multipoint',
    'multilinestring',
    'multipolygon',
  ];
  return Object.fromEntries(names.map((name) => [name, () => plainType(name)]));
}
