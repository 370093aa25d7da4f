import { type Digits, ofDigits, strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

const oneMore: Digits = ({ precision, scale }) => ({ whole: precision - scale + 1, fraction: 0 });

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
    mysql: ofDigits(oneMore, strictly('1264')),
    mariadb: ofDigits(oneMore, strictly('1264')),
    postgres: ofDigits(oneMore, 'refused 22003'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
