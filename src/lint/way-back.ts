import type { Severity } from '../schema/index.ts';

/**
 * For rules that are errors on the way up. A down() that fails costs the way back, and that is no more than
 * missing-down's warning says where there is no down() at all.
 */
export function onTheWayBack(direction: 'up' | 'down'): { readonly severity?: Severity } {
  return direction === 'down' ? { severity: 'warning' } : {};
}
