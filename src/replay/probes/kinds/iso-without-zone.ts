import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

export const isoWithoutZone = valueProbe({
  id: 'iso-without-zone',
  asks: 'a moment with a T between date and time',
  bite: 3,
  advice: 'Give the model a datetime cast.',

  on: isMoment,
  value: () => text('2024-03-04T05:06:07'),
  expected: {
    sqlite: 'kept',
    mysql: 'reads *',
    mariadb: 'reads *',
    postgres: 'reads *',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
