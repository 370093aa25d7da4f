import { strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isInteger, valueProbe } from '../value-probe.ts';

export const textIntoInteger = valueProbe({
  id: 'text-into-integer',
  asks: 'a word in a column of integers',
  bite: 4,
  advice: 'Validate the type where the value comes in, and cast it in the model.',

  on: isInteger,
  value: () => text('abc'),
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
