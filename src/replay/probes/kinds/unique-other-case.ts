import { ifFolded } from '../collations.ts';
import { pairProbe } from '../pair-probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString } from '../value-probe.ts';

export const uniqueOtherCase = pairProbe({
  id: 'unique-other-case',
  asks: 'two values of a unique column that differ in case only',
  bite: 5,
  advice:
    'Compare and store such values in one form (Str::lower), or give the column a collation that tells them apart.',
  rule: 'case-insensitive-unique',
  width: 'one',
  on: (column) => isString(column) && (column.type.length ?? 9) >= 6,
  first: () => text('Zebra'),
  second: () => text('zebra'),
  expected: {
    sqlite: 'keeps both',
    mysql: ifFolded('1062'),
    mariadb: ifFolded('1062'),
    postgres: 'keeps both',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_COLLATIONS,
  },
});
