import { ofNotNull } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CONSTRAINTS, SQLITE_TYPES } from '../sources.ts';
import { NULL } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const nullIntoNotNull = valueProbe({
  id: 'null-into-not-null',
  asks: 'NULL in a column that may not be NULL',
  bite: 2,
  advice: 'Give the column a default, or set it wherever a row is made.',

  on: ({ nullable, generated }) => !nullable && !generated,
  value: () => NULL,
  expected: {
    sqlite: ofNotNull('refused SQLITE_CONSTRAINT_NOTNULL'),
    mysql: ofNotNull(['refused 1048', 'kept', 'reads *']),
    mariadb: ofNotNull(['refused 1048', 'reads *']),
    postgres: ofNotNull('refused 23502'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CONSTRAINTS,
  },
});
