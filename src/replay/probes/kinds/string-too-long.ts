import { strictly, tooLong } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isSizedString, valueProbe } from '../value-probe.ts';

export const stringTooLong = valueProbe({
  id: 'string-too-long',
  asks: 'a string that is one character too long',
  bite: 5,
  advice:
    'Validate the length where the value comes in (max:…), and give the column the length that its values need.',
  rule: 'indexed-string-without-length',
  on: isSizedString,
  value: ({ type }) => text('x'.repeat(type.length! + 1)),
  expected: {
    sqlite: 'kept',
    mysql: tooLong(strictly('1406')),
    mariadb: tooLong(strictly('1406')),
    postgres: tooLong('refused 22001'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CHARACTER,
  },
});
