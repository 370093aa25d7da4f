import { ofJson } from '../expectations.ts';
import { MARIADB_JSON, MYSQL_JSON, POSTGRES_JSON, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const jsonScalar = valueProbe({
  id: 'json-scalar',
  asks: 'a bare word in quotes as JSON',
  bite: 1,
  advice:
    'Do not rely on how JSON is written: compare what it says. Write it with json_encode or a cast only.',

  on: ({ type }) => type.class === 'json',
  value: () => text('"word"'),
  expected: {
    sqlite: 'kept',
    mysql: ofJson('kept'),
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
