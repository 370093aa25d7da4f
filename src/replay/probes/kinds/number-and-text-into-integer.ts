import { strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const numberAndTextIntoInteger = valueProbe({
  id: 'number-and-text-into-integer',
  asks: 'a number with letters after it in a column of integers',
  bite: 3,
  advice: 'Validate the type where the value comes in, and cast it in the model.',

  on: ({ type }) => type.class === 'integer',
  value: () => text('12abc'),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1265'),
    mariadb: strictly('1265'),
    postgres: 'refused 22P02',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
