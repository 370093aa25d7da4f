import { strictly } from '../expectations.ts';
import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

export const zeroMoment = valueProbe({
  id: 'zero-moment',
  asks: '0000-00-00 00:00:00',
  bite: 3,
  advice: 'Use NULL for no date.',

  on: isMoment,
  value: () => text('0000-00-00 00:00:00'),
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
