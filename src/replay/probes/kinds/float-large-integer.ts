import { strict } from '../expectations.ts';
import type { Expected } from '../probe.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { number } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

/** FLOAT(7,2) and DOUBLE(7,2) have bounds: https://dev.mysql.com/doc/refman/8.4/en/floating-point-types.html */
const bounded: Expected = (known) => {
  const { precision, scale = 0 } = known.column?.type ?? {};
  return precision !== undefined && precision - scale < 8 ? strict('1264', known) : ['kept', 'reads *'];
};

export const floatLargeInteger = valueProbe({
  id: 'float-large-integer',
  asks: '16,777,217 in a column of floats',
  bite: 2,
  advice: 'Use double() or decimal(): a float of four bytes has 24 bits for its digits.',

  on: ({ type }) => type.class === 'float',
  value: () => number(16_777_217),
  expected: {
    sqlite: ['kept', 'reads *'],
    mysql: bounded,
    mariadb: bounded,
    postgres: ['kept', 'reads *'],
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
