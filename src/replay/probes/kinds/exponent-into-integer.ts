import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const exponentIntoInteger = valueProbe({
  id: 'exponent-into-integer',
  asks: '1e3 in a column of integers',
  bite: 1,
  advice: 'Validate the type where the value comes in, and cast it in the model.',

  on: ({ type }) => type.class === 'integer' && (type.bits ?? 64) >= 16,
  value: () => text('1e3'),
  wanted: () => '1000',
  expected: {
    sqlite: ['kept', 'reads *'],
    mysql: 'kept',
    mariadb: 'kept',
    postgres: 'refused 22P02',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
