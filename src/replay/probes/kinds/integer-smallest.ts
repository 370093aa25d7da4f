import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { number } from '../value.ts';
import { isInteger, rangeOf, valueProbe } from '../value-probe.ts';

export const integerSmallest = valueProbe({
  id: 'integer-smallest',
  asks: 'the smallest number that the declared type holds',
  bite: 1,
  advice: "Validate the range where the value comes in, and choose the column's type for it.",

  on: isInteger,
  value: (column) => number(rangeOf(column).min),
  expected: {
    sqlite: 'kept',
    mysql: 'kept',
    mariadb: 'kept',
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
