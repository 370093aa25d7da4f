import { strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { number } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const negativeIntoUnsigned = valueProbe({
  id: 'negative-into-unsigned',
  asks: '-1 in an unsigned column',
  bite: 4,
  advice: 'Validate min:0 where the value comes in; decrement() too may go below.',

  on: ({ type }) => type.class === 'integer' && type.unsigned === true,
  value: () => number(-1),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1264'),
    mariadb: strictly('1264'),
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
