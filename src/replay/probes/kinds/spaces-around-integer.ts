import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isInteger, valueProbe } from '../value-probe.ts';

export const spacesAroundInteger = valueProbe({
  id: 'spaces-around-integer',
  asks: 'a number with spaces around it',
  bite: 1,
  advice: 'Validate the type where the value comes in, and cast it in the model.',

  on: isInteger,
  value: () => text(' 7 '),
  wanted: () => '7',
  expected: {
    sqlite: 'kept',
    mysql: 'kept',
    mariadb: 'kept',
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
