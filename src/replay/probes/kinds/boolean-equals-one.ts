import { queryProbe } from '../query-probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { number } from '../value.ts';

export const booleanEqualsOne = queryProbe({
  id: 'boolean-equals-one',
  asks: 'a raw condition that compares a boolean with 1',
  bite: 5,
  advice: "Write where('active', true) instead of whereRaw('active = 1').",
  rule: 'dialect-only-sql',
  on: ({ type }) => type.class === 'boolean',
  row: () => number(1),
  where: (column) => `${column} = 1`,
  expected: {
    sqlite: 'found',
    mysql: 'found',
    mariadb: 'found',
    postgres: 'refused 42883',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_COLLATIONS,
  },
});
