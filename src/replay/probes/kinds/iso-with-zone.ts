import { strict, strictly } from '../expectations.ts';
import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

export const isoWithZone = valueProbe({
  id: 'iso-with-zone',
  asks: 'a moment as JSON and JavaScript write it (2024-03-04T05:06:07Z)',
  bite: 5,
  advice: 'Give the model a datetime cast: Carbon then writes what each engine reads.',

  on: isMoment,
  value: () => text('2024-03-04T05:06:07Z'),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1292'),
    mariadb: (known) => [...strict('1292', known), 'reads *'],
    postgres: 'reads *',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
