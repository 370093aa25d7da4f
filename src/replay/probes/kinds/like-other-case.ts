import { foundIfFolded } from '../collations.ts';
import { queryProbe } from '../query-probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString } from '../value-probe.ts';

export const likeOtherCase = queryProbe({
  id: 'like-other-case',
  asks: 'a search with LIKE in other case',
  bite: 5,
  advice:
    'whereLike() says whether case counts, on each engine (Laravel 11.17 and later); before, use ilike on PostgreSQL.',

  on: (column) => isString(column) && (column.type.length ?? 9) >= 6,
  row: () => text('Zebra'),
  where: (column, bench) => `${column} like ${bench.literal(text('zeb%'))}`,
  expected: {
    sqlite: 'found',
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
