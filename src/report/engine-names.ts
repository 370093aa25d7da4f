/** Targets as they are written for people. */
import { ENGINE_TITLES, type EngineName } from '../schema/index.ts';

/** `MySQL 8.4` for `mysql@8.4`; anything else is left as it is. */
export function targetTitle(id: string): string {
  const [name = '', version] = id.split('@');
  const title = Object.hasOwn(ENGINE_TITLES, name) ? ENGINE_TITLES[name as EngineName] : name;
  return version === undefined ? title : `${title} ${version}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
