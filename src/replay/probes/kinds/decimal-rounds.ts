import { type Digits, ofDigits, strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

const oneMore: Digits = ({ scale }) => ({ whole: 1, fraction: scale + 1 });

export const decimalRounds = valueProbe({
  id: 'decimal-rounds',
  asks: 'a decimal with one digit more than its scale',
  bite: 4,
  advice: 'Round in the application before it is compared or written: the servers round, SQLite does not.',

  on: ({ type }) =>
    type.class === 'decimal' &&
    type.scale !== undefined &&
    type.precision !== undefined &&
    type.precision > type.scale,
  value: ({ type }) => text(`1.${'1'.repeat(type.scale!)}6`),
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
