import { strict } from '../expectations.ts';
import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

export const momentWithOffset = valueProbe({
  id: 'moment-with-offset',
  asks: 'a moment with an offset (+02:00)',
  bite: 3,
  advice: 'Turn moments into UTC before they are written.',

  on: isMoment,
  value: () => text('2024-03-04 05:06:07+02:00'),
  expected: {
    sqlite: 'kept',
    mysql: ['reads *', 'refused 1292'],
    mariadb: (known) => [...strict('1292', known), 'reads *'],
    postgres: 'reads *',
  },
  sources: {
    sqlite: SQLITE_DATES,
    mysql: MYSQL_DATES,
    mariadb: MARIADB_DATES,
    postgres: POSTGRES_DATES,
  },
});
