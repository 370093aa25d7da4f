/**
 * What SQLite allows, and since when. Measured on 3.40.1 (the library that Debian 12 and its PHP use) and
 * 3.53.2 (better-sqlite3 12.11).
 */
import { compareVersions } from '../../schema/index.ts';

export interface Limit {
  readonly value: number;
  readonly source: string;
  readonly measured: string;
}

export const LIMITS = {
  /** Columns in a table, and in an index. */
  columns: {
    value: 2000,
    source: 'https://www.sqlite.org/limits.html#max_column (SQLITE_MAX_COLUMN, default 2000)',
    measured: '3.40.1, 3.53.2',
  },
} as const satisfies Record<string, Limit>;

/** The first version that has a piece of syntax; before it, the statement is a syntax error. */
export const SINCE = {
  renameColumn: { version: '3.25', source: 'https://www.sqlite.org/changes.html#version_3_25_0' },
  generatedColumns: { version: '3.31', source: 'https://www.sqlite.org/gencol.html' },
  dropColumn: { version: '3.35', source: 'https://www.sqlite.org/changes.html#version_3_35_0' },
  strictTables: { version: '3.37', source: 'https://www.sqlite.org/stricttables.html' },
  /** ALTER TABLE … ADD/DROP CONSTRAINT for CHECK, ALTER COLUMN … SET/DROP NOT NULL. */
  alterConstraints: { version: '3.53', source: 'measured: 3.40.1 has a syntax error, 3.53.2 accepts' },
  /** From here on a renamed table's foreign keys follow even while they are not being enforced. */
  renameFollowsAlways: { version: '3.26', source: 'https://www.sqlite.org/lang_altertable.html' },
} as const satisfies Record<string, { readonly version: string; readonly source: string }>;

export function supports(version: string, feature: keyof typeof SINCE): boolean {
  return compareVersions(version, SINCE[feature].version) >= 0;
}

/**
 * Types whose spelling is not kept: introspection answers them in capitals (sqlite3StdType in src/global.c, since
 * 3.37).
 */
export const STANDARD_TYPES: ReadonlySet<string> = new Set(['any', 'blob', 'int', 'integer', 'real', 'text']);

/** Names that begin so are SQLite's own: https://www.sqlite.org/fileformat2.html#intschema. */
export const RESERVED_PREFIX = 'sqlite_';

/** Tables that every database has; they can be neither altered nor dropped nor indexed. */
export const SYSTEM_TABLES: ReadonlySet<string> = new Set([
  'sqlite_master',
  'sqlite_schema',
  'sqlite_temp_master',
  'sqlite_temp_schema',
  'sqlite_sequence',
  'sqlite_stat1',
]);

/** https://www.sqlite.org/datatype3.html#collating_sequences: all that there are unless the program adds some. */
export const COLLATIONS: ReadonlySet<string> = new Set(['binary', 'nocase', 'rtrim']);

/** The types of a STRICT table: https://www.sqlite.org/stricttables.html. */
export const STRICT_TYPES: ReadonlySet<string> = new Set(['int', 'integer', 'real', 'text', 'blob', 'any']);
