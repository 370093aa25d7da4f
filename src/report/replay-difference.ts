/** The words for a difference between engines that all forms of the replay report have in common. */
import type { Difference } from '../schema/index.ts';

/** `table` or `table.object`. */
export function differenceName({ table, object }: Pick<Difference, 'table' | 'object'>): string {
  return object === null ? table : `${table}.${object}`;
}

/** What one engine holds, where it may hold nothing. */
export function heldValue(value: string): string {
  return value === '' ? '(none)' : value;
}
