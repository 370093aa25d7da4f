import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CONSTRAINTS, SQLITE_TYPES } from '../sources.ts';
import { valueProbe } from '../value-probe.ts';

export const missingNullable = valueProbe({
  id: 'missing-nullable',
  asks: 'a row that leaves out a column that may be NULL',
  bite: 1,
  advice: 'Give the column a default, or set it wherever a row is made.',

  on: ({ nullable, hasDefault }) => nullable && !hasDefault,
  value: () => 'omitted',
  wanted: () => null,
  expected: {
    sqlite: 'kept',
    mysql: 'kept',
    mariadb: 'kept',
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CONSTRAINTS,
  },
});
