import { fits } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { number } from '../value.ts';
import { isInteger, rangeOf, valueProbe } from '../value-probe.ts';

/** PostgreSQL has no unsigned types; SQLite has 64 bits, with a sign. */
export const integerLargest = valueProbe({
  id: 'integer-largest',
  asks: 'the largest number that the declared type holds',
  bite: 2,
  advice: "Validate the range where the value comes in, and choose the column's type for it.",

  on: isInteger,
  value: (column) => number(rangeOf(column).max),
  expected: {
    sqlite: fits('reads *', { max: true }),
    mysql: 'kept',
    mariadb: 'kept',
    postgres: fits('refused 22003', { max: true }),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
