import { tooLong } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isSizedString, valueProbe } from '../value-probe.ts';

export const stringSpacesBeyondLength = valueProbe({
  id: 'string-spaces-beyond-length',
  asks: 'a string that fits but for a space at its end',
  bite: 1,
  advice:
    'Validate the length where the value comes in (max:…), and give the column the length that its values need.',

  on: (column) => isSizedString(column) && column.type.class === 'string',
  value: ({ type }) => text(`${'x'.repeat(type.length!)} `),
  expected: {
    sqlite: 'kept',
    mysql: tooLong('reads *'),
    mariadb: tooLong('reads *'),
    postgres: tooLong('reads *'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CHARACTER,
  },
});
