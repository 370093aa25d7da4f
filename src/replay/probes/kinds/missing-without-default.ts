import { ofNotNull, strict } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CONSTRAINTS, SQLITE_TYPES } from '../sources.ts';
import { valueProbe } from '../value-probe.ts';

/** An enum of MySQL and MariaDB then has its first member. */
export const missingWithoutDefault = valueProbe({
  id: 'missing-without-default',
  asks: 'a row that leaves out a column without a default',
  bite: 4,
  advice: 'Give the column a default, or set it wherever a row is made.',

  inKeys: true,
  on: ({ nullable, hasDefault }) => !nullable && !hasDefault,
  value: () => 'omitted',
  expected: {
    sqlite: ofNotNull('refused SQLITE_CONSTRAINT_NOTNULL'),
    mysql: ofNotNull((known) => (known.type?.class === 'enum' ? 'reads *' : strict('1364', known))),
    mariadb: ofNotNull((known) => (known.type?.class === 'enum' ? 'reads *' : strict('1364', known))),
    postgres: ofNotNull('refused 23502'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CONSTRAINTS,
  },
});
