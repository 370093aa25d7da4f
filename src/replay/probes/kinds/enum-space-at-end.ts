import { checked } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CONSTRAINTS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const enumSpaceAtEnd = valueProbe({
  id: 'enum-space-at-end',
  asks: 'a member of an enum with a space after it',
  bite: 1,
  advice: 'Cast the attribute to a PHP enum, and validate with it (Rule::enum).',

  on: ({ type }) => type.class === 'enum' && (type.members ?? []).length > 0,
  value: ({ type }) => text(`${type.members![0]} `),
  expected: {
    sqlite: ({ table, place }) => checked(table, place.columns[0], 'refused SQLITE_CONSTRAINT_CHECK'),
    mysql: 'reads *',
    mariadb: 'reads *',
    postgres: ['refused 23514', 'refused 22001', 'refused 22P02'],
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CONSTRAINTS,
  },
});
