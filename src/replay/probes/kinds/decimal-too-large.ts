import { strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const decimalTooLarge = valueProbe({
  id: 'decimal-too-large',
  asks: 'a decimal with one digit too many before its point',
  bite: 4,
  advice: "Validate the range where the value comes in, and choose the column's type for it.",

  on: ({ type }) =>
    type.class === 'decimal' &&
    type.scale !== undefined &&
    type.precision !== undefined &&
    type.precision - type.scale <= 15,
  value: ({ type }) => text(`1${'0'.repeat(type.precision! - type.scale!)}`),
  expected: {
    sqlite: ['kept', 'reads *'],
    mysql: strictly('1264'),
    mariadb: strictly('1264'),
    postgres: 'refused 22003',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
