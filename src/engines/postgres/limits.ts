/** What PostgreSQL allows. Measured on 15.18; the test cases were also run on 18.6 (PGlite). */
export interface Limit {
  readonly value: number;
  readonly source: string;
  readonly measured: string;
}

const measured = '15.18';

export const LIMITS = {
  /** Bytes of a name; what is longer is cut, at a character's boundary (truncate_identifier, pg_mbcliplen). */
  identifierBytes: {
    value: 63,
    source:
      'https://www.postgresql.org/docs/current/limits.html; NAMEDATALEN - 1, src/include/pg_config_manual.h',
    measured,
  },
  /** Columns of a table: 54011. Dropped columns go on counting. */
  tableColumns: {
    value: 1600,
    source:
      'https://www.postgresql.org/docs/current/limits.html; MaxHeapAttributeNumber, src/include/access/htup_details.h',
    measured,
  },
  /** Columns of an index: 54011. Also of a foreign key. */
  indexColumns: {
    value: 32,
    source:
      'https://www.postgresql.org/docs/current/limits.html; INDEX_MAX_KEYS, src/include/pg_config_manual.h',
    measured,
  },
  /** n of varchar(n) and char(n): 22023. */
  characterLength: {
    value: 10_485_760,
    source:
      'MaxAttrSize, src/include/access/htup_details.h; anychar_typmodin in src/backend/utils/adt/varchar.c',
    measured,
  },
  numericPrecision: {
    value: 1000,
    source:
      'https://www.postgresql.org/docs/current/datatype-numeric.html; NUMERIC_MAX_PRECISION, utils/numeric.h',
    measured,
  },
  /** s of numeric(p,s), since 15 also below zero and above p: 22023. */
  numericScale: {
    value: 1000,
    source:
      'https://www.postgresql.org/docs/current/datatype-numeric.html; NUMERIC_MAX_SCALE, utils/numeric.h',
    measured,
  },
  /** n of bit(n) and bit varying(n): 22023. */
  bitLength: {
    value: 83_886_080,
    source: 'anybit_typmodin, src/backend/utils/adt/varbit.c: MaxAttrSize * BITS_PER_BYTE',
    measured,
  },
} as const satisfies Record<string, Limit>;

/** The first version that has a piece of syntax. */
export const SINCE = {
  identity: { version: '10', source: 'https://www.postgresql.org/docs/release/10.0/' },
  enumValuesInTransactions: {
    version: '12',
    source: 'ALTER TYPE … ADD VALUE: https://www.postgresql.org/docs/release/12.0/',
  },
  storedColumns: { version: '12', source: 'https://www.postgresql.org/docs/release/12.0/' },
  randomUuid: { version: '13', source: 'gen_random_uuid(): https://www.postgresql.org/docs/release/13.0/' },
  /** Elements beside arrays of another number's type: anycompatiblearray. */
  compatibleArrays: { version: '14', source: 'https://www.postgresql.org/docs/release/14.0/' },
  /** + and - of pg_lsn and a number. */
  movedLsn: { version: '14', source: 'https://www.postgresql.org/docs/release/14.0/' },
  /** An interval's text is no constant for indexes. Measured on 13.16 (it is one) and 15.18; 14 was not measured. */
  intervalTextBySetting: { version: '14', source: 'pg_proc.provolatile of interval_out' },
  /** Before, numeric(p,s) wants an s between 0 and p. */
  anyNumericScale: { version: '15', source: 'https://www.postgresql.org/docs/release/15.0/' },
  /** Before, a generated column goes along with the column that it is made of. Measured on 13.16 and 15.18, not on 14. */
  heldByGenerated: { version: '15', source: 'StoreAttrDefault, src/backend/catalog/heap.c' },
  /** 0x, 0o, 0b and underscores in integers given as text. */
  integerNotations: { version: '16', source: 'https://www.postgresql.org/docs/release/16.0/' },
  /** From here on NULL beside PRIMARY KEY in one column's definition is a contradiction. Measured on 17.5 and 18.6. */
  nullPrimaryKeyRefused: {
    version: '18',
    source: 'transformColumnDefinition, src/backend/parser/parse_utilcmd.c',
  },
  virtualColumns: { version: '18', source: 'https://www.postgresql.org/docs/release/18.0/' },
} as const satisfies Record<string, { readonly version: string; readonly source: string }>;

/** Columns that every table has: https://www.postgresql.org/docs/current/ddl-system-columns.html. */
export const SYSTEM_COLUMNS: ReadonlySet<string> = new Set([
  'tableoid',
  'xmin',
  'cmin',
  'xmax',
  'cmax',
  'ctid',
]);
