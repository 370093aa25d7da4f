import { checked, otherCase } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CONSTRAINTS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

/** MySQL and MariaDB compare members as their collation does. */
export const enumOtherCase = valueProbe({
  id: 'enum-other-case',
  asks: 'a member of an enum in other case',
  bite: 4,
  advice: 'Cast the attribute to a PHP enum, and validate with it (Rule::enum).',

  on: ({ type }) => type.class === 'enum' && otherCase(type.members?.[0]) !== undefined,
  value: ({ type }) => text(otherCase(type.members![0])!),
  expected: {
    sqlite: ({ table, place }) => checked(table, place.columns[0], 'refused SQLITE_CONSTRAINT_CHECK'),
    mysql: ['reads *', 'refused 1265'],
    mariadb: ['reads *', 'refused 1265'],
    postgres: ['refused 23514', 'refused 22P02'],
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CONSTRAINTS,
  },
});
