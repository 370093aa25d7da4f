import { ofJson } from '../expectations.ts';
import { MARIADB_JSON, MYSQL_JSON, POSTGRES_JSON, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const jsonEmpty = valueProbe({
  id: 'json-empty',
  asks: 'an empty string as JSON',
  bite: 4,
  advice: 'Use NULL, [] or {} for nothing.',

  on: ({ type }) => type.class === 'json',
  value: () => text(''),
  expected: {
    sqlite: 'kept',
    mysql: ofJson('refused 3140'),
    mariadb: ofJson('refused 4025'),
    postgres: ofJson('refused 22P02'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_JSON,
    mariadb: MARIADB_JSON,
    postgres: POSTGRES_JSON,
  },
});
