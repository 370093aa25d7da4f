import { strictOf } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const floatNotANumber = valueProbe({
  id: 'float-not-a-number',
  asks: 'NaN in a column of floats',
  bite: 2,
  advice: 'Check is_nan() before writing.',

  on: ({ type }) => type.class === 'float' || type.class === 'decimal',
  value: () => text('NaN'),
  expected: {
    sqlite: 'kept',
    mysql: (known) => strictOf(['1265', '1366'], known),
    mariadb: (known) => strictOf(['1265', '1366'], known),
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
