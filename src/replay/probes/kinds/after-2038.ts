import { strict } from '../expectations.ts';
import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

/** TIMESTAMP of MySQL ends there; of MariaDB from 11.5 on in 2106. */
export const after2038 = valueProbe({
  id: 'after-2038',
  asks: 'a moment after 19 January 2038',
  bite: 4,
  advice: 'Use dateTime() for moments that may be far away.',
  rule: 'timestamp-2038',
  on: isMoment,
  value: () => text('2038-06-01 00:00:00'),
  expected: {
    sqlite: 'kept',
    mysql: (known) => (known.type?.class === 'timestamp' ? strict('1292', known) : 'kept'),
    mariadb: (known) => (known.type?.class === 'timestamp' ? [...strict('1292', known), 'kept'] : 'kept'),
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
