import { ifPadded } from '../collations.ts';
import { pairProbe } from '../pair-probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';

export const uniqueSpaceAtEnd = pairProbe({
  id: 'unique-space-at-end',
  asks: 'two values of a unique column that differ in a space at the end only',
  bite: 3,
  advice: 'Trim values before they are stored.',

  width: 'one',
  on: (column) => column.type.class === 'string' && (column.type.length ?? 9) >= 6,
  first: () => text('zebra'),
  second: () => text('zebra '),
  expected: {
    sqlite: 'keeps both',
    mysql: ifPadded('1062'),
    mariadb: ifPadded('1062'),
    postgres: 'keeps both',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_COLLATIONS,
  },
});
