import { type Digits, ofDigits, strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_NUMERIC, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

const all: Digits = ({ precision, scale }) => ({ whole: precision - scale, fraction: scale, carries: true });

export const decimalAllDigits = valueProbe({
  id: 'decimal-all-digits',
  asks: 'a decimal that uses all digits of its precision',
  bite: 3,
  advice: 'SQLite keeps decimals as binary floating-point numbers: compare rounded values in tests.',

  on: ({ type }) => type.class === 'decimal' && (type.scale ?? 0) > 0 && (type.precision ?? 0) > type.scale!,
  value: ({ type }) => text(`${'9'.repeat(type.precision! - type.scale!)}.${'9'.repeat(type.scale!)}`),
  expected: {
    sqlite: ['kept', 'reads *'],
    mysql: ofDigits(all, strictly('1264')),
    mariadb: ofDigits(all, strictly('1264')),
    postgres: ofDigits(all, 'refused 22003'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_NUMERIC,
  },
});
