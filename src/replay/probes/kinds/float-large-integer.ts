import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { number } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const floatLargeInteger = valueProbe({
  id: 'float-large-integer',
  asks: '16,777,217 in a column of floats',
  bite: 2,
  advice: 'Use double() or decimal(): a float of four bytes has 24 bits for its digits.',

  on: ({ type }) => type.class === 'float',
  value: () => number(16_777_217),
  expected: {
    sqlite: ['kept', 'reads *'],
    mysql: ['kept', 'reads *'],
    mariadb: ['kept', 'reads *'],
    postgres: ['kept', 'reads *'],
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
