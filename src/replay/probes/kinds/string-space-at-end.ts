import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString, valueProbe } from '../value-probe.ts';

/** CHAR loses it on the servers. */
export const stringSpaceAtEnd = valueProbe({
  id: 'string-space-at-end',
  asks: 'a string with a space at its end',
  bite: 2,
  advice: 'Trim text where it comes in (Laravel does with its TrimStrings middleware).',

  on: (column) => isString(column) && (column.type.length ?? 9) >= 2,
  value: () => text('a '),
  expected: {
    sqlite: 'kept',
    mysql: ({ type }) => (type?.class === 'char' ? 'reads "a"' : 'kept'),
    mariadb: ({ type }) => (type?.class === 'char' ? 'reads "a"' : 'kept'),
    postgres: ({ type }) => (type?.class === 'char' ? 'reads *' : 'kept'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CHARACTER,
  },
});
