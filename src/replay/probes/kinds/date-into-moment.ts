import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

export const dateIntoMoment = valueProbe({
  id: 'date-into-moment',
  asks: 'a date without a time in a column of moments',
  bite: 3,
  advice:
    'Give the model a datetime cast: SQLite keeps the text as it is, and orders it before the same day with a time.',

  on: isMoment,
  value: () => text('2024-03-04'),
  expected: {
    sqlite: 'kept',
    mysql: 'reads "2024-03-04 00:00:00"',
    mariadb: 'reads "2024-03-04 00:00:00"',
    postgres: 'reads *',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
