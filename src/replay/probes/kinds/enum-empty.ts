import { checked, strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CONSTRAINTS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const enumEmpty = valueProbe({
  id: 'enum-empty',
  asks: 'an empty string in an enum',
  bite: 3,
  advice: 'Cast the attribute to a PHP enum, and validate with it (Rule::enum).',

  on: ({ type }) => type.class === 'enum' && type.members?.includes('') === false,
  value: () => text(''),
  expected: {
    sqlite: ({ table, place }) => checked(table, place.columns[0], 'refused SQLITE_CONSTRAINT_CHECK'),
    mysql: strictly('1265'),
    mariadb: strictly('1265'),
    postgres: ['refused 23514', 'refused 22P02'],
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CONSTRAINTS,
  },
});
