import { ifFolded } from '../collations.ts';
import { pairProbe } from '../pair-probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString } from '../value-probe.ts';

/** A full-width z, as East Asian keyboards write it. */
export const uniqueWidth = pairProbe({
  id: 'unique-width',
  asks: 'two values of a unique column that differ in the width of a letter only',
  bite: 1,
  advice:
    'Compare and store such values in one form (Str::lower), or give the column a collation that tells them apart.',

  width: 'one',
  on: (column) => isString(column) && (column.type.length ?? 9) >= 6,
  first: () => text('zebra'),
  second: () => text('\uFF5Aebra'),
  expected: {
    sqlite: 'keeps both',
    mysql: ifFolded('1062', 'width'),
    mariadb: ifFolded('1062', 'width'),
    postgres: 'keeps both',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_COLLATIONS,
  },
});
