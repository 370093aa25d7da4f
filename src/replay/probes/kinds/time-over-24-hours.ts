import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const timeOver24Hours = valueProbe({
  id: 'time-over-24-hours',
  asks: 'a time of 25 hours',
  bite: 2,
  advice: 'Keep durations as seconds.',

  on: ({ type }) => type.class === 'time',
  value: () => text('25:00:00'),
  expected: {
    sqlite: 'kept',
    mysql: 'kept',
    mariadb: 'kept',
    postgres: 'refused 22008',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
