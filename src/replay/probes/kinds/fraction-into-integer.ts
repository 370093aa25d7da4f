import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isInteger, valueProbe } from '../value-probe.ts';

/** Sent as text, as PDO sends what PHP calls a float. */
export const fractionIntoInteger = valueProbe({
  id: 'fraction-into-integer',
  asks: '1.5 in a column of integers',
  bite: 3,
  advice: 'Round in the application, or make the column a decimal.',

  on: isInteger,
  value: () => text('1.5'),
  expected: {
    sqlite: 'kept',
    mysql: 'reads "2"',
    mariadb: 'reads "2"',
    postgres: 'refused 22P02',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
