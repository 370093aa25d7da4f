import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CONSTRAINTS, SQLITE_TYPES } from '../sources.ts';
import { NULL } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const nullOverDefault = valueProbe({
  id: 'null-over-default',
  asks: 'NULL where the column has a default',
  bite: 2,
  advice: 'A default stands for what is left out, not for NULL: leave the key out of the array.',

  on: ({ nullable, hasDefault }) => nullable && hasDefault,
  value: () => NULL,
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
