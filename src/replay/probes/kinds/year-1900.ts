import { strictly } from '../expectations.ts';
import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { number } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const year1900 = valueProbe({
  id: 'year-1900',
  asks: '1900 in a column of years',
  bite: 2,
  advice: 'Use a smallInteger() for years.',

  on: ({ type }) => type.class === 'year',
  value: () => number(1900),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1264'),
    mariadb: strictly('1264'),
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
