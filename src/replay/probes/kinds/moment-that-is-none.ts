import { strictly } from '../expectations.ts';
import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

export const momentThatIsNone = valueProbe({
  id: 'moment-that-is-none',
  asks: '30 February, with a time',
  bite: 4,
  advice: 'Give the model a date cast, and validate dates where they come in.',

  on: isMoment,
  value: () => text('2024-02-30 12:00:00'),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1292'),
    mariadb: strictly('1292'),
    postgres: 'refused 22008',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
