import { ofJson } from '../expectations.ts';
import { MARIADB_JSON, MYSQL_JSON, POSTGRES_JSON, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const jsonDuplicateKey = valueProbe({
  id: 'json-duplicate-key',
  asks: 'JSON that has a key twice',
  bite: 1,
  advice:
    'Do not rely on how JSON is written: compare what it says. Write it with json_encode or a cast only.',

  on: ({ type }) => type.class === 'json',
  value: () => text('{"a":1,"a":2}'),
  expected: {
    sqlite: 'kept',
    mysql: ofJson('reads *'),
    mariadb: ofJson('kept'),
    postgres: ofJson(({ column }) => (column?.type.name === 'jsonb' ? 'reads *' : 'kept')),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_JSON,
    mariadb: MARIADB_JSON,
    postgres: POSTGRES_JSON,
  },
});
