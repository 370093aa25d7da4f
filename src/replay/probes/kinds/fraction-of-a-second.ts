import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

/** MySQL rounds, MariaDB cuts. */
export const fractionOfASecond = valueProbe({
  id: 'fraction-of-a-second',
  asks: 'fractions of a second',
  bite: 3,
  advice: 'Compare moments by the second in tests, or declare the precision (timestamp(6)).',

  on: (column) => isMoment(column) && (column.type.precision ?? 0) === 0,
  value: () => text('2024-03-04 05:06:07.987654'),
  expected: {
    sqlite: 'kept',
    mysql: 'reads "2024-03-04 05:06:08"',
    mariadb: 'reads "2024-03-04 05:06:07"',
    postgres: 'reads *',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
