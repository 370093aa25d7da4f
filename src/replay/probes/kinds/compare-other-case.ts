import { foundIfFolded } from '../collations.ts';
import { queryProbe } from '../query-probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString } from '../value-probe.ts';

export const compareOtherCase = queryProbe({
  id: 'compare-other-case',
  asks: 'a search with = for a string in other case',
  bite: 5,
  advice:
    'Compare in one form on both sides (Str::lower and lower()), and test such searches on the real engine.',

  on: (column) => isString(column) && (column.type.length ?? 9) >= 6,
  row: () => text('Zebra'),
  where: (column, bench) => `${column} = ${bench.literal(text('zebra'))}`,
  expected: {
    sqlite: 'not found',
    mysql: foundIfFolded(),
    mariadb: foundIfFolded(),
    postgres: 'not found',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_COLLATIONS,
  },
});
