import { foundIfFolded } from '../collations.ts';
import { queryProbe } from '../query-probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString } from '../value-probe.ts';

export const compareAccent = queryProbe({
  id: 'compare-accent',
  asks: 'a search with = for a string without its accent',
  bite: 3,
  advice:
    'Compare in one form on both sides (Str::lower and lower()), and test such searches on the real engine.',

  on: (column) => isString(column) && (column.type.length ?? 9) >= 6,
  row: () => text('ros\u00E1e'),
  where: (column, bench) => `${column} = ${bench.literal(text('rosae'))}`,
  expected: {
    sqlite: 'not found',
    mysql: foundIfFolded('accents'),
    mariadb: foundIfFolded('accents'),
    postgres: 'not found',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_COLLATIONS,
  },
});
