import { fits, strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { number } from '../value.ts';
import { rangeOf, valueProbe } from '../value-probe.ts';

export const integerTooSmall = valueProbe({
  id: 'integer-too-small',
  asks: 'a number that is one smaller than the declared type holds',
  bite: 3,
  advice: "Validate the range where the value comes in, and choose the column's type for it.",

  on: ({ type }) => type.class === 'integer' && type.unsigned !== true,
  value: (column) => number(rangeOf(column).min - 1n),
  expected: {
    sqlite: fits('reads *', { beyond: true }),
    mysql: strictly('1264'),
    mariadb: strictly('1264'),
    postgres: fits('refused 22003', { beyond: true }),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
