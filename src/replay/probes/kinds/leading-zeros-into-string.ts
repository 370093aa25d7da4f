import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString, valueProbe } from '../value-probe.ts';

export const leadingZerosIntoString = valueProbe({
  id: 'leading-zeros-into-string',
  asks: 'digits with zeros before them',
  bite: 2,
  advice: 'Give what is no quantity (post codes, telephone numbers) a string column.',

  on: (column) => isString(column) && (column.type.length ?? 9) >= 5,
  value: () => text('00420'),
  expected: {
    sqlite: ({ type }) => (type?.class === 'string' || type?.class === 'char' ? 'kept' : ['kept', 'reads *']),
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
