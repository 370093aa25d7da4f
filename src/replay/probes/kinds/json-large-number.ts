import { ofJson } from '../expectations.ts';
import { MARIADB_JSON, MYSQL_JSON, POSTGRES_JSON, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const jsonLargeNumber = valueProbe({
  id: 'json-large-number',
  asks: 'a number of 23 digits in JSON',
  bite: 2,
  advice: 'Keep large numbers in JSON as strings.',

  on: ({ type }) => type.class === 'json',
  value: () => text('{"n": 12345678901234567890123}'),
  expected: {
    sqlite: 'kept',
    mysql: ofJson('reads *'),
    mariadb: ofJson('kept'),
    postgres: ofJson('kept'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_JSON,
    mariadb: MARIADB_JSON,
    postgres: POSTGRES_JSON,
  },
});
