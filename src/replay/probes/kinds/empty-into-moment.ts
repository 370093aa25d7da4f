import { strictly } from '../expectations.ts';
import { MARIADB_DATES, MYSQL_DATES, POSTGRES_DATES, SQLITE_DATES } from '../sources.ts';
import { text } from '../value.ts';
import { isMoment, valueProbe } from '../value-probe.ts';

export const emptyIntoMoment = valueProbe({
  id: 'empty-into-moment',
  asks: 'an empty string in a column of moments',
  bite: 4,
  advice: 'Turn empty strings into null, and let the column be NULL.',

  on: (column) => isMoment(column) || column.type.class === 'date',
  value: () => text(''),
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
