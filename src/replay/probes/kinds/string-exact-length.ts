import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isSizedString, valueProbe } from '../value-probe.ts';

export const stringExactLength = valueProbe({
  id: 'string-exact-length',
  asks: 'a string that has just the length of its column',
  bite: 2,
  advice:
    'Validate the length where the value comes in (max:…), and give the column the length that its values need.',

  on: isSizedString,
  value: ({ type }) => text('x'.repeat(type.length!)),
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
