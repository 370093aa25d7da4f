import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { number } from '../value.ts';
import { isString, valueProbe } from '../value-probe.ts';

export const numberIntoString = valueProbe({
  id: 'number-into-string',
  asks: 'a number for a string',
  bite: 1,
  advice: 'Validate the type where the value comes in, and cast it in the model.',

  on: (column) => isString(column) && column.type.length !== 1 && (column.type.length ?? 9) >= 5,
  value: () => number(12345),
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
    postgres: POSTGRES_CHARACTER,
  },
});
