import type { MigrationSource, Severity } from '../schema/index.ts';

/**
 * For rules that are errors on the way up. A down() that fails costs the way back, and that is no more than
 * missing-down's warning says where there is no down() at all.
 */
export function onTheWayBack(direction: 'up' | 'down'): { readonly severity?: Severity } {
  return direction === 'down' ? { severity: 'warning' } : {};
}

/** How a migration's two ways are called in messages. */
export interface WayWords {
  readonly up: string;
  readonly down: string;
  /** Where there is no way down, as a clause. */
  readonly missing: string;
  /** What to do about that, as a sentence. */
  readonly write: string;
}

const METHODS: WayWords = {
  up: 'up()',
  down: 'down()',
  missing: 'there is no down()',
  write: 'Write the way back; where there is none, throw an exception in down() that says so.',
};

const FILES: WayWords = {
  up: 'the way up',
  down: 'the way down',
  missing: 'there is no way down',
  write: 'Write the way back; where there is none, say so in a suppression comment.',
};

export function wayWords({ sql }: Pick<MigrationSource, 'sql'>): WayWords {
  return sql === undefined ? METHODS : FILES;
}
