import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString, valueProbe } from '../value-probe.ts';

export const stringEmpty = valueProbe({
  id: 'string-empty',
  asks: 'an empty string',
  bite: 1,
  advice: 'Decide whether an empty string or NULL stands for nothing, and keep to it.',

  on: isString,
  value: () => text(''),
  expected: {
    sqlite: 'kept',
    mysql: 'kept',
    mariadb: 'kept',
    postgres: ['kept', 'reads *'],
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CHARACTER,
  },
});
