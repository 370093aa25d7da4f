import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString, valueProbe } from '../value-probe.ts';

export const stringQuotesAndBackslashes = valueProbe({
  id: 'string-quotes-and-backslashes',
  asks: 'quotes and backslashes',
  bite: 1,
  advice: 'Bind values instead of writing them into SQL.',

  on: (column) => isString(column) && (column.type.length ?? 9) >= 6,
  value: () => text(`'"\\n%_`),
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
