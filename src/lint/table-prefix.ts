import type { Target } from '../schema/index.ts';

/** A table's name without the prefix of the connection. */
export function withoutPrefix(table: string, target: Target): string {
  const { prefix } = target.settings;
  return prefix !== '' && table.startsWith(prefix) ? table.slice(prefix.length) : table;
}
