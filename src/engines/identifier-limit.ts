/** How long a name may be on each engine. */
import type { Target } from '../schema/index.ts';
import { MARIADB_LIMITS } from './mariadb/limits.ts';
import { limitAt } from './mysql/dialect.ts';
import { MYSQL_LIMITS } from './mysql/limits.ts';
import { LIMITS as POSTGRES_LIMITS } from './postgres/limits.ts';

export interface IdentifierLimit {
  readonly limit: number;
  readonly unit: 'characters' | 'bytes';
  /** What the engine does with a longer one. */
  readonly effect: 'refuses' | 'cuts';
}

/** null: names of any length. */
export function identifierLimit({ engine, version }: Target): IdentifierLimit | null {
  switch (engine) {
    case 'mysql':
      return { limit: limitAt(MYSQL_LIMITS, 'identifier', version), unit: 'characters', effect: 'refuses' };
    case 'mariadb':
      return { limit: limitAt(MARIADB_LIMITS, 'identifier', version), unit: 'characters', effect: 'refuses' };
    case 'postgres':
      return { limit: POSTGRES_LIMITS.identifierBytes.value, unit: 'bytes', effect: 'cuts' };
    case 'sqlite':
      return null;
  }
}

/** As the limit counts: code points, or bytes of UTF-8. */
export function identifierLength(name: string, unit: IdentifierLimit['unit']): number {
  return unit === 'bytes' ? Buffer.byteLength(name) : [...name].length;
}
