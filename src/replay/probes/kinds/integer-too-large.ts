import { fits, strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { number } from '../value.ts';
import { isInteger, rangeOf, valueProbe } from '../value-probe.ts';

export const integerTooLarge = valueProbe({
  id: 'integer-too-large',
  asks: 'a number that is one larger than the declared type holds',
  bite: 4,
  advice: "Validate the range where the value comes in, and choose the column's type for it.",

  on: isInteger,
  value: (column) => number(rangeOf(column).max + 1n),
  expected: {
    sqlite: fits('reads *', { max: true, beyond: true }),
    mysql: strictly('1264'),
    mariadb: strictly('1264'),
    postgres: fits('refused 22003', { max: true, beyond: true }),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
