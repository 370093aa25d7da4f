import { checked } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CONSTRAINTS, SQLITE_TYPES } from '../sources.ts';
import { number } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

/** A number stands for a member by its place on MySQL and MariaDB. */
export const enumByNumber = valueProbe({
  id: 'enum-by-number',
  asks: '1 in an enum of words',
  bite: 2,
  advice: 'Cast the attribute to a PHP enum, and validate with it (Rule::enum).',

  on: ({ type }) => type.class === 'enum' && type.members?.includes('1') === false && type.members.length > 0,
  value: () => number(1),
  expected: {
    sqlite: ({ table, place }) => checked(table, place.columns[0], 'refused SQLITE_CONSTRAINT_CHECK'),
    mysql: 'reads *',
    mariadb: 'reads *',
    postgres: ['refused 23514', 'refused 22P02'],
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CONSTRAINTS,
  },
});
