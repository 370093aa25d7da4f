import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const momentIntoDate = valueProbe({
  id: 'moment-into-date',
  asks: 'a date with a time in a column of dates',
  bite: 4,
  advice:
    'Give the model a date cast (date:Y-m-d): SQLite keeps the time, and comparisons with a date miss it.',

  on: ({ type }) => type.class === 'date',
  value: () => text('2024-03-04 05:06:07'),
  expected: {
    sqlite: 'kept',
    mysql: 'reads "2024-03-04"',
    mariadb: 'reads "2024-03-04"',
    postgres: 'reads "2024-03-04"',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
