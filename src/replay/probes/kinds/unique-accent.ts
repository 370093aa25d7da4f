import { ifFolded } from '../collations.ts';
import { pairProbe } from '../pair-probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString } from '../value-probe.ts';

export const uniqueAccent = pairProbe({
  id: 'unique-accent',
  asks: 'two values of a unique column that differ in an accent only',
  bite: 3,
  advice:
    'Compare and store such values in one form (Str::lower), or give the column a collation that tells them apart.',

  width: 'one',
  on: (column) => isString(column) && (column.type.length ?? 9) >= 6,
  first: () => text('rosae'),
  second: () => text('ros\u00E1e'),
  expected: {
    sqlite: 'keeps both',
    mysql: ifFolded('1062', 'accents'),
    mariadb: ifFolded('1062', 'accents'),
    postgres: 'keeps both',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_COLLATIONS,
  },
});
