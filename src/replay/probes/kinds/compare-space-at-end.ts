import { foundIfPadded } from '../collations.ts';
import { queryProbe } from '../query-probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';

export const compareSpaceAtEnd = queryProbe({
  id: 'compare-space-at-end',
  asks: 'a search with = for a string without the space at its end',
  bite: 2,
  advice: 'Trim values before they are stored.',

  on: (column) => column.type.class === 'string' && (column.type.length ?? 9) >= 6,
  row: () => text('zebra '),
  where: (column, bench) => `${column} = ${bench.literal(text('zebra'))}`,
  expected: {
    sqlite: 'not found',
    mysql: foundIfPadded,
    mariadb: foundIfPadded,
    postgres: 'not found',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_COLLATIONS,
  },
});
