import { queryProbe } from '../query-probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { number, text } from '../value.ts';

export const integerEqualsWord = queryProbe({
  id: 'integer-equals-word',
  asks: 'a search for a word in a column of integers that holds 0',
  bite: 4,
  advice: 'Validate what a query is given: MySQL takes a word for 0, PostgreSQL refuses it.',

  on: ({ type }) => type.class === 'integer',
  row: () => number(0),
  where: (column, bench) => `${column} = ${bench.literal(text('abc'))}`,
  expected: {
    sqlite: 'not found',
    mysql: 'found',
    mariadb: 'found',
    postgres: 'refused 22P02',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_COLLATIONS,
  },
});
