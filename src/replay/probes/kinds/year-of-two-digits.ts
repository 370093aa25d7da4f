import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const yearOfTwoDigits = valueProbe({
  id: 'year-of-two-digits',
  asks: 'a date with a year of two digits',
  bite: 1,
  advice: 'Give the model a date cast, and validate dates where they come in.',

  on: ({ type }) => type.class === 'date',
  value: () => text('24-03-04'),
  expected: {
    sqlite: 'kept',
    mysql: 'reads "2024-03-04"',
    mariadb: 'reads "2024-03-04"',
    postgres: ['reads *', 'refused 22008', 'refused 22007'],
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
