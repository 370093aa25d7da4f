import { strictly } from '../expectations.ts';
import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

/** PostgreSQL reads it as the time of the transaction. */
export const nowAsAWord = valueProbe({
  id: 'now-as-a-word',
  asks: 'the word now in a column of moments',
  bite: 2,
  advice: 'Use now() of the framework.',

  on: isMoment,
  value: () => text('now'),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1292'),
    mariadb: strictly('1292'),
    postgres: 'reads *',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
