import { strictly } from '../expectations.ts';
import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

export const wordIntoMoment = valueProbe({
  id: 'word-into-moment',
  asks: 'a word in a column of moments',
  bite: 3,
  advice: 'Give the model a date cast, and validate dates where they come in.',

  on: isMoment,
  value: () => text('soon'),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1292'),
    mariadb: strictly('1292'),
    postgres: 'refused 22007',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
