import { strict } from '../expectations.ts';
import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

export const before1970 = valueProbe({
  id: 'before-1970',
  asks: 'a moment before 1970',
  bite: 3,
  advice: 'Use dateTime() for moments that may be far away, such as birthdays.',

  on: isMoment,
  value: () => text('1969-06-01 00:00:00'),
  expected: {
    sqlite: 'kept',
    mysql: (known) => (known.type?.class === 'timestamp' ? strict('1292', known) : 'kept'),
    mariadb: (known) => (known.type?.class === 'timestamp' ? strict('1292', known) : 'kept'),
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
