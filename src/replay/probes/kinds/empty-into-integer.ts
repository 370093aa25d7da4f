import { strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isInteger, valueProbe } from '../value-probe.ts';

export const emptyIntoInteger = valueProbe({
  id: 'empty-into-integer',
  asks: 'an empty string in a column of integers',
  bite: 4,
  advice:
    'Turn empty strings into null (Laravel does with its ConvertEmptyStringsToNull middleware), and let the column be NULL.',

  on: isInteger,
  value: () => text(''),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1366'),
    mariadb: strictly('1366'),
    postgres: 'refused 22P02',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
